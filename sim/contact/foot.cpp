// How do the points of the sole add up? Each pad by its law with dual numbers, then summed as wrenches about the
// origin, foot and toes apart.
#include "sim/contact/foot.h"

#include <Eigen/Geometry>
#include <algorithm>

namespace psoas {
namespace {

/// Position and velocity of a sole point.
template <class T>
struct PointState {
  Vec3<T> p, v;
};
template <class T>
PointState<T> point_state(const Ground& ground, const DynamicsData<T>& data, std::size_t i) {
  const int link = ground.link[ground.body[i]];
  const Spatial<T>& v = data.v[static_cast<std::size_t>(link)];
  const Vec3<T> p = world_point(data, link, ground.positions[i]);
  return {p, v.linear + cross(v.angular, p)};
}

template <class T>
Spatial<T> wrench_at(const Vec3<T>& p, const Vec3<T>& F) {
  return {cross(p, F), F};
}

}  // namespace

Ground build_ground(const Runner& runner, const ShoeOptions& shoe, const SurfaceOptions& surface, Side side) {
  const std::size_t s = side == Side::right ? 0 : 1;
  Ground ground;
  for (const PadPoint& point : runner.sole) {
    ground.pads.push_back(make_pad(point, shoe, surface.friction));
    ground.positions.push_back(point.position);
    if (side == Side::left) ground.positions.back().z() *= -1.0;
    ground.body.push_back(point.link == runner.toes[0] ? 1 : 0);
  }
  ground.link = {runner.foot[s], runner.toes[s]};
  for (int i = ground.link[1]; i >= 0; i = runner.links[static_cast<std::size_t>(i)].parent) ground.chain.push_back(i);
  std::reverse(ground.chain.begin(), ground.chain.end());
  ground.stiffness = surface.stiffness;
  ground.damping = surface.damping;
  ground.moving_mass = surface.moving_mass;
  return ground;
}

void set_footing(const Footing& footing, Ground& ground) {
  ground.axes = (Eigen::AngleAxisd(footing.rise_forward, Eigen::Vector3d::UnitZ()) *
                 Eigen::AngleAxisd(-footing.rise_right, Eigen::Vector3d::UnitX()))
                    .toRotationMatrix();
  ground.level = ground.axes.col(1).dot(Eigen::Vector3d(footing.place[0], footing.height, footing.place[1]));
}

template <class T>
void foot_force(const Ground& ground, const DynamicsData<T>& data, const T& deflection, const T& rate,
                FootForce<T>& out) {
  for (BodyForce<T>& on : out.on) on.wrench = Spatial<T>::zero();
  out.moment_of_pressure_x = T(0.0), out.moment_of_pressure_z = T(0.0);
  const GroundAxes<T> axes(ground);
  for (std::size_t i = 0; i < ground.pads.size(); ++i) {
    const auto [p, v] = point_state(ground, data, i);
    const Vec3<T> F = axes.world(pad_force(ground.pads[i], -dot(axes.normal, p) - deflection,
                                           -dot(axes.normal, v) - rate, dot(axes.forward, v), dot(axes.right, v)));
    out.on[ground.body[i]].wrench += wrench_at(p, F);
    out.moment_of_pressure_x += p.x * F.y;
    out.moment_of_pressure_z += p.z * F.y;
  }
  out.wrench = out.on[0].wrench + out.on[1].wrench;
  out.normal = dot(axes.normal, out.wrench.linear);
}

template <class T>
void foot_force_derivatives(const Ground& ground, const DynamicsData<T>& data, const T& deflection, const T& rate,
                            FootForce<T>& out) {
  using D = Dual<T, 4>;
  const Spatial<T> none = Spatial<T>::zero();
  for (BodyForce<T>& on : out.on) {
    on.wrench = on.by_deflection = on.by_deflection_rate = none;
    on.by_displacement.fill(none), on.by_velocity.fill(none);
  }
  out.moment_of_pressure_x = T(0.0), out.moment_of_pressure_z = T(0.0);
  const GroundAxes<T> axes(ground);
  const T zero(0.0), one(1.0);
  const std::array<Vec3<T>, 3> unit = {Vec3<T>{one, zero, zero}, Vec3<T>{zero, one, zero}, Vec3<T>{zero, zero, one}};

  for (std::size_t i = 0; i < ground.pads.size(); ++i) {
    // The law's four slopes: by depth, by its rate, and by sliding along x and z.
    const auto [p, v] = point_state(ground, data, i);
    BodyForce<T>& on = out.on[ground.body[i]];
    const Vec3<T>& omega = data.v[static_cast<std::size_t>(ground.link[ground.body[i]])].angular;
    const Vec3<D> law = pad_force(ground.pads[i], D::variable(-dot(axes.normal, p) - deflection, 0),
                                  D::variable(-dot(axes.normal, v) - rate, 1), D::variable(dot(axes.forward, v), 2),
                                  D::variable(dot(axes.right, v), 3));
    const Vec3<T> F = axes.world({law.x.value, law.y.value, law.z.value});
    const auto slope = [&](std::size_t j) { return axes.world({law.x.slope[j], law.y.slope[j], law.z.slope[j]}); };
    const Vec3<T> by_y = -slope(0), by_forward = slope(2), by_vy = -slope(1),
                  by_right = slope(3);  // y: along the normal
    const auto along = [&](const T Vec3<T>::*k) {
      return axes.forward.*k * by_forward + axes.normal.*k * by_vy + axes.right.*k * by_right;
    };
    const Vec3<T> by_vx = along(&Vec3<T>::x), by_v_up = along(&Vec3<T>::y), by_vz = along(&Vec3<T>::z);
    const auto by_v = [&](const Vec3<T>& dv) { return dv.x * by_vx + dv.y * by_v_up + dv.z * by_vz; };

    on.wrench += wrench_at(p, F);
    out.moment_of_pressure_x += p.x * F.y;
    out.moment_of_pressure_z += p.z * F.y;
    on.by_deflection += wrench_at(p, by_y);  // the ground giving way is the point rising
    on.by_deflection_rate += wrench_at(p, by_vy);

    // A twist moves the point by δ + θ × p; the velocity field ω × r moves with it.
    for (std::size_t j = 0; j < 6; ++j) {
      const Vec3<T> dp = j < 3 ? cross(unit[j], p) : unit[j - 3];
      on.by_velocity[j] += wrench_at(p, by_v(dp));
      const Vec3<T> dF = dot(axes.normal, dp) * by_y + by_v(cross(omega, dp));
      on.by_displacement[j] += wrench_at(p, dF) + Spatial<T>{cross(dp, F), Vec3<T>::zero()};
    }
  }
  out.wrench = out.on[0].wrench + out.on[1].wrench;
  out.normal = dot(axes.normal, out.wrench.linear);
}

template void foot_force(const Ground&, const DynamicsData<double>&, const double&, const double&, FootForce<double>&);
template void foot_force(const Ground&, const DynamicsData<Lanes>&, const Lanes&, const Lanes&, FootForce<Lanes>&);
template void foot_force_derivatives(const Ground&, const DynamicsData<double>&, const double&, const double&,
                                     FootForce<double>&);
template void foot_force_derivatives(const Ground&, const DynamicsData<Lanes>&, const Lanes&, const Lanes&,
                                     FootForce<Lanes>&);

}  // namespace psoas
