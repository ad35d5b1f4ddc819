// Is every point of a plan possible, and which are left out?
#include "scenarios/settle.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/plan.h"
#include "scenarios/units.h"

namespace psoas {
namespace {

/// One at a time: the first scenario has all values of the study, so no other needs them.
void drop_base_values(SweepTable& table, const Scenario& base, Problems& problems) {
  for (std::size_t a = 0; a < table.sweep.axes.size(); ++a) {
    Axis& axis = table.sweep.axes[a];
    std::erase(axis.values, value_of(*axis.key, base));
    if (axis.values.empty())
      problems.add(
          table.at_axes[a],
          fmt::format("{} has only the value that the study has without it, so nothing varies", axis.key->name));
  }
}

/// "runner.mass_kg = 70, shoe.kind = super"
std::string point_text(const std::vector<const Key*>& keys, const Scenario& scenario) {
  std::string text;
  for (const Key* key : keys)
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", key->name, to_text(value_of(*key, scenario)));
  return text;
}

/// What is wrong with the values that formulas give; the index of the formula that is, or how many there are.
std::size_t first_wrong(const Sweep& sweep, const Scenario& scenario) {
  for (std::size_t f = 0; f < sweep.formulas.size(); ++f) {
    const Key& key = *sweep.formulas[f].key;
    const double value = std::get<double>(value_of(key, scenario));
    const bool in_range = value >= key.min && value <= key.max;  // false for NaN
    if (!in_range || (key.step > 0 && std::remainder(value, key.step) != 0)) return f;
  }
  return sweep.formulas.size();
}

}  // namespace

void settle(SweepTable table, Study& study, Problems& problems) {
  const std::size_t before = problems.count();
  if (table.sweep.design == Design::oat) drop_base_values(table, study.base, problems);
  study.sweep = std::move(table.sweep);
  const Sweep& sweep = study.sweep;
  if (problems.count() > before || (sweep.skip.empty() && sweep.formulas.empty())) return;

  // 1. Every point once: is it left out, and if not, is it possible?
  const std::size_t points = design_size(sweep);
  std::vector<std::uint64_t> bits((points + 63) / 64, 0);
  std::vector<bool> told(sweep.formulas.size(), false);
  std::size_t kept = 0;
  for (std::size_t point = 0; point < points; ++point) {
    const Scenario scenario = scenario_at(study, point);
    if (std::any_of(sweep.skip.begin(), sweep.skip.end(), [&](const Expression& e) { return e.truth(scenario); }))
      continue;
    bits[point / 64] |= std::uint64_t{1} << (point % 64);
    ++kept;
    const std::size_t wrong = first_wrong(sweep, scenario);
    if (wrong == sweep.formulas.size() || told[wrong]) continue;
    told[wrong] = true;
    const Formula& formula = sweep.formulas[wrong];
    const Key& key = *formula.key;
    problems.add(table.at_formulas[wrong],
                 fmt::format("the formula of {} gives {} where {}; allowed: {} to {}{}", key.name,
                             to_text(value_of(key, scenario)), point_text(formula.value.keys(), scenario), key.min,
                             key.max, key.step > 0 ? fmt::format(" in steps of {}", key.step) : ""));
  }

  // 2. What is left
  if (kept == 0) problems.add(table.at_skip, fmt::format("skip leaves none of the {} points", points));
  if (!sweep.skip.empty()) study.kept = Kept(std::move(bits));
}

}  // namespace psoas
