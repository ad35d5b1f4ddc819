// What does one factor do when all others are held? See matched.h.
#include "analysis/statistics/matched.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>

namespace psoas {
namespace {

/// A well mixed 64-bit number of two others: the SplitMix64 finaliser [Steele 2014].
std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  std::uint64_t hash = 0;
  for (const std::uint64_t part : {a, b}) {
    hash += part + 0x9e3779b97f4a7c15u;
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
    hash ^= hash >> 31;
  }
  return hash;
}

/// 128 bits: among 10^7 scenarios two different ones agree by chance with a probability below 10^-24.
using Key = std::array<std::uint64_t, 2>;
struct Low {
  std::size_t operator()(const Key& key) const { return key[0]; }
};

}  // namespace

Matcher::Matcher(const std::vector<Factor>& factors) {
  for (const Factor& factor : factors) {
    std::vector<double> values;
    for (double value : factor.value)
      if (!std::isnan(value)) values.push_back(value);
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    std::vector<std::size_t> level;
    level.reserve(factor.value.size());
    for (double value : factor.value)
      level.push_back(static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), value) - values.begin()));
    level_.push_back(std::move(level));
    values_.push_back(std::move(values));
  }
}

std::vector<std::size_t> Matcher::groups(const std::vector<std::size_t>& free) const {
  // Each value of each factor has a random number; the sum over the factors that are held names the group.
  std::vector<std::size_t> group;
  std::unordered_map<Key, std::size_t, Low> known;
  const std::size_t count = level_.empty() ? 0 : level_.front().size();
  for (std::size_t i = 0; i < count; ++i) {
    Key key{0, 0};
    for (std::size_t f = 0; f < level_.size(); ++f) {
      if (std::find(free.begin(), free.end(), f) != free.end()) continue;
      key[0] += mixed(f, level_[f][i]);
      key[1] += mixed(~f, level_[f][i]);
    }
    group.push_back(known.try_emplace(key, known.size()).first->second);
  }
  return group;
}

std::vector<FactorEffect> factor_effects(const std::vector<Factor>& factors, const std::vector<double>& output) {
  std::vector<FactorEffect> effects;
  const Matcher matcher(factors);
  for (std::size_t f = 0; f < factors.size(); ++f) {
    // 1. How many scenarios have each value, and what is the output on average?
    FactorEffect effect;
    effect.factor = f;
    effect.levels.resize(matcher.levels(f));
    std::vector<std::size_t> planned(effect.levels.size(), 0);
    for (std::size_t l = 0; l < effect.levels.size(); ++l) effect.levels[l].at = matcher.value(f, l);
    for (std::size_t i = 0; i < output.size(); ++i) {
      const std::size_t l = matcher.level(f, i);
      if (l >= planned.size()) continue;
      ++planned[l];
      if (std::isnan(output[i])) continue;
      LevelEffect& level = effect.levels[l];
      level.average += (output[i] - level.average) / static_cast<double>(++level.count);
    }
    const auto reference = static_cast<std::size_t>(std::max_element(planned.begin(), planned.end()) - planned.begin());
    if (effect.levels.empty()) continue;
    effect.reference = effect.levels[reference].at;

    // 2. The reference of each group of partners, then everyone's difference from it
    const std::vector<std::size_t> group = matcher.groups({f});
    std::unordered_map<std::size_t, double> base;
    for (std::size_t i = 0; i < output.size(); ++i)
      if (matcher.level(f, i) == reference) base[group[i]] = output[i];
    std::vector<std::vector<double>> changes(effect.levels.size());
    for (std::size_t i = 0; i < output.size(); ++i) {
      const auto partner = base.find(group[i]);
      const std::size_t l = matcher.level(f, i);
      if (partner == base.end() || l >= changes.size() || l == reference) continue;
      const double change = output[i] - partner->second;
      if (std::isnan(change))
        ++effect.lost;
      else
        changes[l].push_back(change);
    }
    for (std::size_t l = 0; l < changes.size(); ++l) {
      LevelEffect& level = effect.levels[l];
      level.pairs = changes[l].size();
      if (l == reference) continue;
      level.change = level.least = level.largest = NAN;
      if (changes[l].empty()) continue;
      level.change = 0;
      for (double c : changes[l]) level.change += c / static_cast<double>(changes[l].size());
      level.least = quantile(changes[l], 0.1);
      level.largest = quantile(changes[l], 0.9);
      effect.low = std::min(effect.low, level.change);
      effect.high = std::max(effect.high, level.change);
    }
    effects.push_back(std::move(effect));
  }
  return effects;
}

}  // namespace psoas
