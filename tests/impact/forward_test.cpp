// Does a simulated body keep the books of energy and momentum, fall on a pad as it must, and come to the same end with
// smaller steps?
#include "sim/impact/forward.h"

#include <gtest/gtest.h>

#include <functional>
#include <numbers>

#include "sim/impact/flesh.h"
#include "tests/dynamics/states.h"

namespace psoas {
namespace {

const Models& tables() {
  static const Models models = read_models(models_folder());
  return models;
}

/// Fleshed runner above the ground with its right heel 1 cm up, falling at 1 m/s with joints held by springs.
struct Falling {
  FleshedRunner fleshed = with_flesh(test_runner(), *tables().landing, 1.0);
  Ground ground;
  Eigen::VectorXd q, qd;

  explicit Falling(bool lossy, double friction) {
    ShoeOptions shoe;
    SurfaceOptions surface;
    surface.friction = friction, surface.stiffness = 300e3, surface.moving_mass = 1.0;
    ground = build_ground(runner(), shoe, surface);
    for (Pad& pad : ground.pads)
      if (!lossy) pad.midsole.loss = pad.tissue_loss = 0.0;
    q = Eigen::VectorXd::Zero(runner().nq()), qd = q;
    q[runner().index("hip_flexion_r")] = 0.5, q[runner().index("knee_flexion_r")] = 0.3;
    q[runner().index("ankle_dorsiflexion_r")] = 0.1, q[runner().index("hip_flexion_l")] = -0.3;
    q[runner().index("knee_flexion_l")] = 1.2;
    DynamicsData<double> data(runner());
    load({q, qd, qd}, data);
    forward_kinematics(runner(), data);
    double lowest = 1.0;
    for (std::size_t i = 0; i < ground.pads.size(); ++i)
      lowest = std::min(lowest, world_point(data, ground.link[ground.body[i]], ground.positions[i]).y);
    q[1] = 0.01 - lowest;
    qd[0] = 0.5, qd[1] = -1.0, qd[runner().index("hip_flexion_r")] = -2.0;
  }
  const Runner& runner() const { return fleshed.runner; }

