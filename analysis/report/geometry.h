// What does a browser need to know of the runner's body? Its links, soles, lumbar levels and muscle paths, as JSON.
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "analysis/recorded.h"
#include "models/models.h"

namespace psoas {

/// The bodies of a file in standard shoes, told apart by shape: most studies have one. Bodies of equal proportions
/// share one shape and differ in a scale of all lengths.
struct Shapes {
  std::vector<nlohmann::json> shape;  ///< see shape_of()
  std::vector<int> of;                ///< per scenario asked for: which shape
  std::vector<double> scale;          ///< per scenario asked for: of all its lengths
};

/// Links, soles, lumbar levels and muscle paths, lengths in m [see web/kinematics.js, which reads it]:
///   height  of the runner
///   links   {name, parent, slide, axis, offset}, as in models/runner.h
///   pelvis, trunk, thigh, shank, foot, toes   indices of links, right first
///   sole    points of the right foot under the standard shoe: [x, y, z, 1 when its link is the toes, zone]; the left
///           foot mirrors z. Another shoe's points stand lower by what its zone is thicker.
///   levels  {position, upper, fraction}, L5-S1 first
///   paths   of each muscle: [body, x, y, z, follow] of each point
nlohmann::json shape_of(const Runner& runner, const Spine& spine);

/// The shapes of some scenarios.
Shapes shapes_of(const Models& models, const Recorded& recorded, const std::vector<std::size_t>& scenarios);

/// Midsole of each zone: heel, midfoot, forefoot, unloaded [m].
std::array<double, 3> sole_thickness(const ShoeOptions& shoe);

/// Names and groups of the muscles, in the file's order: [[name, group, part of the core], ...]
nlohmann::json muscles_of(const Spine& spine);

}  // namespace psoas
