// psoas check, psoas keys, psoas models: is a study right, and what can be written in it?
#include <cstdio>
#include <exception>

#include "analysis/commands.h"
#include "analysis/terminal.h"
#include "scenarios/check.h"
#include "scenarios/keys.h"

namespace psoas {

int check(const Global& global, const CheckCommand& command) {
  // Every file is looked at, whatever is wrong with the ones before it.
  int code = Exit::ok;
  for (const std::string& file : command.files) {
    try {
      const Study study = read_study(file);
      if (!global.quiet) std::fputs(plan_text(study).c_str(), stdout);
    } catch (const InputError& error) {
      std::fputs(format_problems(error, use_color(global.color, 2)).c_str(), stderr);
      code = std::max<int>(code, Exit::invalid);
    } catch (const FileError& error) {
      std::fprintf(stderr, "psoas: %s\n", error.what());
      code = Exit::io_failed;
    }
  }
  return code;
}

int print_models() {
  std::fputs(models_table().c_str(), stdout);
  return Exit::ok;
}

int print_keys() {
  std::fputs(keys_table().c_str(), stdout);
  return Exit::ok;
}

}  // namespace psoas
