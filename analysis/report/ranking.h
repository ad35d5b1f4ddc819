// Which factor changed the load most, and how sure is that? The trends that `psoas plot tornado` draws, in words and
// per cent.
#pragma once

#include <string>
#include <vector>

#include "analysis/summaries.h"

namespace psoas {

/// What one factor does to peak compression at L5/S1 between two of its values, all else held.
struct Effect {
  std::size_t factor = 0;  ///< index into Summaries::factors
  std::string from,
      to;               ///< the two values as printed: of a number the lower one first, of words that of the lower load
  double change = 0.0;  ///< of the load from one to the other [N]; NaN when the factor's own part cannot be told
  double low = 0.0, high = 0.0;  ///< see `paired`; NaN when there is too little to tell
  bool paired = false;           ///< true: mean over pairs of scenarios alike in all else, and 10 to 90 % of the pairs;
                        ///< false: a regression on all factors, from 10 to 90 % of the values, and its 95 % interval
};

struct Ranking {
  std::vector<Effect> effects;  ///< largest first; factors with one value are left out
  double median = 0.0;          ///< of the load over the solved scenarios, for per cent [N]
  std::string why_not;          ///< why no effect has a number; "" when they have
};
Ranking ranking(const Results& results, const Summaries& all);

/// Three digits and a true minus: "14", "0.333", "−7"
std::string short_number(double value);
/// "14°", "0.7", "grass", "120 kN/m"
std::string value_text(const Factor& factor, double value);

}  // namespace psoas
