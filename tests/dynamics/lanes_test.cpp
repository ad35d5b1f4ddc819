// Do eight states at once give what one gives, whichever lane a state is in and whoever its neighbours are?
#include <gtest/gtest.h>

#include <limits>

#include "sim/core/lane_functions.h"
#include "tests/dynamics/states.h"

namespace psoas {
namespace {

struct LanesOfDynamics : testing::Test {
  Runner runner = test_runner();
  std::mt19937 random{7};
  DynamicsData<Lanes> lanes{runner};
  DynamicsData<double> one{runner};
  std::array<State, lane_count> states;

  void SetUp() override {
    for (int k = 0; k < lane_count; ++k) put(k, random_state(runner, random));
  }
  void put(int lane, const State& state) {
    states[static_cast<std::size_t>(lane)] = state;
    for (std::size_t i = 0; i < lanes.q.size(); ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      lanes.q[i].set(lane, state.q[row]), lanes.qd[i].set(lane, state.qd[row]), lanes.qdd[i].set(lane, state.qdd[row]);
    }
  }
  static std::vector<double> lane_of(const std::vector<Lanes>& all, int lane) {
    std::vector<double> x;
    for (const Lanes& each : all) x.push_back(each[lane]);
    return x;
  }
  /// Largest difference, relative to the largest entry.
  static double difference(const std::vector<Lanes>& all, int lane, const std::vector<double>& one_state) {
    const Eigen::VectorXd a = vector_of(lane_of(all, lane)), b = vector_of(one_state);
    return (a - b).cwiseAbs().maxCoeff() / b.cwiseAbs().maxCoeff();
  }
};

// Sums are taken in the same order; sine and cosine are each within an ulp or two, and errors of a chain of twelve
// joints add up: some tens of eps = 2.2e-16.
TEST_F(LanesOfDynamics, EachIsTheStateAlone) {
  for (int trial = 0; trial < 10; ++trial) {
    SetUp();
    inverse_dynamics(runner, lanes);
    for (int k = 0; k < lane_count; ++k) {
      load(states[static_cast<std::size_t>(k)], one);
      inverse_dynamics(runner, one);
      EXPECT_LT(difference(lanes.tau, k, one.tau), 1e-14);
    }
    turn_and_torques(runner, lanes);
    for (int k = 0; k < lane_count; ++k) {
      load(states[static_cast<std::size_t>(k)], one);
      turn_and_torques(runner, one);
      EXPECT_LT(difference(lanes.tau, k, one.tau), 1e-14);
    }
    inverse_dynamics_derivatives(runner, lanes);
    for (int k = 0; k < lane_count; ++k) {
      load(states[static_cast<std::size_t>(k)], one);
      inverse_dynamics_derivatives(runner, one);
      EXPECT_LT(difference(lanes.tau, k, one.tau), 1e-14);
      EXPECT_LT(difference(lanes.dtau_dq, k, one.dtau_dq), 1e-14);
      EXPECT_LT(difference(lanes.dtau_dqd, k, one.dtau_dqd), 1e-14);
      EXPECT_LT(difference(lanes.dtau_dqdd, k, one.dtau_dqdd), 1e-14);
    }
  }
}

// A node of the stride may fall into any lane: the bits must not depend on it, nor on the states beside it.
TEST_F(LanesOfDynamics, BitsDependNeitherOnTheLaneNorOnTheNeighbours) {
  inverse_dynamics_derivatives(runner, lanes);
  const auto tau = lane_of(lanes.tau, 2), by_q = lane_of(lanes.dtau_dq, 2), by_qd = lane_of(lanes.dtau_dqd, 2);
  const State state = states[2];
  for (const int lane : {0, 3, 7}) {
    SetUp();
    put(lane, state);
    inverse_dynamics_derivatives(runner, lanes);
    EXPECT_EQ(lane_of(lanes.tau, lane), tau);
    EXPECT_EQ(lane_of(lanes.dtau_dq, lane), by_q);
    EXPECT_EQ(lane_of(lanes.dtau_dqd, lane), by_qd);
  }
}

TEST_F(LanesOfDynamics, AStateOutOfItsMindSpoilsOnlyItsOwnLane) {
  inverse_dynamics(runner, lanes);
  const auto tau = lane_of(lanes.tau, 4);
  State mad = states[5];
  mad.q[10] = std::numeric_limits<double>::quiet_NaN(), mad.q[12] = 1e12;
  put(5, mad);
  inverse_dynamics(runner, lanes);
  EXPECT_EQ(lane_of(lanes.tau, 4), tau);
  EXPECT_TRUE(std::isnan(lanes.tau[0][5]));
}

// Every lane function against libm, over its whole range and where it is used.
TEST(LaneFunctions, AgreeWithTheLibrary) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> unit(-1.0, 1.0);
  // Differences in units in the last place of the library's value, or of `floor` when that is larger.
  const auto check = [&](double reach, auto lanes_f, auto f, double ulps, double floor, const char* name) {
    double worst = 0.0, where = 0.0;
    for (int i = 0; i < 100000; ++i) {
      const double x = reach * unit(random);
      const double y = f(x), got = lanes_f(Lanes(x))[i % lane_count];
      const double ulp = std::numeric_limits<double>::epsilon() * std::max(std::abs(y), floor);
      if (std::abs(got - y) > worst * ulp) worst = std::abs(got - y) / ulp, where = x;
    }
    EXPECT_LE(worst, ulps) << name << " at " << where;
  };
  const auto lanes_sin = [](const Lanes& x) { return sin(x); };
  const auto lanes_cos = [](const Lanes& x) { return cos(x); };
  for (const double reach : {1e-3, 0.8, 3.2, 100.0, 1e5, 1e9}) {
    check(
        reach, lanes_sin, [](double x) { return std::sin(x); }, 1.5, 0.0, "sin");
    check(
        reach, lanes_cos, [](double x) { return std::cos(x); }, 1.5, 0.0, "cos");
  }
  const auto lanes_exp = [](const Lanes& x) { return exp(x); };
  for (const double reach : {1e-3, 1.0, 50.0, 700.0})
    check(
        reach, lanes_exp, [](double x) { return std::exp(x); }, 1.5, 0.0, "exp");
  const auto log1p_of_square = [](const Lanes& x) { return log1p(x * x); };
  for (const double reach : {1e-8, 1e-3, 0.3, 1.0, 100.0})
    check(
        reach, log1p_of_square, [](double x) { return std::log1p(x * x); }, 2.0, 0.0, "log1p");
  check(
      100.0, [](const Lanes& x) { return sqrt(x * x); }, [](double x) { return std::abs(x); }, 0.0, 0.0, "sqrt");
}

TEST(LaneFunctions, KeepTheirHeadsAtTheEndsOfTheirRange) {
  const double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(exp(Lanes(-1e4))[0], 0.0);
  EXPECT_EQ(exp(Lanes(-inf))[0], 0.0);
  EXPECT_EQ(exp(Lanes(1e4))[0], inf);
  EXPECT_EQ(exp(Lanes(0.0))[0], 1.0);
  EXPECT_EQ(log1p(Lanes(0.0))[0], 0.0);
  EXPECT_EQ(sin(Lanes(0.0))[0], 0.0);
  EXPECT_EQ(cos(Lanes(0.0))[0], 1.0);
  for (const Lanes& y : {exp(Lanes(nan)), log1p(Lanes(nan)), sin(Lanes(nan)), cos(Lanes(nan)), sqrt(Lanes(nan)),
                         sin(Lanes(inf)), cos(Lanes(-inf)), sqrt(Lanes(-1.0))}) {
    EXPECT_TRUE(std::isnan(y[3]));
  }
}

}  // namespace
}  // namespace psoas
