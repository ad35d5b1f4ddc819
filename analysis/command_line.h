// What does the command line say? CLI11 reads it; here its errors get our exit codes and the nearest known word.
#pragma once

#include <optional>

namespace CLI {
class App;
}

namespace psoas {

/// Reads the arguments into the app.
/// @return nothing when a command is to be run; else the exit code: 0 after --help and --version (printed on stdout), 2
/// after an error (said on stderr)
std::optional<int> parse(CLI::App& app, int argc, char** argv);

}  // namespace psoas
