// How does a long run talk to a person? A progress bar or a line now and then, on stderr, and Ctrl-C.
#pragma once

#include <atomic>
#include <string>

#include "scenarios/sweep.h"

namespace psoas {

/// Should text to this stream have colours? `when` is auto | always | never; auto heeds NO_COLOR and whether a terminal
/// reads it.
bool use_color(const std::string& when, int descriptor);

/// Seconds in "90s", "30m", "1h30m", "2d"; a bare number is in seconds. @throws InputError
double parse_duration(const std::string& text);

/// "45 s", "3 min 20 s", "2 h 05 min"
std::string duration(double seconds);

/// Tells how far a sweep has come: on a terminal a bar with rate, time left and failures; otherwise one line each 10 s.
class ProgressPrinter {
 public:
  explicit ProgressPrinter(bool enabled);
  void operator()(const Progress& progress);
  /// Clears the bar. Call before anything else is printed.
  void done();

 private:
  std::string text(const Progress& progress, double elapsed) const;
  bool enabled_, terminal_, drawn_ = false;
  double start_, last_;  ///< [s]
};

/// While it lives, the first SIGINT or SIGTERM asks for a stop; the second ends the program at once, finished shards
/// kept.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  const std::atomic<bool>& asked() const;
  /// 128 + signal: 130 for SIGINT, 143 for SIGTERM; 0 when none came.
  int exit_code() const;
};

}  // namespace psoas
