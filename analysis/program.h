// What does another program say? Started directly, no shell in between; what it prints is kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace psoas {

/// What a program printed, and how it ended.
struct Said {
  int code = -1;  ///< exit code; 128 + signal when it was killed
  std::string out, err;
};

/// Runs a program to its end. Nothing when there is none of that name.
/// @param arguments  the name, looked for in PATH, then its arguments
/// @throws FileError when it cannot be started for another reason
std::optional<Said> run_program(const std::vector<std::string>& arguments);

}  // namespace psoas
