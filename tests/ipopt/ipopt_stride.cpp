// Does IPOPT, which shares no line with our solver, find the same stride? Solves one problem by both and prints how
// they differ: ours as every scenario is solved, and ours to the last digits ("exact").
//   ipopt_stride <tracked|emergent> <baseline|lean|ground|core> <cold|near> <nodes>
// cold: from the baseline's stride (a baseline: from the measured motion); near: from our solution with half a degree
// of noise.
#include <fmt/format.h>

#include <IpIpoptApplication.hpp>
#include <ctime>
#include <random>
#include <string>

#include "tests/ipopt/stride_nlp.h"
#include "tests/stride/body.h"

namespace psoas {
namespace {

StrideChange change_of(const std::string& name, const BaselineStride& own) {
  if (name == "lean") return strides::lean_on_soft_shoes();
  if (name == "ground") return strides::soft_ground();
  return strides::weak_core_and_hollow_back(own);
}

/// Half a degree everywhere (half a centimetre for translations), a hundredth of body weight for the ground element, 2
/// ms of T.
StrideUnknowns shaken(StrideUnknowns x) {
  std::mt19937 engine(7);
  std::uniform_real_distribution<double> noise(-1.0, 1.0);
  for (Eigen::Index i = 0; i < x.control.size(); ++i) x.control.data()[i] += 0.5 * strides::degree * noise(engine);
  x.duration += 0.002;
  return x;
}

double violation(const StrideProblem& problem, const StrideUnknowns& x, EvaluationData& data, double& value) {
  NodeValues values;
  Eigen::MatrixXd r;
  evaluate(problem, x, 0.0, data, values);
  residuals(problem, values, r);
  value = cost(problem, x, data.states, values).total();
  return r.cwiseAbs().maxCoeff();
}

int run(const std::string& force, const std::string& what, const std::string& start, int nodes) {
  const strides::Body body;
  StrideWorkspace work;
  const StrideOptions options =
      strides::with_nodes(nodes, force == "emergent" ? ForceModel::emergent : ForceModel::tracked);
  const BaselineStride own = body.baseline(3.5, options, work);
  if (own.solution.status != Status::converged) return fmt::print("error=no baseline\n"), 1;
  const StrideProblem problem =
      what == "baseline" ? baseline_problem(own.runner, own.reference, own.ground, own.lumbar_capacity, options)
                         : scenario_problem(own, body.runner, change_of(what, own), 1.0);

  // Ours.
  SolverWorkspace ours = strides::workspace(problem);
  const StrideUnknowns far = what == "baseline" ? first_guess(problem, own.reference, ours.evaluation) : own.x;
  SolverOptions how;
  how.rho = what == "baseline" ? 0.1 : 1.0;
  StrideUnknowns x = far;
  const SolverResult result = solve(problem, how, x, ours);
  StrideUnknowns exact = x;
  how.violation_tolerance = 1e-9, how.decrease_tolerance = 1e-13, how.step_tolerance = 1e-6;
  if (result.status != Status::converged || solve(problem, how, exact, ours).status != Status::converged)
    return fmt::print("error=ours did not converge\n"), 1;

  // IPOPT's. It multiplies nothing by itself: our rows are scaled already.
  const StrideUnknowns begin = start == "cold" ? far : shaken(x);
  Ipopt::SmartPtr<StrideNlp> nlp = new StrideNlp(problem, begin);
  Ipopt::SmartPtr<Ipopt::IpoptApplication> ipopt = IpoptApplicationFactory();
  ipopt->Options()->SetIntegerValue("print_level", 0);
  ipopt->Options()->SetStringValue("sb", "yes");
  ipopt->Options()->SetStringValue("nlp_scaling_method", "none");
  ipopt->Options()->SetNumericValue("tol", 1e-8);
  ipopt->Options()->SetIntegerValue("max_iter", 300);
  if (ipopt->Initialize() != Ipopt::Solve_Succeeded) return fmt::print("error=IPOPT does not start\n"), 1;
  const int nq = body.runner.nq();
  const std::clock_t before = std::clock();
  ipopt->OptimizeTNLP(nlp);
  const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;

  fmt::print("solved={}\niterations={}\nseconds={:.2f}\niterations_ours={}\n", nlp->outcome == Ipopt::SUCCESS ? 1 : 0,
             nlp->iterations, seconds, result.iterations);
  StrideStates theirs;
  stride_states(body.runner, nlp->solution, own.reference.speed, 0.0, theirs);
  const auto print = [&](const char* who, const StrideUnknowns& y) {
    double value = 0.0;
    const double r = violation(problem, y, ours.evaluation, value);
    StrideStates states;
    stride_states(body.runner, y, own.reference.speed, 0.0, states);
    fmt::print("cost_{0}={1:.9e}\nviolation_{0}={2:.2e}\nangle_{0}={3:.6f}\nduration_{0}={4:.3e}\n", who, value, r,
               strides::largest_turn(states.q.topRows(nq), theirs.q.topRows(nq)),
               std::abs(y.duration - nlp->solution.duration));
  };
  print("ipopt", nlp->solution), print("ours", x), print("exact", exact), print("start", begin);
  return 0;
}

}  // namespace
}  // namespace psoas

int main(int count, char** arguments) {
  if (count != 5)
    return fmt::print("usage: ipopt_stride <tracked|emergent> <baseline|lean|ground|core> <cold|near> <nodes>\n"), 2;
  return psoas::run(arguments[1], arguments[2], arguments[3], std::stoi(arguments[4]));
}
