// Mistakes in a study, and what is told of them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/core/input_error.h"
#include "tests/scenarios/study_text.h"

namespace psoas {

inline std::vector<Problem> problems_of(const std::string& text, const std::vector<std::string>& sets = {}) {
  try {
    study_of(text, sets);
  } catch (const InputError& error) {
    return error.problems();
  }
  return {};
}

/// "3:7 message", or "--set a=b: message".
inline std::string told(const Problem& problem) {
  const std::string place = problem.line == 0
                                ? problem.file + ": "
                                : std::to_string(problem.line) + ":" + std::to_string(problem.column) + " ";
  return place + problem.message;
}

struct Mistake {
  const char* name;
  const char* text;
  const char* told;  ///< line:column message
};

inline void expect_told_once(const Mistake& mistake) {
  const std::vector<Problem> problems = problems_of(mistake.text);
  ASSERT_EQ(problems.size(), 1u) << (problems.size() > 1 ? told(problems[1]) : "");
  EXPECT_EQ(told(problems[0]), mistake.told);
  EXPECT_EQ(problems[0].file, "s.toml");
}

inline std::string name_of(const testing::TestParamInfo<Mistake>& info) { return info.param.name; }

}  // namespace psoas
