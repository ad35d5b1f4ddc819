// Runs a command as a person would, and keeps what it said and how it ended.
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "tests/results/fake.h"

namespace psoas {

struct Ran {
  int code = -1;  ///< exit code; 128 + signal when killed, as a shell has it
  std::string out, err;
  double memory = 0.0;  ///< largest resident size [byte]
};

/// A program that has been started in a folder of its own.
class Started {
 public:
  explicit Started(const std::string& command) {
    const std::string line = "exec " + command;
    const char* arguments[] = {"sh", "-c", line.c_str(), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, (folder_ / "out").c_str(), O_CREAT | O_WRONLY, 0666);
    posix_spawn_file_actions_addopen(&actions, 2, (folder_ / "err").c_str(), O_CREAT | O_WRONLY, 0666);
    posix_spawn(&pid_, "/bin/sh", &actions, nullptr, const_cast<char**>(arguments), environ);
    posix_spawn_file_actions_destroy(&actions);
  }
  pid_t pid() const { return pid_; }
  Ran wait() {
    int status = 0;
    rusage used{};
    wait4(pid_, &status, 0, &used);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), fake::bytes(folder_ / "out"),
            fake::bytes(folder_ / "err"), 1024.0 * static_cast<double>(used.ru_maxrss)};
  }

 private:
  fake::Folder folder_;
  pid_t pid_ = 0;
};

/// The program with these arguments; words are as a shell reads them.
inline std::string psoas_command(const std::string& arguments) { return std::string(PSOAS_PROGRAM) + " " + arguments; }
inline Ran psoas_run(const std::string& arguments) { return Started(psoas_command(arguments)).wait(); }
/// Shell first: "ulimit -f 10;"
inline Ran shell_run(const std::string& before, const std::string& arguments) {
  return Started("sh -c '" + before + " " + psoas_command(arguments) + "'").wait();
}

inline std::string scenario_file(const std::string& name) {
  return std::string(PSOAS_SOURCE_DIR) + "/scenarios/" + name;
}

/// A study in a file of its own.
inline std::string write_study(const fake::Folder& folder, const std::string& text) {
  const std::filesystem::path path = folder / "study.toml";
  std::ofstream(path) << text;
  return path.string();
}

inline constexpr char small_study[] = R"(title = "Small"
[sweep]
design = "grid"
"posture.trunk_lean_deg" = [4, 10]
"core.strength" = [0.8, 1.0, 1.2]
)";

}  // namespace psoas
