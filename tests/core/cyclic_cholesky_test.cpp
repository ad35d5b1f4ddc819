// Does the ring solver solve the same system as a dense one?
#include "sim/core/cyclic_cholesky.h"

#include <gtest/gtest.h>

#include <Eigen/Cholesky>
#include <limits>
#include <random>

namespace psoas {
namespace {

/// A random positive definite ring of blocks, and the same matrix written out.
struct Example {
  Example(int blocks, int size, unsigned seed)
      : ring(blocks, size), dense(Eigen::MatrixXd::Zero(blocks * size + 1, blocks * size + 1)) {
    std::mt19937 engine(seed);
    std::normal_distribution<double> normal;
    const auto random = [&](int rows, int columns) {
      Eigen::MatrixXd m(rows, columns);
      for (int j = 0; j < columns; ++j)
        for (int i = 0; i < rows; ++i) m(i, j) = normal(engine);
      return m;
    };
    const int n = size, last = blocks - 1;
    for (int b = 0; b < blocks; ++b) {
      const Eigen::MatrixXd a = random(n, n);
      ring.D[static_cast<std::size_t>(b)] = a * a.transpose() + 12.0 * n * Eigen::MatrixXd::Identity(n, n);
      ring.t[static_cast<std::size_t>(b)] = random(n, 1);
      dense.block(b * n, b * n, n, n) = ring.D[static_cast<std::size_t>(b)];
      dense.block(b * n, blocks * n, n, 1) = ring.t[static_cast<std::size_t>(b)];
      if (b < last) {
        ring.E[static_cast<std::size_t>(b)] = random(n, n);
        dense.block((b + 1) * n, b * n, n, n) = ring.E[static_cast<std::size_t>(b)];
      }
    }
    ring.F = random(n, n);
    dense.block(last * n, 0, n, n) = ring.F.transpose();
    ring.corner = dense(blocks * n, blocks * n) = 100.0;
    dense.row(blocks * n).head(blocks * n) = dense.col(blocks * n).head(blocks * n).transpose();
    const Eigen::MatrixXd lower = dense.triangularView<Eigen::Lower>();
    dense = lower.selfadjointView<Eigen::Lower>();
    right = random(blocks * n + 1, 1);
  }
  CyclicCholesky ring;
  Eigen::MatrixXd dense;
  Eigen::VectorXd right;
};

TEST(CyclicCholesky, SolvesTheSameSystemAsDenseCholesky) {
  for (const int size : {1, 7, 8, 48}) {  // whole registers or not
    for (const int blocks : {3, 4, 10}) {
      Example example(blocks, size, 11U + static_cast<unsigned>(blocks));
      const Eigen::VectorXd expected = example.dense.llt().solve(example.right);
      for (int again = 0; again < 2; ++again) {  // the parts are not used up
        ASSERT_TRUE(example.ring.factor());
        Eigen::VectorXd x = example.right;
        example.ring.solve(x);
        EXPECT_LT((x - expected).norm(), 1e-12 * expected.norm()) << blocks << " blocks of " << size;
      }
    }
  }
}

TEST(CyclicCholesky, ReadsOnlyTheLowerTriangles) {
  Example example(4, 9, 5U), other(4, 9, 5U);
  for (Eigen::MatrixXd& D : other.ring.D) D.triangularView<Eigen::StrictlyUpper>().setConstant(1e9);
  Eigen::VectorXd x = example.right, y = example.right;
  ASSERT_TRUE(example.ring.factor() && other.ring.factor());
  example.ring.solve(x), other.ring.solve(y);
  EXPECT_EQ(x, y);
}

TEST(CyclicCholesky, SaysWhenTheMatrixIsNotPositiveDefinite) {
  for (const std::size_t block : {0U, 2U, 3U}) {
    Example example(4, 5, 3U);
    example.ring.D[block].diagonal().array() -= 1000.0;
    EXPECT_FALSE(example.ring.factor());
  }
  Example example(4, 5, 3U);
  example.ring.corner = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(example.ring.factor());
}

}  // namespace
}  // namespace psoas
