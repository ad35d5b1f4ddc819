// Does the solver find the optimum, the same one from wherever it starts, and does it say so when it does not?
#include "sim/stride/solver.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/stride/body.h"

namespace psoas {
namespace {

struct StrideSolver : testing::Test {
  strides::Body body;
  StrideWorkspace work;

  SolverWorkspace& solver(const StrideProblem& problem) { return work.solver(problem); }
  StrideProblem own_problem(const BaselineStride& own) const {
    return baseline_problem(own.runner, own.reference, own.ground, own.lumbar_capacity, own.options);
  }
};

// Found, a solution is known as one: with the multipliers forgotten the way back is short and ends where it began.
TEST_F(StrideSolver, StaysAtASolution) {
  const BaselineStride own = body.baseline(3.5, strides::with_nodes(60), work);
  ASSERT_EQ(own.solution.status, Status::converged);
  const StrideProblem problem = scenario_problem(own, body.runner, strides::lean_on_soft_shoes(), 1.0);
  StrideUnknowns x = own.x;
  ASSERT_EQ(solve(problem, {}, x, solver(problem)).status, Status::converged);
  const StrideUnknowns found = x;
  const SolverResult again = solve(problem, {}, x, solver(problem));
  EXPECT_EQ(again.status, Status::converged);
  EXPECT_LE(again.iterations, 4);
  EXPECT_LT((x.control - found.control).topRows(body.runner.nq()).cwiseAbs().maxCoeff(), 0.05 * strides::degree);
  EXPECT_NEAR(x.duration, found.duration, 1e-4);
}

// Steps by the factors of a step before are a short cut, not another way: both end within what the tolerances leave.
TEST_F(StrideSolver, OldFactorsEndWhereNewOnesDo) {
  const BaselineStride own = body.baseline(3.5, strides::with_nodes(60, ForceModel::emergent), work);
  ASSERT_EQ(own.solution.status, Status::converged);
  for (const StrideChange& change : {strides::lean_on_soft_shoes(), strides::soft_ground()}) {
    const StrideProblem problem = scenario_problem(own, body.runner, change, 1.0);
    SolverWorkspace& s = solver(problem);
    const auto solved = [&](bool reuse, double decrease) {
      SolverOptions options;
      options.reuse = reuse, options.decrease_tolerance = decrease;
      StrideUnknowns x = scenario_start(own, problem);
      const SolverResult result = solve(problem, options, x, s);
      EXPECT_EQ(result.status, Status::converged);
      return describe_stride(problem, x, result, s.evaluation);
    };
    const StrideSolution exact = solved(false, 1e-9), fresh = solved(false, 1e-5), old = solved(true, 1e-5);
    const auto error = [&](const StrideSolution& of) {  // of the lumbar moments, over their peak
      const Eigen::MatrixXd off = (of.tau - exact.tau).middleRows<3>(6);
      return off.cwiseAbs().maxCoeff() / exact.tau.middleRows<3>(6).cwiseAbs().maxCoeff();
    };
    EXPECT_LT(error(old), 3e-3);
    EXPECT_LT(error(fresh), 3e-3);
    EXPECT_GT((old.q - fresh.q).cwiseAbs().maxCoeff(), 0.0);  // the short cut was taken
  }
}

/// The anchor pulls to the baseline with everything but two terms, whose targets are not the baseline's: accelerations
/// (target 0) and the soft joint ranges.
TEST_F(StrideSolver, AScenarioWithNoChangeIsTheBaselineWhereAllTermsAreAnchored) {
  for (const ForceModel force : {ForceModel::tracked, ForceModel::emergent}) {
    const BaselineStride own = body.baseline(3.5, strides::with_nodes(60, force), work);
    ASSERT_EQ(own.solution.status, Status::converged);
    StrideProblem problem = scenario_problem(own, body.runner, {}, 1.0);
    problem.qdd_scale.setZero();
    problem.range_scale = 0.0;
    StrideUnknowns x = own.x;
    const SolverResult result = solve(problem, {}, x, solver(problem));
    EXPECT_EQ(result.status, Status::converged);
    EXPECT_LE(result.iterations, 2);
    EXPECT_LT((x.control - own.x.control).topRows(body.runner.nq()).cwiseAbs().maxCoeff(), 0.01 * strides::degree);
    EXPECT_LT(result.cost.total(), 1e-8);
  }
}

TEST_F(StrideSolver, AScenarioWithNoChangeStaysNearTheBaselineAndIsItsOwnReference) {
  const BaselineStride own = body.baseline(3.5, strides::with_nodes(60), work);
  const StrideSolution same = solve_scenario_stride(own, body.runner, {}, work);
  ASSERT_EQ(same.status, Status::converged);
  EXPECT_LT(strides::largest_turn(same.q, own.solution.q), 2.0);  // what the two terms above move
  // A core of strength 1 is the same problem, its capacity multiplied out in another order.
  const StrideSolution neutral = solve_scenario_stride(own, body.runner, strides::with_core(own, 1.0), work);
  EXPECT_LT(strides::largest_turn(neutral.q, same.q), 1e-6);
  EXPECT_LT((neutral.tau - same.tau).cwiseAbs().maxCoeff(), 1e-6);
}

// Core strength s divides the effort of lumbar moments by s around the baseline's: s = 1 ± ε moves the stride by ∓
// ε-sized steps.
TEST_F(StrideSolver, CoreStrengthOneIsNeutralAndItsNeighboursLieOnEitherSide) {
  const BaselineStride own = body.baseline(3.5, strides::with_nodes(60), work);
  SolverOptions tight;
  tight.violation_tolerance = 1e-8, tight.decrease_tolerance = 1e-12, tight.step_tolerance = 1e-6;
  const auto at = [&](double strength) {
    const StrideProblem problem = scenario_problem(own, body.runner, strides::with_core(own, strength), 1.0);
    StrideUnknowns x = own.x;
    EXPECT_EQ(solve(problem, tight, x, solver(problem)).status, Status::converged) << strength;
    return x.control.topRows(body.runner.nq()).eval();
  };
  const Eigen::MatrixXd weaker = at(0.99), neutral = at(1.0), stronger = at(1.01);
  EXPECT_GT((stronger - weaker).norm(), 1e-6);
  EXPECT_LT((stronger + weaker - 2.0 * neutral).norm(), 0.1 * (stronger - weaker).norm());
}

struct Named {
  const char* name;
  StrideChange change;
};
std::vector<Named> changes(const BaselineStride& own) {
  return {{"lean on soft shoes", strides::lean_on_soft_shoes()},
          {"soft ground", strides::soft_ground()},
          {"weak core", strides::weak_core_and_hollow_back(own)}};
}

// "The answer does not depend on the path": from the baseline, from the measured motion, and along a growing change.
TEST_F(StrideSolver, FindsTheSameOptimumFromTheBaselineFromTheMeasuredMotionAndAlongAPath) {
  for (const ForceModel force : {ForceModel::tracked, ForceModel::emergent}) {
    const BaselineStride own = body.baseline(3.5, strides::with_nodes(60, force), work);
    ASSERT_EQ(own.solution.status, Status::converged);
    for (const auto& [name, change] : changes(own)) {
      const StrideProblem problem = scenario_problem(own, body.runner, change, 1.0);
      SolverWorkspace& s = solver(problem);
      const StrideSolution direct = solve_scenario_stride(own, body.runner, change, work);
      ASSERT_EQ(direct.status, Status::converged) << name;

      SolverOptions rough;
      rough.rho = 0.1;
      for (const double speed : {3.5, 2.5}) {  // measured at this speed; and at another, ten degrees and more away
        const StrideProblem guess =
            baseline_problem(own.runner, body.reference(speed), own.ground, own.lumbar_capacity, own.options);
        StrideUnknowns x = first_guess(guess, body.reference(speed), s.evaluation);
        EXPECT_GT((x.control - own.x.control).topRows(body.runner.nq()).cwiseAbs().maxCoeff(),
                  (speed < 3 ? 10 : 2) * strides::degree);
        const StrideSolution cold = describe_stride(problem, x, solve(problem, rough, x, s), s.evaluation);
        EXPECT_EQ(cold.status, Status::converged) << name << " from " << speed;
        EXPECT_NEAR(cold.cost, direct.cost, 1e-3 * direct.cost) << name << " from " << speed;
        EXPECT_LT(strides::largest_turn(cold.q, direct.q), 0.1) << name << " from " << speed;
        EXPECT_NEAR(cold.step_duration, direct.step_duration, 1e-4) << name << " from " << speed;
      }

      StrideUnknowns x = own.x;
      SolverResult result;
      for (const double fraction : {0.25, 0.5, 0.75, 1.0}) {
        result = solve(scenario_problem(own, body.runner, change, fraction), {}, x, s);
        ASSERT_EQ(result.status, Status::converged) << name << " at " << fraction;
      }
      const StrideSolution path = describe_stride(problem, x, result, s.evaluation);
      EXPECT_NEAR(path.cost, direct.cost, 1e-3 * direct.cost) << name;
      EXPECT_LT(strides::largest_turn(path.q, direct.q), 0.15) << name;
    }
  }
}

TEST_F(StrideSolver, ConvergedMeansItsTolerancesAreMet) {
  const BaselineStride own = body.baseline(3.5, strides::with_nodes(60), work);
  const StrideProblem problem = scenario_problem(own, body.runner, strides::soft_ground(), 1.0);
  std::vector<IterationRecord> record;
  SolverOptions options;
  options.record = &record;
  StrideUnknowns x = own.x;
  const SolverResult result = solve(problem, options, x, solver(problem));
  ASSERT_EQ(result.status, Status::converged);
  EXPECT_LT(result.violation, options.violation_tolerance);
  EXPECT_EQ(static_cast<int>(record.size()), result.iterations);  // the last look at x needs no step
  // With the optimum known far better, the cost is seen to be within a thousandth and the angles within a twentieth of
  // a degree.
  StrideUnknowns best = x;
  SolverOptions tight;
  tight.violation_tolerance = 1e-9, tight.decrease_tolerance = 1e-13, tight.step_tolerance = 1e-6;
  const SolverResult exact = solve(problem, tight, best, solver(problem));
  ASSERT_EQ(exact.status, Status::converged);
  EXPECT_NEAR(result.cost.total(), exact.cost.total(), 1e-3 * exact.cost.total());
  EXPECT_LT((best.control - x.control).topRows(body.runner.nq()).cwiseAbs().maxCoeff(), 0.05 * strides::degree);
}

TEST_F(StrideSolver, TwoIterationsAreNotEnoughAndItSaysSo) {
  StrideOptions options = strides::with_nodes(24);
  options.iteration_limit = 2;
  const BaselineStride own = body.baseline(3.5, options, work);
  EXPECT_EQ(own.solution.status, Status::iteration_limit);
  EXPECT_NE(own.solution.reason.find("no convergence in 2 iterations"), std::string::npos) << own.solution.reason;
}

TEST_F(StrideSolver, AValueThatIsNotFiniteEndsTheSolve) {
  const BaselineStride own = body.baseline(3.5, strides::with_nodes(24), work);
  const StrideProblem problem = own_problem(own);
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    StrideUnknowns x = own.x;
    x.control(4, 7) = bad;
    const SolverResult result = solve(problem, {}, x, solver(problem));
    EXPECT_EQ(result.status, Status::numerical_failure);
    EXPECT_FALSE(result.reason.empty());
  }
}

TEST_F(StrideSolver, ASystemThatCannotBeFactoredEndsTheSolve) {
  const BaselineStride own = body.baseline(3.5, strides::with_nodes(24), work);
  const StrideProblem problem = own_problem(own);
  SolverOptions options;
  options.rho = options.rho_limit = 1e16;  // beside it the objective's curvature is lost in rounding
  StrideUnknowns x = own.x;
  const SolverResult result = solve(problem, options, x, solver(problem));
  EXPECT_EQ(result.status, Status::numerical_failure);
  EXPECT_NE(result.reason.find("not positive definite"), std::string::npos) << result.reason;
}

// With right derivatives some step always decreases the merit. Let the derivatives lie: they no longer know that the
// right hip moves the foot.
TEST_F(StrideSolver, DerivativesThatLieEndInALineSearchFailure) {
  const BaselineStride own = body.baseline(3.5, strides::with_nodes(24), work);
  StrideProblem problem = own_problem(own);
  StrideUnknowns x = own.x;
  x.control.row(4).array() += 3 * strides::degree;
  StrideUnknowns honest = x;
  EXPECT_EQ(solve(problem, {}, honest, solver(problem)).status, Status::converged);
  std::erase(problem.ground[0].chain, body.runner.index("hip_rotation_r"));
  std::erase(problem.ground[0].chain, body.runner.index("knee_flexion_r"));
  const SolverResult result = solve(problem, {}, x, solver(problem));
  EXPECT_EQ(result.status, Status::line_search_failed);
  EXPECT_NE(result.reason.find("no step decreased"), std::string::npos) << result.reason;
}

}  // namespace
}  // namespace psoas
