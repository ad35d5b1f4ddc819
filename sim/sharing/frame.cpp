// How are rows and columns of one frame's programme laid out? See frame.h.
#include "sim/sharing/frame.h"

#include <algorithm>

#include "sim/core/check.h"
#include "sim/sharing/demand.h"

namespace psoas {
namespace {

using Eigen::Index;

/// What a row has beyond need costs nothing: as much as one muscle at full strength for this much [N·m, N·m/rad]. Far
/// above what rows have, some 100 of the wall and 1000 of a cut: at 300 the surplus had a price that moved forces by 20
/// N.
constexpr double free_surplus = 1e5;
/// Pressure itself costs nothing, the wall pays; this only makes the least pressure of equals the answer: effort of a
/// diaphragm force of 1000 N [-].
constexpr double pressure_effort = 1e-4;
/// Moments of the wall may be missed by little: slack that costs 1 [N·m].
constexpr double wall_slack = 0.3;
/// And a cut by this much stiffness [N·m/rad].
constexpr double cut_slack = 0.3;

/// A muscle of no strength at all keeps this part of its reference, so that its price stays a number [-].
constexpr double least_strength = 1e-6;

void resize(Index rows, Index columns, FrameProgramme& out) {
  ShareProgramme& p = out.programme;
  if (out.R.rows() != rows || out.R.cols() != columns) out.R.resize(rows, columns);
  out.R.setZero();
  p.demand.setZero(rows);
  p.slack_scale.setZero(rows);
  for (Eigen::VectorXd* v : {&p.cost, &p.lo, &p.hi}) v->setZero(columns);
}

/// Rows of the frame's moments: all level axes, or those of the lumbar joint by the levels' shares in it.
void balance(const Spine& spine, const SharingOptions& options, const Eigen::Ref<const Eigen::MatrixXd>& all,
             Eigen::Ref<Eigen::MatrixXd> rows) {
  if (options.equilibrium == Equilibrium::levels) {
    rows = all;
    return;
  }
  rows.topRows<3>().setZero();
  for (int level = 0; level < level_count; ++level)
    for (int axis = 0; axis < 3; ++axis)
      rows.row(axis) += spine.levels[static_cast<std::size_t>(level)].fraction[axis] * all.row(3 * level + axis);
  rows.bottomRows<leg_row_count>() = all.bottomRows<leg_row_count>();
}

/// The price of slack follows the strength of the muscles it would relieve: slack that stayed cheap beside weak muscles
/// would make weakness look like relief. For each row the ratio of Σ (r F_max)²/w to its default.
BalanceVector slack_scale(const Spine& spine, const Frame& frame, const Strength& strength,
                          const SharingOptions& options) {
  const Eigen::ArrayXd weighted = frame.fibres.available.array().square() / strength.weight.array();
  const Eigen::VectorXd now = weighted * strength.F_max.array().square(),
                        usual = weighted * strength.reference.array().square();
  BalanceVector scale(options.equilibrium == Equilibrium::levels ? balance_count : 3 + leg_row_count);
  Eigen::Matrix<double, balance_count, 2> all;
  all << frame.geometry.moment_arm.cwiseAbs2() * now, frame.geometry.moment_arm.cwiseAbs2() * usual;
  Eigen::MatrixXd rows(scale.size(), 2);
  balance(spine, options, all, rows);
  for (Index j = 0; j < scale.size(); ++j)
    scale[j] = options.level_slack * (rows(j, 1) > 0.0 ? std::sqrt(rows(j, 0) / rows(j, 1)) : 1.0);
  return scale;
}

}  // namespace

void pose_programme(const Spine& spine, const Frame& frame, const Strength& strength, const CoreOptions& core,
                    const SharingOptions& options, FrameProgramme& out) {
  const Index nm = strength.F_max.size();
  const bool pressurised = core.abdominal_pressure > 0.0;
  out.balance_rows = options.equilibrium == Equilibrium::levels ? balance_count : 3 + leg_row_count;
  const Index rows = out.balance_rows + (pressurised ? 1 : 0);
  resize(rows, nm + (pressurised ? 2 : 0), out);
  ShareProgramme& p = out.programme;

  // 1. What each muscle can do, and what its fibres do by themselves
  out.capability = strength.F_max.cwiseProduct(frame.fibres.available).cwiseMax(least_strength * strength.reference);
  out.passive = strength.reference.cwiseProduct(frame.fibres.passive);
  for (Index i = 0; i < nm; ++i) {
    const double able = out.capability[i];
    const bool braced = is_core(spine.muscles[static_cast<std::size_t>(i)]);
    p.cost[i] = strength.weight[i] / (able * able);
    p.hi[i] = able;
    // The floor is in newtons of the reference muscle: a weaker core must not relieve its own spine by co-contracting
    // less. Bracing is a share of what the muscle has.
    p.lo[i] =
        std::min(able, std::max(options.force_floor * strength.reference[i], (braced ? core.engagement : 0.0) * able));
  }
  out.usual.setZero(nm);
  if (frame.change_weight > 0.0) {
    CHECK(options.exponent == 2);
    const double kappa = frame.change_weight;
    out.usual = 2.0 * kappa / (1.0 + 2.0 * kappa) * frame.a_mean.cwiseProduct(out.capability);
    p.cost.head(nm) *= 1.0 + 2.0 * kappa;
    p.lo.head(nm) -= out.usual;
    p.hi.head(nm) -= out.usual;
  }
  if (options.exponent == 3) {
    p.cubic.setZero(out.R.cols());
    p.cubic.head(nm) = out.capability;
  } else {
    p.cubic.resize(0);
  }

  // 2. Moments
  const Eigen::VectorXd there = out.passive + out.usual;
  const Eigen::VectorXd left = frame.demand - frame.geometry.moment_arm * there;
  Eigen::MatrixXd demand(out.balance_rows, 1);
  balance(spine, options, frame.geometry.moment_arm, out.R.topLeftCorner(out.balance_rows, nm));
  balance(spine, options, left, demand);
  p.demand.head(out.balance_rows) = demand;
  p.slack_scale.head(out.balance_rows) = slack_scale(spine, frame, strength, options);

  // 3. Pressure p lifts the diaphragm with p A; the wall holds it by a tension of p r a metre of height on either side
  // [Laplace], made by the muscles that run round it.
  out.pressure = -1;
  if (!pressurised) return;
  out.pressure = nm;
  const double most = core.abdominal_pressure * spine.pressure_area;
  Eigen::Matrix<double, balance_count, 1> lift = Eigen::Matrix<double, balance_count, 1>::Zero();
  lift.head<level_axis_count>() = pressure_moment(spine, frame.pose, 1.0 / spine.pressure_area);
  balance(spine, options, lift, out.R.col(out.pressure).head(out.balance_rows));
  p.hi[out.pressure] = most;
  p.lo[out.pressure] = core.pressure == PressureRule::held ? most : 0.0;
  p.cost[out.pressure] = pressure_effort / 1e6;

  const Index wall = out.balance_rows;
  const double r = spine.wall_radius;
  for (Index i = 0; i < nm; ++i) out.R(wall, i) = spine.muscles[static_cast<std::size_t>(i)].hoop * r;
  out.R(wall, out.pressure) = -2.0 * r * spine.wall_height / spine.pressure_area * r;
  out.R(wall, nm + 1) = -1.0;
  p.hi[nm + 1] = 1e6;
  p.cost[nm + 1] = 1.0 / (free_surplus * free_surplus);
  p.demand[wall] = -out.R.row(wall).head(nm).dot(there);
  p.slack_scale[wall] = wall_slack;
}

void add_cut(const Cut& cut, FrameProgramme& out) {
  const Index rows = out.R.rows(), columns = out.R.cols(), nm = out.capability.size();
  CHECK(cut.per_newton.size() == nm);
  ShareProgramme& p = out.programme;
  out.R.conservativeResize(rows + 1, columns + 1);
  out.R.row(rows).setZero();
  out.R.col(columns).setZero();
  out.R.row(rows).head(nm) = cut.per_newton;
  out.R(rows, columns) = -1.0;
  const auto append = [](auto& v, double value) {
    v.conservativeResize(v.size() + 1);
    v[v.size() - 1] = value;
  };
  append(p.demand, cut.least - cut.per_newton.dot(out.passive + out.usual));
  append(p.slack_scale, cut_slack);
  append(p.cost, 1.0 / (free_surplus * free_surplus));
  append(p.lo, 0.0);
  append(p.hi, 1e6);
  if (p.cubic.size() > 0) append(p.cubic, 0.0);
}

void fix_psoas(const Spine& spine, FrameProgramme& out, ShareSolution& scratch) {
  const Index nm = out.capability.size(), first = out.balance_rows - leg_row_count;
  const Eigen::MatrixXd R = out.R.block(first, 0, leg_row_count, nm);
  const ShareProgramme& p = out.programme;
  const ShareProgramme legs{p.demand.segment(first, leg_row_count),
                            p.slack_scale.segment(first, leg_row_count),
                            p.cost.head(nm),
                            p.lo.head(nm),
                            p.hi.head(nm),
                            p.cubic.head(p.cubic.size() ? nm : 0)};
  solve_programme(MomentArms(R.data(), R.rows(), R.cols()), legs, Start::cold, scratch);
  for (Index i = 0; i < nm; ++i)
    if (spine.muscles[static_cast<std::size_t>(i)].part == CoreGroup::psoas)
      out.programme.lo[i] = out.programme.hi[i] = scratch.force[i];
}

}  // namespace psoas
