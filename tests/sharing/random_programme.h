// Programmes of random muscles, and what an independent solver says of them.
#pragma once

#include <gtest/gtest.h>

#include <random>

#include "sim/sharing/programme.h"
#include "tests/sharing/reference_qp.h"

namespace psoas::random_programme {

using Columns = Eigen::Matrix<double, balance_count, Eigen::Dynamic>;

struct Problem {
  Columns R;
  ShareProgramme programme;
  MomentArms arms() const { return MomentArms(R.data(), balance_count, R.cols()); }
};

/// Muscles of 20-1000 N across two to six rows with arms to 7 cm, and a demand they can make at `effort` of their
/// strength plus what only slack can take.
inline Problem random_problem(unsigned seed, int nm, double effort) {
  std::mt19937 random(seed);
  const auto uniform = [&](double a, double b) { return std::uniform_real_distribution<double>(a, b)(random); };
  Problem p;
  p.R.setZero(balance_count, nm);
  Eigen::VectorXd F_max(nm), F(nm);
  for (int i = 0; i < nm; ++i) {
    const int rows = 2 + static_cast<int>(uniform(0.0, 5.0));
    const int first = static_cast<int>(uniform(0.0, balance_count - rows + 1.0));
    for (int j = first; j < first + rows; ++j) p.R(j, i) = uniform(-0.07, 0.07);
    F_max[i] = uniform(20.0, 1000.0);
    F[i] = effort * F_max[i] * uniform(0.0, 1.0);
  }
  p.programme.demand = p.R * F;
  for (int j = 0; j < balance_count; ++j) p.programme.demand[j] += uniform(-5.0, 5.0);
  p.programme.slack_scale.setConstant(balance_count, 3.0);
  p.programme.cost = (F_max.array() * F_max.mean()).inverse();
  p.programme.lo = 0.01 * F_max;
  p.programme.hi = F_max;
  return p;
}

/// The same problem for the reference solver, in activations and slack over s0.
inline Eigen::VectorXd reference_forces(const Problem& p) {
  const Eigen::Index nm = p.R.cols();
  const Eigen::VectorXd F_max = p.programme.hi;
  reference::Qp qp;
  qp.Q.resize(nm + balance_count);
  qp.Q << 2.0 * p.programme.cost.cwiseProduct(F_max).cwiseProduct(F_max), Eigen::VectorXd::Constant(balance_count, 2.0);
  qp.c.setZero(nm + balance_count);
  qp.A.resize(balance_count, nm + balance_count);
  qp.A << p.R * F_max.asDiagonal(), Eigen::MatrixXd(p.programme.slack_scale.asDiagonal());
  qp.b = p.programme.demand;
  qp.lo.resize(nm + balance_count);
  qp.lo << p.programme.lo.cwiseQuotient(F_max), Eigen::VectorXd::Constant(balance_count, -1e4);
  qp.hi.resize(nm + balance_count);
  qp.hi << Eigen::VectorXd::Ones(nm), Eigen::VectorXd::Constant(balance_count, 1e4);
  const reference::QpAnswer answer = reference::interior_point(qp, 1e-13);
  EXPECT_TRUE(answer.solved);
  return answer.x.head(nm).cwiseProduct(F_max);
}

}  // namespace psoas::random_programme
