// A slow, independent answer to small convex programmes: primal-dual interior point with a dense KKT matrix [Nocedal
// 2006, ch. 16]. Shares no idea with sim/sharing/programme.cpp: works in the primal variables, knows no active set and
// no dual function.
#pragma once

#include <Eigen/Dense>
#include <algorithm>

namespace psoas::reference {

/// minimise ½ x'Q x + c'x  subject to  A x = b,  lo ≤ x ≤ hi, Q diagonal; both bounds finite.
struct Qp {
  Eigen::VectorXd Q, c;
  Eigen::MatrixXd A;
  Eigen::VectorXd b, lo, hi;
};

struct QpAnswer {
  Eigen::VectorXd x;
  bool solved = false;
};

inline QpAnswer interior_point(const Qp& qp, double tolerance = 1e-11) {
  const Eigen::Index n = qp.c.size(), m = qp.b.size();
  Eigen::VectorXd x = 0.5 * (qp.lo + qp.hi), y = Eigen::VectorXd::Zero(m);
  Eigen::VectorXd zl = Eigen::VectorXd::Ones(n), zu = Eigen::VectorXd::Ones(n);
  const double scale = 1.0 + qp.b.cwiseAbs().maxCoeff();
  for (int iteration = 0; iteration < 200; ++iteration) {
    const Eigen::VectorXd sl = x - qp.lo, su = qp.hi - x;
    const Eigen::VectorXd dual = qp.Q.cwiseProduct(x) + qp.c - qp.A.transpose() * y - zl + zu;
    const Eigen::VectorXd primal = qp.A * x - qp.b;
    const double mu = (sl.dot(zl) + su.dot(zu)) / static_cast<double>(2 * n);
    if (mu < tolerance && dual.cwiseAbs().maxCoeff() < 1e-9 && primal.cwiseAbs().maxCoeff() < 1e-9 * scale)
      return {x, true};

    // One Newton step to the central path at a tenth of the present gap, stopped short of the bounds.
    const double target = 0.1 * mu;
    const Eigen::VectorXd rl = target - (sl.array() * zl.array()), ru = target - (su.array() * zu.array());
    Eigen::MatrixXd K = Eigen::MatrixXd::Zero(n + m, n + m);
    K.topLeftCorner(n, n).diagonal() = qp.Q.array() + zl.array() / sl.array() + zu.array() / su.array();
    K.topRightCorner(n, m) = -qp.A.transpose();
    K.bottomLeftCorner(m, n) = qp.A;
    Eigen::VectorXd right(n + m);
    right << -dual + (rl.array() / sl.array() - ru.array() / su.array()).matrix(), -primal;
    const Eigen::VectorXd step = K.partialPivLu().solve(right);
    const Eigen::VectorXd dx = step.head(n), dy = step.tail(m);
    const Eigen::VectorXd dzl = (rl.array() - zl.array() * dx.array()) / sl.array();
    const Eigen::VectorXd dzu = (ru.array() + zu.array() * dx.array()) / su.array();
    double length = 1.0;
    const auto stop_at_bound = [&](const Eigen::VectorXd& v, const Eigen::VectorXd& dv) {
      for (Eigen::Index i = 0; i < n; ++i)
        if (dv[i] < 0.0) length = std::min(length, -0.99 * v[i] / dv[i]);
    };
    stop_at_bound(sl, dx);
    stop_at_bound(su, -dx);
    stop_at_bound(zl, dzl);
    stop_at_bound(zu, dzu);
    x += length * dx;
    y += length * dy;
    zl += length * dzl;
    zu += length * dzu;
  }
  return {x, false};
}

}  // namespace psoas::reference
