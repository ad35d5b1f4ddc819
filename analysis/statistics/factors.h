// What did a study vary? Each varied parameter over all scenarios of a results file.
#pragma once

#include <string>
#include <vector>

#include "scenarios/results/reader.h"

namespace psoas {

/// One varied parameter over all scenarios.
struct Factor {
  std::string name;                ///< as typed in the study: "shoe.heel_stiffness_kN_m"
  std::string label;               ///< as printed on an axis: "shoe heel stiffness (kN/m)"
  std::string unit;                ///< "kN/m", "°", "" for none
  std::vector<std::string> words;  ///< the different words in order of appearance; empty when its values are numbers
  std::vector<double> value;       ///< per scenario: a number in `unit`, or an index into words

  bool is_words() const { return !words.empty(); }
  /// Of one scenario: "trunk lean 14°", "surface grass"
  std::string text(std::size_t scenario) const;
  std::string plain() const { return label.substr(0, label.find(" (")); }  ///< the label without unit
  /// A value of it: "14", "grass"
  std::string value_text(double at) const;
};

/// @throws FileError when the file has no such variable
Factor read_factor(const Results& results, const std::string& name);

/// The keys that a study moves by themselves: its design's, then those it is crossed with; a key with a formula follows
/// others and is none. Of a file without a design's keys all that varied.
std::vector<std::string> factor_names(const Results& results);

/// "shoe.heel_stiffness_kN_m" -> "shoe heel stiffness"
std::string plain_name(const std::string& key);

/// How the values of a study meet, as the file says it (scenarios/study_plan.cpp writes it).
struct StudyDesign {
  std::string name;                  ///< "grid", "saltelli", ...; "single"; "" in a file that does not say
  std::vector<std::string> axes;     ///< the keys that the design itself moves
  std::vector<std::string> crossed;  ///< the keys it is crossed with: it stands in the file once for each combination
  std::size_t copies = 1, samples = 0;
  int levels = 4;             ///< of Morris paths
  bool second_order = false;  ///< Saltelli with B_A
  bool correlated = false;    ///< its keys are drawn together

  bool random() const;        ///< lhs, sobol, monte_carlo, saltelli or morris
  std::size_t block() const;  ///< scenarios in a row that make one sample: of saltelli and morris, else 1
};
StudyDesign read_design(const Results& results);

}  // namespace psoas
