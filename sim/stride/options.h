// What may be chosen about the stride's optimal control problem and its solver?
#pragma once

namespace psoas {

/// Where does the predicted ground force come from?
enum class ForceModel {
  tracked,  ///< the baseline stays near the mean measured force of six runners: a cross-check
  emergent  ///< no measured force anywhere: the runner avoids fast changes of force, and the force emerges
};

/// Which steps are solved?
enum class Steps {
  as_needed,  ///< one, mirrored, where left and right are alike; both where they are not
  both        ///< always both: a check
};

struct StrideOptions {
  int nodes = 60;  ///< control points in one step; a multiple of 6
  int iteration_limit = 150;
  ForceModel force = ForceModel::emergent;
  /// Worth of small joint moments against staying near the measured motion [-] (PHYSICS.md §1).
  double moment_weight = 1.0;
  Steps steps = Steps::as_needed;
};

/// Does the runner answer what a scenario changes?
enum class Response {
  predicted,  ///< the stride is optimised again, under a hypothesis
  none        ///< joint angles stay those of the runner's own stride; only the pelvis gives way as the contact lets it
};

/// What does a runner keep when something changes? Not settled by first principles: hence a choice, and a band.
enum class Hypothesis {
  own_stride,        ///< a little of everything: motion, moments, force, height and cadence of the own stride
  torque_programme,  ///< the joint moments and the cadence: feed-forward control
  joint_springs,     ///< hip, knee and ankle on the ground are springs as stiff as in the own stride, driven by its
                     ///< programme; swing and trunk move as before: what models without a nervous system assume
  com_path           ///< what the body as a whole does: ground force, height of the pelvis and cadence [Ferris 1999]
};

/// Weights multiply those of the hypothesis; 0 sets free.
struct AdaptationOptions {
  Response response = Response::predicted;
  Hypothesis hypothesis = Hypothesis::own_stride;
  double motion = 1.0, moments = 1.0, force = 1.0, height = 1.0, cadence = 1.0;  ///< [-]
};

}  // namespace psoas
