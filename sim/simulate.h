// The main path: from one scenario to the loads on the lumbar spine. A newcomer starts here.
#pragma once

#include <Eigen/Core>
#include <limits>
#include <memory>
#include <string>

#include "models/models.h"
#include "models/options.h"
#include "sim/core/status.h"
#include "sim/impact/assumptions.h"
#include "sim/impact/options.h"
#include "sim/sharing/options.h"
#include "sim/stride/options.h"

namespace psoas {

inline constexpr int cycle_points = 101;  ///< 0 to 100 % of the gait cycle, 0 = right foot contact

/// Everything that decides an outcome. Two equal Scenarios give equal bits.
struct Scenario {
  RunnerOptions runner;
  GaitOptions gait;
  SurfaceOptions surface;
  ShoeOptions shoe;
  PostureOptions posture;
  MuscleOptions muscle;
  TaskOptions task;
  CoreOptions core;
  AdaptationOptions adaptation;
  StrideOptions stride;
  SharingOptions sharing;
  ImpactOptions impact;
};

/// One full stride, resampled to the gait cycle. Columns are time: rows x cycle_points. A static task has the same
/// values in all of them.
struct Cycle {
  Eigen::MatrixXd joint_angle;         ///< nq [rad; m for the three translations]
  Eigen::MatrixXd joint_moment;        ///< nq [N·m]; zero for the six of the pelvis
  Eigen::MatrixXd ground_force;        ///< 6: right x y z, left x y z, world frame [N]
  Eigen::MatrixXd centre_of_pressure;  ///< 6: right x y z, left x y z [m], relative to the pelvis's mean forward
                                       ///< position; NaN in flight
  Eigen::MatrixXd muscle_force;        ///< nm [N]
  Eigen::MatrixXd muscle_activation;   ///< nm: force over this scenario's strength [-]
  Eigen::MatrixXd compression, shear_anterior,
      shear_lateral;  ///< 6 levels [N]; + presses, + upper vertebra forward, + upper vertebra right
  Eigen::MatrixXd compression_weight, compression_muscle,
      compression_pressure;            ///< 6 levels: what makes compression [N]
  Eigen::MatrixXd disc_pressure;       ///< 6 levels, estimate [Pa]
  Eigen::MatrixXd facet_force;         ///< 6 levels, estimate [N]
  Eigen::MatrixXd strength_reserve;    ///< 7: all levels together, then each alone [-]; NaN where not worked out
  Eigen::MatrixXd stiffness;           ///< 1: of the spine against its softest nudge [N·m/rad]
  Eigen::MatrixXd abdominal_pressure;  ///< 1: above quiet standing [Pa]
  Eigen::MatrixXd level_moment;        ///< 18: (flexion-extension z, lateral x, axial y) of each level, net [N·m]
};

/// Numbers for ranking. Levels L5-S1 first. In a static task all that needs a stride or time is NaN.
struct Summary {
  Eigen::VectorXd peak_compression, peak_shear_anterior,
      peak_shear_lateral;            ///< level_count; largest magnitude over the cycle [N]
  Eigen::VectorXd mean_compression;  ///< level_count [N]
  Eigen::VectorXd load_impulse;      ///< level_count: ∫ compression over one stride [N·s]
  Eigen::VectorXd loading_rate;      ///< level_count: largest rise of compression between neighbouring knots [N/s]
  Eigen::VectorXd least_reserve;     ///< 7: least strength reserve of the stride, all levels together, then each [-]
  Eigen::VectorXd peak_activation, mean_activation;  ///< core_group_count - 1, rectus first: largest activation of any
                                                     ///< muscle of the group, and its mean over muscles by size [-]
  Eigen::VectorXd foot_peak_force, foot_contact_time;  ///< 2: right, left foot; vertical force [N], time [s]
  Eigen::VectorXd foot_strike_angle;      ///< 2: of the sole to the ground at touch-down, toes up; 0 in standing [rad]
  Eigen::VectorXd step_peak_compression;  ///< 2: of L5-S1 in the step of the right and of the left foot [N]
  double least_stiffness = 0.0;           ///< [N·m/rad]
  double unstable_share = 0.0;            ///< of the stride in which the spine would buckle without reflexes [-]
  double peak_vertical_force = 0.0;       ///< of either foot [N]
  double step_frequency = 0.0;            ///< [1/s]
  double duty_factor = 0.0;               ///< [-]
  double contact_time = 0.0;              ///< of a foot, mean of both [s]
  double com_excursion = 0.0;             ///< vertical range of the centre of mass [m]
  double leg_stiffness = 0.0;             ///< peak vertical force over the compression of a spring-mass leg [N/m]
  double trunk_lean = 0.0;                ///< mean [rad]
  double peak_lumbar_moment = 0.0;        ///< net extension moment about the lumbar joint [N·m]
  double cost_of_transport = 0.0;         ///< positive joint work / 0.25 per mass and distance [J/(kg m)]

