// Which scenarios does a study make?
#include "scenarios/plan.h"

#include <algorithm>
#include <cmath>

#include "scenarios/sampling.h"
#include "scenarios/units.h"
#include "sim/core/check.h"

namespace psoas {
namespace {

/// The value of an axis at a coordinate u of 0 to 1 (excluded) of a sample.
Value sampled(const Axis& axis, double u) {
  const double step = axis.key->step;
  if (step == 0) return between(axis, u);
  // A key of whole steps: each step gets an equal share.
  const double first = std::ceil(axis.from / step), last = std::floor(axis.to / step);
  return step * std::min(last, first + std::floor(u * (last - first + 1)));
}

/// What scenario i sets beyond study.fixed.
std::vector<Setting> swept(const Study& study, std::size_t i) {
  const Sweep& sweep = study.sweep;
  CHECK(i < size(study));
  if (sweep.design == Design::list) return sweep.cases[i];

  std::vector<Setting> settings;
  for (const Axis& axis : sweep.axes) settings.push_back({axis.key, Value{}});
  switch (sweep.design) {
    case Design::grid:  // digits of i, the last axis fastest
      for (std::size_t a = sweep.axes.size(); a-- > 0; i /= sweep.axes[a].values.size())
        settings[a].value = sweep.axes[a].values[i % sweep.axes[a].values.size()];
      break;
    case Design::zip:
      for (std::size_t a = 0; a < sweep.axes.size(); ++a) settings[a].value = sweep.axes[a].values[i];
      break;
    case Design::lhs:
    case Design::sobol: {
      const std::vector<double> u = sweep.design == Design::lhs
                                        ? latin_point(sweep.axes.size(), sweep.samples, sweep.seed, i)
                                        : sobol_point(sweep.axes.size(), sweep.seed, i);
      for (std::size_t a = 0; a < sweep.axes.size(); ++a) settings[a].value = sampled(sweep.axes[a], u[a]);
      break;
    }
    case Design::single:
    case Design::list:
      break;
  }
  return settings;
}

}  // namespace

std::size_t size(const Study& study) {
  const Sweep& sweep = study.sweep;
  switch (sweep.design) {
    case Design::single:
      return 1;
    case Design::zip:
      return sweep.axes.front().values.size();
    case Design::list:
      return sweep.cases.size();
    case Design::lhs:
    case Design::sobol:
      return sweep.samples;
    case Design::grid:
      break;
  }
  std::size_t count = 1;
  for (const Axis& axis : sweep.axes) count *= axis.values.size();
  return count;
}

Scenario scenario(const Study& study, std::size_t i) {
  std::vector<Setting> settings = study.fixed;
  for (Setting& setting : swept(study, i)) settings.push_back(std::move(setting));
  return resolve(settings, study.catalogue);
}

std::vector<const Key*> varied_keys(const Study& study) {
  std::vector<const Key*> varied;
  for (const Axis& axis : study.sweep.axes) varied.push_back(axis.key);
  for (const auto& settings : study.sweep.cases)
    for (const Setting& setting : settings)
      if (std::find(varied.begin(), varied.end(), setting.key) == varied.end()) varied.push_back(setting.key);
  return varied;
}

std::vector<Value> varied_values(const Study& study, std::size_t i) {
  const std::vector<Setting> settings = swept(study, i);
  std::vector<Value> values;
  if (study.sweep.design == Design::list) {
    const Scenario resolved = scenario(study, i);
    for (const Key* key : varied_keys(study)) {
      const auto own = std::find_if(settings.begin(), settings.end(), [&](const Setting& s) { return s.key == key; });
      values.push_back(own == settings.end() ? value_of(*key, resolved) : own->value);
    }
  } else {
    for (const Setting& setting : settings) values.push_back(setting.value);
  }
  return values;
}

double between(const Axis& axis, double t) {
  if (t <= 0) return axis.from;
  if (t >= 1) return axis.to;
  const double value = axis.log ? axis.from * std::pow(axis.to / axis.from, t) : axis.from + t * (axis.to - axis.from);
  return std::clamp(rounded(value), axis.from, axis.to);
}

}  // namespace psoas
