// In which ways can the values of a sweep be combined? One table: it drives the study reader, `psoas check`, the schema
// and what a results file says of its design.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace psoas {

enum class Design { single, grid, zip, list, oat, lhs, sobol, monte_carlo, saltelli, morris };

/// One row of the table.
struct DesignInfo {
  Design design;
  std::string_view name;     ///< as typed behind `design =`
  std::string_view title;    ///< in words, for a plan
  std::string_view meaning;  ///< what it does, in one sentence
  bool random;               ///< takes samples = N and seed = S; keys have ranges, lists of choices or distributions
  bool correlates;           ///< its points may be correlated
  bool skips;                ///< points may be left out; not where indices are computed from the whole of them
};

/// All that a study can name; not `single`, which is a study without [sweep].
std::span<const DesignInfo> designs();

/// The row of a design; not of `single`.
const DesignInfo& about(Design design);

/// The names of the designs for which `which` holds, e.g. &DesignInfo::random, for messages: "lhs, sobol".
std::string design_names(bool DesignInfo::*which);

}  // namespace psoas