  // The landing of the right foot; vertical is along the ground's normal. Definitions in sim/impact/measures.h. NaN
  // where it was not simulated.
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();
  int impact_kind = -1;  ///< 0 neither peak nor shoulder, 1 shoulder, 2 peak of its own; -1 not simulated
  double impact_peak = none, impact_peak_time = none;  ///< vertical ground force there [N]; from touch-down [s]
  double average_loading_rate = none, instantaneous_loading_rate = none;  ///< of the vertical ground force [N/s]
  double tibial_acceleration = none, pelvic_acceleration = none;          ///< largest in the impact phase [m/s²]
  double touch_down_velocity = none;  ///< vertical, of the foot's centre of mass [m/s]
  double effective_mass = none;       ///< that stops with the foot [kg]
  double landing_departure = none;    ///< rms distance of the landing's vertical force from the stride's [N]
  Eigen::VectorXd foot_impact_peak, foot_loading_rate,
      foot_tibial_acceleration;  ///< 2: of the right and the left foot's landing, loading rate instantaneous
};

/// How hard was it, and how good is it? NaN where the scenario did not get that far.
struct Quality {
  int iterations = 0;                                                      ///< of all attempts together
  double constraint_violation = std::numeric_limits<double>::quiet_NaN();  ///< max scaled residual at the knots [-]
  double mesh_error = std::numeric_limits<double>::quiet_NaN();  ///< rms scaled residual between the knots [-]
  double anchor_distance =
      std::numeric_limits<double>::quiet_NaN();  ///< rms change of joint angles from the baseline [rad]
  double largest_slack = std::numeric_limits<double>::quiet_NaN();  ///< largest unbalanced level moment; above 5 N·m
                                                                    ///< take the loads with care [N·m]
  double largest_leg_slack =
      std::numeric_limits<double>::quiet_NaN();  ///< largest hip, knee or ankle moment that no muscle makes [N·m]
  double avoided_moment = std::numeric_limits<double>::quiet_NaN();  ///< largest change of a lumbar moment at a node,
                                                                     ///< because muscles could not make it [N·m]
  double solve_time = 0.0;  ///< [s]; the only member that differs between runs; set by whoever owns a clock
};

/// The same stride shared under each assumption of assumptions(): columns are assumptions, the scenario's own first.
/// Empty unless sharing.spread; NaN where an assumption cannot be met.
struct LoadSpread {
  Eigen::MatrixXd peak_compression, mean_compression, peak_shear_anterior;  ///< level_count x assumptions [N]
};

/// The landing at landing_points instants, 1 ms apart, from landing_first ms after touch-down of the right foot.
/// Columns are time; all empty unless simulated.
struct Landing {
  Eigen::MatrixXd force;         ///< 3: ground force x y z on the foot, world frame [N]
  Eigen::MatrixXd stride_force;  ///< 1: vertical force of the stride itself, straight between its knots [N]
  Eigen::MatrixXd tibia;         ///< 1: acceleration of the shank along itself, up [m/s²]
  Eigen::MatrixXd pelvis;        ///< 1: vertical acceleration of the pelvis at L5-S1 [m/s²]
  // One number for each of landing_assumptions.
  Eigen::MatrixXd impact_peak, instantaneous_loading_rate, tibial_acceleration;  ///< 1 row [N, N/s, m/s²]
};

struct Outcome {
  Status status = Status::not_run;
  std::string reason;            ///< one plain sentence when not converged
  double stride_duration = 0.0;  ///< two steps [s]
  Cycle cycle;                   ///< sized and NaN-filled unless converged
  Summary summary;               ///< NaN unless converged
  LoadSpread spread;
  Landing landing;
  Quality quality;
};

struct Baseline;   ///< the measured way of running of one body at one speed, solved once
struct Workspace;  ///< scratch of one thread

std::shared_ptr<Workspace> make_workspace();

/// The scenario whose solution every scenario of the same body and speed starts from: default ground, shoe, posture and
/// core. That of a static task has no stride and costs nothing.
Scenario baseline_of(const Scenario& scenario);

std::shared_ptr<const Baseline> solve_baseline(const Models& models, const Scenario& scenario, Workspace& work);
Status baseline_status(const Baseline& baseline);

/// One scenario, from inputs to spine loads. Pure: the same arguments give the same bits on any thread.
Outcome simulate(const Models& models, const Scenario& scenario, const Baseline& baseline, Workspace& work);

/// Names of the rows of joint_angle and of muscle_force, for whoever writes or plots them.
std::vector<std::string> coordinate_names(const Models& models);
std::vector<std::string> muscle_names(const Models& models);

}  // namespace psoas
