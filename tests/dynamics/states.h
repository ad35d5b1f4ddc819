// Which states do the tests of dynamics try? Random ones, rougher than any running, the same ones every time.
#pragma once

#include <Eigen/Core>
#include <random>

#include "models/models.h"
#include "sim/dynamics/base_parameters.h"
#include "sim/dynamics/dynamics.h"
#include "sim/dynamics/turn.h"

namespace psoas {

/// Coordinates with their rates, nq each [m or rad, per s, per s²].
struct State {
  Eigen::VectorXd q, qd, qdd;
  /// The state a little later on the parabola through this one.
  State after(double t) const { return {q + t * qd + 0.5 * t * t * qdd, qd + t * qdd, qdd}; }
};

inline Runner test_runner(const RunnerOptions& options = {}, const ShoeOptions& shoe = {}) {
  static const Models models = read_models(models_folder());
  return build_runner(*models.runner, options, shoe);
}

/// A runner of other joints than ours: a mass that slides within the trunk as soft tissue does, askew; a hinge with
/// mass beyond it; and an elbow about an axis along -x.
inline Runner odd_runner() {
  Runner runner = test_runner();
  const auto add = [&](const char* name, int parent, bool slide, const Eigen::Vector3d& axis, double mass) {
    Link link;
    link.name = name, link.parent = parent, link.slide = slide, link.axis = axis, link.mass = mass;
    link.offset = Eigen::Vector3d(0.05, 0.2, -0.1), link.com = Eigen::Vector3d(0.02, -0.1, 0.03);
    link.inertia << 0.03, 0.004, -0.002, 0.004, 0.05, 0.003, -0.002, 0.003, 0.04;
    runner.links.push_back(link);
  };
  add("belly", runner.trunk, true, Eigen::Vector3d(0.6, 0.0, 0.8), 9.0);
  add("belly_turn", runner.nq() - 1, false, Eigen::Vector3d(0.48, 0.6, -0.64), 1.5);
  add("elbow", runner.index("shoulder_flexion_r"), false, -Eigen::Vector3d::UnitX(), 1.2);
  return runner;
}

/// Angles up to 1 rad, 8 rad/s and 150 rad/s², the pelvis anywhere within 1 m at up to 4 m/s and 20 m/s².
inline State random_state(const Runner& runner, std::mt19937& random) {
  std::uniform_real_distribution<double> u(-1.0, 1.0);
  const int nq = runner.nq();
  State state{Eigen::VectorXd(nq), Eigen::VectorXd(nq), Eigen::VectorXd(nq)};
  for (int i = 0; i < nq; ++i) {
    const bool slide = runner.links[static_cast<std::size_t>(i)].slide;
    state.q[i] = u(random);
    state.qd[i] = (slide ? 4.0 : 8.0) * u(random);
    state.qdd[i] = (slide ? 20.0 : 150.0) * u(random);
  }
  return state;
}

inline void load(const State& state, DynamicsData<double>& data) {
  for (std::size_t i = 0; i < data.q.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    data.q[i] = state.q[row], data.qd[i] = state.qd[row], data.qdd[i] = state.qdd[row];
  }
}

/// joint_torques of a runner whose hinges have not turned yet.
template <class T>
void turn_and_torques(const Runner& runner, DynamicsData<T>& data) {
  set_turns(runner, data);
  joint_torques(base_parameters(runner), data);
}

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
inline Eigen::VectorXd vector_of(const std::vector<double>& x) {
  return Eigen::Map<const Eigen::VectorXd>(x.data(), static_cast<Eigen::Index>(x.size()));
}
/// A derivative of tau as nq x nq.
inline Eigen::MatrixXd matrix_of(const DynamicsData<double>& data, const std::vector<double>& entries) {
  const auto n = static_cast<Eigen::Index>(data.q.size());
  return Eigen::Map<const RowMajor>(entries.data(), n, n);
}

/// tau = M qdd + h [N or N·m].
inline Eigen::VectorXd torques(const Runner& runner, const State& state) {
  DynamicsData<double> data(runner);
  load(state, data);
  inverse_dynamics(runner, data);
  return vector_of(data.tau);
}
/// h = C qd + g: the torques of a motion without acceleration.
inline Eigen::VectorXd bias(const Runner& runner, const State& state) {
  return torques(runner, {state.q, state.qd, Eigen::VectorXd::Zero(state.q.size())});
}
/// M(q), column by column from inverse dynamics alone: nothing makes it symmetric but the physics.
inline Eigen::MatrixXd mass_matrix(const Runner& runner, const Eigen::VectorXd& q) {
  const Eigen::Index n = q.size();
  const Eigen::VectorXd zero = Eigen::VectorXd::Zero(n), rest = torques(runner, {q, zero, zero});
  Eigen::MatrixXd M(n, n);
  for (Eigen::Index j = 0; j < n; ++j) M.col(j) = torques(runner, {q, zero, Eigen::VectorXd::Unit(n, j)}) - rest;
  return M;
}
inline Mechanics mechanics_of(const Runner& runner, const State& state) {
  DynamicsData<double> data(runner);
  load(state, data);
  inverse_dynamics(runner, data);
  return mechanics(runner, data);
}

}  // namespace psoas
