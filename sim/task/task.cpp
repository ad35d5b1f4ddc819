// How is a held posture balanced? Gravity by inverse dynamics at rest, then what load, floor and seat do to each joint.
#include "sim/task/task.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/core/check.h"
#include "sim/dynamics/dynamics.h"

namespace psoas {
namespace {

using Index = std::size_t;

/// A force from outside on one link.
struct Outside {
  int link;
  Eigen::Vector3d place, force;  ///< world [m, N]
  Spatial<double> wrench() const { return {Vec3<double>::from(place.cross(force)), Vec3<double>::from(force)}; }
};

Eigen::Vector3d eigen(const Vec3<double>& v) { return {v.x, v.y, v.z}; }
Eigen::Vector3d upward(double force) { return {0.0, force, 0.0}; }

Eigen::Vector3d centre(const Runner& runner, const DynamicsData<double>& data, int link) {
  return eigen(world_point(data, link, runner.links[static_cast<Index>(link)].com));
}

bool carries(const Runner& runner, int link, int ancestor) {
  while (link > ancestor) link = runner.links[static_cast<Index>(link)].parent;
  return link == ancestor;
}

/// Half of the load hangs in each hand.
void add_load(const Posture& p, const TaskOptions& task, const DynamicsData<double>& data, std::vector<Outside>& all) {
  const std::array<int, 2> arm = {p.body.index("shoulder_flexion_r"), p.body.index("shoulder_flexion_l")};
  for (Index side = 0; side < 2; ++side)
    all.push_back(
        {arm[side], eigen(world_point(data, arm[side], p.hand[side])), upward(-0.5 * task.load * Runner::gravity)});
}

/// Two feet: the lever between them divides the weight. False when the resultant is beside both.
bool stand(const TaskOptions& task, TaskSolution& solution, std::vector<Outside>& all) {
  const Posture& p = solution.posture;
  const double weight = (p.body.mass + task.load) * Runner::gravity;
  const double right = (p.centre_of_mass.z() - p.stand[1].z()) / (p.stand[0].z() - p.stand[1].z());
  for (Index side = 0; side < 2; ++side) {
    solution.floor_force[side] = upward(weight * (side == 0 ? right : 1.0 - right));
    solution.pressure_centre[side] = p.stand[side];
    all.push_back({p.body.foot[side], p.stand[side], solution.floor_force[side]});
  }
  return right >= 0.0 && right <= 1.0;
}

/// A seat below pelvis and thighs, a floor below shanks and feet.
void sit(const TaskOptions& task, const DynamicsData<double>& data, TaskSolution& solution, std::vector<Outside>& all) {
  const Runner& body = solution.posture.body;
  double rest_mass = body.mass + task.load;
  Eigen::Vector3d rest = rest_mass * solution.posture.centre_of_mass;  // of pelvis and all above, times its mass
  for (Index side = 0; side < 2; ++side) {
    double mass = 0.0;
    Eigen::Vector3d lower = Eigen::Vector3d::Zero();  // of shank and foot
    for (int i = body.shank[side]; i <= body.toes[side]; ++i) {
      const double m = body.links[static_cast<Index>(i)].mass;
      mass += m, lower += m * centre(body, data, i);
    }
    const double thigh = body.links[static_cast<Index>(body.thigh[side])].mass;
    const Eigen::Vector3d thigh_centre = centre(body, data, body.thigh[side]);
    rest_mass -= mass + thigh, rest -= lower + thigh * thigh_centre;
    // Below the common centre of shank and foot, so that the knee rests.
    solution.floor_force[side] = upward(mass * Runner::gravity);
    solution.pressure_centre[side] = {lower.x() / mass, 0.0, lower.z() / mass};
    all.push_back({body.foot[side], solution.pressure_centre[side], solution.floor_force[side]});
    all.push_back({body.thigh[side], thigh_centre, upward(thigh * Runner::gravity)});
    solution.seat_force += upward(thigh * Runner::gravity);
  }
  all.push_back({body.pelvis, rest / rest_mass, upward(rest_mass * Runner::gravity)});
  solution.seat_force += upward(rest_mass * Runner::gravity);
}

/// What the trunk asks at the lumbar joint, the load included, in the pelvis frame.
TrunkDemand trunk_demand(const Runner& body, const DynamicsData<double>& data, const std::vector<Outside>& all) {
  const auto joint = static_cast<Index>(6), trunk = static_cast<Index>(body.trunk),
             pelvis = static_cast<Index>(body.pelvis);
  Spatial<double> f = data.f[trunk];
  for (const Outside& outside : all)
    if (carries(body, outside.link, body.trunk)) f -= outside.wrench();
  const Vec3<double> p = data.origin[joint];
  const auto in_pelvis = [&](const Vec3<double>& w) { return eigen(transposed(data.R[pelvis], w)); };
  TrunkDemand demand;
  demand.joint = body.links[joint].offset;
  demand.force = in_pelvis(f.linear);
  demand.moment = in_pelvis(f.angular - cross(p, f.linear));
  demand.specific_force = in_pelvis(Vec3<double>::from(upward(Runner::gravity)));
  demand.omega.setZero(), demand.alpha.setZero();
  return demand;
}

}  // namespace

TaskSolution solve_task(const Runner& runner, const PostureOptions& posture, const TaskOptions& task) {
  // 1. The posture, if anyone can hold it
  TaskSolution solution;
  StrideSolution& instant = solution.instant;
  solution.posture = find_posture(runner, posture, task);
  solution.seat_force.setZero();
  const Posture& p = solution.posture;
  instant.status = Status::posture_impossible;
  instant.reason = p.impossible;
  if (!p.impossible.empty()) return solution;

  // 2. Gravity: inverse dynamics of a body at rest
  const int nq = runner.nq();
  DynamicsData<double> data(p.body);
  for (int i = 0; i < nq; ++i) {
    const auto j = static_cast<Index>(i);
    data.q[j] = p.q[i], data.qd[j] = 0.0, data.qdd[j] = 0.0;
  }
  inverse_dynamics_derivatives(p.body, data);  // for the forces of subtrees

  // 3. Load, floor and seat
  std::vector<Outside> all;
  add_load(p, task, data, all);
  if (task.support == Support::seat) {
    sit(task, data, solution, all);
  } else if (!stand(task, solution, all)) {
    instant.reason = "the centre of mass is beside the feet";
    return solution;
  }
  for (const Outside& outside : all)
    for (int i = outside.link; i >= 0; i = p.body.links[static_cast<Index>(i)].parent)
      data.tau[static_cast<Index>(i)] -= dot(data.S[static_cast<Index>(i)], outside.wrench());

  // 4. One column of a stride, at rest; the rates are for the muscles alone
  instant.status = Status::converged;
  instant.q = p.q, instant.qd = p.qd, instant.qdd.setZero(nq, 1);
  instant.tau.resize(nq, 1);
  for (int i = 0; i < nq; ++i) instant.tau(i, 0) = data.tau[static_cast<Index>(i)];
  const double weight = (p.body.mass + task.load) * Runner::gravity, arm = 0.25;  // [N], [m]
  instant.constraint_violation = std::max(instant.tau.topRows(3).cwiseAbs().maxCoeff() / weight,
                                          instant.tau.middleRows(3, 3).cwiseAbs().maxCoeff() / (arm * weight));
  instant.tau.topRows(6).setZero();
  instant.force = solution.floor_force[0];
  instant.pressure_centre = solution.pressure_centre[0];
  instant.centre_of_mass = p.centre_of_mass;
  instant.trunk.push_back(trunk_demand(p.body, data, all));
  return solution;
}

}  // namespace psoas
