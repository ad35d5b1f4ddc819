// psoas doctor: is this machine fit for Psoas?
#include <fmt/format.h>

#include <cstdio>

#include "analysis/commands.h"
#include "analysis/doctor.h"
#include "scenarios/json_text.h"
#include "scenarios/study_schema.h"
#include "scenarios/sweep.h"

namespace psoas {
namespace {

using State = Finding::State;

std::string_view name_of(State state) {
  return state == State::good      ? "good"
         : state == State::absent  ? "absent"
         : state == State::missing ? "missing"
                                   : "wrong";
}

/// Wrong numbers are our fault; a tool that is not there is a tool that is not there.
int exit_code(const std::vector<Finding>& findings) {
  int code = Exit::ok;
  for (const Finding& finding : findings) {
    if (finding.state == State::wrong) return Exit::our_fault;
    if (finding.state == State::missing) code = Exit::tool_missing;
  }
  return code;
}

std::string as_json(const std::vector<Finding>& findings, int code) {
  std::string text;
  for (const Finding& finding : findings)
    text += fmt::format("{}\n  {{\"name\": {}, \"state\": {}, \"value\": {}}}", text.empty() ? "" : ",",
                        json_text(finding.name), json_text(name_of(finding.state)), json_text(finding.value));
  return fmt::format("{{\"exit_code\": {}, \"findings\": [{}\n]}}\n", code, text);
}

}  // namespace

int doctor(const Global& global, const DoctorCommand& command) {
  const std::vector<Finding> findings = examine(global.jobs > 0 ? global.jobs : default_jobs());
  const int code = exit_code(findings);
  if (command.json) {
    fmt::print("{}", as_json(findings, code));
    return code;
  }
  for (const Finding& finding : findings)
    fmt::print("{:<10}  {:<7}  {}\n", finding.name, finding.state == State::good ? "" : name_of(finding.state),
               finding.value);
  return code;
}

int print_schema() {
  std::fputs(study_schema(read_catalogue(models_folder())).c_str(), stdout);
  return Exit::ok;
}

}  // namespace psoas
