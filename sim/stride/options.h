// What may be chosen about the stride's optimal control problem and its solver?
#pragma once

namespace psoas {

/// Where does the predicted ground force come from?
enum class ForceModel {
  tracked,   ///< the baseline stays near the mean measured force of six runners, scenarios only near the baseline's own
  emergent,  ///< no measured force anywhere: the runner avoids fast changes of force, and the force emerges (PHYSICS.md
             ///< §2). Converges less reliably below 3 m/s and brakes too softly: a cross-check
};

struct StrideOptions {
  int nodes = 60;  ///< control points in one step; a multiple of 6
  int iteration_limit = 150;
  ForceModel force = ForceModel::tracked;
  /// Worth of small joint moments against staying near the measured motion, relative to the force model's own:
  /// 1 when tracked, 0.1 when emergent [-] (PHYSICS.md §1-2).
  double moment_weight = 1.0;
};

}  // namespace psoas
