// Do the words hold? README's commands exist, its links lead somewhere, and every citation has its reference.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <regex>

#include "tests/house/files.h"

namespace psoas::house {
namespace {

/// First groups of all matches.
std::set<std::string> matches(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end; ++match)
    found.insert((*match)[1]);
  return found;
}

int exit_code(const std::string& command) {
  const int status = std::system((command + " >/dev/null 2>&1").c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Words, ReadmeAndUsageNameOnlyCommandsThatBootstrapKnows) {
  const std::string script = read(root / "bootstrap");
  const std::set<std::string> known = matches(script, R"(\n  ([a-z]+)\))");  // labels of its case
  const std::size_t from = script.find("usage: ");
  const std::set<std::string> usage = matches(script.substr(from, script.find("END", from) - from), R"(\n  ([a-z]+) )");
  const std::set<std::string> readme = matches(read(root / "README.md"), R"(\./bootstrap ([a-z]+))");
  EXPECT_TRUE(readme.count("demo") == 1 && readme.count("test") == 1);
  for (const std::string& command : readme) EXPECT_EQ(known.count(command), 1U) << "README: ./bootstrap " << command;
  for (const std::string& command : usage) EXPECT_EQ(known.count(command), 1U) << "usage: " << command;
  EXPECT_EQ(usage.size(), known.size()) << "a command is missing from the usage";
}

TEST(Words, BootstrapRefusesAnUnknownCommandAndExplainsItself) {
  const std::string bootstrap = (root / "bootstrap").string();
  EXPECT_EQ(exit_code("'" + bootstrap + "' --help"), 0);
  EXPECT_EQ(exit_code("'" + bootstrap + "' no-such-command"), 2);
  EXPECT_EQ(exit_code("'" + bootstrap + "'"), 2);
}

TEST(Words, ReadmeNamesOnlyCommandsThatTheProgramKnows) {
  if (!fs::exists(PSOAS_PROGRAM)) GTEST_SKIP() << "the program is not built: " << PSOAS_PROGRAM;
  const std::set<std::string> commands = matches(read(root / "README.md"), R"((?:^|[\s/])psoas ([a-z]+) [A-Za-z])");
  EXPECT_GE(commands.size(), 3U);
  for (const std::string& command : commands)
    EXPECT_EQ(exit_code("'" PSOAS_PROGRAM "' " + command + " --help"), 0) << "psoas " << command;
}

TEST(Words, ReadmeLinksLeadToFilesThatExist) {
  const std::set<std::string> links = matches(read(root / "README.md"), R"re((?:\]\(|src=")([^)"#:]+)[)"])re");
  EXPECT_GE(links.size(), 3U);
  for (const std::string& link : links) EXPECT_TRUE(fs::exists(root / link)) << link;
}

/// "[Thelen 2003]" and "[Featherstone 2008, ch. 5; An 1984]" -> "Thelen 2003", "Featherstone 2008", "An 1984".
std::set<std::string> citations(const std::string& text) {
  std::set<std::string> found;
  for (const std::string& inside : matches(text, R"(\[([A-Z][^\[\]\n]{1,80} (?:19|20)[0-9][0-9][^\[\]\n]{0,60})\])")) {
    const std::set<std::string> each = matches(inside, R"((?:^|; )([A-Z][^;]*? (?:19|20)[0-9][0-9][a-z]?))");
    found.insert(each.begin(), each.end());
  }
  return found;
}

/// A reference stands on a line that names the first author and the year.
bool has_reference(const std::string& citation, const std::vector<std::string>& references) {
  const std::string author = citation.substr(0, citation.find_first_of(" ,"));
  const std::string year = matches(citation, "((?:19|20)[0-9][0-9])").begin()->substr(0, 4);
  return std::any_of(references.begin(), references.end(), [&](const std::string& line) {
    return line.find(author) != std::string::npos && line.find(year) != std::string::npos;
  });
}

TEST(Words, ACitationIsFoundWhereverItStandsInItsBrackets) {
  EXPECT_EQ(citations("x [Thelen 2003] y [Featherstone 2008, ch. 5; An 1984] a[i] [N m] [rad] v[2003]"),
            (std::set<std::string>{"Thelen 2003", "Featherstone 2008", "An 1984"}));
  EXPECT_FALSE(has_reference("Thelen 2003", {"Thelen DG (2004)", "An KN (2003)"}));
  EXPECT_TRUE(has_reference("Thelen 2003", {"- **Thelen 2003**: Thelen DG (2003), J Biomech Eng 125:70"}));
}

TEST(Words, EveryCitationHasItsReference) {
  std::vector<std::string> references = lines_of(root / "models/SOURCES.md");
  for (const char* list :
       {"sim/REFERENCES.md", "scenarios/REFERENCES.md", "analysis/REFERENCES.md", "tests/REFERENCES.md"}) {
    for (const std::string& line : lines_of(root / list)) references.push_back(line);
  }
  std::size_t count = 0;
  for (const fs::path& file : files({"sim", "models", "scenarios", "analysis", "bench", "tests", "psoas.cpp"},
                                    {".h", ".cpp", ".csv", ".toml"})) {
    if (file.parent_path() == "tests/house") continue;  // its examples are no citations
    for (const std::string& citation : citations(read(root / file))) {
      ++count;
      EXPECT_TRUE(has_reference(citation, references)) << file.string() << " cites [" << citation << "]";
    }
  }
  EXPECT_GT(count, 5U) << "the search for citations finds nothing";
}

TEST(Words, ChangelogNamesTheVersionThatIsBuilt) {
  const std::string version = *matches(read(root / "CMakeLists.txt"), R"(project\(psoas VERSION ([0-9.]+))").begin();
  const std::string log = read(root / "CHANGELOG.md");
  EXPECT_TRUE(log.find("## [Unreleased]") != std::string::npos ||
              log.find("## [" + version + "]") != std::string::npos);
}

TEST(Words, NoticeKeepsTheNoticesOfTheDataWeUse) {
  const std::string notice = read(root / "NOTICE");
  for (const char* text :
       {"Copyright (c) 2005-2017 Stanford University", "Copyright (c) 2022, perfanalytics",
        "Copyright (c) 2024 mjhmilla", "Copyright (c) 2014, by the Authors indicated in the source files",
        "Creative Commons Attribution 4.0", "BioMAC-Sim-Toolbox"}) {
    EXPECT_NE(notice.find(text), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace psoas::house
