// What will a sweep cost? A few of its scenarios are run and packed, and the rest counted.
#pragma once

#include "scenarios/sweep.h"

namespace psoas {

struct Estimate {
  std::size_t tried = 0, converged = 0;  ///< scenarios measured
  double time = 0.0;                     ///< from start to results.h5 [s]
  double memory = 0.0;                   ///< largest resident size of the program [byte]
  double disk = 0.0;                     ///< results.h5 [byte]
  double largest_disk = 0.0;             ///< with the shards that are joined into it [byte]
};

/// Runs up to 64 scenarios spread over this process's part of the plan, for about 5 s at most. Uses of `options` only
/// what decides the cost. Time and memory are this machine's, now.
Estimate estimate(const SweepPlan& plan, const Simulator& simulator, const Axes& axes,
                  const std::vector<Attribute>& attributes, const SweepOptions& options);

}  // namespace psoas
