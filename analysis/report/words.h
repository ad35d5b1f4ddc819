// What does a results file say, in plain language? The opening of the report, as HTML, from the file's numbers alone.
#pragma once

#include <string>
#include <vector>

#include "analysis/report/ranking.h"
#include "analysis/summaries.h"

namespace psoas {

/// "trunk lean", without its unit
std::string plain(const Factor& factor);
/// "+12 %", "−3 %"
std::string percent(double share);
/// & < > " as HTML has them.
std::string escaped(std::string_view text);

/// "144 strides of one runner (70 kg, 1.75 m, male) at 12 km/h, one for each combination of trunk lean (2, 7, 14°),
/// ..."
std::string asked_html(const Results& results, const Summaries& all);

/// Median and range of peak L5/S1 compression, in newtons and body weights.
std::string headline_html(const Summaries& all);

/// One item a factor, largest effect first, each with a place (class "panel") for its picture.
std::string effects_html(const Summaries& all, const Ranking& ranking);
/// What those numbers are.
std::string effects_note(const Ranking& ranking);

/// What must be known before a number is passed on: unsolved, slack, low reserve, spread, other tables. Plain sentences
/// as HTML, the weightiest first.
std::vector<std::string> warnings(const Results& results, const Summaries& all, bool same_models);

}  // namespace psoas
