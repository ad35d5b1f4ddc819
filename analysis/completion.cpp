// How does a shell finish a word of the command line?
#include "analysis/completion.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <vector>

#include "scenarios/submission.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

struct Word {
  std::string name, meaning;
};

std::vector<Word> options_of(const CLI::App& app) {
  std::vector<Word> words;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) words.push_back({name, option->get_description()});
  return words;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

/// "--jobs --quiet": the options of a command and the global ones.
std::string flags(const CLI::App& app, const CLI::App* command) {
  std::string text;
  for (const CLI::App* owner : {command, &app}) {
    if (!owner) continue;
    for (const Word& word : options_of(*owner)) text += (text.empty() ? "--" : " --") + word.name;
  }
  return text;
}

std::string bash(const CLI::App& app) {
  std::string names, cases;
  for (const CLI::App* command : commands_of(app)) {
    names += (names.empty() ? "" : " ") + command->get_name();
    cases += fmt::format("    {}) words=\"{}\" ;;\n", command->get_name(), flags(app, command));
  }
  return fmt::format(R"(# bash completion of psoas: source <(psoas completion bash)
_psoas() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} command= words= part
  for part in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case " {0} " in *" $part "*) command=$part; break ;; esac
  done
  case $command in
{1}    *) words="{0} {2}" ;;
  esac
  [[ $command && $word != -* ]] && return
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -F _psoas psoas
)",
                     names, cases, flags(app, nullptr));
}

/// "name:meaning" for _describe of zsh, where a colon ends the name.
std::string described(const std::vector<Word>& words, const std::string& prefix) {
  std::string text;
  for (const Word& word : words) text += " " + shell_word(prefix + word.name + ":" + word.meaning);
  return text;
}

std::string zsh(const CLI::App& app) {
  std::vector<Word> commands;
  std::string cases;
  for (const CLI::App* command : commands_of(app)) {
    commands.push_back({command->get_name(), command->get_description()});
    cases += fmt::format("    {}) options+=({}) ;;\n", command->get_name(), described(options_of(*command), "--"));
  }
  return fmt::format(R"(#compdef psoas
# zsh completion of psoas: psoas completion zsh > a folder of $fpath/_psoas
_psoas() {{
  local -a commands options
  commands=({})
  options=({})
  if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then
    _describe command commands
    return
  fi
  case $words[2] in
{}  esac
  if [[ $PREFIX == -* ]]; then _describe option options; else _files; fi
}}
compdef _psoas psoas
)",
                     described(commands, ""), described(options_of(app), "--"), cases);
}

std::string fish(const CLI::App& app) {
  // A quote of fish's: within it only the backslash and the quote itself are special.
  const auto quoted = [](const std::string& text) {
    std::string out = "'";
    for (char c : text) out += c == '\'' || c == '\\' ? fmt::format("\\{}", c) : std::string(1, c);
    return out + "'";
  };
  std::string text = "# fish completion of psoas: psoas completion fish > ~/.config/fish/completions/psoas.fish\n";
  for (const Word& word : options_of(app))
    text += fmt::format("complete -c psoas -l {} -d {}\n", word.name, quoted(word.meaning));
  for (const CLI::App* command : commands_of(app)) {
    text += fmt::format("complete -c psoas -n __fish_use_subcommand -a {} -d {}\n", command->get_name(),
                        quoted(command->get_description()));
    for (const Word& word : options_of(*command))
      text += fmt::format("complete -c psoas -n '__fish_seen_subcommand_from {}' -l {} -d {}\n", command->get_name(),
                          word.name, quoted(word.meaning));
  }
  return text;
}

}  // namespace

std::string completion(const CLI::App& app, const std::string& shell) {
  if (shell == "bash") return bash(app);
  if (shell == "zsh") return zsh(app);
  if (shell == "fish") return fish(app);
  throw InputError(fmt::format("no completion for the shell '{}'; there are bash, zsh, fish", shell));
}

}  // namespace psoas
