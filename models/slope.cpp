// How does a stride measured on level ground go up or down a slope? Legs sheared along the true vertical, by two-link
// geometry, and their Fourier series taken anew.
#include "models/slope.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "sim/core/check.h"

namespace psoas {
namespace {

using Eigen::Vector2d;
constexpr int samples = 96;  ///< of a stride: four for each period of the highest harmonic of the tables, and more

Vector2d turned(double angle, const Vector2d& v) { return Eigen::Rotation2Dd(angle) * v; }
double angle_of(const Vector2d& v) { return std::atan2(v.y(), v.x()); }

/// A leg in the sagittal plane, x forward, y up: hip to knee and knee to ankle, when hip and knee angles are zero.
struct Leg {
  Vector2d thigh, shank;
  /// Hip to ankle, the thigh turned forward by zero.
  Vector2d bent(double knee) const { return thigh + turned(-knee, shank); }
  /// Flexion at which the ankle is so far from the hip, but not straighter than `straightest`.
  double knee(double distance, double straightest) const {
    const double t = thigh.norm(), s = shank.norm();
    const double cosine = (distance * distance - t * t - s * s) / (2.0 * t * s);
    const double straight = angle_of(shank) - angle_of(thigh);  // the flexion at which knee and ankle are in line
    return std::max(straightest, straight + std::acos(std::clamp(cosine, -1.0, 1.0)));
  }
};

/// Sagittal angles of one leg at one phase: thigh against the vertical, knee, ankle.
struct Pose {
  double thigh, knee, ankle;
};

/// Series of values over a stride at equal phases, in place of coordinate i's.
void fit(const std::array<double, samples>& values, int i, ReferenceStride& stride) {
  for (Eigen::Index h = 0; h < stride.cosine.cols(); ++h) {
    double cosine = 0.0, sine = 0.0;
    for (int k = 0; k < samples; ++k) {
      const double angle = 2.0 * std::numbers::pi * static_cast<double>(h) * k / samples;
      cosine += values[static_cast<std::size_t>(k)] * std::cos(angle);
      sine += values[static_cast<std::size_t>(k)] * std::sin(angle);
    }
    stride.cosine(i, h) = (h == 0 ? 1.0 : 2.0) / samples * cosine;
    stride.sine(i, h) = 2.0 / samples * sine;
  }
}

}  // namespace

void put_on_slope(const Runner& runner, double slope, ReferenceStride& stride) {
  CHECK(stride.slope == 0.0);
  stride.slope = slope;
  if (slope == 0.0) return;
  const int tilt = runner.index("pelvis_tilt");
  const double rise = std::tan(slope);
  for (const char* side : {"_r", "_l"}) {
    const auto coordinate = [&](const char* name) { return runner.index(std::string(name) + side); };
    const int hip = coordinate("hip_flexion"), knee = coordinate("knee_flexion"),
              ankle = coordinate("ankle_dorsiflexion");
    const auto offset = [&](int i) -> Vector2d { return runner.links[static_cast<std::size_t>(i)].offset.head<2>(); };
    const Leg leg{offset(knee), offset(ankle)};

    // The stride on level ground, and where its ankles would be on the slope.
    std::array<Pose, samples> level;
    std::array<Vector2d, samples> place;
    double straightest = 1e9, straightest_in_contact = 1e9;
    const auto in_contact = [&](int k) {
      const double phase = static_cast<double>(k) / samples + (side[1] == 'r' ? 0.0 : 0.5);
      return phase - std::floor(phase) < stride.duty_factor;
    };
    for (int k = 0; k < samples; ++k) {
      const Eigen::VectorXd q = stride.q(static_cast<double>(k) / samples);
      Pose& pose = level[static_cast<std::size_t>(k)];
      pose = {q(tilt) + q(hip), q(knee), q(ankle)};
      Vector2d& p = place[static_cast<std::size_t>(k)];
      p = turned(pose.thigh, leg.bent(pose.knee));
      p.y() += rise * p.x();
      straightest = std::min(straightest, pose.knee);
      if (in_contact(k)) straightest_in_contact = std::min(straightest_in_contact, pose.knee);
    }

    // The hip, so high that no leg on the ground must be longer than on level ground.
    const double reach = leg.bent(straightest_in_contact).norm();
    double lower = -1e9;
    for (int k = 0; k < samples; ++k) {
      const Vector2d& p = place[static_cast<std::size_t>(k)];
      if (in_contact(k)) lower = std::max(lower, -p.y() - std::sqrt(reach * reach - p.x() * p.x()));
    }

    // Angles that put the ankles there, and the feet on the slope.
    std::array<double, samples> hips, knees, ankles;
    for (std::size_t k = 0; k < samples; ++k) {
      const Vector2d p = place[k] + Vector2d(0.0, lower);
      knees[k] = leg.knee(p.norm(), straightest);
      const double thigh = angle_of(p) - angle_of(leg.bent(knees[k]));
      hips[k] = level[k].thigh + std::remainder(thigh - level[k].thigh, 2.0 * std::numbers::pi) -
                stride.q(static_cast<double>(k) / samples)(tilt);
      const double foot = level[k].thigh - level[k].knee + level[k].ankle + slope;
      ankles[k] = std::remainder(foot - thigh + knees[k], 2.0 * std::numbers::pi);
    }
    fit(hips, hip, stride), fit(knees, knee, stride), fit(ankles, ankle, stride);
  }
  stride.cosine(tilt, 0) -= slope;  // the true vertical leans forward over ground that rises: so does the body
}

}  // namespace psoas
