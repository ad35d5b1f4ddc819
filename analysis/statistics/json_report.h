// How do programs read sensitivities and comparisons? As JSON, with every number and every note that people get.
#pragma once

#include <string>

#include "analysis/statistics/compare.h"
#include "analysis/statistics/sensitivity_tables.h"

namespace psoas {

std::string json_of(const Sensitivity& sensitivity);
std::string json_of(const Comparison& comparison, double confidence);

}  // namespace psoas
