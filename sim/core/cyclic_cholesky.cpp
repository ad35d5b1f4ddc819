// How is the ring eliminated block by block?
#include "sim/core/cyclic_cholesky.h"

#include <Eigen/Cholesky>

#include "sim/core/check.h"

namespace psoas {

CyclicCholesky::CyclicCholesky(int blocks, int block_size) : n_(block_size) {
  CHECK(blocks >= 3);  // with fewer, the ring's closing block would fall on a neighbour's place
  const auto m = static_cast<std::size_t>(blocks);
  const auto square = Eigen::MatrixXd::Zero(n_, n_);
  D.assign(m, square), E.assign(m - 1, square), F = square;
  t.assign(m, Eigen::VectorXd::Zero(n_));
  L_.assign(m - 1, square), U_.assign(m - 1, square);
  W_.assign(m - 1, Eigen::MatrixXd::Zero(n_, n_ + 1));
  border_.setZero(n_ + 1, n_ + 1);
  y_.setZero(n_ + 1);
}

void CyclicCholesky::set_zero() {
  for (auto& block : D) block.setZero();
  for (auto& block : E) block.setZero();
  for (auto& column : t) column.setZero();
  F.setZero();
  corner = 0.0;
}

bool CyclicCholesky::factor() {
  const std::size_t last = D.size() - 1;
  border_.topLeftCorner(n_, n_) = D[last];
  border_.row(n_).head(n_) = t[last].transpose();
  border_(n_, n_) = corner;

  // Coupling of each block to the border: F for the first, E for the last but one, the shared unknown for all.
  for (std::size_t i = 0; i < last; ++i) {
    W_[i].leftCols(n_).setZero();
    W_[i].col(n_) = t[i];
  }
  W_[0].leftCols(n_) += F;
  W_[last - 1].leftCols(n_) += E[last - 1].transpose();

  for (std::size_t i = 0; i < last; ++i) {
    L_[i] = D[i];
    Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>> llt(L_[i]);
    if (llt.info() != Eigen::Success) return false;
    const auto L = L_[i].triangularView<Eigen::Lower>();
    L.solveInPlace(W_[i]);
    if (i + 1 < last) {
      U_[i] = E[i].transpose();
      L.solveInPlace(U_[i]);
      D[i + 1].selfadjointView<Eigen::Lower>().rankUpdate(U_[i].transpose(), -1.0);
      W_[i + 1].noalias() -= U_[i].transpose() * W_[i];
    }
    border_.selfadjointView<Eigen::Lower>().rankUpdate(W_[i].transpose(), -1.0);
  }
  Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>> llt(border_);
  return llt.info() == Eigen::Success;
}

void CyclicCholesky::solve(Eigen::Ref<Eigen::VectorXd> x) {
  const std::size_t last = D.size() - 1;
  const auto segment = [&](std::size_t i) { return x.segment(static_cast<Eigen::Index>(i) * n_, n_); };

  // Forward through the blocks, each passing on what the next and the border must subtract.
  y_ = x.tail(n_ + 1);
  for (std::size_t i = 0; i < last; ++i) {
    auto b = segment(i);
    L_[i].triangularView<Eigen::Lower>().solveInPlace(b);
    if (i + 1 < last) segment(i + 1).noalias() -= U_[i].transpose() * b;
    y_.noalias() -= W_[i].transpose() * b;
  }
  border_.triangularView<Eigen::Lower>().solveInPlace(y_);
  border_.transpose().triangularView<Eigen::Upper>().solveInPlace(y_);
  x.tail(n_ + 1) = y_;

  // Backward.
  for (std::size_t i = last; i-- > 0;) {
    auto b = segment(i);
    b.noalias() -= W_[i] * y_;
    if (i + 1 < last) b.noalias() -= U_[i] * segment(i + 1);
    L_[i].transpose().triangularView<Eigen::Upper>().solveInPlace(b);
  }
}

}  // namespace psoas
