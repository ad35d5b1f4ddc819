// How is the table [lesson] read and checked? For the study reader only: everything else sees a Lesson.
#pragma once

#include <functional>

#include "scenarios/document.h"
#include "scenarios/lesson.h"
#include "scenarios/study.h"

namespace psoas {

/// The entries and words that [lesson] may have, for the reader, the schema and their test.
std::vector<std::string> lesson_entries();
std::vector<std::string> finding_entries();
std::vector<std::string> ways_of_seeing();

/// A lesson, and where its words stand that only the whole study can judge.
struct LessonDraft {
  Lesson lesson;
  Place at_factor, at_from, at_to;
  std::vector<Place> at_assumptions;
};

/// Everything that is wrong in the table becomes a problem.
LessonDraft read_lesson(const toml::table& table, const Place& at, Reader& reader);

/// Are the factor, its two values and the assumptions among what the study varies?
/// @param pinned  keys that --set holds: no assumption any more
void tell_unvaried(const LessonDraft& draft, const Sweep& sweep, const std::function<bool(const std::string&)>& pinned,
                   Problems& problems);

}  // namespace psoas
