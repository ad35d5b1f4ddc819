// Do the points of the sole add up to one wrench with the right derivatives, and is the ground in series with the shoe?
#include "sim/contact/foot.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>

#include "sim/core/lanes.h"
#include "tests/dynamics/states.h"

namespace psoas {
namespace {

using Six = Eigen::Matrix<double, 6, 1>;
Eigen::Vector3d eigen(const Vec3<double>& v) { return {v.x, v.y, v.z}; }
Vec3<double> vec3(const Eigen::Vector3d& v) { return Vec3<double>::from(v); }
Six eigen(const Spatial<double>& s) { return (Six() << eigen(s.angular), eigen(s.linear)).finished(); }
Spatial<double> spatial(const Six& s) { return {vec3(s.head<3>()), vec3(s.tail<3>())}; }

/// A body somewhere, moving: all that contact looks at.
struct Place {
  Eigen::Matrix3d R;
  Eigen::Vector3d p;
  Six v;  ///< twist about the world origin
};
struct Foot : Place {
  Place toes;
};

struct FootContact : testing::Test {
  Runner runner = test_runner();
  Ground ground = build_ground(runner, {}, {});
  DynamicsData<double> data{runner};
  std::mt19937 random{31};
  std::uniform_real_distribution<double> u{-1.0, 1.0};

