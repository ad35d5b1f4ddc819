// What does a results file say about the factors of one output? See sensitivity_tables.h.
#include "analysis/statistics/sensitivity_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/statistics/matched.h"
#include "analysis/statistics/regression.h"
#include "analysis/statistics/sensitivity.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

/// What all methods are given.
struct Study {
  const StudyDesign& design;
  const std::vector<Factor>& factors;  ///< that the design moves
  const Output& output;
  const Resampling& how;
};

/// Scenarios of one copy of the design.
struct Copy {
  std::string name;
  std::vector<std::size_t> members;
};

std::vector<Copy> copies_of(const Results& results, const StudyDesign& design) {
  std::vector<Factor> crossed;
  for (const std::string& name : design.crossed) crossed.push_back(read_factor(results, name));
  std::vector<Copy> copies;
  const std::vector<std::size_t> none;
  const std::vector<std::size_t> group =
      crossed.empty() ? std::vector<std::size_t>(results.scenario_count(), 0) : Matcher(crossed).groups(none);
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (group[i] >= copies.size()) {
      copies.emplace_back();
      for (const Factor& factor : crossed)
        copies.back().name += (copies.back().name.empty() ? "" : ", ") + factor.text(i);
    }
    copies[group[i]].members.push_back(i);
  }
  return copies;
}

Estimated exactly(double value) {
  Estimated estimated;
  estimated.value = value;
  return estimated;
}

/// Most important first: by the magnitude of a column.
void sort_by(SensitivityTable& table, std::size_t column) {
  std::stable_sort(table.rows.begin(), table.rows.end(), [&](const SensitivityRow& a, const SensitivityRow& b) {
    return std::abs(a.cells[column].value) > std::abs(b.cells[column].value);
  });
}

