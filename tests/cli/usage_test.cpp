// Does the program understand, refuse and explain as it says it does? Exit codes: 0 ok, 2 usage or study, 4 files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/shell.h"

namespace psoas {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Program, SaysWhatItIs) {
  for (const char* arguments : {"--version", "--help", "sweep --help", "keys", "info", "info --fields"}) {
    const Ran ran = psoas_run(arguments);
    EXPECT_EQ(ran.code, 0) << arguments << ran.err;
    EXPECT_THAT(ran.out, Not(IsEmpty())) << arguments;
    EXPECT_THAT(ran.err, IsEmpty()) << arguments;
  }
  EXPECT_THAT(psoas_run("--version").out, HasSubstr("0.1.0"));
  EXPECT_THAT(psoas_run("--help").out, HasSubstr("not medical advice"));
  EXPECT_THAT(psoas_run("--help").out, HasSubstr("Exit codes: 0 done"));
  EXPECT_THAT(psoas_run("keys").out, HasSubstr("shoe.heel_stiffness_kN_m"));
  EXPECT_THAT(psoas_run("info").out, HasSubstr("models sha256"));
}

TEST(Program, MeetsSlipsOfTheFingerWithTheNearestWord) {
  const std::pair<const char*, const char*> slips[] = {
      {"", "a command is needed"},
      {"sweap x.toml", "unknown command sweap; did you mean sweep?"},
      {"sweep x.toml --frehs", "unknown option --frehs; did you mean --fresh?"},
      {"sweep x.toml --fresh --resume", "--fresh"},
      {"sweep x.toml --dry-rum", "did you mean --dry-run?"},
      {"check x.toml --colour=never", "unknown option --colour; did you mean --color?"},
      {"sweep", "FILE is required"},
      {"keys x", "unexpected argument x"},
      {"-j 0 keys", "--jobs"},
      {"-j two keys", "--jobs"},
      {"--color pink keys", "--color"},
      {"sweep x.toml --limit -3", "--limit: needs a whole number from 1, found -3"},
      {"sweep x.toml --limit 0", "--limit: needs a whole number from 1, found 0"},
      {"plot x.h5 factor", "no figure of the kind 'factor'; did you mean 'factors'?"},
  };
  for (const auto& [arguments, said] : slips) {
    const Ran ran = psoas_run(arguments);
    EXPECT_EQ(ran.code, 2) << arguments;
    EXPECT_THAT(ran.err, HasSubstr(said)) << arguments;
    EXPECT_THAT(ran.out, IsEmpty()) << arguments;
  }
}

TEST(Check, ShowsThePlanOfAStudyAndEveryProblemOfAnother) {
  const fake::Folder folder;
  const Ran good = psoas_run("check " + scenario_file("demo.toml"));
  EXPECT_EQ(good.code, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("144"));

  const std::string bad = write_study(folder, "[gait]\nspeeed_m_s = 3\n[core]\nstrength = 90\n");
  const Ran both = psoas_run("check " + bad + " " + scenario_file("demo.toml"));
  EXPECT_EQ(both.code, 2);
  EXPECT_THAT(both.err, HasSubstr(bad + ":2:1"));
  EXPECT_THAT(both.err, HasSubstr("did you mean"));
  EXPECT_THAT(both.err, HasSubstr(bad + ":4:"));
  EXPECT_THAT(both.err, Not(HasSubstr("\x1b["))) << "no colours unless a terminal reads them";
  EXPECT_THAT(both.out, HasSubstr("144")) << "the second file is looked at too";
  EXPECT_THAT(psoas_run("--color always check " + bad).err, HasSubstr("\x1b["));
}

TEST(Files, ThatCannotBeReadAreCode4) {
  const fake::Folder folder;
  for (const std::string command : {"check ", "run ", "sweep ", "info ", "plot "}) {
    EXPECT_EQ(psoas_run(command + (folder / "none").string()).code, 4) << command;
    const Ran ran = psoas_run(command + folder.path().string());
    EXPECT_EQ(ran.code, 4) << command;
    EXPECT_THAT(ran.err, HasSubstr(folder.path().string())) << command;
  }
  EXPECT_EQ(psoas_run("info " + scenario_file("demo.toml")).code, 4) << "a study is no results file";
}

TEST(Files, StandardOutputThatTakesNothingIsCode4) { EXPECT_EQ(shell_run("exec >/dev/full;", "keys").code, 4); }

TEST(Run, PrintsTheLoadsOfEachLevelAndWritesThemWhenAsked) {
  const fake::Folder folder;
  const std::string out = (folder / "one.h5").string();
  const Ran ran = psoas_run("run " + scenario_file("first.toml") +
                            " --set core.strength=0.9 --set \"title=Two words; it's one\" -o " + out);
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const std::string& level : level_names) EXPECT_THAT(ran.out, HasSubstr(level));
  EXPECT_THAT(ran.out, HasSubstr("converged"));
  const std::string about = psoas_run("info " + out).out;
  EXPECT_THAT(about, HasSubstr("core.strength"));
  EXPECT_THAT(about, HasSubstr("--set core.strength=0.9 --set 'title=Two words; it'\\''s one'"))
      << "the history can be given to a shell again";

  EXPECT_EQ(psoas_run("run " + scenario_file("first.toml") + " -o " + out).code, 2) << "overwritten without --force";
  EXPECT_EQ(psoas_run("run " + scenario_file("first.toml") + " --force -o " + out).code, 0);
  EXPECT_EQ(psoas_run("run " + scenario_file("first.toml") + " --force -o /dev/full").code, 4)
      << "a device is no place";
  EXPECT_EQ(psoas_run("run " + scenario_file("demo.toml")).code, 2) << "a sweep is not one scenario";
  EXPECT_EQ(psoas_run("run " + scenario_file("first.toml") + " --set core.strenth=1").code, 2);
}

TEST(Run, ThatDoesNotConvergeIsCode3AndSaysWhy) {
  const Ran ran = psoas_run("run " + scenario_file("first.toml") + " --set stride.iteration_limit=1");
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.out, Not(HasSubstr(": converged")));
}

}  // namespace
}  // namespace psoas
