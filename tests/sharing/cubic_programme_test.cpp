// Is the sharing programme also solved when activation is cubed?
#include <gtest/gtest.h>

#include "tests/sharing/random_programme.h"

namespace psoas {
namespace {

using random_programme::Problem, random_programme::random_problem;

const ShareTolerance tight{.residual = 1e-10, .iterations = 100};

Problem cubic_problem(unsigned seed, int nm, double effort) {
  Problem p = random_problem(seed, nm, effort);
  p.programme.cubic = p.programme.hi;
  return p;
}

/// Effort of the programme as its header states it.
double effort(const ShareProgramme& p, const Eigen::VectorXd& F, const Eigen::VectorXd& slack) {
  double sum = slack.cwiseQuotient(p.slack_scale).squaredNorm();
  for (Eigen::Index i = 0; i < F.size(); ++i) sum += p.cost[i] * F[i] * F[i] * (F[i] / p.cubic[i] + cubic_blend);
  return sum;
}

/// Sequence of quadratic programmes, each touching value, slope and curvature of the cubic at the last answer, by the
/// interior-point method, in activations and slack over s0.
Eigen::VectorXd reference_cubic_forces(const Problem& p) {
  const Eigen::Index nm = p.R.cols(), n = nm + balance_count;
  const Eigen::VectorXd F_max = p.programme.hi;
  const Eigen::ArrayXd worth = p.programme.cost.array() * F_max.array().square();
  reference::Qp qp;
  qp.A.resize(balance_count, n);
  qp.A << p.R * F_max.asDiagonal(), Eigen::MatrixXd(p.programme.slack_scale.asDiagonal());
  qp.b = p.programme.demand;
  qp.lo.resize(n);
  qp.lo << p.programme.lo.cwiseQuotient(F_max), Eigen::VectorXd::Constant(balance_count, -1e4);
  qp.hi.resize(n);
  qp.hi << Eigen::VectorXd::Ones(nm), Eigen::VectorXd::Constant(balance_count, 1e4);
  Eigen::ArrayXd a = Eigen::ArrayXd::Constant(nm, 0.5);
  for (int k = 0; k < 60; ++k) {
    const Eigen::ArrayXd slope = worth * (3.0 * a.square() + 2.0 * cubic_blend * a);
    const Eigen::ArrayXd curvature = worth * (6.0 * a + 2.0 * cubic_blend);
    qp.Q.setConstant(n, 2.0);
    qp.Q.head(nm) = curvature;
    qp.c.setZero(n);
    qp.c.head(nm) = slope - curvature * a;
    const reference::QpAnswer answer = reference::interior_point(qp, 1e-13);
    EXPECT_TRUE(answer.solved) << "round " << k;
    const double moved = (answer.x.head(nm).array() - a).abs().maxCoeff();
    a = answer.x.head(nm).array();
    if (moved < 1e-10) return F_max.array() * a;
  }
  ADD_FAILURE() << "the sequence did not settle";
  return F_max.array() * a;
}

TEST(CubicProgramme, EveryRandomProblemMeetsTheOptimalityConditions) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    const Problem p = cubic_problem(seed, 60 + static_cast<int>(seed % 5) * 60, 0.1 + 0.1 * (seed % 10));
    ShareSolution solution;
    solve_programme(p.arms(), p.programme, Start::cold, solution);
    ASSERT_TRUE(solution.solved) << "seed " << seed << ", residual " << solution.residual;
    EXPECT_LT(optimality_error(p.arms(), p.programme, solution), 1.1e-6) << "seed " << seed;
  }
}

TEST(CubicProgramme, ASequenceOfQuadraticProgrammesFindsTheSameForces) {
  for (unsigned seed = 0; seed < 5; ++seed) {
    const Problem p = cubic_problem(seed, 80, 0.2 + 0.15 * seed);
    ShareSolution solution;
    solve_programme(p.arms(), p.programme, Start::cold, solution, tight);
    ASSERT_TRUE(solution.solved);
    const Eigen::VectorXd F = reference_cubic_forces(p);
    EXPECT_LT((solution.force - F).cwiseAbs().maxCoeff(), 1e-6 * p.programme.hi.maxCoeff()) << "seed " << seed;
  }
}

// The programme is convex: no other forces within the bounds, with the slack that they need, cost less.
TEST(CubicProgramme, NoNeighbourCostsLess) {
  const Problem p = cubic_problem(11, 120, 0.5);
  ShareSolution solution;
  solve_programme(p.arms(), p.programme, Start::cold, solution, tight);
  const double least = effort(p.programme, solution.force, solution.slack);
  std::mt19937 random(1);
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  for (const double reach : {1e-3, 1e-2, 0.1, 1.0})
    for (int trial = 0; trial < 50; ++trial) {
      Eigen::VectorXd F = solution.force;
      for (Eigen::Index i = 0; i < F.size(); ++i)
        F[i] = std::clamp(F[i] + reach * p.programme.hi[i] * uniform(random), p.programme.lo[i], p.programme.hi[i]);
      const Eigen::VectorXd slack = p.programme.demand - p.R * F;
      EXPECT_GT(effort(p.programme, F, slack), least) << "reach " << reach;
    }
}

