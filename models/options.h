// What may a person choose about the runner, the gait, the ground, the shoe, the posture and the core?
// Plain structs with defaults, in SI units. scenarios/keys.h says unit, range and meaning of each member.
#pragma once

#include <numbers>
#include <string>

namespace psoas {

enum class Sex { male, female };

struct RunnerOptions {
  double mass = 70.0;    ///< [kg]
  double height = 1.75;  ///< [m]
  Sex sex = Sex::male;
};

struct GaitOptions {
  double speed = 3.5;  ///< mean forward speed [m/s]
};

/// The ground under the shoe: one element under the whole foot, in series with the shoe.
struct SurfaceOptions {
  std::string kind = "asphalt";  ///< row of models/surfaces.csv; its values stand unless set beside it
  double stiffness = 20e6;       ///< [N/m]
  double damping = 0.0;          ///< [N·s/m]
  double moving_mass = 0.0;      ///< mass of the ground that moves with the foot [kg]
  double friction = 0.8;         ///< Coulomb coefficient shoe on ground [-]
};

/// The shoe's midsole as springs under the foot's contact points.
struct ShoeOptions {
  std::string kind = "standard";  ///< row of models/shoes.csv; its values stand unless set beside it
  double stiffness = 90e3;        ///< of the heel zone in compression [N/m]; the forefoot zone follows by its share
  double dissipation = 0.8;       ///< χ of F = F_e·(1 + χ ṗ) [s/m]
  double mass = 0.25;             ///< of one shoe [kg]
};

struct PostureOptions {
  double trunk_lean = 7.0 * std::numbers::pi /
                      180.0;  ///< forward lean of the trunk from neutral standing, mean over the stride [rad] (7°)
  double lordosis =
      0.0;  ///< lumbar extension added to the runner's own, pelvis tilting forward with it, thorax held [rad]
};

struct CoreOptions {
  double strength = 1.0;  ///< F_max of all abdominal and back muscles, relative to default [-]
};

}  // namespace psoas
