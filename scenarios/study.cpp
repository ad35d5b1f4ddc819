// What does a study ask for? A base scenario and what to vary, read from a TOML file.
#include "scenarios/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <fstream>
#include <iterator>

#include "models/models.h"
#include "scenarios/document.h"
#include "scenarios/lesson_table.h"
#include "scenarios/settle.h"
#include "scenarios/shoe_file.h"
#include "scenarios/sweep_links.h"
#include "sim/core/sha256.h"

namespace psoas {
namespace {

std::string read_text(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found)
    throw FileError(fmt::format("cannot read the study {}: there is no such file", path.string()));
  if (std::filesystem::is_directory(status))
    throw FileError(fmt::format("cannot read the study {}: it is a folder, not a file", path.string()));
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad())
    throw FileError(fmt::format("cannot read the study {}: {}", path.string(), std::strerror(errno ? errno : EIO)));
  return text;
}

toml::table parse_toml(const std::string& text, const std::string& file) {
  try {
    return toml::parse(std::string_view(text), std::string_view(file));
  } catch (const toml::parse_error& error) {
    // "Error while parsing boolean: expected ..." is about the file, not about us; it may quote a line break.
    std::string message(error.description());
    if (const std::string prefix = "Error while parsing "; message.starts_with(prefix)) message.erase(0, prefix.size());
    message = "not valid TOML: " + message;
    std::replace(message.begin(), message.end(), '\n', ' ');
    const toml::source_position begin = error.source().begin;
    throw InputError({{file, static_cast<int>(begin.line), static_cast<int>(begin.column), message}});
  }
}

/// What the file and the sets say, before it is put together.
struct Draft {
  std::string title;
  struct Set {
    Setting setting;
    std::string as;  ///< the name that was typed
    Place at;
  };
  std::vector<Set> fixed;
  std::vector<const Key*> pinned;  ///< set by --set: such a key no longer varies
  std::optional<LessonDraft> lesson;
  std::vector<Entry> sweep;
  bool has_sweep = false;
  Place at_sweep;
};

/// One key of the file: unknown, wrong and twice are problems.
void read_setting(const Entry& entry, Draft& draft, Reader& reader) {
  const Key* key = read_key(entry, reader);
  if (!key) return;
  for (const Draft::Set& earlier : draft.fixed) {
    if (earlier.setting.key != key) continue;
    reader.problems.add(entry.at_name, fmt::format("{} is set twice: as '{}' on line {} and as '{}' here", key->name,
                                                   earlier.as, earlier.at.line, entry.path));
    return;
  }
  // A bad value still takes its place, so that a second one is told apart from it.
  const std::optional<Value> value = read_value(*key, entry.path, *entry.node, entry.at_value, reader);
  draft.fixed.push_back({{key, value.value_or(Value{})}, entry.path, entry.at_name});
}

void read_title(const Entry& entry, Draft& draft, Reader& reader) {
  if (const auto* text = entry.node->as_string()) {
    draft.title = text->get();
  } else {
    reader.problems.add(entry.at_value, fmt::format("title needs text, found {}", kind_of(*entry.node)));
  }
}

void read_file(const toml::table& root, const std::string& file, Draft& draft, Reader& reader) {
  std::vector<std::string> known = table_names();
  known.insert(known.end(), {"sweep", "lesson"});
  for (const Entry& entry : entries_of(root, "", {file, 1, 1})) {
    const toml::table* table = entry.node->as_table();
    if (entry.path == "title") {
      read_title(entry, draft, reader);
    } else if (std::find(known.begin(), known.end(), entry.path) != known.end()) {
      if (!table) {
        reader.problems.add(entry.at_name,
                            fmt::format("'{}' is a table: write [{}] and its keys below it", entry.path, entry.path));
      } else if (entry.path == "sweep") {
        draft.sweep = entries_of(*table, "", entry.at_value);
        draft.has_sweep = true;
        draft.at_sweep = entry.at_value;
      } else if (entry.path == "lesson") {
        draft.lesson = read_lesson(*table, entry.at_value, reader);
      } else {
        for (const Entry& child : entries_of(*table, entry.path + ".", entry.at_value))
          read_setting(child, draft, reader);
      }
    } else if (entry.path.find('.') != std::string::npos) {
      read_setting(entry, draft, reader);  // "runner.mass_kg" = 70, in quotes
    } else if (table) {
      reader.problems.add(entry.at_value, fmt::format("unknown table '{}'{}", entry.path, hint(entry.path, known)));
    } else {
      // A key without its table: say where it belongs.
      std::string belongs;
      for (const Key& key : keys())
        if (key.name.substr(key.table().size() + 1) == entry.path ||
            key.stem().substr(key.table().size() + 1) == entry.path)
          belongs += fmt::format("{}[{}]", belongs.empty() ? "; it belongs below " : " or ", key.table());
      known.insert(known.begin(), "title");
      reader.problems.add(entry.at_name, fmt::format("unknown key '{}'{}", entry.path,
                                                     belongs.empty() ? hint(entry.path, known) : belongs));
      known.erase(known.begin());
    }
  }
}