void add_once(std::vector<std::string>& notes, const std::string& note) {
  if (!note.empty() && std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
}

std::string of_copy(const Copy& copy) { return copy.name.empty() ? "" : " (" + copy.name + ")"; }

void add_sobol(const Study& study, const Copy& copy, Sensitivity& all) {
  const std::size_t k = study.factors.size();
  const Blocks blocks =
      blocks_of(study.output.value, copy.members.front(), copy.members.back() + 1, study.design.block(), true);
  if (blocks.first.size() < 2)
    throw InputError(fmt::format("{} of {} blocks are solved{}: too few for Sobol's indices", blocks.first.size(),
                                 blocks.first.size() + blocks.dropped, of_copy(copy)));
  const SobolIndices indices = sobol_indices(blocks.output, k, study.design.second_order, study.how);
  const auto used = blocks.first.size() * study.design.block();
  SensitivityTable table{
      "Sobol's indices", copy.name, {{"first order", "first", ""}, {"total", "total", ""}}, {}, used};
  for (std::size_t f = 0; f < k; ++f)
    table.rows.push_back({study.factors[f].name, study.factors[f].plain(), {indices.first[f], indices.total[f]}});
  SensitivityTable pairs{"pairs: their interaction alone", copy.name, {{"second order", "second", ""}}, {}, used};
  std::size_t pair = 0;
  for (std::size_t i = 0; i < k && !indices.second.empty(); ++i)
    for (std::size_t j = i + 1; j < k; ++j)
      pairs.rows.push_back({study.factors[i].name + " x " + study.factors[j].name,
                            study.factors[i].plain() + " × " + study.factors[j].plain(),
                            {indices.second[pair++]}});
  sort_by(table, 1);
  all.tables.push_back(std::move(table));
  if (!pairs.rows.empty()) {
    sort_by(pairs, 0);
    all.tables.push_back(std::move(pairs));
  }
  all.used += used;
  const Shown unit = shown(all.output.unit);
  all.notes.push_back(fmt::format("Of {} blocks of {} scenarios {} are used{}; mean {}, standard deviation {}.",
                                  blocks.first.size() + blocks.dropped, study.design.block(), blocks.first.size(),
                                  of_copy(copy), unit.with(indices.mean, 3), unit.with(indices.deviation, 3)));
  if (blocks.dropped > 0)
    all.notes.push_back(
        fmt::format("{} blocks with an unsolved scenario are dropped whole: the indices are those of "
                    "what can be solved.",
                    blocks.dropped));
  add_once(all.methods,
           "First order: Saltelli 2010, table 2 (b); total: Jansen 1999; second order: Saltelli 2002. Shares of the "
           "variance. Intervals: percentile bootstrap over blocks; the points fill the space evenly, so that the "
           "true error is smaller.");
  if (study.design.correlated)
    add_once(all.notes,
             "The keys are drawn together (correlation): the indices belong to the independent scores behind them, "
             "not to the keys.");
}

void add_morris(const Study& study, const Copy& copy, Sensitivity& all) {
  const Blocks paths =
      blocks_of(study.output.value, copy.members.front(), copy.members.back() + 1, study.design.block(), false);
  if (paths.first.empty()) throw InputError("not one path is whole: elementary effects need one");
  const std::vector<Screening> screened = morris_effects(paths, study.factors, study.design.levels, study.how);
  const Shown unit = shown(all.output.unit);
  SensitivityTable table{"Morris screening", copy.name, {}, {}, paths.first.size() * study.design.block()};
  for (const auto& [title, key] : {std::pair{"mu*", "mu_star"}, {"mu", "mu"}, {"sigma", "sigma"}})
    table.columns.push_back({title, key, unit.unit, unit.factor, 4});
  std::size_t lost = 0, kept = 0;
  for (std::size_t f = 0; f < study.factors.size(); ++f) {
    const Screening& s = screened[f];
    const bool words = study.factors[f].is_words();
    table.rows.push_back({study.factors[f].name,
                          study.factors[f].plain(),
                          {s.mu_star, exactly(words ? NAN : s.mu), exactly(words ? NAN : s.sigma)}});
    lost += s.lost;
    kept += s.effects;
  }
  sort_by(table, 0);
  all.used += table.used;
  all.tables.push_back(std::move(table));
  all.notes.push_back(fmt::format("{} paths{}, {} elementary effects; {} that touch an unsolved scenario are left out.",
                                  paths.first.size(), of_copy(copy), kept, lost));
  add_once(
      all.methods,
      "mu*: mean magnitude of the change, scaled to the whole range of a factor (Campolongo 2007); mu: mean; sigma: "
      "standard deviation, large where the effect depends on the other factors or is no straight line. Words "
      "have no direction, so no mu and sigma. Intervals: percentile bootstrap over paths.");
}

void add_grid(const Study& study, const std::vector<std::size_t>& solved, Sensitivity& all) {
  const GridShares shares = grid_shares(study.output.value, solved, study.factors);
  const std::vector<FactorEffect> effects = factor_effects(study.factors, study.output.value);
  const Shown unit = shown(all.output.unit);
  SensitivityTable table{"Shares of the variance over the grid",
                         "",
                         {{"first order", "first", ""},
                          {"total", "total", ""},
                          {"least change", "least", unit.unit, unit.factor},
                          {"largest", "largest", unit.unit, unit.factor}},
                         {},
                         solved.size()};
  std::size_t alone = 0;
  for (std::size_t f = 0; f < study.factors.size(); ++f) {
    const FactorEffect& e = effects[f];
    table.rows.push_back(
        {study.factors[f].name,
         fmt::format("{} (from {})", study.factors[f].plain(), study.factors[f].value_text(e.reference)),
         {exactly(shares.first[f]), exactly(shares.total[f]), exactly(e.low), exactly(e.high)}});
    alone += shares.alone[f];
  }
  sort_by(table, 1);
  all.used = solved.size();
  all.tables.push_back(std::move(table));
  add_once(all.methods,
           "Every value of the grid counts alike; a whole grid leaves nothing to chance, so there are no intervals. "
           "Changes: mean over partners that differ in this factor alone, from the value in brackets.");
  if (alone > 0) add_once(all.notes, fmt::format("{} scenarios have lost all their partners to unsolved ones.", alone));
}

void add_one_at_a_time(const Study& study, const Copy& copy, Sensitivity& all) {
  std::vector<double> own(study.output.value.size(), NAN);
  for (std::size_t i : copy.members) own[i] = study.output.value[i];
  const std::size_t reference = copy.members.front();
  if (std::isnan(own[reference]))
    throw InputError("the reference, scenario 0, is not solved: there is nothing to compare with");
  const Shown unit = shown(all.output.unit);
  SensitivityTable table{"Change when one factor alone is changed",
                         copy.name,
                         {{"least", "least", unit.unit, unit.factor}, {"largest", "largest", unit.unit, unit.factor}},
                         {},
                         0};
  std::vector<double> reach;
  for (const Factor& factor : study.factors) {
    double low = 0, high = 0, low_at = factor.value[reference], high_at = low_at;
    for (std::size_t i : copy.members) {
      if (factor.value[i] == factor.value[reference] || std::isnan(own[i])) continue;
      const double change = own[i] - own[reference];
      if (change < low) low = change, low_at = factor.value[i];
      if (change > high) high = change, high_at = factor.value[i];
    }
    table.rows.push_back(
        {factor.name,
         fmt::format("{} ({} … {})", factor.plain(), factor.value_text(low_at), factor.value_text(high_at)),
         {exactly(low), exactly(high)}});
  }
  std::stable_sort(table.rows.begin(), table.rows.end(), [](const SensitivityRow& a, const SensitivityRow& b) {
    return a.cells[1].value - a.cells[0].value > b.cells[1].value - b.cells[0].value;
  });
  for (std::size_t i : copy.members) table.used += !std::isnan(own[i]);
  all.used += table.used;
  all.notes.push_back(fmt::format("Reference{}: {}. In brackets: the values that lower and raise it most.",
                                  of_copy(copy), unit.with(own[reference], 3)));
  all.tables.push_back(std::move(table));
  add_once(all.methods, "One at a time says nothing of interactions.");
}

void add_regression(const Study& study, const Copy& copy, Sensitivity& all) {
  std::vector<std::size_t> solved;
  for (std::size_t i : copy.members) {
    // Of pairs and paths only the first of each block: the others repeat its values.
    if ((i - copy.members.front()) % study.design.block() == 0 && !std::isnan(study.output.value[i]))
      solved.push_back(i);
  }
  const Regression ranked = regression(study.factors, study.output.value, solved, Of::ranks, study.how.confidence);
  const Regression plain = regression(study.factors, study.output.value, solved, Of::values, study.how.confidence);
  const Shown unit = shown(all.output.unit);
  SensitivityTable table{
      "Regression on all factors at once",
      copy.name,
      {{"SRRC", "srrc", ""}, {"slope", "slope", unit.unit, unit.factor, 4}, {"R² without it less", "r2_lost", ""}},
      {},
      solved.size()};
  for (std::size_t t = 0; t < ranked.terms.size(); ++t) {
    const Term& term = ranked.terms[t];
    const Factor& factor = study.factors[term.factor];
    const std::string label = term.word.empty()
                                  ? factor.plain() + (factor.unit.empty() ? "" : " (per " + factor.unit + ")")
                                  : factor.plain() + ": " + term.word;
    table.rows.push_back(
        {factor.name, label, {term.standard, plain.terms[t].slope, exactly(ranked.lost[term.factor])}});
  }
  sort_by(table, 2);
  all.used += solved.size();
  all.tables.push_back(std::move(table));
  all.notes.push_back(
      fmt::format("{} scenarios{}. R² of the ranks {:.3f}, of the values {:.3f}: what the regression leaves "
                  "unexplained ({:.0f} %) is curvature and interaction, of which it says nothing.",
                  solved.size(), of_copy(copy), ranked.r2, plain.r2, 100 * (1 - ranked.r2)));
  add_once(all.methods,
           "SRRC: standardised rank regression coefficient (Iman 1979); its sign is the direction, and 1 the "
           "strongest there is. Slopes and words (against the first one) are of the values. Intervals: t of the "
           "residuals. These are not Sobol's indices: design = \"saltelli\" gives those.");
}

}  // namespace

