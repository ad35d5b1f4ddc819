// How does a study become a sweep? See study_plan.h.
#include "scenarios/study_plan.h"

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

Origin origin_of(const Study& study, const Models& models, const std::string& command) {
  return {study.title, study.text, study.sha256, models.sha256, study.sweep.seed, command};
}

}  // namespace psoas
