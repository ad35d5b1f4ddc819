// What may a study hold, in the language of editors?
#include "scenarios/study_schema.h"

#include <fmt/format.h>

#include <vector>

#include "scenarios/design.h"
#include "scenarios/json_text.h"
#include "scenarios/keys.h"
#include "scenarios/lesson_table.h"

namespace psoas {
namespace {

using Members = std::vector<std::string>;  ///< each "name": value

std::string member(std::string_view name, const std::string& value) { return json_text(name) + ": " + value; }
std::string object(const Members& members) { return fmt::format("{{{}}}", fmt::join(members, ", ")); }
std::string list(const Members& items) { return fmt::format("[{}]", fmt::join(items, ", ")); }
std::string texts(const std::vector<std::string>& words) {
  Members items;
  for (const std::string& word : words) items.push_back(json_text(word));
  return list(items);
}

/// A table that takes these members and no others.
std::string closed(const std::string& description, const Members& properties) {
  return object({member("type", "\"object\""), member("description", json_text(description)),
                 member("additionalProperties", "false"), member("properties", object(properties))});
}

/// A number in the key's unit or text with a unit; one of some words.
std::string value_of_key(const Key& key, bool stem, const Catalogue& catalogue) {
  const Value standard = psoas::value_of(key, Scenario{});
  if (key.name == "shoe.kind")  // or a shoe file of one's own
    return object(
        {member("description", json_text(key.meaning)), member("default", json_text(to_text(standard))),
         member("anyOf", list({object({member("enum", texts(choices(key, catalogue)))}),
                               object({member("type", "\"string\""), member("pattern", json_text("[.]toml$"))})}))});
  if (key.is_text())
    return object({member("description", json_text(key.meaning)), member("enum", texts(choices(key, catalogue))),
                   member("default", json_text(to_text(standard)))});
  const std::string range = fmt::format("{} ({} to {}{}{})", key.meaning, key.min, key.max, key.unit == "1" ? "" : " ",
                                        key.unit == "1" ? "" : key.unit);
  Members number = {member("type", "\"number\""), member("minimum", json_number(key.min)),
                    member("maximum", json_number(key.max))};
  if (key.step > 0) number.push_back(member("multipleOf", json_number(key.step)));
  const std::string text = object({member("type", "\"string\""), member("pattern", json_text("^ *[-+]?[0-9.]"))});
  if (stem && key.name != key.stem())
    return object({member("description", json_text(range)), member("allOf", list({text}))});
  return object({member("description", json_text(range)), member("default", json_number(std::get<double>(standard))),
                 member("anyOf", list({object(number), text}))});
}

/// Below [sweep]: a list of values, a range, a distribution or a formula.
std::string swept_key(const std::string& value) {
  const auto table = [](const Members& properties) {
    return object({member("type", "\"object\""), member("additionalProperties", "false"),
                   member("properties", object(properties))});
  };
  const std::string count = object({member("type", "\"integer\""), member("minimum", "1")});
  const std::string values = object({member("type", "\"array\""), member("minItems", "1"), member("items", value)});
  return object(
      {member("anyOf",
              list({values,
                    table({member("from", value), member("to", value), member("steps", count),
                           member("scale", object({member("enum", texts({"lin", "log"}))}))}),
                    table({member("distribution", object({member("enum", texts({"uniform", "log-uniform", "normal",
                                                                                "truncated-normal", "categorical"}))})),
                           member("from", value), member("to", value), member("mean", value), member("sd", "{}"),
                           member("scale", object({member("enum", texts({"lin", "log"}))})), member("values", values),
                           member("weights", object({member("type", "\"array\""),
                                                     member("items", object({member("type", "\"number\"")}))}))}),
                    table({member("formula", object({member("type", "\"string\"")}))})}))});
}

std::string sweep_table(const Members& keys, const Members& nested) {
  std::vector<std::string> names;
  std::string meanings = "how the values are combined: ";
  for (const DesignInfo& info : designs()) {
    meanings += fmt::format("{}{}: {}", names.empty() ? "" : "; ", info.name, info.meaning);
    names.emplace_back(info.name);
  }
  const auto about = [](const std::string& type, const std::string& meaning) {
    return object({member("type", type), member("description", json_text(meaning))});
  };
  Members crossed = keys;
  crossed.insert(crossed.end(), nested.begin(), nested.end());
  Members members = {
      member("design", object({member("enum", texts(names)), member("default", "\"grid\""),
                               member("description", json_text(meanings))})),
      member("samples", about("\"integer\"", "points of " + design_names(&DesignInfo::random))),
      member("seed", about("\"integer\"", "of the random numbers; equal seeds give equal points")),
      member("cross",
             closed("keys and lists that the whole design is run with: every value with every point", crossed)),
      member("skip",
             about("[\"string\", \"array\"]", "condition for which a point is left out, e.g. gait.speed_m_s > 5")),
      member("correlation", about("\"array\"", "[\"key\", \"key\", number] each, of the normal scores")),
      member("second_order", about("\"boolean\"", "of saltelli: also what indices of pairs need")),
      member("levels", about("\"integer\"", "of morris: even")),
      member("case", about("\"array\"", "of list: [[sweep.case]], each a scenario")),
  };
  members.insert(members.end(), crossed.begin(), crossed.end());
  return closed("what varies", members);
}

/// What a study says that answers a claim.
std::string lesson_table() {
  const auto list_of = [](const std::string& item) {
    return object({member("type", "\"array\""), member("minItems", "1"), member("items", item)});
  };
  const std::string text = object({member("type", "\"string\""), member("minLength", "1")});
  const std::string number = object({member("type", "\"number\"")});
  Members finding, all;
  for (const std::string& name : finding_entries())
    finding.push_back(member(name, name == "seen" ? object({member("enum", texts(ways_of_seeing()))}) : text));
  const std::string output =
      closed("a number of every scenario, and what the claim says of it",
             {member("output", text), member("claimed", object({member("enum", texts({"smaller", "larger"}))}))});
  for (const std::string& name : lesson_entries())
    all.push_back(member(name, name == "from" || name == "to"        ? object({member("anyOf", list({text, number}))})
                               : name == "outputs"                   ? list_of(output)
                               : name == "findings"                  ? list_of(closed("what was published", finding))
                               : name == "matters_percent"           ? number
                               : name == "claim" || name == "factor" ? text
                                                                     : list_of(text)));
  return closed("the claim that the study answers: psoas report shows it above all else", all);
}

}  // namespace

std::string study_schema(const Catalogue& catalogue) {
  // 1. Each table of keys, once as fixed values and once as what [sweep] varies
  Members tables = {member("title", object({member("type", "\"string\"")}))};
  Members swept, swept_tables;
  for (const std::string& name : table_names()) {
    Members fixed, varied;
    for (const Key& key : keys()) {
      if (key.table() != name) continue;
      std::vector<std::string> spellings = {std::string(key.name)};
      if (key.stem() != key.name) spellings.push_back(key.stem());
      for (const std::string& spelling : spellings) {
        const std::string value = value_of_key(key, spelling != key.name, catalogue);
        const std::string word = spelling.substr(name.size() + 1);
        fixed.push_back(member(word, value));
        varied.push_back(member(word, swept_key(value)));
        swept.push_back(member(spelling, swept_key(value)));
        tables.push_back(member(spelling, value));  // "runner.mass_kg" = 70, in quotes
      }
    }
    tables.push_back(member(name, closed("keys of " + name, fixed)));
    swept_tables.push_back(member(name, closed("keys of " + name + " that vary", varied)));
  }

  // 2. The whole
  tables.push_back(member("sweep", sweep_table(swept, swept_tables)));
  tables.push_back(member("lesson", lesson_table()));
  return object({member("$schema", "\"http://json-schema.org/draft-07/schema#\""),
                 member("title", "\"A study of Psoas\""), member("type", "\"object\""),
                 member("additionalProperties", "false"), member("properties", object(tables))}) +
         "\n";
}

}  // namespace psoas
