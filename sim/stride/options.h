// What may be chosen about the stride's optimal control problem and its solver?
#pragma once

namespace psoas {

/// Where does the predicted ground force come from?
enum class ForceModel {
  emergent,  ///< no measured force anywhere: the runner avoids fast changes of force, and the force emerges (PHYSICS.md §2)
  tracked,   ///< the baseline stays near the measured force: a cross-check
};

struct StrideOptions {
  int nodes = 60;  ///< control points in one step; a multiple of 6
  int iteration_limit = 150;
  ForceModel force = ForceModel::emergent;
};

}  // namespace psoas
