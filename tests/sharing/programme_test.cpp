// Is the sharing programme solved? Its optimality conditions, an independent solver, and what must not change the
// answer.
#include "sim/sharing/programme.h"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>

#include "tests/sharing/random_programme.h"

// Counts every allocation of this program, Eigen's included. Sanitizers bring their own malloc: there the count stays
// 0.
#if defined(__SANITIZE_ADDRESS__) || !defined(__GLIBC__)
constexpr bool counts_allocations = false;
std::atomic<long> allocations{0};
#else
constexpr bool counts_allocations = true;
std::atomic<long> allocations{0};
extern "C" void* __libc_malloc(size_t);
extern "C" void* malloc(size_t size) {
  ++allocations;
  return __libc_malloc(size);
}
#endif

namespace psoas {
namespace {

using random_programme::Problem, random_programme::random_problem;

TEST(ShareProgramme, EveryRandomProblemMeetsTheOptimalityConditions) {
  int most = 0;
  for (unsigned seed = 0; seed < 300; ++seed) {
    const double effort = 0.1 + 0.9 * (seed % 10) / 9.0;  // from easy to every muscle at its limit
    const Problem p = random_problem(seed, 60 + static_cast<int>(seed % 5) * 60, effort);
    ShareSolution solution;
    solve_programme(p.arms(), p.programme, Start::cold, solution);
    ASSERT_TRUE(solution.solved) << "seed " << seed << ", residual " << solution.residual;
    // Tolerance: the solver stops at a residual of 1e-6 N·m, which is all that can differ between s = b - RF and s = λ
    // s0²/2.
    EXPECT_LT(optimality_error(p.arms(), p.programme, solution), 1.1e-6) << "seed " << seed;
    most = std::max(most, solution.iterations);
  }
  RecordProperty("most_iterations", most);
  EXPECT_LE(most, 40);
}

TEST(ShareProgramme, AnInteriorPointMethodFindsTheSameForces) {
  for (unsigned seed = 0; seed < 8; ++seed) {
    const Problem p = random_problem(seed, 100, 0.2 + 0.1 * seed);
    ShareSolution solution;
    solve_programme(p.arms(), p.programme, Start::cold, solution, {.residual = 1e-10, .iterations = 100});
    const Eigen::VectorXd F = random_programme::reference_forces(p);
    // 1e-6 of the strength of the strongest muscle.
    EXPECT_LT((solution.force - F).cwiseAbs().maxCoeff(), 1e-6 * p.programme.hi.maxCoeff()) << "seed " << seed;
  }
}

TEST(ShareProgramme, WarmAndColdStartsEndAtTheSameForces) {
  const Problem first = random_problem(1, 282, 0.5);
  Problem second = first;
  second.programme.demand *= 1.1;
  ShareSolution warm, cold;
  const ShareTolerance tight{.residual = 1e-10, .iterations = 100};
  solve_programme(first.arms(), first.programme, Start::cold, warm, tight);
  solve_programme(second.arms(), second.programme, Start::warm, warm, tight);
  solve_programme(second.arms(), second.programme, Start::cold, cold, tight);
  ASSERT_TRUE(warm.solved && cold.solved);
  EXPECT_LT((warm.force - cold.force).cwiseAbs().maxCoeff(), 1e-8);
}

TEST(ShareProgramme, EqualArgumentsGiveEqualBits) {
  const Problem p = random_problem(3, 282, 0.6), other = random_problem(4, 282, 0.6);
  ShareSolution fresh, used;
  solve_programme(other.arms(), other.programme, Start::cold, used);
  solve_programme(p.arms(), p.programme, Start::cold, used);
  solve_programme(p.arms(), p.programme, Start::cold, fresh);
  EXPECT_EQ((used.force.array() != fresh.force.array()).count(), 0);
}

// A muscle cut lengthwise into halves is the same muscle: half the strength and half the weight each.
TEST(ShareProgramme, CuttingAFascicleInHalvesChangesNothing) {
  const Problem whole = random_problem(5, 120, 0.6);
  Problem cut = whole;
  const Eigen::Index nm = whole.R.cols(), k = 17;
  cut.R.conservativeResize(balance_count, nm + 1);
  cut.R.col(nm) = whole.R.col(k);
  const auto append_half = [&](Eigen::VectorXd& v, double factor) {
    v.conservativeResize(nm + 1);
    v[k] *= factor;
    v[nm] = v[k];
  };
  append_half(cut.programme.cost, 2.0);  // w/F_max² with w and F_max halved
  append_half(cut.programme.lo, 0.5);
  append_half(cut.programme.hi, 0.5);
  ShareSolution a, b;
  const ShareTolerance tight{.residual = 1e-11, .iterations = 100};
  solve_programme(whole.arms(), whole.programme, Start::cold, a, tight);
  solve_programme(cut.arms(), cut.programme, Start::cold, b, tight);
  Eigen::VectorXd together = b.force.head(nm);
  together[k] += b.force[nm];
  EXPECT_GT(a.force[k], whole.programme.lo[k]);  // the muscle does something
  EXPECT_LT((together - a.force).cwiseAbs().maxCoeff(), 1e-9);
}

TEST(ShareProgramme, RowsWithoutSlackAreMetExactly) {
  Problem p = random_problem(6, 282, 0.4);
  p.programme.slack_scale.tail(10).setZero();
  ShareSolution solution;
  solve_programme(p.arms(), p.programme, Start::cold, solution);
  ASSERT_TRUE(solution.solved);
  EXPECT_LT(solution.slack.tail(10).cwiseAbs().maxCoeff(), 1e-6);
}

TEST(ShareProgramme, WhatNoMuscleCanMakeIsSaidNotHidden) {
  Problem p = random_problem(7, 120, 0.4);
  p.R.row(4).setZero();
  p.programme.demand[4] = 12.0;
  ShareSolution solution;
  solve_programme(p.arms(), p.programme, Start::cold, solution);
  ASSERT_TRUE(solution.solved);
  EXPECT_NEAR(solution.slack[4], 12.0, 1e-6);  // with slack: all of it is slack
  p.programme.slack_scale[4] = 0.0;
  solve_programme(p.arms(), p.programme, Start::cold, solution);
  EXPECT_FALSE(solution.solved);  // without: not solved
}

TEST(ShareProgramme, NeverAllocatesAfterTheFirstSolve) {
  if (!counts_allocations) GTEST_SKIP() << "sanitizers bring their own malloc";
  const Problem p = random_problem(9, 282, 0.6);
  ShareSolution solution;
  const long untouched = allocations;
  solve_programme(p.arms(), p.programme, Start::cold, solution);
  const long first = allocations;
  EXPECT_GT(first, untouched);  // the counter counts
  solve_programme(p.arms(), p.programme, Start::cold, solution);
  solve_programme(p.arms(), p.programme, Start::warm, solution);
  EXPECT_EQ(allocations, first);
}

TEST(ShareProgramme, NeverAllocatesWithExponentThreeEither) {
  if (!counts_allocations) GTEST_SKIP() << "sanitizers bring their own malloc";
  Problem p = random_problem(9, 282, 0.6);
  p.programme.cubic = p.programme.hi;
  ShareSolution solution;
  solve_programme(p.arms(), p.programme, Start::cold, solution);
  const long first = allocations;
  solve_programme(p.arms(), p.programme, Start::cold, solution);
  solve_programme(p.arms(), p.programme, Start::warm, solution);
  EXPECT_EQ(allocations, first);
}

TEST(ShareProgramme, NotANumberIsNotSolved) {
  Problem p = random_problem(8, 60, 0.4);
  p.programme.demand[0] = std::numeric_limits<double>::quiet_NaN();
  ShareSolution solution;
  solve_programme(p.arms(), p.programme, Start::cold, solution);
  EXPECT_FALSE(solution.solved);
}

}  // namespace
}  // namespace psoas
