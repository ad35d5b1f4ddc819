// How does IPOPT see the stride? As a sparse nonlinear programme: the same unknowns, objective and constraints, none of
// our solver.
#pragma once

#include <IpTNLP.hpp>
#include <vector>

#include "sim/stride/objective.h"

namespace psoas {

/// minimise ½ cost(x) such that the 7 N scaled residuals vanish. Unknowns in the order of assemble(): nodes x (nq + 1),
/// then T. The Hessian of the Lagrangian is exact up to differencing: central differences of its gradient, many columns
/// at a time. A node's gradient sees only nodes up to `reach` away on the ring, so nodes `colours` >= 2 reach + 1 apart
/// are moved together.
class StrideNlp : public Ipopt::TNLP {
 public:
  StrideNlp(const StrideProblem& problem, StrideUnknowns start);

  StrideUnknowns solution;  ///< where IPOPT ended
  Ipopt::SolverReturn outcome = Ipopt::UNASSIGNED;
  int iterations = 0;
  int gradients = 0;  ///< evaluations of the Lagrangian's gradient

  using Index = Ipopt::Index;
  using Number = Ipopt::Number;
  bool get_nlp_info(Index& n, Index& m, Index& jacobian_entries, Index& hessian_entries,
                    IndexStyleEnum& style) override;
  bool get_bounds_info(Index n, Number* low, Number* high, Index m, Number* g_low, Number* g_high) override;
  bool get_starting_point(Index n, bool init_x, Number* x, bool init_z, Number*, Number*, Index m, bool init_lambda,
                          Number*) override;
  bool eval_f(Index n, const Number* x, bool is_new, Number& value) override;
  bool eval_grad_f(Index n, const Number* x, bool is_new, Number* gradient) override;
  bool eval_g(Index n, const Number* x, bool is_new, Index m, Number* g) override;
  bool eval_jac_g(Index n, const Number* x, bool is_new, Index m, Index entries, Index* row, Index* column,
                  Number* values) override;
  bool eval_h(Index n, const Number* x, bool is_new, Number factor, Index m, const Number* lambda, bool new_lambda,
              Index entries, Index* row, Index* column, Number* values) override;
  void finalize_solution(Ipopt::SolverReturn status, Index n, const Number* x, const Number*, const Number*, Index m,
                         const Number*, const Number*, Number, const Ipopt::IpoptData* data,
                         Ipopt::IpoptCalculatedQuantities*) override;

 private:
  void values_at(const Number* x);
  /// factor * d(½ cost)/dx + Jr'λ, and the node Jacobians with their mirrored columns as a by-product.
  void lagrangian_gradient(const StrideUnknowns& x, double factor, const Eigen::MatrixXd& lambda,
                           Eigen::VectorXd& gradient);
  StrideUnknowns unpack(const Number* x) const;
  int ring_distance(int a, int b) const;

  const StrideProblem& problem_;
  StrideUnknowns start_;
  int N_, nv_, n_, reach_, colours_;
  EvaluationData data_;
  NodeValues node_values_;
  NodeJacobians jacobians_;
  AssemblyScratch scratch_;
  CyclicCholesky ring_;  ///< assemble() wants one; only its gradient is used
  Eigen::MatrixXd r_, no_residual_, no_lambda_;
  std::vector<std::pair<Index, Index>> hessian_;  ///< lower triangle
};

}  // namespace psoas
