// What does a runner become when flesh may move on its bones? The same tree, and on each fleshy segment a mass on three
// slides at its end.
#pragma once

#include <vector>

#include "models/landing.h"
#include "models/runner.h"

namespace psoas {

/// A slide along one axis of a segment, with the spring and damper that hold it.
struct WobblingSlide {
  int link = -1;           ///< the slide's own index among the links
  double stiffness = 0.0;  ///< [N/m]
  double damping = 0.0;    ///< [N·s/m]
};

/// The first bones.nq() links and coordinates are those of the rigid runner; the slides follow.
struct FleshedRunner {
  Runner runner;
  std::vector<WobblingSlide> slides;  ///< three for each wobbling mass: along x, y, z of its segment
};

/// A share of each fleshy segment's mass and inertia hangs, centred where the segment's mass is, on k = m (2πf)²,
/// c = 2 ζ m 2πf along each axis; it turns with the bone. Mass, centre and inertia of the whole stay what they were.
/// @param factor  of every share; 0 returns the runner without slides
FleshedRunner with_flesh(const Runner& bones, const LandingTables& tables, double factor);

}  // namespace psoas
