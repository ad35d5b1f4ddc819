// What do joints, floor and seat carry in a static posture? A stride's solution of one instant, in exact balance.
#pragma once

#include <Eigen/Core>
#include <array>

#include "sim/stride/solution.h"
#include "sim/task/posture.h"

namespace psoas {

/// A posture held still with its load. `instant` feeds the same sharing as a stride: one column, moments and the
/// trunk's demand with the load; its ground force is that of the right foot.
struct TaskSolution {
  Posture posture;
  StrideSolution instant;                          ///< status converged, or posture_impossible with the reason
  std::array<Eigen::Vector3d, 2> floor_force;      ///< on the right and left foot, world [N]
  std::array<Eigen::Vector3d, 2> pressure_centre;  ///< where, world [m]
  Eigen::Vector3d seat_force;                      ///< on the pelvis and thighs together; zero when standing [N]
};

/// Inertia is left out, also when the posture is passed slowly. Standing, vertical forces on both feet balance body and
/// load; they are halves unless a side bend brings the load over one foot. Seated, the seat bears pelvis and all above
/// straight below their centre, and each thigh where it is; the floor bears shanks and feet: relaxed legs, no moment at
/// hips and knees.
TaskSolution solve_task(const Runner& runner, const PostureOptions& posture, const TaskOptions& task);

}  // namespace psoas