TEST(CubicProgramme, WarmAndColdStartsEndAtTheSameForces) {
  const Problem first = cubic_problem(1, 282, 0.5);
  Problem second = first;
  second.programme.demand *= 1.1;
  ShareSolution warm, cold;
  solve_programme(first.arms(), first.programme, Start::cold, warm, tight);
  solve_programme(second.arms(), second.programme, Start::warm, warm, tight);
  solve_programme(second.arms(), second.programme, Start::cold, cold, tight);
  ASSERT_TRUE(warm.solved && cold.solved);
  EXPECT_LT((warm.force - cold.force).cwiseAbs().maxCoeff(), 1e-6);
}

// F_max of 0 in `cubic` marks exponent 2: a programme of such marks is the quadratic one.
TEST(CubicProgramme, MarkedColumnsKeepExponentTwo) {
  Problem p = random_problem(12, 120, 0.5);
  ShareSolution quadratic, marked;
  solve_programme(p.arms(), p.programme, Start::cold, quadratic, tight);
  p.programme.cubic.setZero(p.R.cols());
  solve_programme(p.arms(), p.programme, Start::cold, marked, tight);
  EXPECT_LT((quadratic.force - marked.force).cwiseAbs().maxCoeff(), 1e-8);
}

/// The problem with one more row and its surplus column at the end, as a cut of stability has it.
struct Longer {
  Eigen::MatrixXd R;
  ShareProgramme programme;
  MomentArms arms() const { return MomentArms(R.data(), R.rows(), R.cols()); }
};
Longer with_row(const Problem& p, const Eigen::VectorXd& row, double least) {
  const Eigen::Index nm = p.R.cols();
  Longer longer{Eigen::MatrixXd::Zero(balance_count + 1, nm + 1), p.programme};
  longer.R.topLeftCorner(balance_count, nm) = p.R;
  longer.R.row(balance_count).head(nm) = row;
  longer.R(balance_count, nm) = -1.0;
  const auto append = [](auto& v, double value) {
    v.conservativeResize(v.size() + 1);
    v[v.size() - 1] = value;
  };
  append(longer.programme.demand, least);
  append(longer.programme.slack_scale, 0.3);
  append(longer.programme.cost, 1e-12);
  append(longer.programme.lo, 0.0);
  append(longer.programme.hi, 1e6);
  if (longer.programme.cubic.size() > 0) append(longer.programme.cubic, 0.0);
  return longer;
}

// A row that is met anyway, appended at the end, changes nothing, warm or cold; one that is not met binds.
TEST(ShareProgramme, ARowThatAsksForNothingNewKeepsTheAnswer) {
  for (const bool cubic : {false, true}) {
    const Problem p = cubic ? cubic_problem(13, 200, 0.5) : random_problem(13, 200, 0.5);
    ShareSolution plain, warm, cold;
    solve_programme(p.arms(), p.programme, Start::cold, plain, tight);
    const Eigen::VectorXd row = Eigen::VectorXd::Constant(p.R.cols(), 0.01);
    const double has = row.dot(plain.force);
    const Longer idle = with_row(p, row, 0.5 * has), binding = with_row(p, row, 1.1 * has);
    warm = plain;
    solve_programme(idle.arms(), idle.programme, Start::warm, warm, tight);
    solve_programme(idle.arms(), idle.programme, Start::cold, cold, tight);
    ASSERT_TRUE(warm.solved && cold.solved);
    EXPECT_LT((warm.force.head(p.R.cols()) - plain.force).cwiseAbs().maxCoeff(), 1e-3) << cubic;
    EXPECT_LT((cold.force - warm.force).head(p.R.cols()).cwiseAbs().maxCoeff(), 1e-5) << cubic;
    solve_programme(binding.arms(), binding.programme, Start::warm, warm, tight);
    ASSERT_TRUE(warm.solved);
    EXPECT_GT(row.dot(warm.force.head(p.R.cols())), 1.1 * has - 1.0);
    // and gone again
    solve_programme(p.arms(), p.programme, Start::warm, warm, tight);
    EXPECT_LT((warm.force - plain.force).cwiseAbs().maxCoeff(), 1e-6) << cubic;
  }
}

}  // namespace
}  // namespace psoas
