// Which factor changed the load most, and how sure is that? One number and its range for each varied factor.
#pragma once

#include <string>
#include <vector>

#include "analysis/summaries.h"

namespace psoas {

/// What one factor does to a load between two of its values.
struct Effect {
  std::size_t factor = 0;        ///< index into Summaries::factors
  std::string from, to;          ///< the two values as printed: lowest and highest number, or the words of least and
                                 ///< largest mean load
  double change = 0.0;           ///< of the load from one to the other, relative [-]
  double low = 0.0, high = 0.0;  ///< see `paired`; NaN when there is too little to tell
  bool paired = false;  ///< true: mean over pairs of scenarios that are alike in all else, and 5 to 95 % of the pairs;
                        ///< false: slope of a linear model of all factors together, and its 90 % interval
  std::size_t pairs = 0;
};

/// Effects on peak compression at L5/S1 over the solved scenarios, largest first. Factors with one value are left out.
std::vector<Effect> ranked_effects(const Summaries& all);

/// Three digits and a true minus: "14", "0.333", "−7"
std::string short_number(double value);
/// "14°", "0.7", "grass", "120 kN/m"
std::string value_text(const Factor& factor, double value);

}  // namespace psoas
