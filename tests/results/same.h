// Do two results files hold the same? Everything but the wall clock.
#pragma once

#include <gtest/gtest.h>

#include <cstring>

#include "scenarios/results/reader.h"

namespace psoas {

/// Every variable but solve_time, and every attribute that does not tell when and by which command.
inline void expect_same_results(const std::filesystem::path& one, const std::filesystem::path& other) {
  const Results a(one), b(other);
  EXPECT_EQ(a.variables(), b.variables());
  for (const std::string& name : a.variables()) {
    if (name == "solve_time") continue;
    if (a.is_text(name)) {
      EXPECT_EQ(a.texts(name), b.texts(name)) << name;
      continue;
    }
    const std::vector<double> x = a.numbers(name), y = b.numbers(name);
    ASSERT_EQ(x.size(), y.size()) << name;
    EXPECT_EQ(std::memcmp(x.data(), y.data(), x.size() * sizeof(double)), 0) << name;
  }
  for (const auto& [name, value] : a.attributes()) {
    if (name == "created" || name == "history") continue;
    EXPECT_EQ(value, b.attribute(name)) << name;
  }
}

}  // namespace psoas
