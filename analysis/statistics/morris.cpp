// Which factors matter at all? Elementary effects along Morris's paths.
#include <cmath>

#include "analysis/statistics/sensitivity.h"
#include "sim/core/check.h"

namespace psoas {
namespace {

/// Which factor does each step of a path move? Told by the values; a step that changes none moved one of those that
/// nothing else moved, without effect.
std::vector<std::size_t> moves_of(std::size_t first, const std::vector<Factor>& factors) {
  std::vector<std::size_t> moves(factors.size(), factors.size());
  std::vector<bool> moved(factors.size(), false);
  for (std::size_t step = 0; step < factors.size(); ++step)
    for (std::size_t f = 0; f < factors.size(); ++f)
      if (factors[f].value[first + step] != factors[f].value[first + step + 1]) {
        moves[step] = f;
        moved[f] = true;
      }
  for (std::size_t& move : moves) {
    if (move < factors.size()) continue;
    move = static_cast<std::size_t>(std::find(moved.begin(), moved.end(), false) - moved.begin());
    CHECK(move < factors.size());
    moved[move] = true;
  }
  return moves;
}

}  // namespace

std::vector<Screening> morris_effects(const Blocks& paths, const std::vector<Factor>& factors, int levels,
                                      const Resampling& how) {
  const auto k = static_cast<Eigen::Index>(factors.size());
  CHECK(paths.output.cols() == k + 1);
  const double moved = 0.5 * levels / (levels - 1);  // share of the range that a step moves
  // 1. The effect of each factor in each path; NaN where a scenario is not solved
  Eigen::MatrixXd effects(paths.output.rows(), k);
  for (Eigen::Index p = 0; p < paths.output.rows(); ++p) {
    const std::size_t first = paths.first[static_cast<std::size_t>(p)];
    const std::vector<std::size_t> moves = moves_of(first, factors);
    for (Eigen::Index step = 0; step < k; ++step) {
      const Factor& factor = factors[moves[static_cast<std::size_t>(step)]];
      const auto from = first + static_cast<std::size_t>(step);
      // Words have no direction: their order in the file serves, and only magnitudes mean something.
      const double up = factor.value[from + 1] >= factor.value[from] ? 1.0 : -1.0;
      effects(p, static_cast<Eigen::Index>(moves[static_cast<std::size_t>(step)])) =
          up * (paths.output(p, step + 1) - paths.output(p, step)) / moved;
    }
  }
  // 2. Their magnitude, mean and deviation; whole paths are drawn again for the interval
  std::vector<Screening> all;
  for (Eigen::Index f = 0; f < k; ++f) {
    std::vector<double> kept;
    for (double effect : effects.col(f))
      if (std::isfinite(effect)) kept.push_back(effect);
    Screening screening;
    screening.effects = kept.size();
    screening.lost = static_cast<std::size_t>(effects.rows()) - kept.size();
    if (!kept.empty()) {
      const Eigen::Map<const Eigen::VectorXd> e(kept.data(), static_cast<Eigen::Index>(kept.size()));
      screening.mu = e.mean();
      screening.sigma =
          kept.size() > 1 ? std::sqrt((e.array() - screening.mu).square().sum() / static_cast<double>(kept.size() - 1))
                          : NAN;
      screening.mu_star =
          bootstrap_of_means(e.cwiseAbs(), how, [](const Eigen::VectorXd& mean) { return std::vector{mean[0]}; })[0];
    }
    all.push_back(screening);
  }
  return all;
}

}  // namespace psoas