/// One --set: "path=value", the value as in TOML, or bare text: --set surface.kind=grass, --set "gait.speed=12 km/h".
void read_set(const std::string& set, std::deque<toml::table>& owned, Draft& draft, Reader& reader) {
  const Place place{"--set " + set, 0, 0};
  const std::size_t equals = set.find('=');
  if (equals == std::string::npos || equals == 0) {
    reader.problems.add(place, "--set needs path=value, e.g. --set runner.mass_kg=62");
    return;
  }
  const std::string text = set.substr(equals + 1);
  toml::table parsed;
  try {
    parsed = toml::parse(std::string_view("value = " + text));
  } catch (const toml::parse_error&) {
  }
  if (parsed.size() != 1) parsed = toml::table{{"value", text}};
  owned.push_back(std::move(parsed));
  const Entry entry{set.substr(0, equals), owned.back().get("value"), place, place};

  if (entry.path == "title") {
    read_title(entry, draft, reader);
  } else if (entry.path.starts_with("sweep.")) {
    // Replaces the entry of the same name or key, or adds one.
    Entry inside = entry;
    inside.path = entry.path.substr(6);
    const Key* key = find_key(inside.path);
    std::erase_if(draft.sweep,
                  [&](const Entry& old) { return old.path == inside.path || (key && find_key(old.path) == key); });
    draft.sweep.push_back(inside);
    if (!draft.has_sweep) draft.at_sweep = place;
    draft.has_sweep = true;
  } else if (const Key* key = read_key(entry, reader)) {
    const std::optional<Value> value = read_value(*key, entry.path, *entry.node, place, reader);
    std::erase_if(draft.fixed, [&](const Draft::Set& old) { return old.setting.key == key; });
    draft.fixed.push_back({{key, value.value_or(Value{})}, entry.path, place});
    draft.pinned.push_back(key);
  }
}

/// The keys that the design is crossed with.
std::vector<Entry> crossed_entries(const Draft& draft) {
  for (const Entry& entry : draft.sweep)
    if (entry.path == "cross") return cross_entries(entry);
  return {};
}

/// A key that is both fixed and varied is a slip: one of the two would silently not count. In a list it is what the
/// cases start from, in a one-at-a-time design the value in the middle, and --set may hold any key.
void tell_fixed_and_varied(const Draft& draft, Reader& reader) {
  std::vector<Entry> varied = draft.sweep;
  const std::vector<Entry> crossed = crossed_entries(draft);
  for (const Entry& entry : draft.sweep) {
    if (entry.path != "design") continue;
    const auto* text = entry.node->as_string();
    const auto is = [&](const DesignInfo& info) { return text && text->get() == info.name; };
    const auto design = std::find_if(designs().begin(), designs().end(), is);
    // A misspelt design is told already, and may be one of the two.
    if (design == designs().end() || design->design == Design::list || design->design == Design::oat) varied.clear();
  }
  varied.insert(varied.end(), crossed.begin(), crossed.end());
  for (const Entry& entry : varied) {
    const Key* key = find_key(entry.path);
    if (!key || std::find(draft.pinned.begin(), draft.pinned.end(), key) != draft.pinned.end()) continue;
    for (const Draft::Set& set : draft.fixed)
      if (set.setting.key == key)
        reader.problems.add(
            entry.at_name, fmt::format("{} is varied here and fixed as '{}' on line {}: keep one of the two", key->name,
                                       set.as, set.at.line));
  }
}

