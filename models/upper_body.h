// Where does a posture put the trunk's mass? What of it stands above the mid-thorax and C7 can turn, and the lumbar
// spine below can arch.
#pragma once

#include "models/runner.h"
#include "models/spine.h"

namespace psoas {

/// Changes runner and spine to this posture of the upper body; a posture without any changes no bit.
///
/// Slouch: what is above the mid-thorax - upper thorax, shoulders, head - turns forward on it as one, as the same
/// kyphosis bent evenly over the whole thorax would carry the top; arms hang as before. Head flexion: head and neck
/// turn about C7. The trunk's link keeps its mass; the turning parts' own inertias keep their axes.
///
/// Arch (posture.lordosis): the five levels below L1 extend in proportion to the lumbar rhythm, and T12-L1 with the
/// levels of the floating ribs above it gives it back; all of it turns about T12-L1, whose own disc feels its share.
/// The thorax keeps its attitude, and stands further back by what the arch makes of the heights of the levels; its
/// mass, shoulders and the slices of trunk go with it, in runner and spine alike. Muscles on the thorax keep their
/// places on it.
void hold_upper_body(const RunnerTables& tables, const RunnerOptions& body, const PostureOptions& posture,
                     Runner& runner, Spine& spine);

}  // namespace psoas
