// Is the programme of strength reserve solved? Closed forms, every vertex of small problems, a proof by duality for
// large ones, and what must not change the answer.
#include "sim/sharing/simplex.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <optional>
#include <random>

#include "tests/sharing/reference_qp.h"

extern std::atomic<long> allocations;  // counted in programme_test.cpp

namespace psoas {
namespace {

struct Problem {
  Eigen::MatrixXd R;
  ReserveProgramme programme;
};

ReserveSolution solve(const Problem& p) {
  ReserveBasis basis;
  ReserveSolution solution;
  solve_reserve(p.R, p.programme, Start::cold, basis, solution);
  return solution;
}

/// One joint: an extensor of 1000 N at 5 cm, a flexor of 500 N at 8 cm; `demand` grows, 2 N·m may be left.
Problem one_joint(double demand) {
  Problem p;
  p.R.resize(1, 2);
  p.R << 0.05, -0.08;
  p.programme = {.held = Eigen::VectorXd::Zero(1),
                 .growing = Eigen::VectorXd::Constant(1, demand),
                 .allowance = Eigen::VectorXd::Constant(1, 2.0),
                 .lo = Eigen::VectorXd::Zero(2),
                 .hi = Eigen::Vector2d(1000.0, 500.0)};
  return p;
}

TEST(ReserveProgramme, OneJointCanMakeWhatItsAgonistAndTheAllowanceMake) {
  const ReserveSolution extension = solve(one_joint(20.0)), flexion = solve(one_joint(-20.0));
  ASSERT_EQ(extension.status, ReserveStatus::solved);
  EXPECT_NEAR(extension.reserve, (1000.0 * 0.05 + 2.0) / 20.0, 1e-12);
  EXPECT_NEAR(flexion.reserve, (500.0 * 0.08 + 2.0) / 20.0, 1e-12);
  EXPECT_NEAR(extension.gain[0], 0.05 / 20.0, 1e-15);  // one newton more: its arm over the demand
  EXPECT_EQ(extension.gain[1], 0.0);
  EXPECT_NEAR(extension.give_way[0], 1.0 / 20.0, 1e-15);
  EXPECT_NEAR(extension.force[0], 1000.0, 1e-9);
  EXPECT_NEAR(extension.force[1], 0.0, 1e-9);
}

TEST(ReserveProgramme, AnAntagonistThatMustPullAndAHeldMomentTakeFromIt) {
  Problem p = one_joint(20.0);
  p.programme.lo[1] = 100.0;
  p.programme.held[0] = 5.0;
  EXPECT_NEAR(solve(p).reserve, (50.0 + 2.0 - 8.0 - 5.0) / 20.0, 1e-12);
}

TEST(ReserveProgramme, ADemandOfNothingGrowsToTheCapAndIsSaidToBeCapped) {
  for (const double demand : {0.0, 1e-3}) {
    const ReserveSolution solution = solve(one_joint(demand));
    EXPECT_EQ(solution.status, ReserveStatus::solved);
    EXPECT_EQ(solution.reserve, 10.0);
    EXPECT_TRUE(solution.capped);
    EXPECT_EQ(solution.gain.maxCoeff(), 0.0);
  }
}

TEST(ReserveProgramme, WhatIsHeldAndCannotBeMadeIsInfeasibleNotANumber) {
  Problem p = one_joint(20.0);
  p.programme.held[0] = 60.0;
  const ReserveSolution solution = solve(p);
  EXPECT_EQ(solution.status, ReserveStatus::infeasible);
  EXPECT_TRUE(std::isnan(solution.reserve));
}

// Held 60 against 52 that can be made, but the growing moment relieves it: infeasible at α = 0, not at 1.
TEST(ReserveProgramme, AGrowingMomentThatRelievesTheHeldOneCounts) {
  Problem p = one_joint(-20.0);
  p.programme.held[0] = 60.0;
  const ReserveSolution solution = solve(p);
  ASSERT_EQ(solution.status, ReserveStatus::solved);
  EXPECT_NEAR(solution.reserve, (60.0 + 42.0) / 20.0, 1e-12);
}

TEST(ReserveProgramme, NotANumberIsNotSolved) {
  for (int which = 0; which < 4; ++which) {
    Problem p = one_joint(20.0);
    (which == 0   ? p.R(0, 1)
     : which == 1 ? p.programme.held[0]
     : which == 2 ? p.programme.growing[0]
                  : p.programme.hi[0]) = std::numeric_limits<double>::quiet_NaN();
    const ReserveSolution solution = solve(p);
    EXPECT_NE(solution.status, ReserveStatus::solved) << which;
    EXPECT_TRUE(std::isnan(solution.reserve)) << which;
  }
}

/// Best α over every vertex: each choice of basic variables, each choice of bounds for the others. None: infeasible.
std::optional<double> best_vertex(const Problem& p) {
  const int n = static_cast<int>(p.R.cols()), m = static_cast<int>(p.R.rows()), all = n + m + 1;
  Eigen::MatrixXd A(m, all);
  A << p.R, Eigen::MatrixXd::Identity(m, m), -p.programme.growing;
  Eigen::VectorXd lo(all), hi(all);
  lo << p.programme.lo, -p.programme.allowance, 0.0;
  hi << p.programme.hi, p.programme.allowance, p.programme.cap;
  std::optional<double> best;
  for (unsigned set = 0; set < (1U << all); ++set) {
    if (__builtin_popcount(set) != m) continue;
    std::vector<int> in, out;
    for (int j = 0; j < all; ++j) ((set >> j) & 1U ? in : out).push_back(j);
    const Eigen::FullPivLU<Eigen::MatrixXd> basis(A(Eigen::all, in));
    if (!basis.isInvertible()) continue;
    for (unsigned bounds = 0; bounds < (1U << out.size()); ++bounds) {
      Eigen::VectorXd x(all);
      for (std::size_t i = 0; i < out.size(); ++i) x[out[i]] = (bounds >> i) & 1U ? hi[out[i]] : lo[out[i]];
      x(in) = basis.solve(p.programme.held - A(Eigen::all, out) * x(out));
      if (((lo - x).array() > 1e-9).any() || ((x - hi).array() > 1e-9).any()) continue;
      best = std::max(best.value_or(0.0), x[n + m]);
    }
  }
  return best;
}

// Small whole numbers make ties, dependent columns, empty boxes and infeasible problems common.
TEST(ReserveProgramme, NoVertexOfASmallProblemIsBetter) {
  int infeasible = 0, capped = 0;
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::mt19937 random(seed);
    const auto whole = [&](int a, int b) {
      return static_cast<double>(std::uniform_int_distribution<int>(a, b)(random));
    };
    const int m = 1 + static_cast<int>(seed % 3), n = 2 + static_cast<int>(seed % 4);
    Problem p;
    p.R = Eigen::MatrixXd::NullaryExpr(m, n, [&] { return whole(-2, 2); });
    p.programme.held = Eigen::VectorXd::NullaryExpr(m, [&] { return whole(-3, 3); });
    p.programme.growing = Eigen::VectorXd::NullaryExpr(m, [&] { return whole(-2, 2); });
    p.programme.allowance = Eigen::VectorXd::NullaryExpr(m, [&] { return whole(0, 1); });
    p.programme.lo = Eigen::VectorXd::NullaryExpr(n, [&] { return whole(0, 1); });
    p.programme.hi = p.programme.lo + Eigen::VectorXd::NullaryExpr(n, [&] { return whole(0, 3); });
    const ReserveSolution solution = solve(p);
    const std::optional<double> best = best_vertex(p);
    ASSERT_EQ(solution.status, best ? ReserveStatus::solved : ReserveStatus::infeasible) << "seed " << seed;
    infeasible += !best;
    capped += solution.capped;
    if (best) {
      EXPECT_NEAR(solution.reserve, *best, 1e-9) << "seed " << seed;
    }
  }
  EXPECT_GT(infeasible, 20);
  EXPECT_LT(infeasible, 400);
  EXPECT_GT(capped, 5);
}

/// Muscles of 20-1000 N across two to six of m rows with arms to 7 cm; a demand they can make at `effort` of their
/// strength, whose last third is held while the rest grows.
Problem random_problem(unsigned seed, int m, int n, double effort) {
  std::mt19937 random(seed);
  const auto uniform = [&](double a, double b) { return std::uniform_real_distribution<double>(a, b)(random); };
  Problem p;
  p.R.setZero(m, n);
  Eigen::VectorXd F(n);
  p.programme.hi.resize(n);
  for (int i = 0; i < n; ++i) {
    const int rows = 2 + static_cast<int>(uniform(0.0, 5.0)), first = static_cast<int>(uniform(0.0, m - rows + 1.0));
    for (int j = first; j < first + rows; ++j) p.R(j, i) = uniform(-0.07, 0.07);
    p.programme.hi[i] = uniform(20.0, 1000.0);
    F[i] = effort * p.programme.hi[i] * uniform(0.0, 1.0);
  }
  p.programme.lo = 0.01 * p.programme.hi;
  p.programme.allowance = Eigen::VectorXd::Constant(m, 5.0);
  p.programme.growing = p.R * F;
  p.programme.held = Eigen::VectorXd::Zero(m);
  p.programme.held.tail(m / 3) = p.programme.growing.tail(m / 3);
  p.programme.growing.tail(m / 3).setZero();
  return p;
}

/// F and s are within their bounds and balance, and λ proves that no α is larger.
void expect_proven(const Problem& p, const ReserveSolution& solution, const std::string& where) {
  ASSERT_EQ(solution.status, ReserveStatus::solved) << where;
  const ReserveProgramme& programme = p.programme;
  EXPECT_LT(solution.residual, 1e-9) << where;
  EXPECT_LT((programme.lo - solution.force).maxCoeff(), 1e-6) << where;  // 1e-9 N·m over an arm of a millimetre
  EXPECT_LT((solution.force - programme.hi).maxCoeff(), 1e-6) << where;
  EXPECT_LT((solution.slack.cwiseAbs() - programme.allowance).maxCoeff(), 1e-8) << where;
  if (!solution.capped) {
    EXPECT_NEAR(solution.reserve, reserve_bound(p.R, programme, solution.give_way), 1e-9) << where;
  }
}

TEST(ReserveProgramme, EveryRandomProblemIsProvenByItsDual) {
  int most = 0;
  for (unsigned seed = 0; seed < 500; ++seed) {
    const double effort = 0.1 + 0.9 * (seed % 10) / 9.0;
    const Problem p =
        random_problem(seed, 20 + static_cast<int>(seed % 13), 100 + static_cast<int>(seed % 5) * 50, effort);
    const ReserveSolution solution = solve(p);
    expect_proven(p, solution, "seed " + std::to_string(seed));
    most = std::max(most, solution.pivots);
  }
  RecordProperty("most_pivots", most);
  EXPECT_LE(most, 300);
}

TEST(ReserveProgramme, AnInteriorPointMethodFindsTheSameReserve) {
  for (unsigned seed = 0; seed < 6; ++seed) {
    const Problem p = random_problem(seed, 28, 100, 0.2 + 0.1 * seed);
    const ReserveProgramme& programme = p.programme;
    const Eigen::Index n = p.R.cols(), m = p.R.rows();
    reference::Qp qp;  // in F / hi, s / allowance, α / cap
    qp.Q.setZero(n + m + 1);
    qp.c.setZero(n + m + 1);
    qp.c[n + m] = -1.0;
    qp.A.resize(m, n + m + 1);
    qp.A << p.R * programme.hi.asDiagonal(), Eigen::MatrixXd(programme.allowance.asDiagonal()),
        -programme.cap * programme.growing;
    qp.b = programme.held;
    qp.lo.resize(n + m + 1);
    qp.lo << programme.lo.cwiseQuotient(programme.hi), Eigen::VectorXd::Constant(m, -1.0), 0.0;
    qp.hi.setOnes(n + m + 1);
    const reference::QpAnswer answer = reference::interior_point(qp, 1e-12);
    ASSERT_TRUE(answer.solved) << "seed " << seed;
    // The method leaves a gap of (n + m + 1) 2e-12 of the cap.
    EXPECT_NEAR(solve(p).reserve, programme.cap * answer.x[n + m], 1e-7) << "seed " << seed;
  }
}

TEST(ReserveProgramme, TwiceTheStrengthAndAllowanceIsTwiceTheReserve) {
  Problem p = random_problem(3, 29, 280, 0.6);
  p.programme.held.setZero();
  p.programme.lo.setZero();
  p.programme.cap = 100.0;
  const double once = solve(p).reserve;
  p.programme.hi *= 2.0;
  p.programme.allowance *= 2.0;
  EXPECT_NEAR(solve(p).reserve, 2.0 * once, 1e-9);
}

TEST(ReserveProgramme, TheGainIsTheSlopeAndMoreStrengthNeverHarms) {
  const Problem p = random_problem(4, 29, 280, 0.8);
  const ReserveSolution solution = solve(p);
  ASSERT_EQ(solution.status, ReserveStatus::solved);
  ASSERT_FALSE(solution.capped);
  int limiting = 0;
  for (Eigen::Index i = 0; i < p.R.cols(); ++i) {
    Problem other = p;
    const double step = 1e-4 * p.programme.hi[i];  // small enough to keep the basis, large beside rounding
    other.programme.hi[i] += step;
    const double slope = (solve(other).reserve - solution.reserve) / step;
    EXPECT_GE(slope, -1e-9) << i;
    EXPECT_NEAR(slope, solution.gain[i], 1e-8 + 1e-6 * solution.gain[i]) << i;
    limiting += solution.gain[i] > 0.0;
    if (solution.gain[i] > 0.0) {
      EXPECT_NEAR(solution.force[i], p.programme.hi[i], 1e-9);
    }
  }
  EXPECT_GT(limiting, 10);
}

TEST(ReserveProgramme, WarmAndColdStartsEndAtTheSameReserve) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    const Problem first = random_problem(seed, 29, 286, 0.6), unlike = random_problem(seed + 1000, 29, 286, 0.9);
    Problem near = first;
    near.programme.growing *= 1.1;
    near.R.row(3) *= 1.2;
    ReserveBasis basis;
    ReserveSolution solution;
    solve_reserve(first.R, first.programme, Start::cold, basis, solution);
    solve_reserve(near.R, near.programme, Start::warm, basis, solution);
    EXPECT_NEAR(solution.reserve, solve(near).reserve, 1e-9) << "seed " << seed;
    solve_reserve(unlike.R, unlike.programme, Start::warm, basis, solution);
    EXPECT_NEAR(solution.reserve, solve(unlike).reserve, 1e-9) << "seed " << seed;
  }
}

