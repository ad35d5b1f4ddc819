// Are products with moment arms in panels those of the whole matrix, whatever is zero in it?
#include "sim/sharing/arm_panels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace psoas {
namespace {

/// Arms of n muscles, each about a few neighbouring rows of m.
Eigen::MatrixXd some_arms(int m, int n, std::mt19937& random) {
  Eigen::MatrixXd R = Eigen::MatrixXd::Zero(m, n);
  for (int i = 0; i < n; ++i) {
    const int first = static_cast<int>(random() % static_cast<unsigned>(m)), count = 1 + static_cast<int>(random() % 5);
    for (int r = first; r < std::min(m, first + count); ++r)
      R(r, i) = std::uniform_real_distribution<double>(-0.07, 0.07)(random);
  }
  return R;
}

TEST(ArmPanels, MultiplyAsTheWholeMatrixDoes) {
  std::mt19937 random(1);
  ArmPanels panels;  // the same for all: nothing of the one before may be left
  for (const auto& [m, n] : {std::pair{1, 1}, {3, 7}, {29, 285}, {32, 8}, {5, 9}, {28, 16}}) {
    const Eigen::MatrixXd R = some_arms(m, n, random);
    panels.set(R);
    EXPECT_EQ(panels.rows(), m);
    EXPECT_EQ(panels.muscles(), n);
    ReserveRows x = ReserveRows::Random();
    Eigen::VectorXd y = Eigen::VectorXd::Constant((n + 7) / 8 * 8, 9.0), F = Eigen::VectorXd::Random(y.size());
    panels.turn(x, y.data());
    EXPECT_LT((y.head(n) - R.transpose() * x.head(m)).cwiseAbs().maxCoeff(), 1e-15) << m << " x " << n;
    EXPECT_EQ(y.tail(y.size() - n).cwiseAbs().sum(), 0.0);
    const ReserveRows moment = panels.pull(F.data());
    EXPECT_LT((moment.head(m) - R * F.head(n)).cwiseAbs().maxCoeff(), 1e-14) << m << " x " << n;
    EXPECT_EQ(moment.tail(reserve_rows - m).cwiseAbs().sum(), 0.0);
    for (int j = 0; j < n; ++j) {
      Eigen::VectorXd column = Eigen::VectorXd::Zero(m);
      panels.each_arm(j, [&](int row, double arm) { column[row] = arm; });
      EXPECT_EQ((column - R.col(j)).cwiseAbs().maxCoeff(), 0.0) << j;
    }
  }
}

TEST(ArmPanels, KeepWhatIsNotANumber) {
  Eigen::MatrixXd R = Eigen::MatrixXd::Zero(2, 9);
  R(1, 8) = std::numeric_limits<double>::quiet_NaN();
  ArmPanels panels;
  panels.set(R);
  EXPECT_TRUE(std::isnan(panels.pull(Eigen::VectorXd::Ones(16).eval().data())[1]));
}

}  // namespace
}  // namespace psoas