Sensitivity sensitivity(const Results& results, const std::string& output_name, const Resampling& how) {
  // 1. What was varied, how, and the numbers
  const StudyDesign design = read_design(results);
  if (design.name == "single" || results.varied().empty())
    throw InputError("nothing was varied in this study, so the output depends on nothing");
  if (design.name == "list" || design.name == "zip")
    throw InputError(
        fmt::format("the scenarios of a {} differ in several things at once: no factor's own part can be "
                    "told; use grid, oat, saltelli or morris",
                    design.name));
  std::vector<std::string> names = design.axes.empty() ? results.varied() : design.axes;
  const bool whole_grid = design.name == "grid" || design.name.empty();
  if (whole_grid) names.insert(names.end(), design.crossed.begin(), design.crossed.end());
  std::vector<Factor> factors;
  for (const std::string& name : names) factors.push_back(read_factor(results, name));
  const Output output = read_output(results, output_name);
  const Usable usable_ones = usable(results, output.value);
  if (usable_ones.solved.empty()) throw InputError("no scenario has this number: " + usable_ones.left_out);

  // 2. The method that the design was made for
  Sensitivity all;
  all.output = output.name;
  all.design = design.name;
  all.scenarios = results.scenario_count();
  const Study study{design, factors, output, how};
  if (whole_grid) {
    all.method = "grid";
    add_grid(study, usable_ones.solved, all);
  } else {
    for (const Copy& copy : copies_of(results, design)) {
      all.method = design.name == "saltelli" ? "sobol"
                   : design.name == "morris" ? "morris"
                   : design.name == "oat"    ? "oat"
                                             : "regression";
      if (all.method == "sobol") add_sobol(study, copy, all);
      if (all.method == "morris") add_morris(study, copy, all);
      if (all.method == "oat") add_one_at_a_time(study, copy, all);
      if (all.method == "regression") add_regression(study, copy, all);
    }
  }
  add_once(all.notes, usable_ones.left_out);
  return all;
}

}  // namespace psoas
