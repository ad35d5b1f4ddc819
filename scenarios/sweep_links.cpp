// How do the keys of [sweep] hang together?
#include "scenarios/sweep_links.h"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "scenarios/sweep_axis.h"

namespace psoas {
namespace {

bool contains(const std::vector<const Key*>& list, const Key* key) {
  return std::find(list.begin(), list.end(), key) != list.end();
}

/// The number of the axis that text names; -1 when it is pinned, nothing after a problem.
std::optional<Eigen::Index> read_partner(const toml::node& node, const Place& place,
                                         const std::vector<const Key*>& pinned, const Sweep& sweep, Reader& reader) {
  const auto* text = node.as_string();
  if (!text) {
    reader.problems.add(place, fmt::format("the name of a key is needed, found {}", kind_of(node)));
    return {};
  }
  const Key* key = read_key({text->get(), &node, place, place}, reader);
  if (!key) return {};
  if (contains(pinned, key)) return -1;
  for (std::size_t a = 0; a < sweep.axes.size(); ++a) {
    if (sweep.axes[a].key != key) continue;
    // Of two choices the second is the higher: an order that more than two words have not.
    const bool ordered = !key->is_text() && sweep.axes[a].values.empty();
    if (ordered || sweep.axes[a].values.size() == 2) return static_cast<Eigen::Index>(a);
    reader.problems.add(place, fmt::format("{} has choices without an order: only ranges and distributions of numbers "
                                           "can be correlated, and a choice between two",
                                           key->name));
    return {};
  }
  reader.problems.add(place, fmt::format("{} is correlated but [sweep] does not vary it", key->name));
  return {};
}

/// One ["key", "key", number].
void read_pair(const toml::node& node, const Place& place, const std::vector<const Key*>& pinned, Sweep& sweep,
               Reader& reader) {
  const toml::array* pair = node.as_array();
  if (!pair || pair->size() != 3) {
    reader.problems.add(place, "a correlation is [\"key\", \"key\", number from -1 to 1]");
    return;
  }
  const auto a = read_partner((*pair)[0], place_of((*pair)[0], place), pinned, sweep, reader);
  const auto b = read_partner((*pair)[1], place_of((*pair)[1], place), pinned, sweep, reader);
  const auto r = (*pair)[2].value<double>();
  const Place at_r = place_of((*pair)[2], place);
  if (!r || !(std::abs(*r) < 1)) {
    reader.problems.add(at_r, "a correlation is a number above -1 and below 1");
  } else if (a && b && *a >= 0 && *b >= 0) {
    const std::string_view name = sweep.axes[static_cast<std::size_t>(*a)].key->name;
    if (*a == *b)
      reader.problems.add(place, fmt::format("{} is correlated with itself", name));
    else if (sweep.correlation(*a, *b) != 0)
      reader.problems.add(place, fmt::format("this pair of {} stands here a second time", name));
    sweep.correlation(*a, *b) = sweep.correlation(*b, *a) = *r;
  }
}

}  // namespace

void read_correlation(const Entry& entry, const std::vector<const Key*>& pinned, Sweep& sweep, Reader& reader) {
  // 1. The pairs
  const std::size_t before = reader.problems.count();
  const toml::array* array = entry.node->as_array();
  if (!array) {
    reader.problems.add(entry.at_value, "correlation needs a list of [\"key\", \"key\", number]");
    return;
  }
  const auto n = static_cast<Eigen::Index>(sweep.axes.size());
  sweep.correlation = Eigen::MatrixXd::Identity(n, n);
  for (const toml::node& node : *array) read_pair(node, place_of(node, entry.at_value), pinned, sweep, reader);
  if (reader.problems.count() > before || n == 0) return;

  // 2. Can all of them hold at once?
  const double least = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(sweep.correlation).eigenvalues().minCoeff();
  constexpr double margin = 1e-9;  // below it the factor is all rounding
  if (least < margin) {
    reader.problems.add(entry.at_value,
                        fmt::format("these correlations cannot hold together: the matrix is not positive "
                                    "definite, its least eigenvalue is {:.2g}; make some smaller",
                                    least));
    return;
  }
  sweep.copula = Eigen::LLT<Eigen::MatrixXd>(sweep.correlation).matrixL();
}

std::vector<Entry> cross_entries(const Entry& entry) {
  const toml::table* table = entry.node->as_table();
  return table ? flatten_sweep(entries_of(*table, "", entry.at_value)) : std::vector<Entry>{};
}

void read_cross(const Entry& entry, const std::vector<const Key*>& pinned, Sweep& sweep, Reader& reader) {
  const std::vector<Entry> parts = cross_entries(entry);
  if (parts.empty())
    reader.problems.add(entry.at_value, "cross needs { \"table.key\" = [ ... ] }: keys and their values");
  for (const Entry& part : parts) {
    // A range, a list and what is wrong with them are as in a grid.
    const std::optional<Axis> axis = read_axis(part, Design::grid, pinned, reader);
    if (!axis) continue;
    const auto is = [&](const auto& other) { return other.key == axis->key; };
    const bool varied = std::any_of(sweep.axes.begin(), sweep.axes.end(), is) ||
                        std::any_of(sweep.cases.begin(), sweep.cases.end(), [&](const auto& settings) {
                          return std::any_of(settings.begin(), settings.end(), is);
                        });
    if (varied || std::any_of(sweep.formulas.begin(), sweep.formulas.end(), is))
      reader.problems.add(
          part.at_name,
          fmt::format("{} is varied by the design and crossed with it: keep one of the two", axis->key->name));
    else if (std::any_of(sweep.cross.begin(), sweep.cross.end(), is))
      reader.problems.add(part.at_name, fmt::format("{} is crossed twice", axis->key->name));
    else
      sweep.cross.push_back(*axis);
  }
}

void read_skip(const Entry& entry, Sweep& sweep, Reader& reader) {
  const auto add = [&](const toml::node& node, const Place& place) {
    if (auto condition = read_expression("skip", node, place, Expression::Type::truth, reader))
      sweep.skip.push_back(std::move(*condition));
  };
  if (const toml::array* array = entry.node->as_array()) {
    for (const toml::node& node : *array) add(node, place_of(node, entry.at_value));
  } else {
    add(*entry.node, entry.at_value);
  }
}

bool is_formula(const Entry& entry) { return entry.node->is_table() && entry.node->as_table()->contains("formula"); }

void read_formula(const Entry& entry, const std::vector<const Key*>& pinned, SweepTable& table, Reader& reader) {
  const Key* key = read_key(entry, reader);
  if (!key || contains(pinned, key)) return;
  if (key->is_text()) {
    reader.problems.add(entry.at_name, fmt::format("{} takes words, a formula gives a number", key->name));
    return;
  }
  for (const Entry& part : entries_of(*entry.node->as_table(), "", entry.at_value)) {
    if (part.path != "formula") {
      reader.problems.add(part.at_name, fmt::format("{} does not go with a formula, which decides alone", part.path));
    } else if (auto value = read_expression(fmt::format("formula of {}", key->name), *part.node, part.at_value,
                                            Expression::Type::number, reader)) {
      table.sweep.formulas.push_back({key, std::move(*value)});
      table.at_formulas.push_back(part.at_value);
    }
  }
}

void check_formulas(const SweepTable& table, Reader& reader) {
  const std::vector<Formula>& formulas = table.sweep.formulas;
  for (std::size_t f = 0; f < formulas.size(); ++f) {
    const std::string_view name = formulas[f].key->name;
    const auto tell = [&](const std::string& message) { reader.problems.add(table.at_formulas[f], message); };
    const std::vector<const Key*> read = formulas[f].value.keys();
    if (contains(read, formulas[f].key)) tell(fmt::format("the formula of {} reads {} itself", name, name));
    for (std::size_t later = f + 1; later < formulas.size(); ++later)
      if (contains(read, formulas[later].key))
        tell(fmt::format("the formula of {} reads {}, whose own formula stands below: put that one first", name,
                         formulas[later].key->name));
    bool twice = false;
    for (std::size_t other = 0; other < f; ++other) twice = twice || formulas[other].key == formulas[f].key;
    for (const Axis& axis : table.sweep.axes) twice = twice || axis.key == formulas[f].key;
    for (const auto& settings : table.sweep.cases)
      for (const Setting& setting : settings) twice = twice || setting.key == formulas[f].key;
    if (twice) tell(fmt::format("{} is swept twice", name));
  }
}

}  // namespace psoas
