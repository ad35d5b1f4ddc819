// What is each term of the objective worth?
#pragma once

#include <Eigen/Core>
#include <vector>

#include "sim/stride/options.h"
#include "sim/stride/problem.h"

namespace psoas {

/// Weights of the terms; each term is a mean over nodes and components of squared distances over their units.
struct Weights {
  double motion, moments, accelerations, force, force_rate, duration;
  double height;  ///< of the pelvis
};

/// Of the runner's own stride, which is drawn to measured motion.
Weights baseline_weights(const StrideOptions& options);
/// Of a scenario, which is drawn to the runner's own stride.
Weights adaptation_weights(const AdaptationOptions& adaptation);

/// Everything that does not depend on a target.
/// @param ground  under one foot, of a step, or under both, of a whole stride
/// @param up  the true vertical in the ground's axes
StrideProblem empty_problem(const Runner& runner, const std::vector<Ground>& ground, const StrideOptions& options,
                            double speed, const Eigen::Vector3d& up, const Weights& w);

/// A scenario keeps the height of the pelvis closer than a baseline the measured one.
void hold_own_height(StrideProblem& problem);
/// Holds the time of a step. Other terms move a held duration by some microseconds.
void hold_duration(double step_duration, StrideProblem& problem);

}  // namespace psoas