TEST(ReserveProgramme, AWarmStartAfterAnInfeasibleProgrammeIsAsGood) {
  const Problem good = random_problem(5, 29, 286, 0.6);
  Problem bad = good;
  bad.programme.held[28] = 1e4;
  ReserveBasis basis;
  ReserveSolution solution;
  solve_reserve(bad.R, bad.programme, Start::cold, basis, solution);
  ASSERT_EQ(solution.status, ReserveStatus::infeasible);
  solve_reserve(good.R, good.programme, Start::warm, basis, solution);
  EXPECT_NEAR(solution.reserve, solve(good).reserve, 1e-9);
}

TEST(ReserveProgramme, EqualArgumentsGiveEqualBits) {
  const Problem p = random_problem(6, 29, 286, 0.6), other = random_problem(7, 31, 200, 0.9);
  ReserveBasis basis;
  ReserveSolution used;
  solve_reserve(other.R, other.programme, Start::cold, basis, used);
  solve_reserve(p.R, p.programme, Start::cold, basis, used);
  const ReserveSolution fresh = solve(p);
  EXPECT_EQ(used.reserve, fresh.reserve);
  EXPECT_EQ((used.force.array() != fresh.force.array()).count(), 0);
  EXPECT_EQ((used.gain.array() != fresh.gain.array()).count(), 0);
}

