// What presses and shears each disc? Net force on all above the level, minus what the muscles crossing it already
// carry.
#pragma once

#include "sim/sharing/share.h"

namespace psoas {

/// Compression and shear of every level and frame, in each disc's own plane.
struct LumbarLoads {
  Eigen::MatrixXd compression, shear_anterior, shear_lateral;  ///< level_count x frames [N]
  /// Compression by what makes it, level_count x frames, adding up to it: gravity and inertia of what is above, muscles
  /// (passive fibres too), and abdominal pressure, which is negative [N].
  Eigen::MatrixXd compression_weight, compression_muscle, compression_pressure;
  Eigen::MatrixXd disc_pressure;  ///< level_count x frames: estimate, see disc_correction [Pa]
  Eigen::MatrixXd facet_force;    ///< level_count x frames: estimate, see facet_share [N]
};

/// Pressure in a nucleus from the compression on the whole disc, p = C / (0.66 A): 0.66 is the mean over postures in a
/// finite-element study, 0.55-0.77 its range, so the estimate is good to some -15…+20 % and no better than the disc's
/// area [Dreischarf 2013, recalled].
inline constexpr double disc_correction = 0.66;

/// Part of the anterior shear that presses on the facet joints, the disc keeping the rest: between a third and two
/// thirds in cut specimens, less as the load lasts [Cyron 1980, recalled]. Compression through the facets of an arched
/// back is left out.
inline constexpr double facet_share = 0.5;

LumbarLoads lumbar_loads(const Runner& runner, const Spine& spine, const StrideSolution& stride,
                         const SharedLoad& load);

}  // namespace psoas
