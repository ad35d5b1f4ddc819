// What can a person set? One table of keys: it drives the study reader, the range check, `psoas keys`, the coordinates
// of results.h5 and the id of a scenario.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/catalogue.h"
#include "sim/simulate.h"

namespace psoas {

/// What a key is set to: a number in the key's own unit, or a word.
using Value = std::variant<double, std::string>;

/// One row of the table: a name a person types, and the member of Scenario behind it.
struct Key {
  std::string_view name;     ///< "runner.mass_kg": table, word, unit
  std::string_view unit;     ///< "kg"; "1" for a pure number; "" for a word
  double min, max;           ///< allowed range in `unit`, ends included
  double step;               ///< the number must be a multiple of it; 0: any number
  std::string_view meaning;  ///< in plain language
  std::string_view source;   ///< what the range rests on

  // The member behind the name: get and set for a number, in SI units; the _text ones for a word. The others are
  // nullptr.
  double (*get)(const Scenario&);
  void (*set)(Scenario&, double);
  std::string (*get_text)(const Scenario&);
  void (*set_text)(Scenario&, const std::string&);
  std::span<const std::string_view> words = {};  ///< of a key that takes one of a few words; empty where tables say

  bool is_text() const { return set_text != nullptr; }
  std::string_view table() const { return name.substr(0, name.find('.')); }
  std::string suffix() const;  ///< "_m_s": what the unit adds to the name; "" for a pure number or a word
  std::string stem() const;    ///< "gait.speed": the name without it; takes text with a unit
};

/// All keys, in the order of `psoas keys`.
std::span<const Key> keys();

/// The key of this name, or of this stem; nullptr when there is none.
const Key* find_key(std::string_view name_or_stem);

/// A static task does not look at this key.
bool only_for_runs(const Key& key);

/// The tables a study may have, without "sweep": "runner", "gait", ...
std::vector<std::string> table_names();

/// The words a text key accepts.
std::vector<std::string> choices(const Key& key, const Catalogue& catalogue);

/// A key and what it is set to.
struct Setting {
  const Key* key;
  Value value;
};

/// The scenario that these settings and the defaults make. The kind of surface and of shoe sets its row's values first,
/// then everything set stands. The last setting of a key counts.
Scenario resolve(std::span<const Setting> settings, const Catalogue& catalogue);

/// The value of a key in a scenario, in the key's unit, rounded to 12 significant digits.
Value value_of(const Key& key, const Scenario& scenario);

/// "3.5", "grass": the shortest text that reads back as the same value.
std::string to_text(const Value& value);

/// Unit in the spelling of UDUNITS, for results.h5: "degree", "N m", "1"; "" for a word.
std::string udunit(const Key& key);

/// First 16 hexadecimal digits of the SHA-256 of all resolved parameters: equal exactly when the scenarios are equal.
std::string scenario_id(const Scenario& scenario);

/// `psoas keys`: an aligned table of all keys, then the kinds of surfaces and shoes with their values and sources.
std::string keys_table(const Catalogue& catalogue);
std::string keys_table();  ///< with the catalogue of models_folder()

/// `psoas models`: every shoe and surface of models_folder() with what it does under a force, and its source.
std::string models_table();

}  // namespace psoas
