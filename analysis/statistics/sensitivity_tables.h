// What does a results file say about the factors of one output? The method that fits its design, as tables: `psoas
// sensitivity` prints them, a figure draws them.
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics/estimate.h"
#include "analysis/statistics/outputs.h"

namespace psoas {

/// A column of numbers: what it is called on screen and in JSON, and its unit ("" for shares).
struct SensitivityColumn {
  std::string title, key, unit;
  double factor = 1.0;  ///< from the file's unit to `unit`
  int decimals = 3;
};

struct SensitivityRow {
  std::string factor;            ///< "core.strength", or two of them joined by " x "
  std::string label;             ///< "core strength", "surface: grass against concrete"
  std::vector<Estimated> cells;  ///< in the order of the columns; without interval where low is NaN
};

/// One method applied to one copy of the design.
struct SensitivityTable {
  std::string title;  ///< "Sobol's indices", "pairs"
  std::string copy;   ///< "shoe maximal": which combination of crossed keys; "" for the only one
  std::vector<SensitivityColumn> columns;
  std::vector<SensitivityRow> rows;  ///< most important first
  std::size_t used = 0;              ///< scenarios
};

struct Sensitivity {
  OutputName output;
  std::string design, method;  ///< "saltelli"; "sobol", "morris", "grid", "oat", "regression"
  std::vector<SensitivityTable> tables;
  std::vector<std::string> notes;    ///< what was used and left out, what to beware of
  std::vector<std::string> methods;  ///< how it was estimated
  std::size_t scenarios = 0, used = 0;
};

/// @throws InputError when the design says nothing about single factors (single, zip, list), or too little is solved
Sensitivity sensitivity(const Results& results, const std::string& output, const Resampling& how);

}  // namespace psoas
