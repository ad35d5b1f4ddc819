// Which joint angles make a static posture? From what a person would say of it to the coordinates of the runner.
#pragma once

#include <Eigen/Core>
#include <array>
#include <string>

#include "models/options.h"
#include "models/runner.h"

namespace psoas {

/// Standing, the resultant of the ground lies this far ahead of the ankles, as in quiet standing [Winter 1995]; people
/// who bend or lift stay near it (assumption).
inline constexpr double balance_point = 0.05;  // [m]

/// Seated, the pelvis rolls back by this much and the lumbar spine flattens by the same: lordosis falls from 49° to 34°
/// [Lord 1997].
inline constexpr double seat_roll_deg = 15.0;

/// Shoulder to the middle of the grip, and where on that line the arm's centre of mass lies, over stature and over that
/// distance: 0.186 + 0.146 + half of 0.108; 0.530 of 0.332 [Winter 2009].
inline constexpr double arm_length = 0.386, arm_centre = 0.530 * 0.332 / 0.386;  // [-]

/// A posture that someone can hold, or why no one can.
struct Posture {
  std::string impossible;                ///< a plain sentence; empty when the posture can be held
  Eigen::VectorXd q;                     ///< nq [rad, m]; the feet on y = 0
  Eigen::VectorXd qd;                    ///< nq: at task.rate of flexion [rad/s, m/s]
  Runner body;                           ///< the runner, each arm stretched towards its hand
  std::array<Eigen::Vector3d, 2> hand;   ///< right, left, in the frame of the arm's link [m]
  Eigen::Vector3d centre_of_mass;        ///< of body and load, world [m]
  std::array<Eigen::Vector3d, 2> stand;  ///< right, left: where the floor bears each foot, world [m]
};

/// Lumbar part of a forward flexion of the thorax [rad]: share 0.739 falling by 0.00158 for each degree, from lumbar
/// over pelvic rotation of 2.51 at 0-30° and 1.34 at 90-120°; while rising 2.86 and 1.23 [Tafazzol 2014]. Extension has
/// the share of small flexion (assumption).
double lumbar_flexion(double thorax_flexion, bool rising);

/// Thorax, pelvis and arms as asked for; thighs, shanks and ankles so that the resultant stands on the feet.
Posture find_posture(const Runner& runner, const PostureOptions& posture, const TaskOptions& task);

}  // namespace psoas
