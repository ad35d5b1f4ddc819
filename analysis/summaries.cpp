// See summaries.h.
#include "analysis/summaries.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace psoas {

std::string Summaries::left_out() const {
  if (solved.size() == count()) return "";
  std::array<int, status_count> with{};
  for (Status s : status) ++with[static_cast<std::size_t>(s)];
  std::string text = fmt::format("{} of {} scenarios left out:", count() - solved.size(), count());
  const char* separator = " ";
  for (int s = 1; s < status_count; ++s) {
    if (with[static_cast<std::size_t>(s)] == 0) continue;
    text += fmt::format("{}{} {}", separator, with[static_cast<std::size_t>(s)], name(static_cast<Status>(s)));
    separator = ", ";
  }
  return text + ".";
}

std::string Summaries::notes() const {
  std::string text = left_out();
  const auto core = [](const Factor& factor) { return factor.name.starts_with("core."); };
  if (std::any_of(factors.begin(), factors.end(), core))
    text += std::string(text.empty() ? "" : " ") +
            "A lower load of a weaker core is not protection: the runner spares it; its least_reserve is lower too.";
  return text;
}

Summaries read_summaries(const Results& results) {
  Summaries all;
  all.status = results.status();
  for (std::size_t i = 0; i < all.status.size(); ++i) {
    if (all.status[i] == Status::converged) all.solved.push_back(i);
  }
  for (const std::string& name : factor_names(results)) all.factors.push_back(read_factor(results, name));
  all.levels = results.texts("level");
  all.peak_compression = results.table("peak_compression");
  all.peak_shear_anterior = results.table("peak_shear_anterior");
  const std::vector<double> mass = results.numbers("runner.mass_kg");  // [kg]
  const auto [least, most] = std::minmax_element(mass.begin(), mass.end());
  if (!mass.empty() && *least == *most) all.body_weight = *least * standard_gravity;
  return all;
}

}  // namespace psoas
