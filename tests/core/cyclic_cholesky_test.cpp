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
  Example(int blocks, int size, unsigned seed, int groups = 1)
      : ring(blocks, size, groups), dense(Eigen::MatrixXd::Zero(blocks * size + 1, blocks * size + 1)) {
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
      dense.block(b * n, b * n, n, n) = a * a.transpose() + 12.0 * n * Eigen::MatrixXd::Identity(n, n);
      dense.block(b * n, blocks * n, n, 1) = random(n, 1);
      if (b == last) continue;
      Eigen::MatrixXd E = random(n, n);
      for (int r = 0; r < n; ++r)
        for (int c = 0; c < n; ++c)
          if (r * groups / n > c * groups / n) E(r, c) = 0.0;
      dense.block((b + 1) * n, b * n, n, n) = E;
    }
    dense.block(last * n, 0, n, n) = random(n, n);
    dense(blocks * n, blocks * n) = 100.0;
    dense.row(blocks * n).head(blocks * n) = dense.col(blocks * n).head(blocks * n).transpose();
    const Eigen::MatrixXd lower = dense.triangularView<Eigen::Lower>();
    dense = lower.selfadjointView<Eigen::Lower>();
    right = random(blocks * n + 1, 1);
    fill();
  }
  void fill() {
    const int n = ring.block_size(), last = ring.blocks() - 1;
    for (int b = 0; b <= last; ++b) {
      const auto i = static_cast<std::size_t>(b);
      ring.D[i].triangularView<Eigen::Lower>() = dense.block(b * n, b * n, n, n);
      ring.t[i] = dense.block(b * n, (last + 1) * n, n, 1);
      if (b < last) ring.E[i] = dense.block((b + 1) * n, b * n, n, n);
    }
    ring.F = dense.block(last * n, 0, n, n).transpose();
    ring.corner = dense((last + 1) * n, (last + 1) * n);
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
      for (int again = 0; again < 2; ++again) {  // nothing of the system before is left
        ASSERT_TRUE(example.ring.factor());
        Eigen::VectorXd x = example.right;
        example.ring.solve(x);
        EXPECT_LT((x - expected).norm(), 1e-12 * expected.norm()) << blocks << " blocks of " << size;
        example.ring.set_zero();
        example.fill();
      }
    }
  }
}

// Nodes of a stride couple to their nearest neighbours, whether or not they share a block.
TEST(CyclicCholesky, LeavesOutWhatDoesNotCouple) {
  for (const auto& [size, groups] : {std::pair{78, 3}, {52, 2}, {9, 3}, {48, 3}, {8, 8}}) {
    Example example(5, size, 3U, groups);
    const Eigen::VectorXd expected = example.dense.llt().solve(example.right);
    ASSERT_TRUE(example.ring.factor());
    Eigen::VectorXd x = example.right;
    example.ring.solve(x);
    EXPECT_LT((x - expected).norm(), 1e-12 * expected.norm()) << groups << " groups of " << size;
  }
}

// Where the ring closes in flight, the first nodes of the last block do not feel the first block.
TEST(CyclicCholesky, LeavesOutWhatDoesNotCloseTheRing) {
  for (const int alone : {5, 26, 78}) {
    Example example(5, 78, 9U, 3);
    const int last = 4 * 78;
    example.dense.block(last, 0, alone, 78).setZero();
    example.dense.block(0, last, 78, alone).setZero();
    example.fill();
    const Eigen::VectorXd expected = example.dense.llt().solve(example.right);
    ASSERT_TRUE(example.ring.factor());
    Eigen::VectorXd x = example.right;
    example.ring.solve(x);
    EXPECT_LT((x - expected).norm(), 1e-12 * expected.norm()) << alone << " unknowns";
  }
}

TEST(CyclicCholesky, ReadsOnlyTheLowerTriangles) {
  Example example(4, 9, 5U), other(4, 9, 5U);
  for (CyclicCholesky::Block& D : other.ring.D) D.triangularView<Eigen::StrictlyUpper>().setConstant(1e9);
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
