// What does a results file hold? The fields put together, the dimensions and their labels. See schema.h.
#include "scenarios/results/schema.h"

#include "scenarios/results/schema_fields.h"
#include "sim/assumptions.h"
#include "sim/core/check.h"

namespace psoas {
namespace {

const std::vector<Field>& all_fields() {
  static const std::vector<Field> all = [] {
    std::vector<Field> fields;
    for (const auto& part : {scenario_fields(), curve_fields(), landing_fields()})
      fields.insert(fields.end(), part.begin(), part.end());
    return fields;
  }();
  return all;
}

constexpr std::string_view resampled = "Knots of the optimal control solution, resampled to the gait cycle. ";
constexpr std::string_view no_filter = "Filter: none.";
constexpr std::string_view filter =
    "Filter: what muscles must make, and so every muscle and lumbar load, passed a zero-lag fourth-order Butterworth "
    "low-pass at sharing.filter_Hz.";

constexpr Dimension dimension_table[dim_count] = {
    {"scenario", "1", "index of the scenario in the plan"},
    {"gait_cycle", "percent",
     "gait cycle: one stride from right foot contact to the next; a static task is the same throughout"},
    {"level", "", "lumbar level, lowest first"},
    {"level_axis", "", "axis of a level: extension (+ z), bending (+ x), rotation (+ y)"},
    {"coordinate", "", "joint coordinate of the runner"},
    {"muscle", "", "muscle fascicle"},
    {"foot", "", "foot"},
    {"xyz", "", "world direction: x forward, y up, z right; on a slope along the ground and its normal"},
    {"reserve", "", "what grows in a strength reserve: the moments of all lumbar levels together, or of one"},
    {"core_group", "", "group of core muscles"},
    {"assumption", "", "what the sharing assumes; as_set is the scenario itself"},
    {"landing_time", "ms", "time from touch-down of the right foot"},
    {"landing_assumption", "", "what the landing assumes of muscles and flesh; as_set is the scenario itself"},
};

}  // namespace

const std::span<const Field> fields{all_fields()};

const Dimension& dimension(Dim dim) { return dimension_table[static_cast<std::size_t>(dim)]; }

std::vector<std::string> labels(Dim dim, const Axes& axes) {
  switch (dim) {
    case Dim::scenario:
    case Dim::gait_cycle:
    case Dim::landing_time:
      return {};
    case Dim::level:
      return {level_names.begin(), level_names.end()};
    case Dim::level_axis:
      return {"extension", "bending", "rotation"};
    case Dim::coordinate:
      return axes.coordinate;
    case Dim::muscle:
      return axes.muscle;
    case Dim::foot:
      return {"right", "left"};
    case Dim::xyz:
      return {"x", "y", "z"};
    case Dim::reserve: {
      std::vector<std::string> names = {"all"};
      names.insert(names.end(), level_names.begin(), level_names.end());
      return names;
    }
    case Dim::core_group:
      return {core_group_names.begin() + 1, core_group_names.end()};
    case Dim::landing_assumption: {
      std::vector<std::string> names;
      for (const LandingAssumption& assumption : landing_assumptions) names.emplace_back(assumption.name);
      return names;
    }
    case Dim::assumption: {
      std::vector<std::string> names;
      for (const Assumption& assumption : assumptions()) names.emplace_back(assumption.name);
      return names;
    }
  }
  CHECK(false);
}

std::string comment(const Field& field) {
  std::string text(field.comment);
  if (field.dims.has(Dim::gait_cycle)) {
    const bool load = field.dims.has(Dim::level) || field.dims.has(Dim::muscle) || field.dims.has(Dim::reserve) ||
                      field.dims.count == 2;
    text.append(text.empty() ? "" : " ").append(resampled).append(load ? filter : no_filter);
  }
  return text;
}

std::size_t Axes::size(Dim dim) const {
  CHECK(dim != Dim::scenario);
  if (dim == Dim::gait_cycle) return cycle_points;
  if (dim == Dim::landing_time) return landing_points;
  if (dim == Dim::muscle) return muscle.size();  // asked often: without a copy of the names
  return dim == Dim::coordinate ? coordinate.size() : labels(dim, *this).size();
}

std::size_t row_size(const Field& field, const Axes& axes) {
  std::size_t size = 1;
  for (Dim dim : field.dims)
    if (dim != Dim::scenario) size *= axes.size(dim);
  return size;
}

}  // namespace psoas
