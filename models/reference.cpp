// How does this runner run at this speed, as far as measured runners tell? The tables, interpolated in speed and scaled
// to height.
#include "models/reference.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "models/reference_tables.h"
#include "models/slope.h"
#include "sim/core/check.h"

namespace psoas {
namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

/// Depth to which the lowest point of the sole sinks into shoe and tissue, mean over contact: some 1.5 BW on some 150
/// kN/m. An assumption that only starts the stride solver, which settles the height.
constexpr double mean_pad_compression = 0.007;  // [m]

/// Weights of the tabulated speeds at `speed`: the parabola through the three nearest inside the table (the line for
/// two), so that tabulated speeds come out as tabulated; outside it the line through the last two, so that no curvature
/// is extrapolated.
Eigen::VectorXd speed_weights(const std::vector<double>& table, double speed) {
  const auto n = static_cast<Eigen::Index>(table.size());
  const auto v = [&](Eigen::Index i) { return table[static_cast<std::size_t>(i)]; };
  Eigen::Index first = 0, count = std::min<Eigen::Index>(3, n);
  if (speed < v(0) || speed > v(n - 1)) {
    count = 2;
    first = speed < v(0) ? 0 : n - 2;
  } else {
    while (first + count < n && speed > 0.5 * (v(first + 1) + v(first + 2))) ++first;
  }
  Eigen::VectorXd weight = Eigen::VectorXd::Zero(n);
  for (Eigen::Index i = first; i < first + count; ++i) {
    weight(i) = 1.0;
    for (Eigen::Index j = first; j < first + count; ++j) {
      if (j != i) weight(i) *= (speed - v(j)) / (v(i) - v(j));
    }
  }
  return weight;
}

double weighted(const Eigen::VectorXd& weight, const std::vector<double>& values) {
  return weight.dot(Eigen::Map<const Eigen::VectorXd>(values.data(), weight.size()));
}

/// Height of the lowest sole point of the right foot in posture q [m].
double lowest_sole_point(const Runner& runner, const Eigen::VectorXd& q) {
  // From the toes to the ground, link by link: p_L -> p_P = offset + R p_L.
  Eigen::Isometry3d X = Eigen::Isometry3d::Identity(), X_foot_toes = X;
  for (int i = runner.toes[0]; i >= 0;) {
    if (i == runner.foot[0]) X_foot_toes = X, X.setIdentity();
    const Link& link = runner.links[static_cast<std::size_t>(i)];
    Eigen::Isometry3d joint = Eigen::Isometry3d::Identity();
    joint.translation() = link.offset;
    if (link.slide) {
      joint.translation() += link.axis * q(i);
    } else {
      joint.linear() = Eigen::AngleAxisd(q(i), link.axis).toRotationMatrix();
    }
    X = joint * X;
    i = link.parent;
  }
  double lowest = std::numeric_limits<double>::infinity();
  for (const PadPoint& point : runner.sole) {
    const bool beyond = point.link == runner.toes[0];
    lowest = std::min(lowest, (X * (beyond ? X_foot_toes * point.position : point.position)).y());
  }
  return lowest;
}

}  // namespace

Eigen::VectorXd ReferenceStride::q(double phase) const {
  Eigen::VectorXd sum = cosine.col(0);
  for (Eigen::Index h = 1; h < cosine.cols(); ++h) {
    const double angle = two_pi * static_cast<double>(h) * phase;
    sum += cosine.col(h) * std::cos(angle) + sine.col(h) * std::sin(angle);
  }
  return sum;
}

Eigen::Vector3d ReferenceStride::force(double phase) const {
  const double u = (phase - std::floor(phase)) / duty_factor;
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  if (u >= 1.0) return sum;
  for (Eigen::Index h = 0; h < force_sine.cols(); ++h) {
    sum += force_sine.col(h) * std::sin(std::numbers::pi * static_cast<double>(h + 1) * u);
  }
  return sum;
}

ReferenceStride build_reference(const ReferenceTables& tables, const Runner& runner, double speed, double slope) {
  CHECK(speed > 0.0);
  const double length = runner.height / tables.height;
  const double time = std::sqrt(length);
  const Eigen::VectorXd weight = speed_weights(tables.speed, speed / time);

  // Timing; bounds keep a far extrapolation a run.
  ReferenceStride stride;
  stride.speed = speed;
  const double longest = tables.stride_duration.front() * 1.3, shortest = tables.stride_duration.back() * 0.7;
  stride.step_duration = 0.5 * time * std::clamp(weighted(weight, tables.stride_duration), shortest, longest);
  stride.duty_factor = std::clamp(weighted(weight, tables.duty_factor), 0.15, 0.48);
  stride.lean = weighted(weight, tables.lean);

  // Each coordinate by its own series; the left limbs are the right ones half a stride later: odd harmonics change
  // sign.
  const Eigen::Index columns = tables.coordinates.front().cosine.cols();
  stride.cosine = Eigen::MatrixXd::Zero(runner.nq(), columns);
  stride.sine = Eigen::MatrixXd::Zero(runner.nq(), columns);
  for (const CoordinateSeries& series : tables.coordinates) {
    const int i = runner.index(series.name);
    const double scale = series.length ? length : 1.0;
    stride.cosine.row(i) = scale * weight.transpose() * series.cosine;
    stride.sine.row(i) = scale * weight.transpose() * series.sine;
    const int other = runner.mirror[static_cast<std::size_t>(i)];
    if (other == i) continue;
    for (Eigen::Index h = 0; h < columns; ++h) {
      const double sign = h % 2 == 0 ? 1.0 : -1.0;
      stride.cosine(other, h) = sign * stride.cosine(i, h);
      stride.sine(other, h) = sign * stride.sine(i, h);
    }
  }

  // Ground force: a foot carries half the weight, all of it during contact.
  stride.force_sine = tables.force_sine * (0.5 / stride.duty_factor);

  put_on_slope(runner, slope, stride);

  // The pelvis stands so high that the sole sinks in by the mean pad compression during contact.
  constexpr int samples = 40;
  double mean = 0.0;
  for (int k = 0; k < samples; ++k)
    mean += lowest_sole_point(runner, stride.q(stride.duty_factor * (k + 0.5) / samples)) / samples;
  stride.cosine(runner.index("pelvis_ty"), 0) -= mean + mean_pad_compression;
  return stride;
}

}  // namespace psoas
