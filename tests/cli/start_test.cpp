// Can a newcomer start: templates, doctor, schema, completion?
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/shell.h"

namespace psoas {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Init, WritesAStudyThatPassesItsCheck) {
  const fake::Folder folder;
  for (const std::string name : {"cushioning", "posture", "surface", "core", "factors"}) {
    const std::string file = (folder / (name + ".toml")).string();
    const Ran ran = psoas_run("init --template " + name + " -o " + file);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(ran.out, file + "\n");
    EXPECT_EQ(psoas_run("check " + file).code, 0) << name;
  }
  const std::string file = (folder / "core.toml").string();
  EXPECT_EQ(psoas_run("init --template core -o " + file).code, 2) << "overwritten without --force";
  EXPECT_EQ(psoas_run("init --template core --force -o " + file).code, 0);
  EXPECT_EQ(psoas_run("init -o " + (folder / "none/x.toml").string()).code, 4);
  EXPECT_THAT(psoas_run("init --template cushoning -o -").err, HasSubstr("did you mean 'cushioning'?"));
  EXPECT_THAT(psoas_run("init -o -").out, HasSubstr("[sweep]"));
}

TEST(Doctor, FindsWhatIsThereAndWhatIsNot) {
  const Ran ran = psoas_run("doctor");
  EXPECT_EQ(ran.code, 0) << ran.out;
  for (const char* name : {"cpu", "simd", "threads", "hdf5", "gnuplot", "slurm", "disk", "models", "self-solve"})
    EXPECT_THAT(ran.out, HasSubstr(name));
  // Without a PATH nothing outside is found: gnuplot is needed, Slurm is not.
  const Ran bare = Started("env PATH=/nowhere " + psoas_command("doctor --json")).wait();
  EXPECT_EQ(bare.code, 5) << bare.out;
  EXPECT_THAT(bare.out, HasSubstr("{\"name\": \"gnuplot\", \"state\": \"missing\""));
  EXPECT_THAT(bare.out, HasSubstr("{\"name\": \"slurm\", \"state\": \"absent\""));
  // Tables that are not there are wrong, and say where they were looked for.
  const Ran no_models = Started("env PSOAS_MODELS=/nowhere " + psoas_command("doctor")).wait();
  EXPECT_EQ(no_models.code, 1);
  EXPECT_THAT(no_models.out, HasSubstr("/nowhere"));
}

TEST(Doctor, SaysTheSameInJson) {
  const Ran ran =
      Started("sh -c '" + psoas_command("doctor --json") +
              " | /usr/bin/python3 -c \"import json, sys; d = json.load(sys.stdin); print(d[\\\"exit_code\\\"], "
              "len(d[\\\"findings\\\"]))\"'")
          .wait();
  EXPECT_EQ(ran.out, "0 13\n") << ran.err;
}

TEST(Schema, IsJson) {
  const Ran ran = Started("sh -c '" + psoas_command("schema") + " | /usr/bin/python3 -m json.tool'").wait();
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\"mass_kg\""));
}

TEST(Completion, FinishesCommandsAndOptionsInBash) {
  const fake::Folder folder;
  const std::string script = (folder / "psoas.bash").string();
  std::ofstream(script) << psoas_run("completion bash").out;
  // What a Tab would offer behind these words.
  const auto offered = [&](const std::string& words, int count) {
    return Started("bash -c 'source " + script + "; COMP_WORDS=(" + words + "); COMP_CWORD=" + std::to_string(count) +
                   "; _psoas; echo ${COMPREPLY[*]}'")
        .wait()
        .out;
  };
  EXPECT_EQ(offered("psoas sw", 1), "sweep\n");
  EXPECT_EQ(offered("psoas sweep --dry", 2), "--dry-run\n");
  EXPECT_EQ(offered("psoas -q sweep x.toml --col", 4), "--color\n");
  EXPECT_EQ(offered("psoas plot --dry", 2), "\n") << "an option of another command";
  EXPECT_EQ(offered("psoas sweep st", 2), "\n") << "files are left to the shell";
}

TEST(Completion, KnowsThreeShells) {
  for (const std::string shell : {"bash", "zsh", "fish"})
    EXPECT_THAT(psoas_run("completion " + shell).out, HasSubstr("dry-run")) << shell;
  EXPECT_EQ(psoas_run("completion tcsh").code, 2);
}

}  // namespace
}  // namespace psoas
