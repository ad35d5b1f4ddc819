// What does another program say?
#include "analysis/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "sim/core/input_error.h"

namespace psoas {
namespace {

/// One end to write, one to read.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0)
      throw FileError(std::string("cannot make a pipe: ") + std::strerror(errno));
  }
  ~Pipe() {
    for (int end : ends_)
      if (end >= 0) close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  void stop_writing() { close(std::exchange(ends_[1], -1)); }

 private:
  std::array<int, 2> ends_{-1, -1};
};

/// Reads both at once, so that neither fills up while the other is waited for.
void read_both(int first, std::string& out, int second, std::string& err) {
  std::array<pollfd, 2> waiting = {pollfd{first, POLLIN, 0}, pollfd{second, POLLIN, 0}};
  const std::array<std::string*, 2> texts = {&out, &err};
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    if (poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].fd < 0 || waiting[i].revents == 0) continue;
      std::array<char, 4096> part;
      const ssize_t count = read(waiting[i].fd, part.data(), part.size());
      if (count > 0)
        texts[i]->append(part.data(), static_cast<std::size_t>(count));
      else if (count == 0 || errno != EINTR)
        waiting[i].fd = -1;
    }
  }
}

}  // namespace

std::optional<Said> run_program(const std::vector<std::string>& arguments) {
  // 1. Start it, with nothing to read and two pipes to write to
  Pipe out, err;
  std::vector<char*> words;
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.writing(), 1);
  posix_spawn_file_actions_adddup2(&actions, err.writing(), 2);
  pid_t child = 0;
  const int error = posix_spawnp(&child, words.front(), &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT) return {};
  if (error != 0) throw FileError("cannot start " + arguments.front() + ": " + std::strerror(error));

  // 2. Hear it out
  Said said;
  out.stop_writing();
  err.stop_writing();
  read_both(out.reading(), said.out, err.reading(), said.err);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  said.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return said;
}

}  // namespace psoas
