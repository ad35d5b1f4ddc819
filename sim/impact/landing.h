// What happens in the first tenth of a second after touch-down? The stride's own state shortly before it, let go
// forwards in time at half a millisecond, with its predicted joint moments, the joints' stiffness about the predicted
// path, and flesh on the bones; at once under eight assumptions about the last two.
#pragma once

#include <Eigen/Core>
#include <array>

#include "models/landing.h"
#include "models/runner.h"
#include "sim/contact/foot.h"
#include "sim/impact/assumptions.h"
#include "sim/impact/options.h"
#include "sim/stride/solution.h"

namespace psoas {

/// What was seen, at every step; columns are steps. Unfiltered.
struct LandingRecord {
  double step = landing_step;  ///< [s]
  double contact = 0.0;        ///< when the vertical force first exceeds touch_down_force, from the first column [s]
  Eigen::MatrixXd force;       ///< 3: ground force on the foot, world axes [N]
  Eigen::RowVectorXd tibia;    ///< acceleration of the shank at its accelerometer, along the shank, up [m/s²]
  Eigen::RowVectorXd pelvis;   ///< vertical acceleration of the pelvis at the lumbar joint, L5-S1 [m/s²]
  Eigen::RowVectorXd foot_velocity;  ///< vertical, of the foot's centre of mass [m/s]
  Eigen::RowVectorXd path_force;     ///< vertical force of the stride itself at the same instants [N]
};

/// Every assumption's record, as_set first.
struct LandingRun {
  bool landed = false;  ///< false: the stride's foot is on the ground from the start, or never
  std::array<LandingRecord, landing_assumptions.size()> records;
};

/// @param bones  the runner that made the stride
/// @param ground  under the foot that lands: the stride's own, or another to see what contact alone changes; the left
/// foot's only of a whole stride
LandingRun simulate_landing(const Runner& bones, const StrideSolution& stride, const Ground& ground,
                            const LandingTables& tables, const ImpactOptions& options, double step = landing_step);

}  // namespace psoas
