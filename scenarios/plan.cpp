// Which scenarios does a study make?
#include "scenarios/plan.h"

#include <algorithm>
#include <cmath>

#include "scenarios/distribution.h"
#include "scenarios/sampling.h"
#include "scenarios/units.h"
#include "sim/core/check.h"

namespace psoas {
namespace {

/// Scenarios that one sample of a Saltelli or Morris design makes.
std::size_t parts_of(const Sweep& sweep) {
  const std::size_t axes = sweep.axes.size();
  if (sweep.design == Design::saltelli) return sweep.second_order ? 2 * axes + 2 : axes + 2;
  if (sweep.design == Design::morris) return axes + 1;
  return 1;
}

/// Points of the design alone, without what it is crossed with.
std::size_t core_size(const Sweep& sweep) {
  switch (sweep.design) {
    case Design::single:
      return 1;
    case Design::zip:
      return sweep.axes.front().values.size();
    case Design::list:
      return sweep.cases.size();
    case Design::grid: {
      std::size_t count = 1;
      for (const Axis& axis : sweep.axes) count *= axis.values.size();
      return count;
    }
    case Design::oat: {
      std::size_t count = 1;
      for (const Axis& axis : sweep.axes) count += axis.values.size();
      return count;
    }
    default:
      return sweep.samples * parts_of(sweep);
  }
}

/// One value of each axis: the digits of a number, the last axis fastest.
std::vector<Setting> digits(const std::vector<Axis>& axes, std::size_t number) {
  std::vector<Setting> settings;
  for (const Axis& axis : axes) settings.push_back({axis.key, Value{}});
  for (std::size_t a = axes.size(); a-- > 0; number /= axes[a].values.size())
    settings[a].value = axes[a].values[number % axes[a].values.size()];
  return settings;
}

/// Sample and part of a point of the design alone.
Role role_of(const Sweep& sweep, std::size_t point) {
  if (sweep.design == Design::oat) {
    if (point == 0) return {0, 0};
    Role role{1, point - 1};
    for (const Axis& axis : sweep.axes) {
      if (role.part < axis.values.size()) break;
      role.part -= axis.values.size();
      ++role.sample;
    }
    return role;
  }
  return {point / parts_of(sweep), point % parts_of(sweep)};
}

/// A and B are the two halves of one point with twice the coordinates [Saltelli 2010].
std::vector<double> saltelli_point(const Sweep& sweep, const Role& role) {
  const std::size_t axes = sweep.axes.size(), last = parts_of(sweep) - 1;
  const std::vector<double> both = sobol_point(2 * axes, sweep.seed, role.sample);
  const auto half = both.begin() + static_cast<std::ptrdiff_t>(axes);
  std::vector<double> a(both.begin(), half), b(half, both.end());
  if (role.part == 0) return a;
  if (role.part == last) return b;
  const std::size_t key = (role.part - 1) % axes;
  std::swap(a[key], b[key]);
  return role.part <= axes ? a : b;
}

/// Coordinates of a point of a random design, each the probability of a value.
std::vector<double> coordinates(const Sweep& sweep, std::size_t point) {
  const std::size_t axes = sweep.axes.size();
  const Role role = role_of(sweep, point);
  std::vector<double> u;
  if (sweep.design == Design::lhs) u = latin_point(axes, sweep.samples, sweep.seed, point);
  if (sweep.design == Design::sobol) u = sobol_point(axes, sweep.seed, point);
  if (sweep.design == Design::monte_carlo) u = random_point(axes, sweep.seed, point);
  if (sweep.design == Design::saltelli) u = saltelli_point(sweep, role);
  if (sweep.design == Design::morris) u = morris_point(axes, sweep.levels, sweep.seed, role.sample, role.part);
  CHECK(u.size() == axes);
  if (sweep.copula.size() > 0) correlate(sweep.copula, u);
  return u;
}

/// What a point of the design alone sets beyond study.fixed, formulas left out.
std::vector<Setting> settings_of(const Sweep& sweep, std::size_t point) {
  if (sweep.design == Design::single) return {};
  if (sweep.design == Design::list) return sweep.cases[point];
  if (sweep.design == Design::oat) {
    const Role role = role_of(sweep, point);
    if (role.sample == 0) return {};
    const Axis& axis = sweep.axes[role.sample - 1];
    return {{axis.key, axis.values[role.part]}};
  }

  if (sweep.design == Design::grid) return digits(sweep.axes, point);
  std::vector<Setting> settings;
  for (const Axis& axis : sweep.axes) settings.push_back({axis.key, Value{}});
  if (sweep.design == Design::zip) {
    for (std::size_t a = 0; a < sweep.axes.size(); ++a) settings[a].value = sweep.axes[a].values[point];
  } else {
    const std::vector<double> u = coordinates(sweep, point);
    for (std::size_t a = 0; a < sweep.axes.size(); ++a) settings[a].value = quantile(sweep.axes[a], u[a]);
  }
  return settings;
}

/// The same of a point of the crossed design.
std::vector<Setting> swept(const Study& study, std::size_t point) {
  const Sweep& sweep = study.sweep;
  CHECK(point < design_size(sweep));
  const std::size_t core = core_size(sweep);
  std::vector<Setting> settings = settings_of(sweep, point % core);
  const std::vector<Setting> crossed = digits(sweep.cross, point / core);
  settings.insert(settings.end(), crossed.begin(), crossed.end());
  return settings;
}

/// What is set by name is in the settings; what follows from it is computed now, in the order of the file.
Scenario resolved(const Study& study, const std::vector<Setting>& settings) {
  std::vector<Setting> all = study.fixed;
  all.insert(all.end(), settings.begin(), settings.end());
  Scenario scenario = resolve(all, study.catalogue);
  for (const Formula& formula : study.sweep.formulas)
    formula.key->set(scenario, rounded(formula.value.number(scenario)) * find_unit(formula.key->unit)->si);
  return scenario;
}

}  // namespace

std::size_t design_size(const Sweep& sweep) {
  std::size_t count = core_size(sweep);
  for (const Axis& axis : sweep.cross) count *= axis.values.size();
  return count;
}

std::size_t size(const Study& study) { return study.kept.all() ? design_size(study.sweep) : study.kept.count(); }

Scenario scenario_at(const Study& study, std::size_t point) { return resolved(study, swept(study, point)); }

Scenario scenario(const Study& study, std::size_t i) {
  CHECK(i < size(study));
  return scenario_at(study, study.kept.at(i));
}

Role role(const Study& study, std::size_t i) {
  const std::size_t point = study.kept.at(i), core = core_size(study.sweep);
  Role role = role_of(study.sweep, point % core);
  role.copy = point / core;
  return role;
}

std::vector<const Key*> varied_keys(const Study& study) {
  std::vector<const Key*> varied;
  const auto add = [&](const Key* key) {
    if (std::find(varied.begin(), varied.end(), key) == varied.end()) varied.push_back(key);
  };
  for (const Axis& axis : study.sweep.axes) add(axis.key);
  for (const auto& settings : study.sweep.cases)
    for (const Setting& setting : settings) add(setting.key);
  for (const Axis& axis : study.sweep.cross) add(axis.key);
  for (const Formula& formula : study.sweep.formulas) add(formula.key);
  return varied;
}

std::vector<Value> varied_values(const Study& study, std::size_t i) {
  CHECK(i < size(study));
  const std::vector<Setting> settings = swept(study, study.kept.at(i));
  const Scenario all = resolved(study, settings);
  std::vector<Value> values;
  for (const Key* key : varied_keys(study)) {
    const auto own = std::find_if(settings.begin(), settings.end(), [&](const Setting& s) { return s.key == key; });
    values.push_back(own == settings.end() ? value_of(*key, all) : own->value);
  }
  return values;
}

}  // namespace psoas
