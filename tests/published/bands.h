// Is a number where it was published? One table line for each, and a list of those that are known to miss.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace psoas::published {

/// Inside the band, or outside and listed: a miss that comes right fails too.
inline void holds(const std::set<std::string>& misses, const std::string& name, double value, double low, double high) {
  const bool inside = value >= low && value <= high;
  testing::Test::RecordProperty(name, fmt::format("{:.4g}", value));
  fmt::print("{:58} {:9.4g}   {:.4g} to {:.4g}{}\n", name, value, low, high, inside ? "" : "   MISS");
  EXPECT_EQ(inside, !misses.contains(name)) << name << " is " << value << ", published " << low << " to " << high;
}

inline double percent(double now, double before) { return 100.0 * (now / before - 1.0); }

}  // namespace psoas::published