/// A posture that is described and then run past, or ground that is varied under someone who stands still, is a slip:
/// the key would silently not count. What a static study merely fixes may come from a file shared with runs.
void tell_idle_keys(const Draft& draft, Reader& reader) {
  const Key* kind = find_key("task.kind");
  std::string is = "run";
  for (const Draft::Set& set : draft.fixed)
    if (const auto* word = std::get_if<std::string>(&set.setting.value); word && set.setting.key == kind) is = *word;
  std::vector<std::pair<const Key*, Place>> varied;
  for (const Entry& entry : draft.sweep)
    if (const Key* key = find_key(entry.path)) varied.emplace_back(key, entry.at_name);
  for (const Entry& entry : crossed_entries(draft))
    if (const Key* key = find_key(entry.path)) varied.emplace_back(key, entry.at_name);
  const bool both = std::any_of(varied.begin(), varied.end(), [&](const auto& axis) { return axis.first == kind; });
  if (both) return;

  const auto tell = [&](const Key& key, const Place& at) {
    const bool posture = key.table() == "task" && &key != kind;
    if (is == "run" && posture)
      reader.problems.add(
          at, fmt::format("{} does nothing while task.kind is \"run\": write task.kind = \"static\"", key.name));
  };
  for (const Draft::Set& set : draft.fixed) tell(*set.setting.key, set.at);
  for (const auto& [key, at] : varied) {
    tell(*key, at);
    if (is == "static" && only_for_runs(*key))
      reader.problems.add(at, fmt::format("{} does nothing in a static task: task.kind is \"static\"", key->name));
  }
}

/// Changes of activation have a price only where activation itself costs its square.
void tell_clash_of_efforts(const Draft& draft, Reader& reader) {
  const Key *exponent = find_key("sharing.exponent"), *time = find_key("sharing.activation_time_ms");
  bool cubic = false;
  const Place* priced = nullptr;
  for (const Draft::Set& set : draft.fixed) {
    const double* number = std::get_if<double>(&set.setting.value);
    if (set.setting.key == exponent) cubic = number && *number == 3.0;
    if (set.setting.key == time && number && *number > 0.0) priced = &set.at;
  }
  for (const Entry& entry : draft.sweep) {
    if (find_key(entry.path) == exponent) cubic = true;
    if (find_key(entry.path) == time) priced = &entry.at_name;
  }
  if (cubic && priced)
    reader.problems.add(*priced, fmt::format("{} needs {} = 2 throughout the study", time->name, exponent->name));
}

}  // namespace

Study parse_study(const std::string& text, const std::filesystem::path& path, const std::vector<std::string>& sets,
                  const Catalogue& library) {
  // Read: the shoe files it names, the file, then what the command line says over it.
  Problems problems;
  Draft draft;
  std::deque<toml::table> owned;
  owned.push_back(parse_toml(text, path.string()));
  Catalogue catalogue = library;
  const std::string shoe_files = read_shoe_files(owned.front(), sets, path, catalogue, problems);
  Reader reader{catalogue, problems};
  read_file(owned.front(), path.string(), draft, reader);
  draft.sweep = flatten_sweep(draft.sweep);
  for (const std::string& set : sets) read_set(set, owned, draft, reader);

  // Check: values first, then the plan as a whole.
  Study study;
  SweepTable table;
  if (draft.has_sweep) table = read_sweep(draft.sweep, draft.at_sweep, draft.pinned, reader);
  tell_fixed_and_varied(draft, reader);
  tell_idle_keys(draft, reader);
  tell_clash_of_efforts(draft, reader);
  problems.raise();

  // Keep: everything that decides the outcome, and the words it was asked with.
  study.title = draft.title.empty() ? path.stem().string() : draft.title;
  study.path = path;
  study.text = text;
  for (const std::string& set : sets) {
    if (!study.text.empty() && study.text.back() != '\n') study.text += '\n';
    study.text += "# --set " + set + "\n";
  }
  if (!shoe_files.empty() && !study.text.empty() && study.text.back() != '\n') study.text += '\n';
  study.text += shoe_files;
  Sha256 hash;
  hash.add(study.text);
  study.sha256 = hash.hex();
  for (const Draft::Set& set : draft.fixed) study.fixed.push_back(set.setting);
  study.catalogue = catalogue;
  study.base = resolve(study.fixed, catalogue);
  settle(std::move(table), study, problems);
  const auto pinned = [&](const std::string& name) {
    return std::find(draft.pinned.begin(), draft.pinned.end(), find_key(name)) != draft.pinned.end();
  };
  if (draft.lesson && !pinned(draft.lesson->lesson.factor)) {  // --set may hold what the lesson compares
    tell_unvaried(*draft.lesson, study.sweep, pinned, problems);
    study.lesson = draft.lesson->lesson;
  }
  problems.raise();
  return study;
}

Study read_study(const std::filesystem::path& path, const std::vector<std::string>& sets, const Catalogue& catalogue) {
  return parse_study(read_text(path), path, sets, catalogue);
}

Study read_study(const std::filesystem::path& path, const std::vector<std::string>& sets) {
  return read_study(path, sets, read_catalogue(models_folder()));
}

}  // namespace psoas
