// How does IPOPT see the stride? Rows, bounds and derivatives of the same problem, in its own terms.
#include "tests/ipopt/stride_nlp.h"

#include <IpIpoptData.hpp>
#include <algorithm>
#include <cstdlib>

namespace psoas {

StrideNlp::StrideNlp(const StrideProblem& problem, StrideUnknowns start)
    : solution(start),
      problem_(problem),
      start_(std::move(start)),
      N_(problem.nodes),
      nv_(problem.runner->nq() + 1),
      n_(N_ * nv_ + 1),
      reach_(problem.rate_scale.any() ? 3 : 2),
      colours_(2 * reach_ + 1),
      data_(*problem.runner, 1),
      ring_(N_ / reach_, reach_ * nv_),
      no_residual_(Eigen::MatrixXd::Zero(7, N_)),
      no_lambda_(Eigen::MatrixXd::Zero(7, N_)) {
  while (N_ % colours_ != 0) ++colours_;  // the ring must close without two neighbours of one colour
  for (int i = 0; i < n_; ++i) {
    for (int j = 0; j <= i; ++j) {
      if (i == n_ - 1 || ring_distance(i / nv_, j / nv_) <= reach_) hessian_.emplace_back(i, j);
    }
  }
}

int StrideNlp::ring_distance(int a, int b) const {
  const int d = std::abs(a - b);
  return std::min(d, N_ - d);
}

StrideUnknowns StrideNlp::unpack(const Number* x) const {
  return {Eigen::Map<const Eigen::MatrixXd>(x, nv_, N_), x[n_ - 1]};
}

void StrideNlp::values_at(const Number* x) {
  evaluate(problem_, unpack(x), 0.0, data_, node_values_);
  residuals(problem_, node_values_, r_);
}

void StrideNlp::lagrangian_gradient(const StrideUnknowns& x, double factor, const Eigen::MatrixXd& lambda,
                                    Eigen::VectorXd& gradient) {
  ++gradients;
  evaluate_derivatives(problem_, x, data_, node_values_, jacobians_);
  const StrideStates& states = data_.states;
  // assemble() gives ½ d(cost)/dx + Jr'(λ + ρ r); with r = 0 no penalty is left, and λ/factor carries IPOPT's scale.
  if (factor != 0.0) {
    assemble(problem_, x, states, node_values_, jacobians_, lambda / factor, no_residual_, 1.0, scratch_, ring_,
             gradient);
    gradient *= factor;
    return;
  }
  NodeJacobians copy = jacobians_;  // mirrored in place
  Eigen::VectorXd objective;
  assemble(problem_, x, states, node_values_, copy, no_lambda_, no_residual_, 1.0, scratch_, ring_, objective);
  assemble(problem_, x, states, node_values_, jacobians_, lambda, no_residual_, 1.0, scratch_, ring_, gradient);
  gradient -= objective;
}

bool StrideNlp::get_nlp_info(Index& n, Index& m, Index& jacobian_entries, Index& hessian_entries,
                             IndexStyleEnum& style) {
  n = n_, m = 7 * N_;
  jacobian_entries = m * (3 * nv_ + 1);
  hessian_entries = static_cast<Index>(hessian_.size());
  style = C_STYLE;
  return true;
}

bool StrideNlp::get_bounds_info(Index n, Number* low, Number* high, Index m, Number* g_low, Number* g_high) {
  std::fill_n(low, n, -1e20), std::fill_n(high, n, 1e20);  // beyond 1e19 IPOPT sees no bound
  std::fill_n(g_low, m, 0.0), std::fill_n(g_high, m, 0.0);
  return true;
}

bool StrideNlp::get_starting_point(Index n, bool, Number* x, bool, Number*, Number*, Index, bool, Number*) {
  std::copy_n(start_.control.data(), n - 1, x);
  x[n - 1] = start_.duration;
  return true;
}

bool StrideNlp::eval_f(Index, const Number* x, bool, Number& value) {
  values_at(x);
  value = 0.5 * cost(problem_, unpack(x), data_.states, node_values_).total();
  return true;
}

bool StrideNlp::eval_grad_f(Index n, const Number* x, bool, Number* gradient) {
  Eigen::VectorXd g;
  lagrangian_gradient(unpack(x), 1.0, no_lambda_, g);
  std::copy_n(g.data(), n, gradient);
  return true;
}

bool StrideNlp::eval_g(Index, const Number* x, bool, Index m, Number* g) {
  values_at(x);
  std::copy_n(r_.data(), m, g);
  return true;
}

bool StrideNlp::eval_jac_g(Index, const Number* x, bool, Index, Index, Index* row, Index* column, Number* values) {
  const RowMap map(problem_);
  Eigen::VectorXd gradient;
  if (values) lagrangian_gradient(unpack(x), 1.0, no_lambda_, gradient);
  Index e = 0;
  for (int k = 0; k < N_; ++k) {
    for (int i = 0; i < 7; ++i) {
      const double unit = i < 3 ? problem_.force_unit : (i < 6 ? problem_.moment_unit : 1.0);
      for (int j = 0; j <= 3 * nv_; ++j, ++e) {
        if (values) {
          values[e] = jacobians_[static_cast<std::size_t>(k)](map.root + i, j) / unit;
        } else {
          const int node = (k + j / nv_ - 1 + N_) % N_;
          row[e] = 7 * k + i;
          column[e] = j == 3 * nv_ ? n_ - 1 : node * nv_ + j % nv_;
        }
      }
    }
  }
  return true;
}

bool StrideNlp::eval_h(Index, const Number* x, bool, Number factor, Index, const Number* lambda, bool, Index,
                       Index* row, Index* column, Number* values) {
  if (!values) {
    for (std::size_t e = 0; e < hessian_.size(); ++e) row[e] = hessian_[e].first, column[e] = hessian_[e].second;
    return true;
  }
  const Eigen::MatrixXd multipliers = Eigen::Map<const Eigen::MatrixXd>(lambda, 7, N_);
  const double step = 1e-5;
  StrideUnknowns at = unpack(x);
  Eigen::VectorXd up, down;
  // difference[c * nv + j]: change of the gradient when variable j of all nodes of colour c moves; the last one: when T
  // moves.
  std::vector<Eigen::VectorXd> difference(static_cast<std::size_t>(colours_ * nv_ + 1));
  for (int c = 0; c < colours_; ++c) {
    for (int j = 0; j < nv_; ++j) {
      auto moved = at.control.row(j)(Eigen::seq(c, Eigen::last, colours_));
      const Eigen::RowVectorXd here = moved;
      moved.array() += step;
      lagrangian_gradient(at, factor, multipliers, up);
      moved.array() -= 2 * step;
      lagrangian_gradient(at, factor, multipliers, down);
      moved = here;
      difference[static_cast<std::size_t>(c * nv_ + j)] = (up - down) / (2 * step);
    }
  }
  const double T = at.duration;
  at.duration = T + step;
  lagrangian_gradient(at, factor, multipliers, up);
  at.duration = T - step;
  lagrangian_gradient(at, factor, multipliers, down);
  difference.back() = (up - down) / (2 * step);

  const auto entry = [&](int i, int j) {  // change of gradient i with unknown j
    const int colour = (j / nv_) % colours_;
    return difference[static_cast<std::size_t>(colour * nv_ + j % nv_)][i];
  };
  for (std::size_t e = 0; e < hessian_.size(); ++e) {
    const auto [i, j] = hessian_[e];
    values[e] = i == n_ - 1 ? difference.back()[j] : 0.5 * (entry(i, j) + entry(j, i));
  }
  return true;
}

void StrideNlp::finalize_solution(Ipopt::SolverReturn status, Index, const Number* x, const Number*, const Number*,
                                  Index, const Number*, const Number*, Number, const Ipopt::IpoptData* data,
                                  Ipopt::IpoptCalculatedQuantities*) {
  outcome = status;
  solution = unpack(x);
  if (data) iterations = data->iter_count();
}

}  // namespace psoas
