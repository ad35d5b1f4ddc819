// What does `psoas check` say? Every problem with its line and a caret, or else what the study will run.
#pragma once

#include <string>

#include "scenarios/study.h"
#include "sim/core/input_error.h"

namespace psoas {

/// Every problem as file:line:column: error: message, the line it stands on and a caret below, then their number.
/// @param color  with ANSI colours, for a terminal
std::string format_problems(const InputError& error, bool color);

/// The resolved plan: title, what is fixed, what varies, the number of scenarios, the first and the last of them.
std::string plan_text(const Study& study);

}  // namespace psoas
