// Where does each word of a study stand, and what value does it give?
#include "scenarios/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <tuple>

#include "models/table.h"
#include "scenarios/units.h"

namespace psoas {
namespace {

/// What a person could write instead, e.g. "70 or \"70 kg\"", from the default value.
std::string example(const Key& key) {
  const std::string number = to_text(value_of(key, Scenario{}));
  return key.suffix().empty() ? number : fmt::format("{} or \"{} {}\"", number, number, key.unit);
}

/// "12 km/h" in the unit of the key; "80 %" of a pure number. Wrong: a problem, and nothing.
std::optional<double> read_quantity(const Key& key, const std::string& text, const Place& place, Reader& reader) {
  const Unit& own = *find_unit(key.unit);
  const std::optional<WrittenNumber> quantity = parse_quantity(text);
  if (!quantity) {
    reader.problems.add(place, fmt::format("{} needs a number, found \"{}\"", key.name, text));
    return {};
  }
  if (quantity->unit.empty() && own.dimension == "ratio") return quantity->number;
  if (quantity->unit.empty()) {
    reader.problems.add(
        place, fmt::format("{} needs a unit in \"{}\": {}", key.name, text, fmt::join(units_of(own.dimension), ", ")));
    return {};
  }
  const Unit* unit = find_unit(quantity->unit);
  // "12,5 km/h": half the world writes a decimal comma.
  if (!unit && quantity->unit.size() > 1 && quantity->unit[0] == ',' &&
      std::isdigit(static_cast<unsigned char>(quantity->unit[1]))) {
    std::string with_point = text;
    with_point[with_point.find(',')] = '.';
    reader.problems.add(place,
                        fmt::format("{}: a decimal comma is not understood; write \"{}\"", key.name, with_point));
    return {};
  }
  if (!unit) {
    const std::string near = nearest_unit(quantity->unit, own.dimension);
    reader.problems.add(place,
                        fmt::format("{}: unknown unit '{}'{}", key.name, quantity->unit,
                                    near.empty() ? fmt::format("; known: {}", fmt::join(units_of(own.dimension), ", "))
                                                 : fmt::format("; did you mean '{}'?", near)));
    return {};
  }
  if (unit->dimension != own.dimension) {
    reader.problems.add(place, fmt::format("{}: '{}' is a unit of {}, not of {}; allowed: {}", key.name, quantity->unit,
                                           unit->dimension, own.dimension, fmt::join(units_of(own.dimension), ", ")));
    return {};
  }
  return unit == &own ? quantity->number : rounded(quantity->number * unit->si / own.si);
}

}  // namespace

void Problems::raise() {
  if (list_.empty()) return;
  std::stable_sort(list_.begin(), list_.end(), [](const Problem& a, const Problem& b) {
    // Line 0 is a --set: those stand behind the file's, in the order given.
    return std::tuple(a.line == 0, a.line, a.column) < std::tuple(b.line == 0, b.line, b.column);
  });
  throw InputError(std::move(list_));
}

Place place_of(const toml::node& node, const Place& fallback) {
  const toml::source_position begin = node.source().begin;
  if (fallback.line == 0 || begin.line == 0) return fallback;
  return {fallback.file, static_cast<int>(begin.line), static_cast<int>(begin.column)};
}

std::vector<Entry> entries_of(const toml::table& table, const std::string& prefix, const Place& fallback) {
  std::vector<Entry> entries;
  for (const auto& [name, node] : table) {
    const toml::source_position begin = name.source().begin;
    Place at_name = fallback;
    if (fallback.line != 0) at_name = {fallback.file, static_cast<int>(begin.line), static_cast<int>(begin.column)};
    entries.push_back({prefix + std::string(name.str()), &node, at_name, place_of(node, fallback)});
  }
  // toml++ sorts by name; a person reads in the order of the file.
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tuple(a.at_name.line, a.at_name.column) < std::tuple(b.at_name.line, b.at_name.column);
  });
  return entries;
}

std::string kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "text";
    case toml::node_type::integer:
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

