// Where does each foot of a stride land when the ground is uneven? Heights and tilts drawn by a seed.
#pragma once

#include <array>

#include "sim/contact/foot.h"

namespace psoas {

/// Do left and right stand on different ground?
bool sides_differ(const SurfaceOptions& surface);

/// Footing of the right and the left foot, places left at zero. Heights are uniform within ± unevenness, less their
/// mean, so that the stride ends at the height where it began; both tilts of each footing are uniform within ±
/// unevenness_tilt. The same seed gives the same draw whatever the size, so that footings scale with it.
std::array<Footing, 2> footings(const SurfaceOptions& surface);

}  // namespace psoas
