// Which common claim does a study answer? See lesson.h; lesson_table.h says what is checked.
#include "scenarios/lesson.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <regex>

#include "models/table.h"
#include "scenarios/lesson_table.h"
#include "scenarios/results/schema.h"

namespace psoas {
namespace {

/// Text that must be there and not be empty.
std::string read_text(const Entry& entry, Reader& reader) {
  const auto* text = entry.node->as_string();
  if (!text)
    reader.problems.add(entry.at_value, fmt::format("{} needs text, found {}", entry.path, kind_of(*entry.node)));
  else if (text->get().empty())
    reader.problems.add(entry.at_value, fmt::format("{} is empty", entry.path));
  return text ? text->get() : "";
}

/// Calls `item` with each member of a list.
template <class Item>
void read_list(const Entry& entry, Reader& reader, std::string_view of, Item item) {
  const toml::array* list = entry.node->as_array();
  if (!list || list->empty()) {
    reader.problems.add(entry.at_value, fmt::format("{} needs a list of {}, found {}", entry.path, of,
                                                    list ? std::string("an empty one") : kind_of(*entry.node)));
    return;
  }
  for (const toml::node& node : *list) {
    const Place at = place_of(node, entry.at_value);
    item(Entry{entry.path, &node, at, at});
  }
}

/// One of some words.
std::string read_word(const Entry& entry, const std::vector<std::string>& known, Reader& reader) {
  const std::string word = read_text(entry, reader);
  if (!word.empty() && std::find(known.begin(), known.end(), word) == known.end())
    reader.problems.add(entry.at_value, fmt::format("unknown word '{}' of {}{}", word, entry.path, hint(word, known)));
  return word;
}

/// The members of a table; those it must have and has not are problems.
std::vector<Entry> members(const Entry& entry, const std::vector<std::string>& known,
                           const std::vector<std::string>& needed, Reader& reader) {
  const toml::table* table = entry.node->as_table();
  if (!table) {
    reader.problems.add(entry.at_value, fmt::format("{} needs {{ {} }}, found {}", entry.path, fmt::join(needed, ", "),
                                                    kind_of(*entry.node)));
    return {};
  }
  std::vector<Entry> all = entries_of(*table, "", entry.at_value);
  for (const std::string& name : needed)
    if (!table->contains(name)) reader.problems.add(entry.at_value, fmt::format("{} lacks {}", entry.path, name));
  std::erase_if(all, [&](const Entry& member) {
    const bool unknown = std::find(known.begin(), known.end(), member.path) == known.end();
    if (unknown)
      reader.problems.add(member.at_name,
                          fmt::format("unknown entry '{}' of {}{}", member.path, entry.path, hint(member.path, known)));
    return unknown;
  });
  return all;
}

/// "peak_compression[L5-S1]", "impact_peak": a number that every scenario has.
std::string read_output_name(const Entry& entry, Reader& reader) {
  static const std::regex form(R"(([a-z_]+)(?:\[([^\]]+)\])?)");
  const std::string text = read_text(entry, reader);
  std::smatch match;
  if (text.empty()) return text;
  const std::string name = std::regex_match(text, match, form) ? match[1] : text;
  std::vector<std::string> known;
  const Field* found = nullptr;
  for (const Field& field : fields) {
    const bool labelled = field.dims.count == 2 && !field.dims.over_time() && !field.dims.has(Dim::coordinate) &&
                          !field.dims.has(Dim::muscle);
    if (field.type == Type::text || (field.dims.count != 1 && !labelled)) continue;
    known.emplace_back(field.path);
    if (field.path == name) found = &field;
  }
  if (!found) {
    const std::string near = nearest(name, known);
    reader.problems.add(entry.at_value, fmt::format("no scenario has a number '{}'; {}", name,
                                                    near.empty() ? "psoas info --fields has them all"
                                                                 : fmt::format("did you mean '{}'?", near)));
    return text;
  }
  const std::vector<std::string> labels_of =
      found->dims.count == 2 ? labels(found->dims.at[1], Axes{}) : std::vector<std::string>{};
  const std::string label = match[2];
  if (labels_of.empty() != label.empty())
    reader.problems.add(entry.at_value, labels_of.empty()
                                            ? fmt::format("{} has no index", name)
                                            : fmt::format("{} needs an index: {}[{}]", name, name, labels_of.front()));
  else if (!label.empty() && std::find(labels_of.begin(), labels_of.end(), label) == labels_of.end())
    reader.problems.add(entry.at_value, fmt::format("{} has no '{}'{}", name, label, hint(label, labels_of)));
  return text;
}

LessonOutput read_lesson_output(const Entry& entry, Reader& reader) {
  LessonOutput output;
  for (const Entry& member : members(entry, {"output", "claimed"}, {"output"}, reader)) {
    if (member.path == "output") output.name = read_output_name(member, reader);
    if (member.path != "claimed") continue;
    const std::string word = read_word(member, {"smaller", "larger"}, reader);
    output.claimed = word == "smaller" ? Claimed::smaller : word == "larger" ? Claimed::larger : Claimed::nothing;
  }
  return output;
}

Finding read_finding(const Entry& entry, Reader& reader) {
  Finding finding;
  for (const Entry& member : members(entry, finding_entries(), finding_entries(), reader)) {
    const std::string text = read_text(member, reader);
    if (member.path == "finding") finding.finding = text;
    if (member.path == "seen") finding.seen = read_word(member, ways_of_seeing(), reader);
    if (member.path != "source") continue;
    finding.source = text;
    static const std::regex citation(R"(\[[^\[\]]+ (19|20)[0-9][0-9][a-z]?\].*)");
    if (!text.empty() && !std::regex_match(text, citation))
      reader.problems.add(member.at_value, "source begins with [Author Year], and where it was published behind that");
  }
  return finding;
}

/// A value of the factor: a word as it stands, a number in the key's unit as psoas compare names it.
std::string read_end(const Key* key, const Entry& entry, Reader& reader) {
  if (!key) return "";
  if (key->is_text()) return read_text(entry, reader);
  // Both ways of writing a number are known to read_value: the stem takes text with a unit
  const std::string name = entry.node->is_string() ? key->stem() : std::string(key->name);
  const std::optional<Value> value = read_value(*key, name, *entry.node, entry.at_value, reader);
  return value ? fmt::format("{:.4g}", std::get<double>(*value)) : "";
}

const Axis* axis_of(const std::vector<Axis>& axes, const std::string& name) {
  const auto found = std::find_if(axes.begin(), axes.end(), [&](const Axis& axis) { return axis.key->name == name; });
  return found == axes.end() ? nullptr : &*found;
}

/// The values of an axis as psoas compare names them; none where they are a range.
std::vector<std::string> value_names(const Axis& axis) {
  std::vector<std::string> all;
  for (const Value& value : axis.values) {
    const double* number = std::get_if<double>(&value);
    all.push_back(number ? fmt::format("{:.4g}", *number) : std::get<std::string>(value));
  }
  return all;
}

}  // namespace

std::vector<std::string> lesson_entries() {
  return {"claim", "factor", "from", "to", "outputs", "assumptions", "matters_percent", "findings", "cannot_know"};
}
std::vector<std::string> finding_entries() { return {"finding", "source", "seen"}; }
std::vector<std::string> ways_of_seeing() { return {"abstract", "paper", "second-hand", "recalled"}; }

LessonDraft read_lesson(const toml::table& table, const Place& at, Reader& reader) {
  LessonDraft draft;
  Lesson& lesson = draft.lesson;
  std::vector<std::string> needed = lesson_entries();
  std::erase_if(needed, [](const std::string& name) { return name == "assumptions" || name == "matters_percent"; });
  const std::vector<Entry> entries = members({"[lesson]", &table, at, at}, lesson_entries(), needed, reader);

  // 1. The factor first, for the two values are read in its unit
  const Key* key = nullptr;
  for (const Entry& entry : entries) {
    if (entry.path != "factor") continue;
    const std::string name = read_text(entry, reader);
    if (!name.empty()) key = read_key({name, entry.node, entry.at_value, entry.at_value}, reader);
    if (key) lesson.factor = key->name;
    draft.at_factor = entry.at_value;
  }

  // 2. All else in the order of the file
  for (const Entry& entry : entries) {
    if (entry.path == "claim") lesson.claim = read_text(entry, reader);
    if (entry.path == "from") lesson.from = read_end(key, entry, reader), draft.at_from = entry.at_value;
    if (entry.path == "to") lesson.to = read_end(key, entry, reader), draft.at_to = entry.at_value;
    if (entry.path == "outputs")
      read_list(entry, reader, "{ output, claimed }",
                [&](const Entry& item) { lesson.outputs.push_back(read_lesson_output(item, reader)); });
    if (entry.path == "assumptions")
      read_list(entry, reader, "keys", [&](const Entry& item) {
        const std::string name = read_text(item, reader);
        const Key* assumed = name.empty() ? nullptr : read_key({name, item.node, item.at_name, item.at_value}, reader);
        if (!assumed) return;
        lesson.assumptions.emplace_back(assumed->name);
        draft.at_assumptions.push_back(item.at_value);
      });
    if (entry.path == "findings")
      read_list(entry, reader, "{ finding, source, seen }",
                [&](const Entry& item) { lesson.findings.push_back(read_finding(item, reader)); });
    if (entry.path == "cannot_know")
      read_list(entry, reader, "sentences",
                [&](const Entry& item) { lesson.cannot_know.push_back(read_text(item, reader)); });
    if (entry.path == "matters_percent") {
      const std::optional<double> share = entry.node->is_number() ? entry.node->value<double>() : std::nullopt;
      if (!share || !(*share >= 0 && *share <= 50))
        reader.problems.add(entry.at_value, "matters_percent needs a number from 0 to 50");
      else
        lesson.matters = 0.01 * *share;
    }
  }
  return draft;
}

void tell_unvaried(const LessonDraft& draft, const Sweep& sweep, const std::function<bool(const std::string&)>& pinned,
                   Problems& problems) {
  const Lesson& lesson = draft.lesson;
  // 1. The factor and its two values
  const Axis* own = axis_of(sweep.axes, lesson.factor);
  const Axis* axis = own ? own : axis_of(sweep.cross, lesson.factor);
  if (!axis) {
    problems.add(draft.at_factor,
                 fmt::format("{} is not varied in this study, so the lesson has nothing to compare", lesson.factor));
    return;
  }
  const std::vector<std::string> values = value_names(*axis);
  for (const auto& [end, at] : {std::pair(lesson.from, draft.at_from), std::pair(lesson.to, draft.at_to)})
    if (std::find(values.begin(), values.end(), end) == values.end())
      problems.add(at, fmt::format("no scenario has {} {}{}", lesson.factor, end,
                                   axis->key->is_text() ? hint(end, values)
                                                        : fmt::format("; there are {}", fmt::join(values, ", "))));
  if (lesson.from == lesson.to) problems.add(draft.at_to, "from and to are the same value");
  // 2. Other assumptions are whole copies of the design
  for (std::size_t i = 0; i < lesson.assumptions.size(); ++i)
    if (!pinned(lesson.assumptions[i]) && !axis_of(sweep.cross, lesson.assumptions[i]))
      problems.add(
          draft.at_assumptions[i],
          fmt::format("{} is an assumption of the lesson: vary it below [sweep] with cross = {{ \"{}\" = [...] }}",
                      lesson.assumptions[i], lesson.assumptions[i]));
}

std::optional<Lesson> lesson_of(const std::string& study) {
  const Catalogue none;
  Problems problems;
  Reader reader{none, problems};
  try {
    const toml::table root = toml::parse(study);
    const toml::table* table = root["lesson"].as_table();
    if (!table) return {};
    Lesson lesson = read_lesson(*table, {"", 1, 1}, reader).lesson;
    if (!problems.empty()) return {};  // of another version of this program
    return lesson;
  } catch (const toml::parse_error&) {
    return {};
  }
}

}  // namespace psoas
