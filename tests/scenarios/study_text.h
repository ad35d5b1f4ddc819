// Studies written inside tests.
#pragma once

#include <string>
#include <vector>

#include "scenarios/study.h"

namespace psoas {

inline const Catalogue& test_catalogue() {
  static const Catalogue catalogue = read_catalogue(PSOAS_SOURCE_DIR "/models");
  return catalogue;
}

inline Study study_of(const std::string& text, const std::vector<std::string>& sets = {}) {
  return parse_study(text, "s.toml", sets, test_catalogue());
}

}  // namespace psoas
