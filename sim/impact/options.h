// What may be chosen about the first tenth of a second after touch-down?
#pragma once

namespace psoas {

struct ImpactOptions {
  bool simulate = true;          ///< simulate the landing anew, finer than the stride's knots
  double joint_impedance = 1.0;  ///< stiffness and damping of the joints about their predicted path, over default [-]
  double wobbling_mass = 1.0;    ///< share of each segment that wobbles, over default; 0: rigid segments [-]
  double force_filter = 50.0;    ///< cut-off of the low-pass on the ground force of the landing; 0 is none [Hz]
  double acceleration_filter = 60.0;  ///< of that on accelerations; 0 is none [Hz]
};

}  // namespace psoas
