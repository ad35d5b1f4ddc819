// What is read off a solved stride?
#include <cmath>

#include "sim/stride/stride.h"

namespace psoas {

StrideSolution describe_stride(const StrideProblem& problem, const StrideUnknowns& x, const SolverResult& result,
                               EvaluationData& data) {
  const Runner& runner = *problem.runner;
  const int nq = runner.nq(), N = problem.nodes, feet = problem.feet();
  StrideSolution out;
  out.status = result.status, out.reason = result.reason, out.iterations = result.iterations;
  out.cost = result.cost.total();
  out.step_duration = x.duration / feet, out.one_step = feet == 1;
  out.up = problem.lift / Runner::gravity + Eigen::Vector3d::UnitY();
  out.ground = problem.ground;
  out.control = x.control;

  // Between the knots nothing enforces the physics: the residual there is the error of the mesh.
  NodeValues values;
  Eigen::MatrixXd r;
  evaluate(problem, x, 0.5, data, values);
  residuals(problem, values, r);
  out.mesh_error = std::sqrt(r.squaredNorm() / static_cast<double>(r.size()));
  evaluate(problem, x, 0.0, data, values);
  residuals(problem, values, r);
  out.constraint_violation = r.cwiseAbs().maxCoeff();

  out.q = data.states.q.topRows(nq), out.qd = data.states.qd.topRows(nq), out.qdd = data.states.qdd.topRows(nq);
  out.tau = values.tau;
  out.tau.topRows(6).setZero();
  if (problem.given) {  // muscles pull whether they are active or not: theirs is the whole moment
    const std::array<int, given_count> at = given_coordinates(runner);
    const Eigen::MatrixXd moments = given_moments(runner, problem.given, out.q);
    for (int c = 0; c < given_count; ++c)
      out.tau.row(at[static_cast<std::size_t>(c)]) += problem.given_share * moments.row(c);
  }
  out.force = values.force;
  out.deflection = data.states.q.bottomRows(feet);
  for (int f = 0; f < feet; ++f)
    out.deflection.row(f) *= problem.force_unit / problem.ground[static_cast<std::size_t>(f)].stiffness;
  out.pressure_centre.setConstant(3 * feet, N, std::nan(""));
  out.centre_of_mass.resize(3, N);
  const double in_contact = 0.02 * problem.force_unit;  // below 2 % of body weight a centre of pressure means nothing
  DynamicsData<double> one(runner);
  const auto joint = static_cast<std::size_t>(6), trunk = static_cast<std::size_t>(runner.trunk),
             pelvis = static_cast<std::size_t>(runner.pelvis);
  for (int k = 0; k < N; ++k) {
    for (int f = 0; f < feet; ++f)
      if (const double F_y = values.force(3 * f + 1, k); F_y > in_contact)
        out.pressure_centre.col(k).segment<3>(3 * f) << values.pressure(2 * f, k) / F_y, 0.0,
            values.pressure(2 * f + 1, k) / F_y;
    for (int i = 0; i < nq; ++i) {
      const auto j = static_cast<std::size_t>(i);
      one.q[j] = out.q(i, k), one.qd[j] = out.qd(i, k);
      one.qdd[j] = out.qdd(i, k) + (i < 3 ? problem.lift[i] : 0.0);  // so that a - g is right on a slope
    }
    inverse_dynamics_derivatives(runner, one);  // for the forces of subtrees
    out.centre_of_mass.col(k) = mechanics(runner, one).centre_of_mass;

    // The trunk's subtree at the lumbar joint, seen from the pelvis.
    const Vec3<double> p = one.origin[joint];
    const Spatial<double>&f = one.f[trunk], &v = one.v[trunk], &a = one.a[trunk];
    const Mat3<double>& R = one.R[pelvis];
    const auto in_pelvis = [&R](const Vec3<double>& w) {
      const Vec3<double> u = transposed(R, w);
      return Eigen::Vector3d(u.x, u.y, u.z);
    };
    TrunkDemand demand;
    demand.joint = runner.links[joint].offset;
    demand.force = in_pelvis(f.linear);
    demand.moment = in_pelvis(f.angular - cross(p, f.linear));
    demand.specific_force =
        in_pelvis(a.linear + cross(a.angular, p) + cross(v.angular, v.linear + cross(v.angular, p)));
    demand.omega = in_pelvis(v.angular);
    demand.alpha = in_pelvis(a.angular);
    out.trunk.push_back(demand);
  }
  return out;
}

}  // namespace psoas
