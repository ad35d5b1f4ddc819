// What does the command line say? CLI11 reads it; here its errors get our exit codes and the nearest known word.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace psoas {

/// Reads the arguments into the app.
/// @return nothing when a command is to be run; else the exit code: 0 after --help and --version (printed on stdout), 2
/// after an error (said on stderr)
std::optional<int> parse(CLI::App& app, int argc, char** argv);

/// Check of an option that counts: a whole number from 1. Says what was found.
std::function<std::string(const std::string&)> from_one();

/// What the exit codes mean, for --help.
std::string exit_codes();

}  // namespace psoas