std::string hint(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = nearest(word, known);
  if (!near.empty()) return fmt::format("; did you mean '{}'?", near);
  return fmt::format("; known: {}", fmt::join(known, ", "));
}

const Key* read_key(const Entry& entry, Reader& reader) {
  if (const Key* key = find_key(entry.path)) return key;

  // The word may belong to another table, or be misspelt in this one.
  const std::string table = entry.path.substr(0, entry.path.find('.'));
  const std::string word = entry.path.substr(std::min(entry.path.size(), table.size() + 1));
  std::vector<std::string> here, everywhere;
  for (const Key& key : keys()) {
    for (const std::string& name : {std::string(key.name), key.stem()}) {
      everywhere.push_back(name);
      if (key.table() == table) here.push_back(name);
      if (!word.empty() && name == fmt::format("{}.{}", key.table(), word)) {
        reader.problems.add(entry.at_name, fmt::format("unknown key '{}'; did you mean '{}'?", entry.path, name));
        return nullptr;
      }
    }
  }
  std::string near;
  std::vector<std::string> words;
  for (const std::string& name : here) words.push_back(name.substr(table.size() + 1));
  if (const std::string close = nearest(word, words); !close.empty()) near = table + "." + close;
  if (here.empty()) near = nearest(entry.path, everywhere);
  std::vector<std::string> names;
  for (const Key& key : keys())
    if (here.empty() || key.table() == table) names.emplace_back(key.name);
  reader.problems.add(entry.at_name, fmt::format("unknown key '{}'{}", entry.path,
                                                 near.empty() ? fmt::format("; known: {}", fmt::join(names, ", "))
                                                              : fmt::format("; did you mean '{}'?", near)));
  return nullptr;
}

std::optional<Value> read_value(const Key& key, const std::string& name, const toml::node& node, const Place& place,
                                Reader& reader) {
  // A word is one of a few.
  const toml::value<std::string>* text = node.as_string();
  if (key.is_text()) {
    const std::vector<std::string> known = choices(key, reader.catalogue);
    if (!text) {
      reader.problems.add(
          place, fmt::format("{} needs one of \"{}\", found {}", key.name, fmt::join(known, "\", \""), kind_of(node)));
      return {};
    }
    if (std::find(known.begin(), known.end(), text->get()) != known.end()) return text->get();
    reader.problems.add(place, fmt::format("unknown {} '{}'{}", key.name, text->get(), hint(text->get(), known)));
    return {};
  }

  // A number in the key's unit, or text with a unit.
  std::optional<double> number;
  if (text) {
    number = read_quantity(key, text->get(), place, reader);
  } else if (!node.is_number()) {
    reader.problems.add(place,
                        fmt::format("{} needs a number, e.g. {}; found {}", key.name, example(key), kind_of(node)));
  } else if (name != key.name) {
    const std::string value = fmt::format("{}", *node.value<double>());
    const std::string word = name.substr(name.find('.') + 1);
    reader.problems.add(place, fmt::format("{} needs a unit: write {}{} = {} or {} = \"{} {}\"", name, word,
                                           key.suffix(), value, word, value, key.unit));
  } else {
    number = node.value<double>();
  }
  if (!number) return {};

  const std::string unit = key.unit == "1" ? "" : " " + std::string(key.unit);
  if (!std::isfinite(*number)) {
    reader.problems.add(place, fmt::format("{} must be finite, found {}", key.name, *number));
    return {};
  }
  if (*number < key.min || *number > key.max) {
    const std::string as_written = text ? fmt::format("\"{}\"", text->get()) : fmt::format("{}{}", *number, unit);
    reader.problems.add(place,
                        fmt::format("{} is {}, allowed: {} to {}{}", key.name, as_written, key.min, key.max, unit));
    return {};
  }
  if (key.step > 0 && std::remainder(*number, key.step) != 0) {
    reader.problems.add(place, key.step == 1
                                   ? fmt::format("{} is {}, needs a whole number", key.name, *number)
                                   : fmt::format("{} is {}, needs a multiple of {}", key.name, *number, key.step));
    return {};
  }
  return *number;
}

}  // namespace psoas
