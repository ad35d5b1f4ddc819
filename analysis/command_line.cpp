// What does the command line say? See command_line.h.
#include "analysis/command_line.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>
#include <string>
#include <vector>

#include "analysis/commands.h"
#include "models/table.h"

namespace psoas {

namespace {

/// Every option of an app, as typed.
std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

/// What to say of a word that nobody knows.
std::string unknown(const std::string& word, const CLI::App& app, const CLI::App* command) {
  std::vector<std::string> known = option_names(app);
  std::string what;
  if (word.starts_with("-")) {
    what = "unknown option " + word.substr(0, word.find('='));
    if (command != nullptr)
      for (const std::string& name : option_names(*command)) known.push_back(name);
  } else if (command == nullptr) {
    what = "unknown command " + word;
    known = command_names(app);
  } else {
    return "unexpected argument " + word;
  }
  const std::string near = nearest(word.substr(0, word.find('=')), known);
  return near.empty() ? what : what + "; did you mean " + near + "?";
}

}  // namespace

std::optional<int> parse(CLI::App& app, int argc, char** argv) {
  std::string message;
  try {
    app.parse(argc, argv);
    if (!app.get_subcommands().empty()) return std::nullopt;
    message = "a command is needed";
  } catch (const CLI::ParseError& error) {
    // --help and --version are errors of code 0 to CLI11
    if (error.get_exit_code() == 0) return app.exit(error);
    message = error.what();
  }
  const CLI::App* command = app.get_subcommands().empty() ? nullptr : app.get_subcommands().front();
  if (const std::vector<std::string> words = app.remaining(true); !words.empty())
    message = unknown(words.front(), app, command);
  std::fprintf(stderr, "psoas: %s\nTry: psoas %s%s--help\n", message.c_str(),
               command != nullptr ? command->get_name().c_str() : "", command != nullptr ? " " : "");
  return Exit::invalid;
}

std::function<std::string(const std::string&)> from_one() {
  return [](const std::string& text) -> std::string {
    long long number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && stop == text.data() + text.size() && number >= 1) return "";
    return "needs a whole number from 1, found " + text;
  };
}

std::string exit_codes() {
  return "Exit codes: 0 done, 1 our fault, 2 the study or the command is wrong, 3 finished and written but some\n"
         "scenarios did not converge, 4 cannot read or write, 5 an outside tool is missing, 75 stopped by "
         "--time-limit\n"
         "and 130 or 143 by a signal: what was finished is saved, and the same command goes on.\n";
}

}  // namespace psoas
