// How does a study become a sweep? See study_plan.h.
#include "scenarios/study_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/plan.h"

namespace psoas {

std::vector<Parameter> parameters_of(const Study& study) {
  const auto parameter = [](const Key& key, bool varied) {
    return Parameter{std::string(key.name), udunit(key), std::string(key.meaning), key.is_text(), varied};
  };
  std::vector<Parameter> parameters;
  const std::vector<const Key*> varied = varied_keys(study);
  for (const Key* key : varied) parameters.push_back(parameter(*key, true));
  for (const Key& key : keys())
    if (std::find(varied.begin(), varied.end(), &key) == varied.end()) parameters.push_back(parameter(key, false));
  return parameters;
}

std::vector<Value> values_of(const std::vector<Parameter>& parameters, const Scenario& scenario) {
  std::vector<Value> values;
  for (const Parameter& parameter : parameters) values.push_back(value_of(*find_key(parameter.name), scenario));
  return values;
}

SweepPlan plan_of(const Study& study, std::size_t limit) {
  const std::vector<Parameter> parameters = parameters_of(study);
  return {
      .size = limit > 0 ? std::min(limit, size(study)) : size(study),
      .scenario = [&study](std::size_t i) { return scenario(study, i); },
      .id = [](const Scenario& s) { return scenario_id(s); },
      .parameters = parameters,
      .values = [parameters](const Scenario& s) { return values_of(parameters, s); },
  };
}

std::vector<Attribute> design_attributes(const Study& study) {
  const Sweep& sweep = study.sweep;
  if (sweep.design == Design::single) return {{"design", "single"}};
  const DesignInfo& design = about(sweep.design);
  std::vector<Attribute> all = {{"design", std::string(design.name)}};
  std::string factors;
  for (const Axis& axis : sweep.axes) factors += (factors.empty() ? "" : " ") + std::string(axis.key->name);
  if (!factors.empty()) all.emplace_back("design_factors", factors);
  if (design.random) all.emplace_back("design_samples", static_cast<int>(sweep.samples));
  if (sweep.correlation.size() > 0) all.emplace_back("design_correlated", 1);
  std::string crossed;
  int copies = 1;
  for (const Axis& axis : sweep.cross) {
    crossed += (crossed.empty() ? "" : " ") + std::string(axis.key->name);
    copies *= static_cast<int>(axis.values.size());
  }
  if (!crossed.empty()) {
    all.emplace_back("design_crossed", crossed);  // the whole design once for each combination, the last key fastest
    all.emplace_back("design_copies", copies);
  }
  if (!study.kept.all()) all.emplace_back("design_skipped", static_cast<int>(design_size(sweep) - size(study)));

  // What a program needs to compute with, and the same in words.
  const std::size_t axes = sweep.axes.size();
  if (sweep.design == Design::saltelli) {
    all.emplace_back("design_second_order", sweep.second_order ? 1 : 0);
    all.emplace_back(
        "design_layout",
        fmt::format("Of each {0} scenarios in a row the first is A and the last is B of one sample; between "
                    "them, for each factor in order, A with that factor of B{1}.",
                    sweep.second_order ? 2 * axes + 2 : axes + 2,
                    sweep.second_order ? ", then for each factor B with that factor of A" : ""));
  } else if (sweep.design == Design::morris) {
    all.emplace_back("design_levels", sweep.levels);
    all.emplace_back("design_layout",
                     fmt::format("Of each {} scenarios in a row each differs from the one before in one "
                                 "factor: one path. A factor moves half of its levels at a time.",
                                 axes + 1));
  } else if (sweep.design == Design::oat) {
    all.emplace_back("design_layout",
                     "Scenario 0 is the reference; each other differs from it in one factor, in the order of the "
                     "factors. Skipped scenarios are not counted.");
  }
  if (!crossed.empty()) {
    const std::string within = all.back().first == "design_layout" ? std::get<std::string>(all.back().second) : "";
    if (!within.empty()) all.pop_back();
    all.emplace_back("design_layout",
                     "The whole design once for each combination of the crossed keys, the last one fastest, one copy "
                     "behind the other." +
                         (within.empty() ? "" : " In each copy: " + within));
  }
  return all;
}

Origin origin_of(const Study& study, const Models& models, const std::string& command) {
  return {study.title, study.text, study.sha256, models.sha256, study.sweep.seed, command, design_attributes(study)};
}

}  // namespace psoas
