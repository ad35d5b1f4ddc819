// Is the house in order? Rooms include only rooms before them, every file says what it answers, no file has outgrown
// its idea.
#include <gtest/gtest.h>

#include <iostream>
#include <optional>
#include <regex>

#include "tests/house/files.h"

namespace psoas::house {
namespace {

// The one-way rule: a file may be read knowing only what stands before it.
const std::vector<std::string> order = {"sim/core", "models",     "sim/dynamics",        "sim/contact", "sim/stride",
                                        "sim/task", "sim/muscle", "sim/sharing",         "sim/lumbar",  "sim/impact",
                                        "sim",      "scenarios",  "analysis/statistics", "analysis",    "psoas.cpp"};
const std::string generated = "psoas_commit.h";  // written by the build
const std::set<std::string> rooms = {"sim", "models", "scenarios", "analysis", "psoas.cpp"};

/// Place of a file in the order: of the longest entry that it lies in.
std::optional<std::size_t> rank(const std::string& file) {
  std::optional<std::size_t> best;
  for (std::size_t r = 0; r < order.size(); ++r) {
    const bool inside = file == order[r] || file.starts_with(order[r] + "/");
    if (inside && (!best || order[r].size() > order[*best].size())) best = r;
  }
  return best;
}

/// What is wrong with the includes of one file; empty when nothing is.
std::vector<std::string> violations(const std::string& file, const std::vector<std::string>& lines, std::size_t& seen) {
  static const std::regex include(R"re(^\s*#\s*include\s*"([^"]+)")re");
  std::vector<std::string> found;
  for (const std::string& line : lines) {
    std::smatch match;
    if (!std::regex_search(line, match, include)) continue;
    ++seen;
    const std::string target = match[1];
    if (target == generated) continue;
    const auto from = rank(file), to = rank(target);
    if (!to) found.push_back(file + " includes \"" + target + "\", which is in no room (write paths from the top)");
    if (from && to && *to > *from) found.push_back(file + " includes \"" + target + "\" of a later room");
  }
  return found;
}

TEST(House, RoomsIncludeOnlyRoomsBeforeThem) {
  std::size_t seen = 0;
  for (const fs::path& file : files(rooms, {".h", ".cpp"})) {
    for (const std::string& what : violations(file.string(), lines_of(root / file), seen)) ADD_FAILURE() << what;
  }
  EXPECT_GT(seen, 50U) << "the search for includes finds nothing";
}

TEST(House, TheRuleItselfSeesAnIncludeOfALaterRoom) {
  std::size_t seen = 0;
  EXPECT_EQ(violations("sim/dynamics/a.cpp", {"#include \"sim/contact/b.h\""}, seen).size(), 1U);
  EXPECT_EQ(violations("models/a.h", {"  #include \"sim/simulate.h\""}, seen).size(), 1U);
  EXPECT_EQ(violations("sim/lumbar/a.h", {"#include \"sim/simulate.h\""}, seen).size(), 1U);
  EXPECT_EQ(violations("sim/core/a.h", {"#include \"b.h\""}, seen).size(), 1U);
  EXPECT_EQ(violations("scenarios/results/a.cpp",
                       {"#include \"scenarios/b.h\"", "#include <vector>", "#include \"sim/simulate.h\""}, seen)
                .size(),
            0U);
  EXPECT_EQ(seen, 6U);
}

TEST(House, EveryFileOpensWithACommentThatSaysWhatItAnswers) {
  for (const fs::path& file :
       files({"sim", "models", "scenarios", "analysis", "bench", "tests", "psoas.cpp"}, {".h", ".cpp"})) {
    const std::vector<std::string> lines = lines_of(root / file);
    ASSERT_FALSE(lines.empty()) << file;
    EXPECT_TRUE(lines.front().starts_with("// ") && lines.front().size() > 10)
        << file << " opens with: " << lines.front();
  }
}

// Files of 100 to 250 lines; a table may be longer. Beyond 400 a seam is missing.
TEST(House, NoFileIsLongerThan400Lines) {
  for (const fs::path& file :
       files({"sim", "models", "scenarios", "analysis", "bench", "tests", "psoas.cpp"}, {".h", ".cpp"})) {
    const std::size_t length = lines_of(root / file).size();
    if (length > 250) std::cout << "long: " << file.string() << " has " << length << " lines\n";
    EXPECT_LE(length, 400U) << file;
  }
}

TEST(House, ProductCodeKnowsNothingOfFoldersOutsideTheProject) {
  for (const fs::path& file : files(rooms, {".h", ".cpp", ".toml", ".csv"})) {
    EXPECT_EQ(read(root / file).find("/work/"), std::string::npos) << file;
    EXPECT_EQ(read(root / file).find("../shared"), std::string::npos) << file;
  }
}

}  // namespace
}  // namespace psoas::house
