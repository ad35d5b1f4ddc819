// Can a newcomer begin with the templates and the schema?
#include "scenarios/templates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "scenarios/plan.h"
#include "scenarios/study_schema.h"
#include "tests/scenarios/study_text.h"

namespace psoas {
namespace {

using testing::ElementsAre;

const std::filesystem::path studies = PSOAS_SOURCE_DIR "/scenarios";

TEST(Templates, AreTheFilesOfTheirFolderAndRight) {
  std::vector<std::string> names;
  for (const Template& one : templates()) {
    names.emplace_back(one.name);
    const Study study = study_of(std::string(one.text));
    EXPECT_GT(size(study), 5u) << one.name;
    EXPECT_LT(size(study), 1000u) << one.name << ": a first study must not take long";
    EXPECT_NE(study.title, "s") << one.name << " has a title";
    std::ifstream file(studies / "templates" / (std::string(one.name) + ".toml"), std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    EXPECT_EQ(one.text, text) << one.name;
    // What a comment promises of its size is true.
    const bool promises =
        text.find(" scenarios, ") != std::string::npos || text.find(" scenarios.") != std::string::npos;
    if (promises) {
      EXPECT_THAT(text, testing::HasSubstr("= " + std::to_string(size(study)) + " scenarios")) << one.name;
    }
  }
  EXPECT_THAT(names, ElementsAre("core", "cushioning", "factors", "posture", "surface"));
}

TEST(Schema, AgreesWithTheReaderAboutEveryStudyThatWeShip) {
  const std::filesystem::path schema = std::filesystem::path(testing::TempDir()) / "psoas.schema.json";
  std::ofstream(schema) << study_schema(test_catalogue());
  std::string command = "/usr/bin/python3 " PSOAS_SOURCE_DIR "/tests/scenarios/schema_test.py " + schema.string();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(studies))
    if (entry.path().extension() == ".toml") command += " " + entry.path().string();
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string said;
  char text[256];
  while (fgets(text, sizeof text, pipe) != nullptr) said += text;
  const int status = pclose(pipe);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (code == 77 || code == 127) GTEST_SKIP() << said;
  EXPECT_EQ(code, 0) << said;
}

}  // namespace
}  // namespace psoas
