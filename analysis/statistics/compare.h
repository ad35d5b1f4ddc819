// Is one shoe different from another? The same runners in each of them: differences within each runner, with all that
// makes them unsure.
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics/estimate.h"
#include "analysis/statistics/outputs.h"

namespace psoas {

/// Why a difference does not count; none: it does.
enum class Doubt {
  none,
  too_few,      ///< fewer than three runners solved in both
  chance,       ///< the interval holds zero
  many_tests,   ///< it does not, but so many comparisons were made that one such is to be expected
  numerics,     ///< within the model's own numerical error
  assumptions,  ///< another accepted assumption turns its sign
};
std::string_view name(Doubt doubt);     ///< "chance"
std::string_view meaning(Doubt doubt);  ///< in plain words

/// One word of the factor against the first one, in one output. Differences are other minus first.
struct Difference {
  std::size_t output = 0, word = 0;  ///< index into Comparison::outputs and ::words
  std::size_t runners = 0;           ///< with both solved
  std::size_t left_out = 0;          ///< runners with one or both not solved
  double first = 0.0, other = 0.0;   ///< means over those runners, in the output's unit
  Estimated mean;                    ///< mean difference and its t interval
  double median = 0.0;
  double larger = 0.0;           ///< share of runners in which the other is larger [-]
  double detectable = 0.0;       ///< smallest mean difference found in 4 of 5 such samples, at the corrected level
  double numerical = 0.0;        ///< numerical error of the difference
  double p = 1.0, p_holm = 1.0;  ///< two-sided paired t test, alone and after Holm
  /// Mean difference under each assumption of the sharing and each hypothesis of adaptation that the file has.
  std::vector<std::pair<std::string, double>> assumed;
  Doubt doubt = Doubt::too_few;
};

struct Comparison {
  std::string factor, label;       ///< "shoe.kind", "shoe"
  std::vector<std::string> words;  ///< as typed, the first is what the others are compared with
  std::vector<std::size_t> place;  ///< of each word among all of the factor: its colour
  std::vector<OutputName> outputs;
  std::vector<Difference> differences;  ///< by output, then word
  std::size_t runners = 0;
  bool sample = false;                ///< runners are drawn at random: intervals speak of a population
  bool knots_in_file = false;         ///< numerical error is measured in this file
  std::vector<std::string> fixed;     ///< "adaptation.response = predicted": crossed, and not averaged
  std::vector<std::string> averaged;  ///< crossed keys a runner's difference is averaged over
};

struct CompareOptions {
  std::string factor;                ///< "": shoe.kind, or the only varied word
  std::vector<std::string> words;    ///< two or more; numbers as text
  std::vector<std::string> where;    ///< "key=value": only scenarios with this value
  std::vector<std::string> outputs;  ///< empty: those of a shoe
  /// Crossed keys beside adaptation.hypothesis of which the first value counts and every other is another assumption.
  std::vector<std::string> assumptions;
  double confidence = 0.95;
  double numerical_error = -1.0;  ///< share of the output [-]; below 0: as measured, see numerical_error()
};

/// @throws InputError for a factor or word that is not there, or when no runner has two of the words
Comparison compare(const Results& results, const CompareOptions& options);

/// The outputs compared unasked, of those that the file has.
std::vector<std::string> compared_outputs(const Results& results);

/// What doubling the knots of the stride did to a runner's difference between two shoes, over the output: rms of 30
/// runners of scenarios/shoes.toml (bench/README.md has the command). An output not measured has the largest of all.
double numerical_error(const std::string& variable);

/// Adjusts p values for their number, so that the chance of any false finding stays below the level [Holm 1979].
std::vector<double> holm(const std::vector<double>& p);

}  // namespace psoas
