// What may a study hold, in the language of editors? A JSON Schema, made from the table of keys and of designs.
#pragma once

#include <string>

#include "models/catalogue.h"

namespace psoas {

/// JSON Schema (draft 7, which TOML editors read): every key with its unit, range, default and meaning, by its name and
/// by its stem with a unit, and what [sweep] takes. What a schema cannot say (units, conditions, formulas) is left to
/// `psoas check`: whatever that accepts, this accepts.
std::string study_schema(const Catalogue& catalogue);

}  // namespace psoas
