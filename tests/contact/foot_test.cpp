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

/// One foot somewhere, moving: all that contact looks at.
struct Foot {
  Eigen::Matrix3d R;
  Eigen::Vector3d p;
  Six v;  ///< twist about the world origin
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
    return foot;
  }
  static Foot flat(double height) { return {Eigen::Matrix3d::Identity(), {0.0, height, 0.0}, Six::Zero()}; }
  void put(const Foot& foot) {
    const auto link = static_cast<std::size_t>(ground.foot);
    data.R[link] = {vec3(foot.R.col(0)), vec3(foot.R.col(1)), vec3(foot.R.col(2))};
    data.origin[link] = vec3(foot.p);
    data.v[link] = spatial(foot.v);
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
  /// Turned about the world origin by θ and shifted by δ, its twist as it was.
  static Foot displaced(const Foot& foot, const Six& twist) {
    const double angle = twist.head<3>().norm();
    const Eigen::Vector3d axis = angle > 0.0 ? Eigen::Vector3d(twist.head<3>() / angle) : Eigen::Vector3d::UnitX();
    const Eigen::Matrix3d turn = Eigen::AngleAxisd(angle, axis).toRotationMatrix();
    return {turn * foot.R, turn * foot.p + twist.tail<3>(), foot.v};
  }
};

TEST_F(FootContact, WrenchIsTheSumOverThePoints) {
  for (int trial = 0; trial < 20; ++trial) {
    const Foot foot = random_foot();
    const double d = 0.003 * u(random), d_dot = 0.1 * u(random);
    Six sum = Six::Zero();
    double pressure_x = 0.0, pressure_z = 0.0;
    for (std::size_t i = 0; i < ground.pads.size(); ++i) {
      const Eigen::Vector3d r = foot.p + foot.R * ground.positions[i];
      const Eigen::Vector3d v = foot.v.tail<3>() + foot.v.head<3>().cross(r);
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

// Fourth-order differences over lengths of the onset (2 mm): h = 0.05 mm or as much of each twist leaves (h/ε)⁴/30 ~
// 1e-8 of the stiffest slope, eps F/h ~ 1e-11.
TEST_F(FootContact, DerivativesMatchCentralDifferences) {
  for (int trial = 0; trial < 30; ++trial) {
    const Foot foot = random_foot();
    const double d = 0.003 * u(random), d_dot = 0.1 * u(random);
    put(foot);
    FootForce<double> out;
    foot_force_derivatives(ground, data, d, d_dot, out);
    EXPECT_LT((eigen(out.wrench) - wrench(foot, d, d_dot)).norm(), 1e-13 * eigen(out.wrench).norm());

    const auto slope = [](auto f, double h) -> Six {
      return (8.0 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12.0 * h);
    };
    const double stiffest = eigen(out.by_deflection).norm(), most_damped = eigen(out.by_deflection_rate).norm();
    for (int j = 0; j < 6; ++j) {
      const Six unit = Six::Unit(j);
      const Six by_place = slope([&](double h) -> Six { return wrench(displaced(foot, h * unit), d, d_dot); }, 5e-5);
      EXPECT_LT((eigen(out.by_displacement[static_cast<std::size_t>(j)]) - by_place).norm(), 1e-6 * stiffest) << j;
      const auto faster = [&](double h) -> Six {
        Foot other = foot;
        other.v += h * unit;
        return wrench(other, d, d_dot);
      };
      const Six by_speed = slope(faster, 1e-3);
      EXPECT_LT((eigen(out.by_velocity[static_cast<std::size_t>(j)]) - by_speed).norm(),
                1e-6 * (most_damped + by_speed.norm()))
          << j;
    }
    const Six by_d = slope([&](double h) -> Six { return wrench(foot, d + h, d_dot); }, 5e-5);
    const Six by_rate = slope([&](double h) -> Six { return wrench(foot, d, d_dot + h); }, 1e-3);
    EXPECT_LT((eigen(out.by_deflection) - by_d).norm(), 1e-6 * stiffest);
    EXPECT_LT((eigen(out.by_deflection_rate) - by_rate).norm(), 1e-6 * most_damped);
  }
}

// The ground sinking under the foot is the foot rising over the ground, moment arms kept.
TEST_F(FootContact, OnlyTheFootRelativeToTheGroundMatters) {
  const Foot foot = random_foot();
  Foot risen = foot;
  const double d = 0.002;
  const Eigen::Vector3d up(0.0, d, 0.0), aside(0.7, 0.0, -0.2);
  const Eigen::Vector3d omega = foot.v.head<3>();
  risen.p += up, risen.v.tail<3>() -= omega.cross(up);  // the same speeds at the sole
  const Six sunk_ground = wrench(foot, d), risen_foot = wrench(risen);
  EXPECT_LT((sunk_ground - risen_foot).tail<3>().norm(), 1e-10 * risen_foot.norm());
  // Sideways, the force goes along: place matters to moments only.
  Foot beside = foot;
  beside.p += aside, beside.v.tail<3>() -= omega.cross(aside);
  EXPECT_LT((wrench(beside) - wrench(foot)).tail<3>().norm(), 1e-10 * wrench(foot).norm());
}

TEST_F(FootContact, LanesAreTheFeetAlone) {
  DynamicsData<Lanes> eight(runner);
  const auto link = static_cast<std::size_t>(ground.foot);
  std::array<Foot, lane_count> feet;
  const Lanes zero(0.0);
  const auto set = [](Vec3<Lanes>& v, int lane, const Eigen::Vector3d& x) {
    v.x.set(lane, x.x()), v.y.set(lane, x.y()), v.z.set(lane, x.z());
  };
  Lanes d = zero, d_dot = zero;
  for (int k = 0; k < lane_count; ++k) {
    const Foot& foot = feet[static_cast<std::size_t>(k)] = random_foot();
    set(eight.R[link].c0, k, foot.R.col(0)), set(eight.R[link].c1, k, foot.R.col(1)),
        set(eight.R[link].c2, k, foot.R.col(2));
    set(eight.origin[link], k, foot.p);
    set(eight.v[link].angular, k, foot.v.head<3>()), set(eight.v[link].linear, k, foot.v.tail<3>());
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
    same(with_slopes.by_deflection, one.by_deflection);
    same(with_slopes.by_deflection_rate, one.by_deflection_rate);
    for (std::size_t j = 0; j < 6; ++j) {
      same(with_slopes.by_displacement[j], one.by_displacement[j]);
      same(with_slopes.by_velocity[j], one.by_velocity[j]);
    }
    EXPECT_NEAR(with_slopes.moment_of_pressure_x[k], one.moment_of_pressure_x,
                1e-12 * std::abs(one.moment_of_pressure_x));
  }
}

/// Standing flat at a height, the ground sinking until it carries the force: F(d) = k_s d, by bisection.
double standing_force(FootContact& test, double height, double k_s) {
  const auto excess = [&](double d) { return test.wrench(FootContact::flat(height), d)[4] - k_s * d; };
  double low = 0.0, high = 0.1;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    (excess(middle) > 0.0 ? low : high) = middle;
  }
  return k_s * low;
}

TEST_F(FootContact, StiffGroundIsRigidGround) {
  const double height = 0.036, rigid = wrench(flat(height))[4];
  ASSERT_GT(rigid, 500.0);
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
    EXPECT_LT(wrench(foot).tail<3>().norm(), 0.1 * static_cast<double>(ground.pads.size()));
  }
}

}  // namespace
}  // namespace psoas
