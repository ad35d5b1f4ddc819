// How does a long run talk to a person? See terminal.h.
#include "analysis/terminal.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "sim/core/input_error.h"

namespace psoas {

namespace {

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// What a signal handler may touch: lock-free atomics that outlive everything. The only mutable globals of the program.
std::atomic<bool> stop_asked = false;
std::atomic<int> stop_signal = 0;
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

extern "C" void on_signal(int signal) {
  if (stop_asked.exchange(true)) _exit(128 + signal);
  stop_signal = signal;
  constexpr char text[] = "\npsoas: stopping: finishing the running scenarios and saving; once more stops at once\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
}

void handle(void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

std::string duration(double seconds) {
  const auto s = static_cast<long long>(seconds + 0.5);
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
}

double parse_duration(const std::string& text) {
  double total = 0.0;
  const char* at = text.c_str();
  bool right = !text.empty();
  while (*at != '\0' && right) {
    char* end = nullptr;
    const double number = std::strtod(at, &end);
    const std::string unit(end, std::min<std::size_t>(1, std::strlen(end)));
    const double seconds = unit == "d" ? 86400 : unit == "h" ? 3600 : unit == "m" ? 60 : 1;
    right = end != at && number >= 0 && number < 1e9 && (unit.empty() || std::strchr("dhms", unit[0]) != nullptr);
    total += number * seconds;
    at = end + unit.size();
  }
  if (!right || !(total > 0)) throw InputError("--time-limit is a time such as 90s, 30m, 1h30m or 2d; found " + text);
  return total;
}

bool use_color(const std::string& when, int descriptor) {
  if (when != "auto") return when == "always";
  const char* no_color = std::getenv("NO_COLOR");
  return isatty(descriptor) == 1 && (no_color == nullptr || *no_color == '\0');
}

ProgressPrinter::ProgressPrinter(bool enabled)
    : enabled_(enabled), terminal_(isatty(STDERR_FILENO) == 1), start_(now()), last_(start_) {}

void ProgressPrinter::operator()(const Progress& progress) {
  const double t = now();
  const double pause = terminal_ ? 0.1 : 10.0;  // [s] between two looks
  const bool last = progress.done == progress.scenarios;
  if (!enabled_ || (t - last_ < pause && !(terminal_ && last))) return;
  last_ = t;
  if (terminal_) {
    std::fprintf(stderr, "\r\x1b[2K%s", text(progress, t - start_).c_str());
    drawn_ = true;
  } else {
    std::fprintf(stderr, "psoas: %s\n", text(progress, t - start_).c_str());
  }
  std::fflush(stderr);
}

void ProgressPrinter::done() {
  if (drawn_) std::fprintf(stderr, "\r\x1b[2K");
  drawn_ = false;
}

std::string ProgressPrinter::text(const Progress& progress, double elapsed) const {
  std::string bar;
  if (terminal_) {
    constexpr std::size_t width = 24;
    const std::size_t full = progress.scenarios > 0 ? width * progress.done / progress.scenarios : 0;
    for (std::size_t i = 0; i < width; ++i) bar += i < full ? "█" : "░";
    bar += " ";
  }
  std::string text = fmt::format("{}{} of {} scenarios", bar, progress.done, progress.scenarios);
  if (progress.done > progress.before && elapsed > 0) {
    const double rate = static_cast<double>(progress.done - progress.before) / elapsed;  // [1/s]
    text += fmt::format(", {:.3g}/s, {} left", rate,
                        duration(static_cast<double>(progress.scenarios - progress.done) / rate));
  }
  return text + fmt::format(", {} not converged", progress.failed);
}

Interrupt::Interrupt() {
  stop_asked = false;
  stop_signal = 0;
  handle(on_signal);
}
Interrupt::~Interrupt() { handle(SIG_DFL); }
const std::atomic<bool>& Interrupt::asked() const { return stop_asked; }
int Interrupt::exit_code() const { return stop_signal == 0 ? 0 : 128 + stop_signal; }

}  // namespace psoas
