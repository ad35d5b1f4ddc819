// What decides how a body takes the blow of a landing? Flesh that hangs loosely on the bones, and the stiffness that
// joints have before any reflex.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace psoas {

/// The part of a body that is not fixed to its bone.
struct SoftTissue {
  std::string body;        ///< thigh, shank (both sides) or trunk
  double share = 0.0;      ///< of the body's mass and inertia [-]
  double frequency = 0.0;  ///< of that mass against a bone held still [Hz]
  double damping = 0.0;    ///< over critical damping [-]
};

/// The tables of models/landing/, as read. The stiffness of a joint about its predicted path is
///   K = stiffness_at_rest · τ_scale + stiffness_per_moment · |τ|,  damping B = damping_time · K
struct LandingTables {
  std::vector<SoftTissue> tissue;
  double stiffness_at_rest = 0.0, stiffness_per_moment = 0.0;  ///< [1/rad]
  double damping_time = 0.0;                                   ///< [s]
  double tibia_place = 0.0;  ///< where the shank's accelerometer sits: 0 knee, 1 ankle [-]
};

/// @param folder  models/landing
/// @throws InputError for every wrong cell or name; FileError when a file cannot be read
std::shared_ptr<const LandingTables> read_landing_tables(const std::filesystem::path& folder);

}  // namespace psoas
