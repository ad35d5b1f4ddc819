// What does the physics say at each node? Joint moments, ground force and constraint residuals, eight nodes at a time.
#pragma once

#include <Eigen/Core>
#include <array>
#include <vector>

#include "sim/stride/problem.h"
#include "sim/stride/transcription.h"

namespace psoas {

/// Rows of a node's Jacobian: joint moments of coordinates 6 ... nq-1, then force x y z of each foot, then six root
/// forces and the ground element of each foot.
struct RowMap {
  RowMap(int nq, int feet)
      : joints(nq - 6), force(joints), root(force + 3 * feet), ground(root + 6), count(ground + feet) {}
  explicit RowMap(const StrideProblem& problem) : RowMap(problem.runner->nq(), problem.feet()) {}
  int joints, force, root, ground, count;
};

/// Physical values at N states, in SI units; columns are nodes.
struct NodeValues {
  Eigen::MatrixXd tau;    ///< nq x N joint moments, contact included, less what joints and shoe give by themselves; the
                          ///< first six are the residual root forces [N, N·m]
  Eigen::MatrixXd force;  ///< 3 for each foot x N [N]
  Eigen::MatrixXd pressure;  ///< 2 for each foot x N: Σ F_n x, Σ F_n z [N·m]
  Eigen::MatrixXd ground;    ///< feet x N: s + (c ṡ + m s̈)/k - F_n/BW [-]
};

using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Derivatives of one node's rows by the control points c_{k-1}, c_k, c_{k+1} (problem.rows() columns each) and by T
/// (last column). SI units.
using NodeJacobians = std::vector<RowMatrix>;

/// Scratch of one thread, sized by its constructor.
struct EvaluationData {
  EvaluationData(const Runner& runner, int feet);
  DynamicsData<Lanes> dynamics;
  std::vector<FootForce<Lanes>> contact;  ///< of each foot
  StrideStates states;
  std::array<Given, lane_count> given;  ///< at the nodes in the lanes, where the problem has any
  std::vector<Lanes> jacobian;          ///< [row of RowMap][by q, by qd, by qdd][variables of a control point]
};

/// Values at the knots (u = 0) or between them (0 < u < 1).
void evaluate(const StrideProblem& problem, const StrideUnknowns& x, double u, EvaluationData& data,
              NodeValues& values);

/// Values and Jacobians at the knots.
void evaluate_derivatives(const StrideProblem& problem, const StrideUnknowns& x, EvaluationData& data,
                          NodeValues& values, NodeJacobians& jacobians);

}  // namespace psoas
