// Are the derivatives that drive the solver right? Every column against central differences, at a rough state with the
// foot on the ground.
#include <gtest/gtest.h>

#include <random>

#include "models/models.h"
#include "sim/stride/stride.h"

namespace psoas {
namespace {

/// A baseline problem of few nodes on soft ground, every term switched on.
StrideProblem rough_problem(const Models& models, const Runner& runner, int nodes, ForceModel force) {
  SurfaceOptions soft;
  soft.stiffness = 80e3, soft.damping = 300.0, soft.moving_mass = 2.0;
  StrideOptions options;
  options.nodes = nodes, options.force = force;
  const Eigen::Matrix3d capacity = (Eigen::Matrix3d() << 4e4, 1e3, 2e3, 1e3, 2e4, -500, 2e3, -500, 7e3).finished();
  StrideProblem problem = baseline_problem(runner, build_reference(*models.reference, runner, 3.3),
                                           build_ground(runner, {}, soft), LumbarCapacity(nodes, capacity), options);
  problem.tau_target.setRandom();
  problem.rate_target.setConstant(1e3);
  problem.place_worth = 1.5 + 0.5 * Eigen::MatrixXd::Random(runner.nq(), nodes).array();
  // Ceilings that hold nowhere, everywhere, and two at one node.
  problem.ceiling.resize(static_cast<std::size_t>(nodes));
  problem.ceiling[1] = {{Eigen::Vector3d::UnitX(), 1e6}};
  problem.ceiling[2] = {{Eigen::Vector3d(0.6, 0.0, 0.8), -1e4}};
  problem.ceiling[5] = {{Eigen::Vector3d::UnitY(), -1e4}, {Eigen::Vector3d(0.0, 0.8, -0.6), -1e4}};
  return problem;
}

StrideUnknowns shaken(const StrideProblem& problem, const Models& models, EvaluationData& data, unsigned seed) {
  StrideUnknowns x = first_guess(problem, build_reference(*models.reference, *problem.runner, 3.3), data);
  std::mt19937 engine(seed);
  std::uniform_real_distribution<double> shake(-0.02, 0.02);
  for (Eigen::Index i = 0; i < x.control.size(); ++i) x.control.data()[i] += shake(engine);
  return x;
}

struct StrideDerivatives : testing::TestWithParam<ForceModel> {};

TEST_P(StrideDerivatives, GradientOfTheMeritMatchesCentralDifferences) {
  const Models models = read_models(models_folder());
  const Runner runner = build_runner(*models.runner, {}, {});
  constexpr int nodes = 12;
  const StrideProblem problem = rough_problem(models, runner, nodes, GetParam());
  SolverWorkspace work(runner, nodes, 3);
  StrideUnknowns x = shaken(problem, models, work.evaluation, 5);
  Eigen::MatrixXd lambda(7, nodes);
  for (Eigen::Index i = 0; i < lambda.size(); ++i) lambda.data()[i] = 0.01 * std::sin(1.0 + static_cast<double>(i));
  const double rho = 0.7;

  evaluate_derivatives(problem, x, work.evaluation, work.values, work.jacobians);
  residuals(problem, work.values, work.r);
  const StrideStates states = work.evaluation.states;
  assemble(problem, x, states, work.values, work.jacobians, lambda, work.r, rho, work.assembly, work.H, work.g);

  // The gradient alone, for steps by factors of a step before, is the same. (Both functions turn the Jacobians'
  // mirrored columns, so they are made anew.)
  const Eigen::VectorXd whole = work.g;
  evaluate_derivatives(problem, x, work.evaluation, work.values, work.jacobians);
  gradient(problem, x, states, work.values, work.jacobians, lambda, work.r, rho, work.assembly, work.g);
  EXPECT_LT((work.g - whole).cwiseAbs().maxCoeff(), 1e-12 * whole.cwiseAbs().maxCoeff());

  // ½ cost + λ'r + ½ρ|r|², whose gradient is g.
  const auto merit = [&](const StrideUnknowns& at) {
    evaluate(problem, at, 0.0, work.evaluation, work.trial_values);
    residuals(problem, work.trial_values, work.trial_r);
    return 0.5 * cost(problem, at, work.evaluation.states, work.trial_values).total() +
           lambda.cwiseProduct(work.trial_r).sum() + 0.5 * rho * work.trial_r.squaredNorm();
  };
  const double scale = work.g.cwiseAbs().maxCoeff();
  for (Eigen::Index i = 0; i <= x.control.size(); ++i) {
    double& variable = i < x.control.size() ? x.control.data()[i] : x.duration;
    const double here = variable, step = 1e-6;
    variable = here + step;
    const double up = merit(x);
    variable = here - step;
    const double down = merit(x);
    variable = here;
    // Truncation grows with step², rounding with merit·eps/step; both stay below 1e-6 of the largest slope.
    EXPECT_NEAR(work.g[i], (up - down) / (2 * step), 1e-6 * scale)
        << "unknown " << i << " = row " << i % (runner.nq() + 1) << " of node " << i / (runner.nq() + 1);
  }
}
INSTANTIATE_TEST_SUITE_P(BothForceModels, StrideDerivatives,
                         testing::Values(ForceModel::emergent, ForceModel::tracked));

}  // namespace
}  // namespace psoas
