// How are two steps laid side by side, resampled and summed up?
#include "sim/cycle.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/stride/leg_movement.h"

namespace psoas {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// When a foot touches and leaves the ground, in knots (fractional).
struct Contact {
  double begin = 0.0, end = 0.0;
};
/// @param F  vertical force on the foot
Contact contact_of(const Eigen::RowVectorXd& F) {
  Index first = 0, last = F.size() - 1;
  while (first < F.size() && F[first] <= contact_threshold) ++first;
  while (last >= 0 && F[last] <= contact_threshold) --last;
  if (first > last) return {};
  const auto crossing = [&](Index below, Index above) {  // where a straight line between two knots meets the threshold
    return static_cast<double>(below) +
           static_cast<double>(above - below) * (contact_threshold - F[below]) / (F[above] - F[below]);
  };
  return {first > 0 ? crossing(first - 1, first) : 0.0,
          last + 1 < F.size() ? crossing(last + 1, last) : static_cast<double>(last)};
}

/// Both steps side by side: rows come from the first step and, permuted and signed, from its mirror image; where the
/// whole stride is there already, it stays.
/// @param n  knots of a step
template <class Mirror>
MatrixXd both_steps(const MatrixXd& step, Index n, Mirror mirror) {
  if (step.cols() == 2 * n) return step;
  MatrixXd both(step.rows(), 2 * n);
  both.leftCols(n) = step;
  for (Index i = 0; i < step.rows(); ++i) {
    const auto [from, sign] = mirror(i);
    both.row(i).tail(n) = sign * step.row(from);
  }
  return both;
}

/// Resamples a periodic stride (columns from time 0) to the gait cycle that begins at knot `begin`.
MatrixXd resampled(const MatrixXd& stride, double begin) {
  const Index n = stride.cols();
  MatrixXd out(stride.rows(), cycle_points);
  for (int p = 0; p < cycle_points; ++p) {
    const double at = begin + static_cast<double>(n) * p / (cycle_points - 1);
    const auto k = static_cast<Index>(std::floor(at));
    const double u = at - static_cast<double>(k);
    out.col(p) = (1.0 - u) * stride.col(k % n) + u * stride.col((k + 1) % n);
  }
  return out;
}

/// Joint moments with what joints and shoe give by themselves.
MatrixXd net_moment(const Runner& runner, const StrideSolution& stride) {
  MatrixXd moment = stride.tau;
  for (const int i : runner.sprung) {
    const auto j = static_cast<std::size_t>(i);
    const auto stretch = stride.q.row(i).array() - runner.rest[j];
    moment.row(i).array() -= runner.stiffness[j] * stretch + runner.damping[j] * stride.qd.row(i).array();
  }
  return moment;
}

}  // namespace

Cycle gait_cycle(const Runner& runner, const Spine& spine, const StrideSolution& stride, const SharedLoad& load,
                 const LumbarLoads& lumbar) {
  struct From {
    Index row;
    double sign;
  };
  const auto muscle = [&](Index i) { return From{spine.muscles[static_cast<std::size_t>(i)].mirror, 1.0}; };
  const auto same = [](Index i) { return From{i, 1.0}; };
  const auto opposite = [](Index i) { return From{i, -1.0}; };
  const auto level_axis = [](Index i) { return From{i, i % 3 == 0 ? 1.0 : -1.0}; };

  const StrideSolution whole = stride.one_step ? whole_stride(runner, stride) : stride;
  const double begin = contact_of(whole.force.row(1)).begin;
  const Index n = whole.q.cols() / 2;
  Cycle cycle;
  cycle.joint_angle = resampled(whole.q, begin);
  cycle.joint_moment = resampled(net_moment(runner, whole), begin);
  cycle.ground_force = resampled(whole.force, begin);
  cycle.centre_of_pressure = resampled(whole.pressure_centre, begin);
  cycle.muscle_force = resampled(both_steps(load.force, n, muscle), begin);
  cycle.muscle_activation = resampled(both_steps(load.activation, n, muscle), begin);
  cycle.compression = resampled(both_steps(lumbar.compression, n, same), begin);
  cycle.shear_anterior = resampled(both_steps(lumbar.shear_anterior, n, same), begin);
  cycle.shear_lateral = resampled(both_steps(lumbar.shear_lateral, n, opposite), begin);
  cycle.compression_weight = resampled(both_steps(lumbar.compression_weight, n, same), begin);
  cycle.compression_muscle = resampled(both_steps(lumbar.compression_muscle, n, same), begin);
  cycle.compression_pressure = resampled(both_steps(lumbar.compression_pressure, n, same), begin);
  cycle.disc_pressure = resampled(both_steps(lumbar.disc_pressure, n, same), begin);
  cycle.facet_force = resampled(both_steps(lumbar.facet_force, n, same), begin);
  cycle.strength_reserve = resampled(both_steps(load.reserve.reserve, n, same), begin);
  cycle.stiffness = resampled(both_steps(load.least_stiffness.transpose(), n, same), begin);
  cycle.abdominal_pressure =
      resampled(both_steps(load.pressure.transpose().array() + spine.belt_pressure, n, same), begin);
  cycle.level_moment = resampled(both_steps(load.level_moment, n, level_axis), begin);
  return cycle;
}

