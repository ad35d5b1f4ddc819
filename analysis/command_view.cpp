// psoas view: the report of a file of any size, on this machine alone.
#include <fmt/format.h>
#include <pthread.h>

#include <csignal>
#include <cstdio>
#include <thread>

#include "analysis/commands.h"
#include "analysis/report/server.h"
#include "sim/core/input_error.h"

namespace psoas {

int view(const Global& global, const ViewCommand& command) {
  if (!std::filesystem::is_regular_file(command.results))
    throw FileError("no results file " + command.results.string());
  // Ctrl-C and kill are waited for by a thread of their own: a handler may hardly do anything. Blocked before any
  // thread begins, so that all inherit it.
  sigset_t ends;
  sigemptyset(&ends);
  for (int signal : {SIGINT, SIGTERM}) sigaddset(&ends, signal);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  const Results results(command.results);
  Viewer viewer(results, read_models(models_folder()), command.port);
  int ended_by = 0;
  std::thread waiting([&] {
    sigwait(&ends, &ended_by);
    viewer.stop();
  });
  std::printf("%s\n", viewer.address().c_str());
  std::fflush(stdout);
  if (!global.quiet) fmt::print(stderr, "psoas: open this address in a browser; Ctrl-C ends\n");
  viewer.run();
  if (ended_by == 0) pthread_kill(waiting.native_handle(), SIGTERM);  // it gave up by itself
  waiting.join();
  return ended_by == SIGINT ? Exit::ok : 128 + ended_by;
}

}  // namespace psoas
