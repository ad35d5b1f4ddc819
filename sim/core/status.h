// How did a scenario end? Not converging is a result, saved like any other, never an exception.
#pragma once

#include <string_view>

namespace psoas {

/// The numbers are written to results.h5 (`status`, with flag_meanings): append only, never renumber.
enum class Status {
  converged = 0,           ///< stride and load sharing solved to their tolerances
  iteration_limit = 1,     ///< the stride solver used up its iterations
  line_search_failed = 2,  ///< no step decreased the merit function
  numerical_failure = 3,   ///< a value was not finite or a factorisation failed
  baseline_failed = 4,     ///< the baseline stride of this body and speed did not converge
  sharing_infeasible = 5,  ///< in some frame the muscles cannot balance the joint moments
  not_run = 6,             ///< the sweep was stopped before this scenario
  posture_impossible = 7,  ///< a static task that no one can hold: off balance, out of reach or beyond a joint's range
};

inline constexpr std::string_view status_names[] = {"converged",         "iteration_limit",   "line_search_failed",
                                                    "numerical_failure", "baseline_failed",   "sharing_infeasible",
                                                    "not_run",           "posture_impossible"};
inline constexpr int status_count = 8;

constexpr std::string_view name(Status status) { return status_names[static_cast<int>(status)]; }

}  // namespace psoas