namespace {

/// Stiffness of the spring that stands for the leg: peak vertical force over its compression
///   ΔL = Δy - d + L₀ (1 - cos θ₀),  sin θ₀ = V t_c / 2 L₀                      [McMahon 1990; Ferris 1999]
/// Δy: fall of the centre of mass from touch-down to its lowest; d: deflection of the ground at peak force; L₀: leg
/// length; t_c: contact time.
/// @param f  foot: 0 right, 1 left, which only a whole stride has
double leg_stiffness(const Runner& runner, const StrideSolution& stride, Index f, const Contact& contact) {
  const auto n = stride.q.cols(), step = stride.one_step ? n : n / 2;
  const auto before = static_cast<Index>(std::floor(contact.begin)) % n;
  const double u = contact.begin - std::floor(contact.begin);
  const auto height = stride.centre_of_mass.row(1);
  const double touch_down = (1.0 - u) * height[before] + u * height[(before + 1) % n];
  Index at_peak;
  const double F = stride.force.row(3 * f + 1).maxCoeff(&at_peak);
  const double contact_time = (contact.end - contact.begin) * stride.duration() / static_cast<double>(n);
  const double L0 = runner.leg_length, speed = stride.qd.row(0).mean();
  const double sweep = std::min(1.0, 0.5 * speed * contact_time / L0);
  const double compression = touch_down - height.segment(f * step, step).minCoeff() - stride.deflection(f, at_peak) +
                             L0 * (1.0 - std::sqrt(1.0 - sweep * sweep));
  return F / compression;
}

/// Of the sole to the ground at touch-down, between two knots along a straight line [rad].
double strike_angle(const Runner& runner, const StrideSolution& stride, Index f, const Contact& contact) {
  const auto before = static_cast<Index>(std::floor(contact.begin)), n = stride.q.cols();
  const double u = contact.begin - std::floor(contact.begin);
  const VectorXd q = (1.0 - u) * stride.q.col(before) + u * stride.q.col(std::min(before + 1, n - 1));
  const auto side = static_cast<std::size_t>(f);
  return sole_angle(runner, q, stride.ground[side].axes, side);
}

}  // namespace

void summarise_loads(const Spine& spine, const SharedLoad& load, const LumbarLoads& lumbar, Summary& s) {
  s.peak_compression = lumbar.compression.rowwise().maxCoeff();
  s.peak_shear_anterior = lumbar.shear_anterior.cwiseAbs().rowwise().maxCoeff();
  s.peak_shear_lateral = lumbar.shear_lateral.cwiseAbs().rowwise().maxCoeff();
  s.mean_compression = lumbar.compression.rowwise().mean();
  s.least_reserve.resize(reserve_count);
  for (int i = 0; i < reserve_count; ++i) s.least_reserve[i] = load.reserve.least(i);
  s.least_stiffness = load.least_stiffness.minCoeff();
  s.unstable_share = static_cast<double>((load.least_stiffness.array() < 0.0).count()) /
                     static_cast<double>(load.least_stiffness.size());

  // Each group of the core: rectus first.
  s.peak_activation.setZero(core_group_count - 1);
  s.mean_activation.setZero(core_group_count - 1);
  VectorXd size = VectorXd::Zero(core_group_count - 1);
  for (Index i = 0; i < load.activation.rows(); ++i) {
    const Muscle& muscle = spine.muscles[static_cast<std::size_t>(i)];
    const Index group = static_cast<Index>(muscle.part) - 1;
    if (group < 0) continue;
    s.peak_activation[group] = std::max(s.peak_activation[group], load.activation.row(i).maxCoeff());
    s.mean_activation[group] += muscle.F_max * load.activation.row(i).mean();
    size[group] += muscle.F_max;
  }
  s.mean_activation.array() /= size.array();
}

