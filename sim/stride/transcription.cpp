// What are the weights of the spline, and what does the mirror do?
#include "sim/stride/transcription.h"

namespace psoas {

SplineWeights spline_weights(double u) {
  const double w = 1.0 - u;
  return {Eigen::Vector4d(w * w * w, 3 * u * u * u - 6 * u * u + 4, -3 * u * u * u + 3 * u * u + 3 * u + 1, u * u * u) /
              6.0,
          Eigen::Vector4d(-w * w, 3 * u * u - 4 * u, -3 * u * u + 2 * u + 1, u * u) / 2.0,
          Eigen::Vector4d(w, 3 * u - 2, -3 * u + 1, u)};
}

void mirror_into(const Runner& runner, const Eigen::Ref<const Eigen::VectorXd>& c, Eigen::Ref<Eigen::VectorXd> out) {
  const int nq = runner.nq();
  for (int i = 0; i < nq; ++i)
    out[i] = runner.mirror_sign[static_cast<std::size_t>(i)] * c[runner.mirror[static_cast<std::size_t>(i)]];
  for (Eigen::Index i = nq, last = c.size() - 1; i <= last; ++i) out[i] = c[last - (i - nq)];
}

namespace {

/// The column that stands for c when it lies one period away.
void wrap_into(const Runner& runner, Period period, const Eigen::Ref<const Eigen::VectorXd>& c,
               Eigen::Ref<Eigen::VectorXd> out) {
  if (period == Period::stride)
    out = c;
  else
    mirror_into(runner, c, out);
}

}  // namespace

Eigen::VectorXd control_point(const Runner& runner, const StrideUnknowns& x, int k) {
  const int n = static_cast<int>(x.control.cols());
  if (k >= 0 && k < n) return x.control.col(k);
  Eigen::VectorXd wrapped(x.control.rows());
  wrap_into(runner, x.period, x.control.col((k + n) % n), wrapped);
  return wrapped;
}

StrideUnknowns both_steps(const Runner& runner, const StrideUnknowns& step) {
  const Eigen::Index nq = runner.nq(), n = step.control.cols();
  StrideUnknowns stride{Eigen::MatrixXd::Zero(nq + 2, 2 * n), 2.0 * step.duration, Period::stride};
  stride.control.topLeftCorner(nq + 1, n) = step.control;
  for (Eigen::Index k = 0; k < n; ++k) mirror_into(runner, stride.control.col(k), stride.control.col(n + k));
  return stride;
}

void stride_states(const Runner& runner, const StrideUnknowns& x, double speed, double u, StrideStates& out) {
  const Eigen::Index n = x.control.cols(), rows = x.control.rows();
  const double h = x.duration / static_cast<double>(n);
  const SplineWeights w = spline_weights(u);

  // The ring unrolled by one point before and two behind.
  Eigen::MatrixXd c(rows, n + 3);
  c.middleCols(1, n) = x.control;
  wrap_into(runner, x.period, x.control.col(n - 1), c.col(0));
  wrap_into(runner, x.period, x.control.col(0), c.col(n + 1));
  wrap_into(runner, x.period, x.control.col(1), c.col(n + 2));

  const auto blend = [&](const Eigen::Vector4d& weight, Eigen::MatrixXd& result) {
    result = weight[0] * c.leftCols(n) + weight[1] * c.middleCols(1, n) + weight[2] * c.middleCols(2, n) +
             weight[3] * c.middleCols(3, n);
  };
  blend(w.position, out.q);
  blend(w.velocity / h, out.qd);
  blend(w.acceleration / (h * h), out.qdd);
  out.qd.row(0).array() += speed;
}

Eigen::MatrixXd interpolating_control(const Runner& runner, const Eigen::MatrixXd& values, Period period) {
  // (c₋ + 4c + c₊)/6 = value: strictly diagonally dominant, so Gauss-Seidel halves the error at least, each sweep.
  const Eigen::Index n = values.cols();
  Eigen::MatrixXd c = values;
  Eigen::VectorXd before(values.rows()), after(values.rows());
  for (int sweep = 0; sweep < 60; ++sweep) {
    for (Eigen::Index k = 0; k < n; ++k) {
      if (k > 0)
        before = c.col(k - 1);
      else
        wrap_into(runner, period, c.col(n - 1), before);
      if (k + 1 < n)
        after = c.col(k + 1);
      else
        wrap_into(runner, period, c.col(0), after);
      c.col(k) = (6.0 * values.col(k) - before - after) / 4.0;
    }
  }
  return c;
}

}  // namespace psoas
