// What does one factor do when all others are held? Scenarios that differ in it alone, found by the values of the
// others: the same way for a grid, one at a time, and a population of runners crossed with shoes.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/statistics/estimate.h"
#include "analysis/statistics/factors.h"

namespace psoas {

/// Tells which scenarios share the values of which factors.
class Matcher {
 public:
  explicit Matcher(const std::vector<Factor>& factors);
  /// Number of a scenario's value among the different ones of a factor: numbers ascending, words as they appear.
  std::size_t level(std::size_t factor, std::size_t scenario) const { return level_[factor][scenario]; }
  std::size_t levels(std::size_t factor) const { return values_[factor].size(); }
  double value(std::size_t factor, std::size_t level) const { return values_[factor][level]; }
  /// Of every scenario the number of its group: those of a group have the same values of all factors but `free`.
  std::vector<std::size_t> groups(const std::vector<std::size_t>& free) const;

 private:
  std::vector<std::vector<std::size_t>> level_;  ///< factor, scenario
  std::vector<std::vector<double>> values_;      ///< factor, level
};

/// A value of a factor against the reference, all other factors held.
struct LevelEffect {
  double at = 0.0;                    ///< the value, or the number of the word
  std::size_t count = 0;              ///< solved scenarios that have it
  double average = 0.0;               ///< of the output over them, whatever the others are
  std::size_t pairs = 0;              ///< partners that differ in this factor alone, both solved
  double change = 0.0;                ///< mean of their differences from the reference; NaN without pairs
  double least = 0.0, largest = 0.0;  ///< 10 and 90 % of those differences: wide where others decide
};

struct FactorEffect {
  std::size_t factor = 0;           ///< index into the factors given
  double reference = 0.0;           ///< value that the others are compared with
  std::vector<LevelEffect> levels;  ///< ascending; the reference's own change is 0
  std::size_t lost = 0;             ///< pairs of which one is not solved
  double low = 0.0, high = 0.0;     ///< least and largest mean change, of all levels
};

/// Effect of each factor. Reference: the value most scenarios have, of equals the first.
/// @param output  per scenario, NaN where not solved
std::vector<FactorEffect> factor_effects(const std::vector<Factor>& factors, const std::vector<double>& output);

}  // namespace psoas
