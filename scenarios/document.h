// Where does each word of a study stand? TOML nodes with their place in the file, and the values read from them.
// For the study reader only: everything else sees a Study.
#pragma once

#include <toml++/toml.h>

#include <optional>
#include <string>
#include <vector>

#include "scenarios/keys.h"
#include "sim/core/input_error.h"

namespace psoas {

/// A place in an input: file, line and column as in Problem; a --set has no line.
struct Place {
  std::string file;
  int line = 0, column = 0;
};

/// A name and what stands behind it.
struct Entry {
  std::string path;  ///< full name: "gait.speed_m_s", "surface"
  const toml::node* node = nullptr;
  Place at_name, at_value;
};

/// Collects what is wrong, so that all of it can be told at once.
class Problems {
 public:
  void add(const Place& place, std::string message) {
    list_.push_back({place.file, place.line, place.column, std::move(message)});
  }
  bool empty() const { return list_.empty(); }
  std::size_t count() const { return list_.size(); }
  /// @throws InputError with all problems in the order of the file, those of --set behind; nothing when there is none
  void raise();

 private:
  std::vector<Problem> list_;
};

/// What a reader needs besides the nodes.
struct Reader {
  const Catalogue& catalogue;
  Problems& problems;
};

/// Where a node begins; `fallback` for nodes that come from a --set.
Place place_of(const toml::node& node, const Place& fallback);

/// The entries of a table in the order of the file; each path is prefix + name.
std::vector<Entry> entries_of(const toml::table& table, const std::string& prefix, const Place& fallback);

/// "a number", "text", "a list", ...: what a person would call this node.
std::string kind_of(const toml::node& node);

/// "; did you mean 'x'?" or, when nothing is near, "; known: a, b, c".
std::string hint(const std::string& word, const std::vector<std::string>& known);

/// The key an entry names, by its name or its stem. Unknown: a problem with the nearest name, and nullptr.
const Key* read_key(const Entry& entry, Reader& reader);

/// The value of a key, checked for type, unit, finiteness, range and step. Wrong: a problem, and nothing.
/// @param name  as written: a stem ("gait.speed") needs text with a unit
std::optional<Value> read_value(const Key& key, const std::string& name, const toml::node& node, const Place& place,
                                Reader& reader);

}  // namespace psoas