  /// Toes or heel down by up to 0.15 rad, sole some millimetres into the ground, moving at up to 1 m/s and 3 rad/s.
  Foot random_foot() {
    Foot foot;
    const Eigen::Vector3d turn(0.1 * u(random), 0.5 * u(random), 0.15 * u(random));
    foot.R = Eigen::AngleAxisd(turn.norm(), turn.normalized()).toRotationMatrix();
    foot.p = {0.4 * u(random), 0.030 + 0.015 * u(random), 0.1 + 0.05 * u(random)};
    for (int i = 0; i < 6; ++i) foot.v[i] = (i < 3 ? 3.0 : 1.0) * u(random);
    // Toes by up to 0.2 rad beyond it, turning by up to 5 rad/s.
    const Hinge toes = hinge(foot);
    foot.toes = {foot.R * Eigen::AngleAxisd(0.2 * u(random), toes.axis_F).toRotationMatrix(), toes.centre,
                 foot.v + 5.0 * u(random) * toes.twist};
    return foot;
  }
  struct Hinge {
    Eigen::Vector3d axis_F, centre;
    Six twist;  ///< of a unit rate, about the world origin
  };
  Hinge hinge(const Place& foot) const {
    const Link& link = runner.links[static_cast<std::size_t>(ground.link[1])];
    const Eigen::Vector3d axis = foot.R * link.axis, centre = foot.p + foot.R * link.offset;
    return {link.axis, centre, (Six() << axis, centre.cross(axis)).finished()};
  }
  Foot flat(double height) const {
    Foot foot{{Eigen::Matrix3d::Identity(), {0.0, height, 0.0}, Six::Zero()}, {}};
    foot.toes = {foot.R, hinge(foot).centre, foot.v};
    return foot;
  }
  void put(const Foot& foot) {
    for (const std::size_t body : {std::size_t{0}, std::size_t{1}}) {
      const Place& place = body == 0 ? foot : foot.toes;
      const auto link = static_cast<std::size_t>(ground.link[body]);
      data.R[link] = {vec3(place.R.col(0)), vec3(place.R.col(1)), vec3(place.R.col(2))};
      data.origin[link] = vec3(place.p);
      data.v[link] = spatial(place.v);
    }
  }
  FootForce<double> force(const Foot& foot, double deflection = 0.0, double rate = 0.0) {
    put(foot);
    FootForce<double> out;
    foot_force(ground, data, deflection, rate, out);
    return out;
  }
  Six wrench(const Foot& foot, double deflection = 0.0, double rate = 0.0) {
    return eigen(force(foot, deflection, rate).wrench);
  }
  Six wrench_on(std::size_t body, const Foot& foot, double deflection, double rate) {
    return eigen(force(foot, deflection, rate).on[body].wrench);
  }
  /// Turned about the world origin by θ and shifted by δ, its twist as it was.
  static Place displaced(const Place& place, const Six& twist) {
    const double angle = twist.head<3>().norm();
    const Eigen::Vector3d axis = angle > 0.0 ? Eigen::Vector3d(twist.head<3>() / angle) : Eigen::Vector3d::UnitX();
    const Eigen::Matrix3d turn = Eigen::AngleAxisd(angle, axis).toRotationMatrix();
    return {turn * place.R, turn * place.p + twist.tail<3>(), place.v};
  }
  static Place& part(Foot& foot, std::size_t body) { return body == 0 ? foot : foot.toes; }
};

TEST_F(FootContact, WrenchIsTheSumOverThePoints) {
  for (int trial = 0; trial < 20; ++trial) {
    const Foot foot = random_foot();
    const double d = 0.003 * u(random), d_dot = 0.1 * u(random);
    Six sum = Six::Zero();
    double pressure_x = 0.0, pressure_z = 0.0;
    for (std::size_t i = 0; i < ground.pads.size(); ++i) {
      const Place& place = ground.body[i] == 0 ? foot : foot.toes;
      const Eigen::Vector3d r = place.p + place.R * ground.positions[i];
      const Eigen::Vector3d v = place.v.tail<3>() + place.v.head<3>().cross(r);
      const Eigen::Vector3d F = eigen(pad_force(ground.pads[i], -r.y() - d, -v.y() - d_dot, v.x(), v.z()));
      sum += (Six() << r.cross(F), F).finished();
      pressure_x += r.x() * F.y(), pressure_z += r.z() * F.y();
    }
    const FootForce<double> found = force(foot, d, d_dot);
    EXPECT_LT((eigen(found.wrench) - sum).norm(), 1e-13 * sum.norm());
    EXPECT_NEAR(found.moment_of_pressure_x, pressure_x, 1e-12 * sum.norm());
    EXPECT_NEAR(found.moment_of_pressure_z, pressure_z, 1e-12 * sum.norm());
  }
}

// Tilted ground under a foot is level ground under the foot turned back, height and all.
TEST_F(FootContact, OnTiltedGroundIsLevelContactTurned) {
  for (const Side side : {Side::right, Side::left}) {
    for (int trial = 0; trial < 10; ++trial) {
      ground = build_ground(runner, {}, {}, side);
      const Foot foot = random_foot();
      const Six level = wrench(foot);
      const Footing footing{0.05 * u(random), 0.2 * u(random), 0.2 * u(random), {0.3 * u(random), 0.1 * u(random)}};
      set_footing(footing, ground);
      EXPECT_GT(footing.rise_forward * (ground.axes.col(0).y()), 0.0);
      EXPECT_GT(footing.rise_right * (ground.axes.col(2).y()), 0.0);
      const Eigen::Matrix3d R = ground.axes;
      const Eigen::Vector3d place(footing.place[0], footing.height, footing.place[1]);
      const auto turn = [&](const Place& from) {  // about the origin, then onto the place
        Place to{R * from.R, R * from.p + place, Six::Zero()};
        to.v.head<3>() = R * from.v.head<3>();
        to.v.tail<3>() = R * from.v.tail<3>() - to.v.head<3>().cross(place);
        return to;
      };
      Foot there{turn(foot), turn(foot.toes)};
      const Six found = wrench(there, -ground.level);
      const Eigen::Vector3d F = R * level.tail<3>();
      EXPECT_LT((found.tail<3>() - F).norm(), 1e-9 * F.norm());
      EXPECT_LT((found.head<3>() - R * level.head<3>() - place.cross(F)).norm(), 1e-9 * F.norm());
      EXPECT_NEAR(force(there, -ground.level).normal, level[4], 1e-9 * F.norm());
    }
  }
}

// Fourth-order differences over lengths of the onset (0.5 mm): h = 0.01 mm or as much of each twist leaves (h/ε)⁴/30 ~
// 1e-8 of the stiffest slope, eps F/h ~ 1e-11. Every second trial on tilted ground.
TEST_F(FootContact, DerivativesMatchCentralDifferences) {
  for (int trial = 0; trial < 30; ++trial) {
    set_footing({0.0, trial % 2 * 0.1, trial % 2 * -0.07, {0.0, 0.0}}, ground);
    const Foot foot = random_foot();
    const double d = 0.003 * u(random), d_dot = 0.1 * u(random);
    put(foot);
    FootForce<double> out;
    foot_force_derivatives(ground, data, d, d_dot, out);
    EXPECT_LT((eigen(out.wrench) - wrench(foot, d, d_dot)).norm(), 1e-13 * eigen(out.wrench).norm());

    const auto slope = [](auto f, double h) -> Six {
      return (8.0 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12.0 * h);
    };
    const double stiffest = eigen(out.on[0].by_deflection + out.on[1].by_deflection).norm(),
                 most_damped = eigen(out.on[0].by_deflection_rate + out.on[1].by_deflection_rate).norm();
    for (const std::size_t body : {std::size_t{0}, std::size_t{1}}) {
      const BodyForce<double>& on = out.on[body];
      for (int j = 0; j < 6; ++j) {
        const Six unit = Six::Unit(j);
        const auto moved = [&](double h) -> Six {
          Foot other = foot;
          part(other, body) = displaced(part(other, body), h * unit);
          return wrench_on(body, other, d, d_dot);
        };
        const Six by_place = slope(moved, 3e-6);
        EXPECT_LT((eigen(on.by_displacement[static_cast<std::size_t>(j)]) - by_place).norm(), 1e-6 * stiffest) << j;
        const auto faster = [&](double h) -> Six {
          Foot other = foot;
          part(other, body).v += h * unit;
          return wrench_on(body, other, d, d_dot);
        };
        const Six by_speed = slope(faster, 1e-3);
        EXPECT_LT((eigen(on.by_velocity[static_cast<std::size_t>(j)]) - by_speed).norm(),
                  1e-6 * (most_damped + by_speed.norm()))
            << j;
      }
      const Six by_d = slope([&](double h) -> Six { return wrench_on(body, foot, d + h, d_dot); }, 3e-6);
      const Six by_rate = slope([&](double h) -> Six { return wrench_on(body, foot, d, d_dot + h); }, 1e-3);
      EXPECT_LT((eigen(on.by_deflection) - by_d).norm(), 1e-6 * stiffest);
      EXPECT_LT((eigen(on.by_deflection_rate) - by_rate).norm(), 1e-6 * most_damped);
    }
  }
}

// The ground sinking under the foot is the foot rising over the ground, moment arms kept.
TEST_F(FootContact, OnlyTheFootRelativeToTheGroundMatters) {
  const Foot foot = random_foot();
  Foot risen = foot;
  const double d = 0.002;
  const Eigen::Vector3d up(0.0, d, 0.0), aside(0.7, 0.0, -0.2);
  const auto shift = [&](Place& place, const Eigen::Vector3d& by) {  // the same speeds at the sole
    place.p += by, place.v.tail<3>() -= place.v.head<3>().cross(by);
  };
  shift(risen, up), shift(risen.toes, up);
  const Six sunk_ground = wrench(foot, d), risen_foot = wrench(risen);
  EXPECT_LT((sunk_ground - risen_foot).tail<3>().norm(), 1e-10 * risen_foot.norm());
  // Sideways, the force goes along: place matters to moments only.
  Foot beside = foot;
  shift(beside, aside), shift(beside.toes, aside);
  EXPECT_LT((wrench(beside) - wrench(foot)).tail<3>().norm(), 1e-10 * wrench(foot).norm());
}

TEST_F(FootContact, LanesAreTheFeetAlone) {
  DynamicsData<Lanes> eight(runner);
  std::array<Foot, lane_count> feet;
  const Lanes zero(0.0);
  const auto set = [](Vec3<Lanes>& v, int lane, const Eigen::Vector3d& x) {
    v.x.set(lane, x.x()), v.y.set(lane, x.y()), v.z.set(lane, x.z());
  };
  Lanes d = zero, d_dot = zero;
  for (int k = 0; k < lane_count; ++k) {
    const Foot& foot = feet[static_cast<std::size_t>(k)] = random_foot();
    for (const std::size_t body : {std::size_t{0}, std::size_t{1}}) {
      const Place& place = body == 0 ? foot : foot.toes;
      const auto link = static_cast<std::size_t>(ground.link[body]);
      set(eight.R[link].c0, k, place.R.col(0)), set(eight.R[link].c1, k, place.R.col(1)),
          set(eight.R[link].c2, k, place.R.col(2));
      set(eight.origin[link], k, place.p);
      set(eight.v[link].angular, k, place.v.head<3>()), set(eight.v[link].linear, k, place.v.tail<3>());
    }
    d.set(k, 0.003 * u(random)), d_dot.set(k, 0.1 * u(random));
  }
  FootForce<Lanes> plain_force, with_slopes;
  foot_force(ground, eight, d, d_dot, plain_force);
  foot_force_derivatives(ground, eight, d, d_dot, with_slopes);
  const auto lane = [](const Spatial<Lanes>& s, int k) {
    return (Six() << s.angular.x[k], s.angular.y[k], s.angular.z[k], s.linear.x[k], s.linear.y[k], s.linear.z[k])
        .finished();
  };
  for (int k = 0; k < lane_count; ++k) {
    put(feet[static_cast<std::size_t>(k)]);
    FootForce<double> one;
    foot_force_derivatives(ground, data, d[k], d_dot[k], one);
    const auto same = [&](const Spatial<Lanes>& many, const Spatial<double>& single) {
      // exp and log1p within an ulp or two, times the stiffness of the onset: tens of eps.
      EXPECT_LT((lane(many, k) - eigen(single)).norm(), 1e-13 * eigen(single).norm());
    };
    same(plain_force.wrench, one.wrench);
    same(with_slopes.wrench, one.wrench);
    for (const std::size_t body : {std::size_t{0}, std::size_t{1}}) {
      const BodyForce<Lanes>& many = with_slopes.on[body];
      const BodyForce<double>& single = one.on[body];
      same(many.by_deflection, single.by_deflection);
      same(many.by_deflection_rate, single.by_deflection_rate);
      for (std::size_t j = 0; j < 6; ++j) {
        same(many.by_displacement[j], single.by_displacement[j]);
        same(many.by_velocity[j], single.by_velocity[j]);
      }
    }
    EXPECT_NEAR(with_slopes.moment_of_pressure_x[k], one.moment_of_pressure_x,
                1e-12 * std::abs(one.moment_of_pressure_x));
  }
}

/// Standing flat at a height, the ground sinking until it carries the force: F(d) = k_s d, by bisection.
double standing_force(FootContact& test, double height, double k_s) {
  const auto excess = [&](double d) { return test.wrench(test.flat(height), d)[4] - k_s * d; };
  double low = 0.0, high = 0.1;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    (excess(middle) > 0.0 ? low : high) = middle;
  }
  return k_s * low;
}

TEST_F(FootContact, StiffGroundIsRigidGround) {
  const double height = 0.036, rigid = wrench(flat(height))[4];
  ASSERT_GT(rigid, 400.0);
  const double stiffness = (wrench(flat(height - 1e-6))[4] - wrench(flat(height + 1e-6))[4]) / 2e-6;
  double before = rigid;
  for (const double k_s : {1e7, 1e8, 1e9, 1e10}) {
    const double lost = rigid - standing_force(*this, height, k_s);
    EXPECT_GT(lost, 0.0);
    EXPECT_LT(lost, before);
    EXPECT_NEAR(lost, rigid * stiffness / (stiffness + k_s), 0.02 * lost + 1e-6);  // first order in 1/k_s
    before = lost;
  }
  EXPECT_LT(before, 1e-4 * rigid);
}

// In series forces are equal and compliances add: 1/k = 1/k_pad + 1/k_s at every load.
TEST_F(FootContact, GroundAndPadAddTheirCompliances) {
  for (const double k_s : {50e3, 200e3, 1.9e6}) {
    for (const double height : {0.030, 0.034, 0.038}) {
      const double F = standing_force(*this, height, k_s), d = F / k_s, h = 1e-6;
      const double k_pad = (wrench(flat(height - h), d)[4] - wrench(flat(height + h), d)[4]) / (2.0 * h);
      const double k = (standing_force(*this, height - h, k_s) - standing_force(*this, height + h, k_s)) / (2.0 * h);
      EXPECT_NEAR(1.0 / k, 1.0 / k_pad + 1.0 / k_s, 1e-6 / k);
      // Total sinking is the pad's at this force on rigid ground, plus the ground's own.
      EXPECT_NEAR(wrench(flat(height + d))[4], F, 1e-9 * F);
    }
  }
}

TEST_F(FootContact, ASwingingFootFeelsNothing) {
  for (int trial = 0; trial < 20; ++trial) {
    Foot foot = random_foot();
    foot.R.setIdentity();
    foot.p.y() = 0.045 * runner.height / 1.75 + 0.012 + 0.05 * (1.0 + u(random));
    foot.v *= 5.0;
    foot.toes = {foot.R, hinge(foot).centre, foot.v};
    EXPECT_LT(wrench(foot).tail<3>().norm(), 0.1 * static_cast<double>(ground.pads.size()));
  }
}

}  // namespace
}  // namespace psoas