Summary summarise(const Runner& runner, const Spine& spine, const StrideSolution& stride, const SharedLoad& load,
                  const LumbarLoads& lumbar) {
  const double h = stride.duration() / static_cast<double>(stride.q.cols());
  Summary s;
  summarise_loads(spine, load, lumbar, s);
  s.load_impulse = s.mean_compression * 2.0 * stride.step_duration;
  // Compression is periodic: the rise from the last frame to the first, its mirror image or itself, counts too.
  const Index frames = lumbar.compression.cols(), step_knots = stride.q.cols() / (stride.one_step ? 1 : 2);
  VectorXd rise = (lumbar.compression.col(0) - lumbar.compression.col(frames - 1)) / h;
  for (Index k = 1; k < frames; ++k)
    rise = rise.cwiseMax((lumbar.compression.col(k) - lumbar.compression.col(k - 1)) / h);
  s.loading_rate = rise;

  // Each foot, and the step it stands in: right first. One step stands for both.
  for (VectorXd* v : {&s.foot_peak_force, &s.foot_contact_time, &s.foot_strike_angle, &s.step_peak_compression,
                      &s.foot_impact_peak, &s.foot_loading_rate, &s.foot_tibial_acceleration})
    v->setConstant(2, nan);
  s.leg_stiffness = 0.0;
  for (const Index f : {0, 1}) {
    const Index solved = stride.one_step ? 0 : f;
    const Eigen::RowVectorXd F = stride.force.row(3 * solved + 1);
    const Contact contact = contact_of(F);
    s.leg_stiffness += 0.5 * leg_stiffness(runner, stride, solved, contact);
    s.foot_peak_force[f] = F.maxCoeff();
    s.foot_contact_time[f] = (contact.end - contact.begin) * h;
    s.foot_strike_angle[f] = strike_angle(runner, stride, solved, contact);
    const bool two = frames == 2 * step_knots;
    s.step_peak_compression[f] = lumbar.compression.row(0).segment(two ? f * step_knots : 0, step_knots).maxCoeff();
  }
  s.peak_vertical_force = s.foot_peak_force.maxCoeff();
  s.step_frequency = 1.0 / stride.step_duration;
  s.contact_time = s.foot_contact_time.mean();
  s.duty_factor = s.contact_time / (2.0 * stride.step_duration);
  s.com_excursion = stride.centre_of_mass.row(1).maxCoeff() - stride.centre_of_mass.row(1).minCoeff();
  s.trunk_lean = mean_lean(stride);
  s.peak_lumbar_moment = stride.tau.row(6).maxCoeff();

  // Positive work at a muscle efficiency of 0.25 [Margaria 1968]; over one step all joints count once, both sides being
  // in it.
  const double positive_work = h * stride.tau.bottomRows(stride.tau.rows() - 6)
                                       .cwiseProduct(stride.qd.bottomRows(stride.qd.rows() - 6))
                                       .cwiseMax(0.0)
                                       .sum();
  constexpr double efficiency = 0.25;
  const double distance = stride.duration() * stride.qd.row(0).mean();
  s.cost_of_transport = positive_work / (efficiency * runner.mass * distance);
  return s;
}

Cycle empty_cycle(int coordinates, int muscles) {
  const auto none = [](Index rows) { return MatrixXd::Constant(rows, cycle_points, nan); };
  Cycle c;
  c.joint_angle = c.joint_moment = none(coordinates);
  c.ground_force = c.centre_of_pressure = none(6);
  c.muscle_force = c.muscle_activation = none(muscles);
  for (MatrixXd* m : {&c.compression, &c.shear_anterior, &c.shear_lateral, &c.compression_weight, &c.compression_muscle,
                      &c.compression_pressure, &c.disc_pressure, &c.facet_force})
    *m = none(level_count);
  c.strength_reserve = none(reserve_count);
  c.stiffness = c.abdominal_pressure = none(1);
  c.level_moment = none(3 * level_count);
  return c;
}

Summary empty_summary() {
  Summary s;
  for (VectorXd* v : {&s.peak_compression, &s.peak_shear_anterior, &s.peak_shear_lateral, &s.mean_compression,
                      &s.load_impulse, &s.loading_rate})
    v->setConstant(level_count, nan);
  s.least_reserve.setConstant(reserve_count, nan);
  s.peak_activation = s.mean_activation = VectorXd::Constant(core_group_count - 1, nan);
  for (VectorXd* v : {&s.foot_peak_force, &s.foot_contact_time, &s.foot_strike_angle, &s.step_peak_compression,
                      &s.foot_impact_peak, &s.foot_loading_rate, &s.foot_tibial_acceleration})
    v->setConstant(2, nan);
  for (double* d : {&s.least_stiffness, &s.unstable_share, &s.peak_vertical_force, &s.step_frequency, &s.duty_factor,
                    &s.contact_time, &s.com_excursion, &s.leg_stiffness, &s.trunk_lean, &s.peak_lumbar_moment,
                    &s.cost_of_transport})
    *d = nan;
  return s;
}

}  // namespace psoas
