// Which states do the tests of dynamics try? Random ones, rougher than any running, the same ones every time.
#pragma once

#include <Eigen/Core>
#include <random>

#include "models/models.h"
#include "sim/dynamics/dynamics.h"

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