  /// Springs about where everything stands; flesh on its own.
  Drive<double> drive(double damping) const {
    Drive<double> d(static_cast<std::size_t>(runner().nq()));
    for (std::size_t i = 6; i < d.q.size(); ++i) {
      d.q[i] = q[static_cast<Eigen::Index>(i)], d.stiffness[i] = 200.0, d.damping[i] = damping * 4.0;
    }
    for (const WobblingSlide& slide : fleshed.slides) {
      d.stiffness[static_cast<std::size_t>(slide.link)] = slide.stiffness;
      d.damping[static_cast<std::size_t>(slide.link)] = damping * slide.damping;
    }
    return d;
  }
  ForwardData<double> start() const {
    ForwardData<double> data(runner(), ground);
    for (Eigen::Index i = 0; i < q.size(); ++i) {
      data.place[static_cast<std::size_t>(i) + 1] = q[i];
      data.rate[static_cast<std::size_t>(i) + 1] = qd[i];
    }
    return data;
  }
};

/// Kinetic energy, height and springs of the body; [J].
double body_energy(const Falling& f, const Drive<double>& drive, const ForwardData<double>& data) {
  State state{Eigen::VectorXd(f.q.size()), Eigen::VectorXd(f.q.size()), Eigen::VectorXd::Zero(f.q.size())};
  double springs = 0.0;
  for (Eigen::Index i = 0; i < f.q.size(); ++i) {
    const auto j = static_cast<std::size_t>(i);
    state.q[i] = data.place[j + 1], state.qd[i] = data.rate[j + 1];
    springs += 0.5 * drive.stiffness[j] * (state.q[i] - drive.q[j]) * (state.q[i] - drive.q[j]);
  }
  const Mechanics m = mechanics_of(f.runner(), state);
  return m.kinetic_energy + m.potential_energy + springs;
}

/// Stored in pads without dissipation, by Simpson's rule, and in the ground element; [J].
double contact_energy(const Falling& f, const ForwardData<double>& data) {
  DynamicsData<double> d = data.dynamics;
  for (std::size_t i = 0; i < d.q.size(); ++i) d.q[i] = data.place[i + 1], d.qd[i] = data.rate[i + 1];
  forward_kinematics(f.runner(), d);
  double energy = 0.5 * f.ground.stiffness * data.place[0] * data.place[0] +
                  0.5 * f.ground.moving_mass * data.rate[0] * data.rate[0];
  for (std::size_t i = 0; i < f.ground.pads.size(); ++i) {
    const double top = -world_point(d, f.ground.link[f.ground.body[i]], f.ground.positions[i]).y - data.place[0],
                 bottom = -0.05;
    if (top <= bottom) continue;
    constexpr int n = 400;
    const double step = (top - bottom) / n;
    for (int k = 0; k <= n; ++k) {
      const double weight = k == 0 || k == n ? 1.0 : k % 2 == 1 ? 4.0 : 2.0;
      energy += weight * step / 3.0 * pad_force(f.ground.pads[i], bottom + k * step, 0.0, 0.0, 0.0).y;
    }
  }
  return energy;
}

constexpr double duration = 0.06;  // [s]: down on the heel and on to the forefoot

// Nothing rubs and nothing damps: kinetic energy, height, springs, pads and ground hold it all. What the steps lose
// falls with their square.
TEST(Forward, EnergyIsConservedWhereNothingDissipates) {
  const Falling f(false, 0.0);
  const Drive<double> drive = f.drive(0.0);
  const auto lost = [&](double h) {
    ForwardData<double> data = f.start();
    const double before = body_energy(f, drive, data) + contact_energy(f, data);
    for (int k = 0; k < std::lround(duration / h); ++k) step(f.runner(), f.ground, drive, drive, h, data);
    EXPECT_GT(contact_energy(f, data), 1.0);  // J: it did land
    return body_energy(f, drive, data) + contact_energy(f, data) - before;
  };
  const double coarse = lost(0.4e-3), middle = lost(0.2e-3), fine = lost(0.1e-3);
  std::printf("energy lost: %.4f J, %.4f, %.4f at 0.4, 0.2, 0.1 ms\n", coarse, middle, fine);
  EXPECT_LT(std::abs(lost(1e-3)), 1.5);  // J, of some 40 J of fall; 1 ms is what a landing uses
  EXPECT_LT(std::abs(fine), 0.01);
  EXPECT_GT(coarse / middle, 3.0);
  EXPECT_GT(middle / fine, 3.0);
}

// With all losses on: what the body gains is the work of joints, flesh and contact, by the trapezoid over the steps.
TEST(Forward, WhatTheBodyGainsIsTheWorkDoneOnIt) {
  const Falling f(true, 0.8);
  const Drive<double> drive = f.drive(1.0);
  const auto apart = [&](double h) {
    ForwardData<double> data = f.start();
    const double before = body_energy(f, drive, data);
    const auto power = [&] {  // of dampers and of the contact; springs are counted as energy
      observe(f.runner(), f.ground, data);
      double sum = 0.0;
      for (const std::size_t b : {0U, 1U})
        sum += dot(data.dynamics.v[static_cast<std::size_t>(f.ground.link[b])], data.contact.on[b].wrench);
      for (std::size_t i = 0; i < drive.damping.size(); ++i)
        sum -= drive.damping[i] * data.rate[i + 1] * data.rate[i + 1];
      return sum;
    };
    double work = 0.0, last = power();
    for (int k = 0; k < std::lround(duration / h); ++k) {
      step(f.runner(), f.ground, drive, drive, h, data);
      const double now = power();
      work += 0.5 * h * (last + now);
      last = now;
    }
    EXPECT_LT(work, -20.0);  // J
    return body_energy(f, drive, data) - before - work;
  };
  const double coarse = apart(0.2e-3), fine = apart(0.1e-3);
  std::printf("energy apart from work: %.4f J, %.4f at 0.2, 0.1 ms\n", coarse, fine);
  EXPECT_LT(std::abs(fine), 0.02);
  EXPECT_GT(std::abs(coarse / fine),
            2.5);  // the hysteresis turns too fast for the trapezoid to be quite of second order
}

TEST(Forward, HalfTheStepIsAQuarterOfTheError) {
  const Falling f(true, 0.8);
  const auto end = [&](double h) {
    ForwardData<double> data = f.start();
    Drive<double> middle = f.drive(1.0), next = middle;
    const auto knee = static_cast<std::size_t>(f.runner().index("knee_flexion_r"));
    for (int k = 0; k < std::lround(duration / h); ++k) {  // with a moment that changes with time
      middle.tau[knee] = -80.0 * std::sin(40.0 * (k + 0.5) * h), next.tau[knee] = -80.0 * std::sin(40.0 * (k + 1) * h);
      step(f.runner(), f.ground, middle, next, h, data);
    }
    return vector_of(data.place);
  };
  const Eigen::VectorXd a = end(0.4e-3), b = end(0.2e-3), c = end(0.1e-3);
  const double ratio = (a - b).norm() / (b - c).norm();
  EXPECT_GT(ratio, 3.2);
  EXPECT_LT(ratio, 5.0);
}

TEST(Forward, InFlightTheCentreOfMassFollowsAParabola) {
  Falling f(true, 0.8);
  f.q[1] += 2.0;
  const Drive<double> drive = f.drive(1.0);
  const auto mechanics_at = [&](const ForwardData<double>& data) {
    State state{vector_of(data.place).tail(f.q.size()), vector_of(data.rate).tail(f.q.size()),
                Eigen::VectorXd::Zero(f.q.size())};
    return mechanics_of(f.runner(), state);
  };
  ForwardData<double> data = f.start();
  const Mechanics before = mechanics_at(data);
  for (int k = 0; k < 120; ++k) step(f.runner(), f.ground, drive, drive, 0.5e-3, data);
  const Mechanics after = mechanics_at(data);
  const double t = 0.06, g = Runner::gravity, mass = f.runner().mass;
  const Eigen::Vector3d v = before.momentum / mass;
  const Eigen::Vector3d there = before.centre_of_mass + t * v - 0.5 * g * t * t * Eigen::Vector3d::UnitY();
  EXPECT_LT((after.centre_of_mass - there).norm(), 2e-5);  // m, of 62 mm
  EXPECT_LT((after.momentum - before.momentum + mass * g * t * Eigen::Vector3d::UnitY()).norm(), 0.02);
}

// A ground element on its own rings and dies as the textbook says.
TEST(Forward, TheGroundElementIsADampedOscillator) {
  Falling f(true, 0.8);
  f.q[1] += 2.0;
  f.ground.moving_mass = 10.0, f.ground.stiffness = 200e3, f.ground.damping = 600.0;
  const Drive<double> drive = f.drive(1.0);
  ForwardData<double> data = f.start();
  data.place[0] = 0.01;
  for (int k = 0; k < 200; ++k) step(f.runner(), f.ground, drive, drive, 0.2e-3, data);
  const double t = 0.04, decay = 600.0 / 20.0, omega = std::sqrt(200e3 / 10.0 - decay * decay);
  const double exact = 0.01 * std::exp(-decay * t) * (std::cos(omega * t) + decay / omega * std::sin(omega * t));
  EXPECT_NEAR(data.place[0], exact, 2e-5);
}

// A mass falls on one pad: where it stops, the pad has taken its energy, which says how deep and how hard.
TEST(Forward, APointMassOnAPadStopsWhereThePadHasTakenItsEnergy) {
  Runner mass;
  Link link;
  link.name = "fall", link.slide = true, link.axis = Eigen::Vector3d::UnitY(), link.offset = Eigen::Vector3d::Zero();
  link.mass = 8.0, link.inertia = 0.01 * Eigen::Matrix3d::Identity();
  mass.links = {link}, mass.mass = 8.0;
  Ground ground;
  ground.pads = {{.midsole = {.stiffness = 90e3, .depth = 0.02, .stiffening = 0.3, .loss = 0.0},
                  .tissue = 1.8e7,
                  .tissue_loss = 0.0,
                  .friction = 0.8}};
  ground.positions = {Eigen::Vector3d::Zero()};
  ground.body = {0}, ground.link = {0, 0}, ground.chain = {0}, ground.stiffness = 1e9;
  const double height = 0.06, speed = 1.0;

  const auto force = [&](double p) { return pad_force(ground.pads[0], p, 0.0, 0.0, 0.0).y; };
  double taken = 0.0, depth = -0.05;
  constexpr double dp = 1e-6;
  while (taken < 0.5 * 8.0 * speed * speed + 8.0 * Runner::gravity * (height + depth)) {
    taken += dp * force(depth + 0.5 * dp);
    depth += dp;
  }

  ForwardData<double> data(mass, ground);
  data.place[1] = height, data.rate[1] = -speed;
  const Drive<double> drive(1);
  double deepest = 0.0, hardest = 0.0;
  for (int k = 0; k < 2000; ++k) {
    step(mass, ground, drive, drive, 0.05e-3, data);
    observe(mass, ground, data);
    deepest = std::max(deepest, -data.place[1]), hardest = std::max(hardest, data.contact.wrench.linear.y);
  }
  std::printf("drop of 8 kg: %.4f mm and %.2f N, by energy %.4f mm and %.2f N\n", 1e3 * deepest, hardest, 1e3 * depth,
              force(depth));
  EXPECT_NEAR(deepest, depth, 1e-3 * depth);
  EXPECT_NEAR(hardest, force(depth), 1e-3 * hardest);
}

// Where the pad's hysteresis turns within 5 cm/s, a light body pressed down comes to rest instead of hammering.
TEST(Forward, ALightBodyUnderLoadComesToRestOnALossyPad) {
  Runner mass;
  Link link;
  link.name = "fall", link.slide = true, link.axis = Eigen::Vector3d::UnitY(), link.offset = Eigen::Vector3d::Zero();
  link.mass = 0.3, link.inertia = 0.001 * Eigen::Matrix3d::Identity();
  mass.links = {link}, mass.mass = 0.3;
  Ground ground;
  ground.pads = {{.midsole = {.stiffness = 40e3, .depth = 0.02, .stiffening = 0.3, .loss = 0.3},
                  .tissue = 6e7,
                  .tissue_loss = 0.3,
                  .friction = 0.8}};
  ground.positions = {Eigen::Vector3d::Zero()};
  ground.body = {0}, ground.link = {0, 0}, ground.chain = {0}, ground.stiffness = 1e9;
  ForwardData<double> data(mass, ground);
  data.place[1] = 0.002, data.rate[1] = -1.0;
  Drive<double> drive(1);
  drive.tau[0] = -500.0;
  double fastest = 0.0;
  for (int k = 0; k < 150; ++k) {
    step(mass, ground, drive, drive, 1e-3, data);
    if (k >= 50) fastest = std::max(fastest, std::abs(data.rate[1]));
  }
  observe(mass, ground, data);
  EXPECT_LT(fastest, 0.01);  // m/s: it creeps; hammering would be several times turning_speed
  EXPECT_NEAR(data.contact.wrench.linear.y, 500.0 + 0.3 * Runner::gravity, 2.0);
}

// Eight at once are eight alone, but for the library functions of the lanes.
TEST(Forward, LanesGoWhereOneBodyGoes) {
  const Falling f(true, 0.8);
  const Drive<double> drive = f.drive(1.0);
  Drive<Lanes> drives(drive.q.size());
  ForwardData<double> one = f.start();
  ForwardData<Lanes> eight(f.runner(), f.ground);
  for (std::size_t i = 0; i < drive.q.size(); ++i) {
    drives.q[i] = Lanes(drive.q[i]), drives.stiffness[i] = Lanes(drive.stiffness[i]);
    drives.damping[i] = Lanes(drive.damping[i]);
  }
  for (std::size_t i = 0; i < one.place.size(); ++i)
    eight.place[i] = Lanes(one.place[i]), eight.rate[i] = Lanes(one.rate[i]);
  for (int k = 0; k < 60; ++k) {
    step(f.runner(), f.ground, drive, drive, 1e-3, one);
    step(f.runner(), f.ground, drives, drives, 1e-3, eight);
  }
  for (std::size_t i = 0; i < one.place.size(); ++i)
    for (int lane = 0; lane < lane_count; ++lane) EXPECT_NEAR(eight.place[i][lane], one.place[i], 1e-10) << i;
}

// However stiff flesh, joints and ground are, a millisecond stays stable; and flesh that cannot move is bone.
TEST(Forward, StiffFleshIsBoneAtTheSameStep) {
  const Falling f(true, 0.8);
  const Runner bones = test_runner();
  const Ground ground = f.ground;
  Drive<double> drive = f.drive(1.0), rigid(static_cast<std::size_t>(bones.nq()));
  for (const WobblingSlide& slide : f.fleshed.slides) {
    drive.stiffness[static_cast<std::size_t>(slide.link)] *= 1e6;
    drive.damping[static_cast<std::size_t>(slide.link)] *= 1e3;
  }
  for (std::size_t i = 0; i < rigid.q.size(); ++i)
    rigid.q[i] = drive.q[i], rigid.stiffness[i] = drive.stiffness[i], rigid.damping[i] = drive.damping[i];
  ForwardData<double> soft = f.start(), hard(bones, ground);
  std::copy_n(soft.place.begin(), hard.place.size(), hard.place.begin());
  std::copy_n(soft.rate.begin(), hard.rate.size(), hard.rate.begin());
  double apart = 0.0;
  for (int k = 0; k < 60; ++k) {
    step(f.runner(), ground, drive, drive, 1e-3, soft);
    step(bones, ground, rigid, rigid, 1e-3, hard);
    for (std::size_t i = 0; i < hard.place.size(); ++i)
      apart = std::max(apart, std::abs(soft.place[i] - hard.place[i]));
  }
  EXPECT_LT(apart, 2e-3);  // rad or m
}

// A share of flesh takes nothing from the whole: where it does not move, the mass matrix is that of the bones.
TEST(Flesh, TakesNothingFromTheWhole) {
  const Runner bones = test_runner();
  const FleshedRunner fleshed = with_flesh(bones, *tables().landing, 1.0);
  EXPECT_EQ(fleshed.slides.size(), 15U);  // three for each of two thighs, two shanks and the trunk
  std::mt19937 random(3);
  State state = random_state(bones, random);
  Eigen::VectorXd q = Eigen::VectorXd::Zero(fleshed.runner.nq());
  q.head(bones.nq()) = state.q;
  const Eigen::MatrixXd M = mass_matrix(bones, state.q), with = mass_matrix(fleshed.runner, q);
  EXPECT_LT((with.topLeftCorner(bones.nq(), bones.nq()) - M).norm(), 1e-11 * M.norm());
  EXPECT_EQ(with_flesh(bones, *tables().landing, 0.0).runner.nq(), bones.nq());
}

// The frequency in the table is that of the flesh against a bone held still.
TEST(Flesh, HangsAtTheFrequencyOfTheTable) {
  const FleshedRunner fleshed = with_flesh(test_runner(), *tables().landing, 1.0);
  for (const WobblingSlide& slide : fleshed.slides) {
    std::size_t carrier = static_cast<std::size_t>(slide.link);
    while (fleshed.runner.links[carrier].mass == 0.0) ++carrier;
    const double hertz = std::sqrt(slide.stiffness / fleshed.runner.links[carrier].mass) / (2 * std::numbers::pi);
    EXPECT_TRUE(std::abs(hertz - 12.0) < 1e-9 || std::abs(hertz - 6.0) < 1e-9) << hertz;
  }
}

}  // namespace
}  // namespace psoas
