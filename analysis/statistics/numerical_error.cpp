// How much do the numerics alone move a difference? What doubling the knots of the stride did to it.
#include <algorithm>
#include <utility>

#include "analysis/statistics/compare.h"

namespace psoas {
namespace {
/// Share of the output [-]: rms of (difference with 120 knots - difference with 60 knots) / mean.
constexpr std::pair<std::string_view, double> measured[] = {
    {"peak_compression", 0.009},
    {"peak_shear_anterior", 0.009},
    {"mean_compression", 0.006},
    {"load_impulse", 0.006},
    {"load_impulse_per_km", 0.006},
    {"loading_rate", 0.08},
    {"peak_vertical_force", 0.001},
    {"cost_of_transport", 0.003},
    {"step_frequency", 0.0003},
    {"steps_per_km", 0.0003},
    {"stride_duration", 0.0003},
    {"peak_lumbar_moment", 0.017},
    {"contact_time", 0.0023},
    {"duty_factor", 0.0024},
    {"com_excursion", 0.0008},
    {"leg_stiffness", 0.004},
    {"least_reserve", 0.009},
    {"impact_peak", 0.05},
    {"instantaneous_loading_rate", 0.02},
    {"average_loading_rate", 0.08},
    {"tibial_acceleration", 0.03},
    {"pelvic_acceleration", 0.03},
};
}  // namespace

double numerical_error(const std::string& variable) {
  double largest = 0;
  for (const auto& [name, share] : measured) {
    if (name == variable) return share;
    largest = std::max(largest, share);
  }
  return largest;
}

}  // namespace psoas
