// How much do the numerics alone move an output? What doubling the knots of the stride did to it.
#include <algorithm>
#include <utility>

#include "analysis/statistics/compare.h"

namespace psoas {
namespace {
/// Share of the output [-]: rms of (120 knots - 60 knots) / 60 knots.
constexpr std::pair<std::string_view, double> measured[] = {
    {"peak_compression", 0.0014},    {"peak_shear_anterior", 0.0015}, {"mean_compression", 0.0019},
    {"load_impulse", 0.0019},        {"load_impulse_per_km", 0.0019}, {"loading_rate", 0.066},
    {"peak_vertical_force", 0.0006}, {"cost_of_transport", 0.001},    {"step_frequency", 0.0003},
    {"steps_per_km", 0.0003},        {"stride_duration", 0.0003},     {"peak_lumbar_moment", 0.0067},
    {"contact_time", 0.0055},        {"duty_factor", 0.0055},         {"com_excursion", 0.0012},
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
