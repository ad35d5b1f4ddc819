// See recorded.h.
#include "analysis/recorded.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "scenarios/units.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double degree = std::numbers::pi / 180.0;

}  // namespace

Recorded::Recorded(const Results& results, const std::vector<std::string>& tables) {
  for (const std::string& name : results.parameters()) {
    const std::string table = name.substr(0, name.find('.'));
    if (!tables.empty() && std::find(tables.begin(), tables.end(), table) == tables.end()) continue;
    if (results.is_text(name))
      words_[name] = results.texts(name);
    else
      numbers_[name] = results.numbers(name);
  }
  for (const auto& [name, values] : numbers_)
    if (const Key* key = find_key(name); key != nullptr && !key->is_text()) number_keys_.emplace_back(key, &values);
  for (const auto& [name, values] : words_)
    if (const Key* key = find_key(name); key != nullptr && key->is_text()) word_keys_.emplace_back(key, &values);
}

Scenario Recorded::scenario(std::size_t i) const {
  Scenario scenario;
  for (const auto& [key, values] : number_keys_)
    if (!std::isnan(values->at(i))) key->set(scenario, values->at(i) * find_unit(key->unit)->si);
  for (const auto& [key, values] : word_keys_) key->set_text(scenario, values->at(i));
  return scenario;
}

std::string Recorded::text(const std::string& key, std::size_t i) const {
  if (const auto found = numbers_.find(key); found != numbers_.end()) return to_text(found->second.at(i));
  if (const auto found = words_.find(key); found != words_.end()) return found->second.at(i);
  return "";
}

Eigen::MatrixXd recorded_motion(const Results& results, const Runner& runner, std::size_t scenario) {
  for (const char* needed : {"joint_angle", "pelvis_position"}) {
    if (!results.has(needed))
      throw FileError(results.path().string() + ": no curves, only numbers for ranking (--outputs summary)");
  }
  const Eigen::MatrixXd angle = results.curve("joint_angle", scenario);         // [deg]
  const Eigen::MatrixXd position = results.curve("pelvis_position", scenario);  // [m]
  Eigen::MatrixXd q = Eigen::MatrixXd::Zero(runner.nq(), angle.cols());
  const std::vector<std::string> names = results.texts("coordinate");
  Eigen::Index slide = 0;
  for (Eigen::Index i = 0; i < q.rows(); ++i) {
    const Link& link = runner.links[static_cast<std::size_t>(i)];
    if (link.slide) {
      if (slide < position.rows()) q.row(i) = position.row(slide++);
      continue;
    }
    const auto at = std::find(names.begin(), names.end(), link.name);
    if (at != names.end()) q.row(i) = degree * angle.row(at - names.begin());
  }
  return q;
}

bool same_models(const Results& results, const Models& models) {
  return results.attribute("models_sha256") == models.sha256;
}

}  // namespace psoas
