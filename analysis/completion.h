// How does a shell finish a word of the command line? Scripts for bash, zsh and fish, made from the commands
// themselves.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace psoas {

/// The script for a shell: commands, and each command's options and the global ones; files otherwise.
/// @throws InputError for another shell than bash, zsh and fish
std::string completion(const CLI::App& app, const std::string& shell);

}  // namespace psoas
