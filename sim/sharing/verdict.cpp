// Limits, and the sentences that say which one was crossed where.
#include "sim/sharing/verdict.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace psoas {
namespace {

using Eigen::Index;

/// A stiffness that falls short of the demand by more is infeasible [N·m/rad].
constexpr double unreached_stiffness = 1.0;
/// And a pressure of which the wall cannot hold this part [-].
constexpr double unheld_part = 0.03;

constexpr const char* level_axis_names[] = {"extension", "bending", "rotation"};

/// Where the largest entry stands.
struct Largest {
  Index row = 0, frame = 0;
  double value = 0.0;
};
Largest largest_of(const Eigen::MatrixXd& matrix) {
  Largest largest;
  for (Index k = 0; k < matrix.cols(); ++k)
    for (Index j = 0; j < matrix.rows(); ++j)
      if (std::abs(matrix(j, k)) > largest.value) largest = {j, k, std::abs(matrix(j, k))};
  return largest;
}

}  // namespace

void judge(const Eigen::MatrixXd& spine_slack, double stability, SharedLoad& load) {
  const Largest slack = largest_of(spine_slack), leg = largest_of(load.leg_slack);
  const Index frames = load.slack.cols();
  load.largest_slack = slack.value;
  load.largest_leg_slack = leg.value;
  load.status = slack.value > level_slack_limit ? Status::sharing_infeasible : Status::converged;
  const auto say = [&](const Largest& largest, std::string_view moment) {
    return fmt::format("at knot {} of {} the muscles leave {:.1f} N·m of {} unbalanced", largest.frame + 1, frames,
                       largest.value, moment);
  };
  const std::string where = spine_slack.rows() == level_axis_count
                                ? level_names[static_cast<std::size_t>(slack.row / 3)]
                                : std::string("the lumbar joint");
  const std::string level = fmt::format("the {} moment at {}", level_axis_names[slack.row % 3], where);
  if (load.status == Status::sharing_infeasible)
    load.reason = fmt::format("{}; the limit is {:.0f} N·m", say(slack, level), level_slack_limit);
  else if (slack.value > level_slack_warning)
    load.warning = say(slack, level);
  // The price of a stability row is soft, so that what cannot be reached is still a number: and said.
  Index softest = 0;
  const double least = load.least_stiffness.minCoeff(&softest);
  if (stability > 0.0 && least < stability - unreached_stiffness && load.status == Status::converged) {
    load.status = Status::sharing_infeasible;
    load.reason = fmt::format("at knot {} of {} the muscles reach a stiffness of {:.1f} N·m/rad; {:.1f} is demanded",
                              softest + 1, frames, least, stability);
  }
  Index weakest = 0;
  const double unheld = load.unheld_pressure.maxCoeff(&weakest);
  if (unheld > unheld_part * load.pressure[weakest] && load.status == Status::converged) {
    load.status = Status::sharing_infeasible;
    load.reason = fmt::format("at knot {} of {} the abdominal wall can hold {:.1f} of {:.1f} kPa", weakest + 1, frames,
                              1e-3 * (load.pressure[weakest] - unheld), 1e-3 * load.pressure[weakest]);
  }
  if (leg.value > leg_slack_warning)
    load.warning += (load.warning.empty() ? "" : "; ") + say(leg, leg_row_names[static_cast<std::size_t>(leg.row)]);
}

}  // namespace psoas
