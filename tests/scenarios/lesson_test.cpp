// Is a study that answers a claim checked like all else, and are the lessons that we ship right?
#include "scenarios/lesson.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "scenarios/manifest.h"
#include "tests/scenarios/mistakes.h"

namespace psoas {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::filesystem::path folder = PSOAS_SOURCE_DIR "/scenarios/lessons";

constexpr char head[] = "[sweep]\ncross = { 'shoe.kind' = ['standard', 'super'] }\n'runner.mass_kg' = [60, 70, 80]\n";
constexpr char lesson[] =
    "[lesson]\nclaim = 'Springs help.'\nfactor = 'runner.mass_kg'\nfrom = 60\nto = '80 kg'\n"
    "outputs = [{ output = 'impact_peak', claimed = 'smaller' }, { output = 'peak_compression[L5-S1]' }]\n"
    "assumptions = ['shoe.kind']\nmatters_percent = 5\n"
    "findings = [{ finding = 'It is so.', source = '[Holm 1979] Scand J Stat 6:65', seen = 'abstract' }]\n"
    "cannot_know = ['Why.']\n";

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(Lesson, IsReadAsWrittenAndFoundAgainInTheTextThatAResultsFileKeeps) {
  const Study study = study_of(std::string(head) + lesson);
  ASSERT_TRUE(study.lesson);
  for (const Lesson& read : {*study.lesson, lesson_of(study.text).value()}) {
    EXPECT_EQ(read.claim, "Springs help.");
    EXPECT_EQ(read.factor, "runner.mass_kg");
    EXPECT_EQ(read.from, "60");
    EXPECT_EQ(read.to, "80") << "text with a unit is a number of the key's unit";
    ASSERT_EQ(read.outputs.size(), 2u);
    EXPECT_EQ(read.outputs[0].claimed, Claimed::smaller);
    EXPECT_EQ(read.outputs[1].name, "peak_compression[L5-S1]");
    EXPECT_EQ(read.outputs[1].claimed, Claimed::nothing);
    EXPECT_THAT(read.assumptions, ElementsAre("shoe.kind"));
    EXPECT_DOUBLE_EQ(read.matters, 0.05);
    ASSERT_EQ(read.findings.size(), 1u);
    EXPECT_EQ(read.findings[0].source, "[Holm 1979] Scand J Stat 6:65");
    EXPECT_THAT(read.cannot_know, ElementsAre("Why."));
  }
  EXPECT_FALSE(study_of(head).lesson);
  EXPECT_FALSE(lesson_of(head));
  EXPECT_FALSE(lesson_of("no toml ="));
}

TEST(Lesson, IsNoPartOfWhatIsRun) { EXPECT_THAT(study_differences(head, std::string(head) + lesson), IsEmpty()); }

TEST(Lesson, IsDroppedWhereSetHoldsWhatItCompares) {
  const std::string text = std::string(head) + lesson;
  EXPECT_FALSE(study_of(text, {"runner.mass_kg=65"}).lesson);
  EXPECT_TRUE(study_of(text, {"shoe.kind=super"}).lesson) << "an assumption less";
}

/// The lesson with one line in place of the one that begins with the same word, or without it.
std::vector<std::string> told_of(const std::string& line, bool leave_out = false) {
  const std::string word = line.substr(0, line.find(' '));
  std::string text = std::string(head) + lesson;
  const std::size_t at = text.find("\n" + word + " ");
  if (at == std::string::npos)
    text += line + "\n";
  else
    text.replace(at + 1, text.find('\n', at + 1) - at - 1, leave_out ? "" : line);
  std::vector<std::string> all;
  for (const Problem& problem : problems_of(text)) all.push_back(told(problem));
  return all;
}

TEST(Lesson, EveryMistakeIsToldWithItsPlace) {
  EXPECT_THAT(told_of("clam = 'x'"), ElementsAre("14:1 unknown entry 'clam' of [lesson]; did you mean 'claim'?"));
  EXPECT_THAT(told_of("claim = 3"), ElementsAre("5:9 claim needs text, found a number"));
  EXPECT_THAT(told_of("claim = ''"), ElementsAre("5:9 claim is empty"));
  EXPECT_THAT(told_of("claim = ''", true), ElementsAre("4:1 [lesson] lacks claim"));
  EXPECT_THAT(told_of("factor = 'runner.mas_kg'"),
              testing::Contains("6:10 unknown key 'runner.mas_kg'; did you mean 'runner.mass_kg'?"));
  std::string other = std::string(head) + lesson;
  other.replace(other.find("'runner.mass_kg' = [60, 70, 80]"), 31, "'runner.height_m' = [1.6, 1.7]");
  EXPECT_EQ(told(problems_of(other).at(0)),
            "6:10 runner.mass_kg is not varied in this study, so the lesson has nothing to compare");
  EXPECT_THAT(told_of("from = 65"), ElementsAre("7:8 no scenario has runner.mass_kg 65; there are 60, 70, 80"));
  EXPECT_THAT(told_of("from = '60 km'"), ElementsAre(HasSubstr("'km' is a unit of length")));
  EXPECT_THAT(told_of("to = 60"), ElementsAre("8:6 from and to are the same value"));
  EXPECT_THAT(told_of("outputs = 'impact_peak'"),
              ElementsAre("9:11 outputs needs a list of { output, claimed }, found text"));
  EXPECT_THAT(told_of("outputs = []"),
              ElementsAre("9:11 outputs needs a list of { output, claimed }, found an empty one"));
  EXPECT_THAT(told_of("outputs = [{ output = 'impact_paek' }]"),
              ElementsAre("9:23 no scenario has a number 'impact_paek'; did you mean 'impact_peak'?"));
  EXPECT_THAT(told_of("outputs = [{ output = 'peak_compression' }]"),
              ElementsAre("9:23 peak_compression needs an index: peak_compression[L5-S1]"));
  EXPECT_THAT(told_of("outputs = [{ output = 'peak_compression[L5-S2]' }]"),
              ElementsAre("9:23 peak_compression has no 'L5-S2'; did you mean 'L5-S1'?"));
  EXPECT_THAT(told_of("outputs = [{ output = 'impact_peak[L5-S1]' }]"), ElementsAre("9:23 impact_peak has no index"));
  EXPECT_THAT(told_of("outputs = [{ output = 'impact_peak', claimed = 'smoller' }]"),
              ElementsAre("9:48 unknown word 'smoller' of claimed; did you mean 'smaller'?"));
  EXPECT_THAT(told_of("outputs = [{ claimed = 'smaller' }]"), ElementsAre("9:12 outputs lacks output"));
  EXPECT_THAT(told_of("assumptions = ['core.movement']"),
              ElementsAre(HasSubstr("10:16 core.movement is an assumption of the lesson: vary it below [sweep]")));
  EXPECT_THAT(told_of("assumptions = ['core.movment']"), ElementsAre(HasSubstr("did you mean 'core.movement'?")));
  EXPECT_THAT(told_of("matters_percent = 70"), ElementsAre("11:19 matters_percent needs a number from 0 to 50"));
  EXPECT_THAT(told_of("findings = [{ finding = 'x', source = 'Holm 1979', seen = 'paper' }]"),
              ElementsAre(HasSubstr("source begins with [Author Year]")));
  EXPECT_THAT(told_of("findings = [{ finding = 'x', source = '[Holm 1979]' }]"),
              ElementsAre("12:13 findings lacks seen"));
  EXPECT_THAT(told_of("findings = [{ finding = 'x', source = '[Holm 1979]', seen = 'press' }]"),
              ElementsAre(HasSubstr("unknown word 'press' of seen")));
  EXPECT_THAT(told_of("cannot_know = [3]"), ElementsAre("13:16 cannot_know needs text, found a number"));
  EXPECT_THAT(problems_of("lesson = 3").at(0).message, HasSubstr("'lesson' is a table"));
}

TEST(Lesson, ThoseThatWeShipAreRightAndListed) {
  const std::string list = text_of(folder / "README.md");
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".toml") continue;
    ++count;
    const std::string text = text_of(entry.path()), name = entry.path().filename().string();
    const Study study = study_of(text);
    ASSERT_TRUE(study.lesson) << name;
    EXPECT_GE(study.lesson->findings.size(), 3u) << name;
    EXPECT_NE(study.lesson->outputs.front().claimed, Claimed::nothing)
        << name << ": the claim is about its first output";
    EXPECT_LE(size(study), 144u) << name << ": a lesson takes less than a minute";
    EXPECT_THAT(text, HasSubstr("= " + std::to_string(size(study)) + " scenarios")) << name;
    EXPECT_THAT(text, HasSubstr("scenarios/lessons/" + name)) << name << " says how it is run";
    EXPECT_THAT(list, HasSubstr(name));
    EXPECT_THAT(list, HasSubstr(study.lesson->claim)) << name;
  }
  EXPECT_GE(count, 4u);
}

}  // namespace
}  // namespace psoas
