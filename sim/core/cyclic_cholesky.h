// How is a symmetric positive definite system solved whose blocks couple only neighbours on a ring, plus one shared
// unknown?
#pragma once

#include <Eigen/Core>
#include <vector>

namespace psoas {

/// Cholesky factorisation of a cyclic block-tridiagonal matrix with a border of one:
///
///     D0  .   .   F  t0        D_i  diagonal blocks, n x n
///     E0  D1  .   .  t1        E_i  block (i+1, i)
///     .   E1  D2  .  t2        F    block (0, last): what closes the ring
///     Fᵀ  .   E2  D3 t3        t_i  column of the shared unknown, corner its diagonal
///     t0ᵀ t1ᵀ t2ᵀ t3ᵀ c
///
/// Blocks 0 … m-2 are eliminated in order; the last block and the shared unknown are the border they all couple to.
/// Only lower triangles of D_i are read. set_zero(), add to the parts, factor(), which uses them up, then solve() as
/// often as needed. Allocates only in its constructor.
class CyclicCholesky {
 public:
  /// @param groups  equal parts of a block's unknowns, of which part a couples to the next block's parts 0 ... a alone;
  ///                nothing else of E_i is read. 1: all couple to all
  CyclicCholesky(int blocks, int block_size, int groups = 1);
  CyclicCholesky(const CyclicCholesky&) = delete;  // the parts below are views
  CyclicCholesky& operator=(const CyclicCholesky&) = delete;

  void set_zero();
  int blocks() const { return static_cast<int>(D.size()); }
  int block_size() const { return n_; }
  /// @return false when the matrix is not positive definite
  bool factor();
  /// Solves in place. @param x  blocks() * block_size() + 1 numbers
  void solve(Eigen::Ref<Eigen::VectorXd> x);

  // Where the parts stand in the panels that factor() works on.
  using Block = Eigen::Map<Eigen::MatrixXd, Eigen::Unaligned, Eigen::OuterStride<>>;
  using Closing = Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>, Eigen::Unaligned,
                             Eigen::OuterStride<>>;
  using Column = Eigen::Map<Eigen::VectorXd, Eigen::Unaligned, Eigen::InnerStride<>>;

 private:
  using Panel = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  /// Columns of F, in whole registers, before the first that is anything: unknowns of the last block that only its
  /// neighbour on this side feels, so that nothing of them fills in before.
  std::ptrdiff_t uncoupled() const;

  int n_, p_;  ///< block size, and that padded to whole registers; padding rows are rows of the identity
  /// Of eight rows of a panel: columns of the next block that they reach, in whole registers.
  std::vector<std::ptrdiff_t> reach_;
  /// One for each eliminated block, p x (3p + 8): [Lᵀ | L⁻¹ E_iᵀ | L⁻¹ (coupling to the border)].
  std::vector<Panel> panels_;
  Panel border_;  ///< (p + 8) x (p + 8): the last block, then the shared unknown at p; Lᵀ once factored
  Eigen::VectorXd y_;

 public:
  std::vector<Block> D, E;
  Closing F;
  std::vector<Column> t;
  double& corner;
};

}  // namespace psoas
