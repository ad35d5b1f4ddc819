// Where does the stride want the joints at any instant, and with which moments?
#include "sim/impact/path.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/dynamics/dynamics.h"
#include "sim/impact/assumptions.h"
#include "sim/sharing/filter.h"
#include "sim/stride/transcription.h"

namespace psoas {

LandingPath landing_path(const Runner& runner, const StrideSolution& stride, const Ground& ground) {
  const Eigen::Index nq = runner.nq(), n = stride.q.cols(), feet = stride.one_step ? 1 : 2, step = n / feet;
  CHECK(stride.control.cols() == n && stride.control.rows() == nq + feet);
  LandingPath path;
  path.foot = ground.link[0] == runner.foot[0] ? 0 : 1;
  CHECK(path.foot == 0 || feet == 2);
  path.lift = Runner::gravity * (stride.up - Eigen::Vector3d::UnitY());
  path.control = stride.control.topRows(nq);
  const auto through = [&](const Eigen::MatrixXd& tau) -> Eigen::MatrixXd {
    Eigen::MatrixXd moments = Eigen::MatrixXd::Zero(nq + feet, n);
    moments.topRows(nq) = tau;
    return interpolating_control(runner, moments, stride.one_step ? Period::step : Period::stride).topRows(nq);
  };
  path.moment = through(stride.tau);
  path.slow = through(low_pass(runner, stride, slow_moment_cutoff).tau);
  path.interval = stride.duration() / static_cast<double>(n);
  path.speed = stride.qd.row(0).mean();  // forward place is periodic but for the mean speed
  const auto begin = static_cast<Eigen::Index>(path.foot) * step;
  path.first = static_cast<double>(begin + 1) * path.interval;
  path.last = static_cast<double>(begin + step - 2) * path.interval;
  return path;
}

void path_at(const LandingPath& path, double time, PathPoint& out) {
  const double at = std::clamp(time, path.first, path.last) / path.interval;
  const auto k = std::clamp(static_cast<Eigen::Index>(at), Eigen::Index{1}, path.control.cols() - 3);
  const SplineWeights w = spline_weights(at - static_cast<double>(k));
  out.q = path.control.middleCols(k - 1, 4) * w.position;
  out.qd = path.control.middleCols(k - 1, 4) * w.velocity / path.interval;
  out.qdd = path.control.middleCols(k - 1, 4) * w.acceleration / (path.interval * path.interval);
  out.qd[0] += path.speed;
  out.tau = path.moment.middleCols(k - 1, 4) * w.position;
  out.slow = path.slow.middleCols(k - 1, 4) * w.position;
}

double touch_down_time(const LandingPath& path, const Runner& runner, const Ground& ground) {
  constexpr double step = 0.5e-3;  // [s]
  DynamicsData<double> data(runner);
  PathPoint point;
  FootForce<double> force;
  for (double time = path.first; time < path.last; time += step) {
    path_at(path, time, point);
    Eigen::VectorXd::Map(data.q.data(), point.q.size()) = point.q;
    Eigen::VectorXd::Map(data.qd.data(), point.qd.size()) = point.qd;
    forward_kinematics(runner, data);
    // One goes along at the mean speed: the ground comes backward, and where it rises forward its level falls.
    foot_force(ground, data, ground.axes(0, 1) * path.speed * time - ground.level, 0.0, force);
    if (force.wrench.linear.y > touch_down_force) return time > path.first ? time : std::nan("");
  }
  return std::nan("");
}

}  // namespace psoas