// Many muscles that are one another's copies, no allowance, and a demand that leaves no choice: every tie there is.
TEST(ReserveProgramme, TiesDoNotGoRoundForEver) {
  Problem p = random_problem(8, 28, 60, 0.5);
  Problem copies = p;
  copies.R = p.R.replicate(1, 4);
  copies.programme.lo = Eigen::VectorXd::Zero(240);
  copies.programme.hi = Eigen::VectorXd::Constant(240, 100.0);
  copies.programme.allowance.setZero();
  copies.programme.held.setZero();
  copies.programme.growing = copies.R.leftCols(60).rowwise().sum() * 100.0;
  const ReserveSolution solution = solve(copies);
  expect_proven(copies, solution, "copies");
  EXPECT_GE(solution.reserve, 4.0 - 1e-9);  // all copies together make four times as much
  EXPECT_LE(solution.pivots, 500);
}

TEST(ReserveProgramme, NeverAllocatesAfterTheFirstSolve) {
  const long untouched = allocations;
  const Problem p = random_problem(9, 29, 286, 0.6);
  if (allocations == untouched) GTEST_SKIP() << "sanitizers bring their own malloc";
  ReserveBasis basis;
  ReserveSolution solution;
  solve_reserve(p.R, p.programme, Start::cold, basis, solution);
  const long first = allocations;
  solve_reserve(p.R, p.programme, Start::cold, basis, solution);
  solve_reserve(p.R, p.programme, Start::warm, basis, solution);
  EXPECT_EQ(allocations, first);
}

}  // namespace
}  // namespace psoas
