// What may be chosen about sharing joint moments among muscles? Each choice is an assumption that someone in the
// literature makes; sharing.spread shows what they do to a load.
#pragma once

namespace psoas {

/// Which moments of the lumbar spine must the muscles balance?
enum class Equilibrium {
  levels,  ///< all 18: three axes of six levels
  rhythm   ///< the three of the stride's one lumbar joint, each level weighted by its share of the motion
};

/// Who decides about psoas, which crosses hip and spine?
enum class PsoasRule {
  shared,    ///< hips, legs and spine together
  hip_first  ///< hips and legs alone; the spine takes what comes
};

enum class Fibres {
  full,      ///< force-length-velocity and passive force
  isometric  ///< F_max in every posture, no passive force
};

struct SharingOptions {
  /// s0: unbalanced level moment that costs as much as one average muscle at full strength, for a core of default
  /// strength [N·m].
  double level_slack = 3.0;
  double force_floor = 0.01;  ///< least force of a muscle over its reference strength [-]
  double filter = 20.0;  ///< cut-off of the low-pass on the moments and forces that muscles must make; 0 is none [Hz]
  int exponent = 2;      ///< of activation in the effort: 2 or 3
  Equilibrium equilibrium = Equilibrium::levels;
  PsoasRule psoas = PsoasRule::shared;
  Fibres fibres = Fibres::full;
  double activation_time = 0.0;  ///< τ: a change of activation by 1 within τ costs as much as activation 1; 0 is free
                                 ///< [s]
  bool reserve = true;           ///< work out the strength reserve: a diagnosis, no choice of the sharing
  bool spread = false;           ///< share again under every other assumption, and keep the loads of each
};

}  // namespace psoas
