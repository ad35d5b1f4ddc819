// See groups.h.
#include "analysis/groups.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace psoas {
namespace {

constexpr std::size_t most_values = 12;
constexpr std::size_t most_bins = 10, least_members = 10;  // a median of fewer than ten is noise

}  // namespace

std::vector<Group> groups_by(const Factor& factor, const std::vector<std::size_t>& solved) {
  std::map<double, std::vector<std::size_t>> by_value;
  for (std::size_t i : solved) by_value[factor.value[i]].push_back(i);
  std::vector<Group> groups;
  if (by_value.size() <= most_values) {
    for (auto& [value, members] : by_value) groups.push_back({value, members});
    return groups;
  }
  // A random design: every scenario has its own value. Equal shares of the ranked scenarios.
  std::vector<std::size_t> ranked;
  for (const auto& [value, members] : by_value) ranked.insert(ranked.end(), members.begin(), members.end());
  const std::size_t bins = std::clamp<std::size_t>(ranked.size() / least_members, 1, most_bins);
  for (std::size_t b = 0; b < bins; ++b) {
    Group group;
    group.members.assign(ranked.begin() + static_cast<std::ptrdiff_t>(ranked.size() * b / bins),
                         ranked.begin() + static_cast<std::ptrdiff_t>(ranked.size() * (b + 1) / bins));
    std::vector<double> values;
    for (std::size_t i : group.members) values.push_back(factor.value[i]);
    group.at = quantile(values, 0.5);
    groups.push_back(std::move(group));
  }
  return groups;
}

Spread spread(const Eigen::Ref<const Eigen::VectorXd>& output, const std::vector<std::size_t>& members) {
  std::vector<double> values;
  for (std::size_t i : members) values.push_back(output[static_cast<Eigen::Index>(i)]);
  return {quantile(values, 0.1), quantile(values, 0.5), quantile(values, 0.9)};
}

}  // namespace psoas
