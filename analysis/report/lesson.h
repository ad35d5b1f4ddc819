// What does a lesson say? The claim, the model's answer from the file's numbers, and what was published, as HTML.
#pragma once

#include <string>

#include "scenarios/results/reader.h"

namespace psoas {

/// The section that opens the page of a lesson; "" when the study has no [lesson].
std::string lesson_html(const Results& results);

}  // namespace psoas
