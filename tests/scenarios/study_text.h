// Studies written inside tests.
#pragma once

#include <string>
#include <vector>

#include "scenarios/plan.h"
#include "scenarios/study.h"

namespace psoas {

inline const Catalogue& test_catalogue() {
  static const Catalogue catalogue = read_catalogue(PSOAS_SOURCE_DIR "/models");
  return catalogue;
}

inline Study study_of(const std::string& text, const std::vector<std::string>& sets = {}) {
  return parse_study(text, "s.toml", sets, test_catalogue());
}

/// The varied values of one scenario, as words: "1 asphalt 3".
inline std::string row(const Study& study, std::size_t i) {
  std::string text;
  for (const Value& value : varied_values(study, i)) text += (text.empty() ? "" : " ") + to_text(value);
  return text;
}
inline std::vector<std::string> rows(const Study& study) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < size(study); ++i) all.push_back(row(study, i));
  return all;
}

}  // namespace psoas
