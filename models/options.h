// What may a person choose about the runner, the gait, the ground, the shoe, the posture and the core?
// Plain structs with defaults, in SI units. scenarios/keys.h says unit, range and meaning of each member.
#pragma once

#include <numbers>
#include <string>

namespace psoas {

enum class Sex { male, female };

struct RunnerOptions {
  double mass = 70.0;    ///< [kg]
  double height = 1.75;  ///< [m]
  Sex sex = Sex::male;
  double age = 30.0;                   ///< [a]: strength and passive stiffness of muscles
  double disc_degeneration = 0.0;      ///< of every lumbar disc: 0 healthy, 1 moderate, 2 severe [-]
  double leg_length_difference = 0.0;  ///< the left leg is shorter by this much [m]
  double belt_stiffness = 0.0;         ///< of a support belt against bending of the lumbar joint [N·m/rad]
  double belt_pressure = 0.0;          ///< abdominal pressure that the belt makes without any muscle [Pa]
};

struct GaitOptions {
  double speed = 3.5;               ///< mean forward speed, along the ground [m/s]
  double slope = 0.0;               ///< the ground rises by this height over the way along the horizontal [-]
  double cadence_change = 0.0;      ///< step rate held this share above the own, feet as changed; 0: free [-]
  double overstride = 0.0;          ///< the foot meets the ground further ahead of the hip than the own by this [m]
  double pronation = 0.0;           ///< eversion of the standing foot added to the own [rad]
  double foot_strike_change = 0.0;  ///< added to the own angle of the sole to the ground at touch-down, toes up [rad]
};

/// The ground under the shoe: one element under the whole foot, in series with the shoe.
struct SurfaceOptions {
  std::string kind = "asphalt";  ///< row of models/surfaces/surfaces.csv; its values stand unless set beside it
  double stiffness = 20e6;       ///< [N/m]
  double damping = 0.0;          ///< [N·s/m]
  double moving_mass = 0.0;      ///< mass of the ground that moves with the foot [kg]
  double friction = 0.8;         ///< Coulomb coefficient shoe on ground [-]
  double cross_slope = 0.0;      ///< angle by which the ground rises to the right [rad]
  double unevenness = 0.0;       ///< every foot lands at a height of its own, up to so far above or below [m]
  double unevenness_tilt = 0.0;  ///< and on ground tilted by up to so much, forward and sideways [rad]
  int seed = 1;                  ///< of these heights and tilts
};

/// What wear is measured by: the sources differ 20-fold (models/shoe.h).
enum class WearMetric { impact_force, absorption, pressure };

/// The shoe: a midsole of three zones under the foot, each a foam with a curve and a hysteresis of its own
/// (sim/contact/midsole.h). The midfoot's shape is the mean of heel's and forefoot's.
struct ShoeOptions {
  std::string kind =
      "standard";  ///< row of models/shoes/shoes.csv or a shoe file; its values stand unless set beside it
  double heel_stiffness = 67e3;      ///< slope of the heel zone's curve where it begins [N/m]
  double midfoot_stiffness = 20e3;   ///< of the midfoot's [N/m]
  double forefoot_stiffness = 96e3;  ///< of the forefoot's [N/m]
  double heel_stiffening = 0.3;  ///< how early the foam stiffens: 1 as gas in closed cells, near 0 only when flat [-]
  double forefoot_stiffening = 0.3;
  double heel_densification = 0.8;  ///< strain at which the foam is flat [-]
  double forefoot_densification = 0.8;
  double heel_energy_return = 0.66;  ///< share of the energy of compression that comes back [-]
  double forefoot_energy_return = 0.66;
  double heel_thickness = 26 * 1e-3;  ///< of the midsole [m]; 0: none
  double drop = 10 * 1e-3;            ///< heel thickness less forefoot thickness [m]
  double medial_support = 1.0;        ///< stiffness under the inner over that under the outer half of the heel [-]
  double bending_stiffness = 10.0;    ///< of the sole against toe extension, about the toe joint [N·m/rad]
  double mass = 0.25;                 ///< of one shoe [kg]
  double distance = 0.0;              ///< run in these shoes before [m]
  WearMetric wear_metric = WearMetric::impact_force;
};

/// Which joints turn the thorax to its lean?
enum class LeanOrigin {
  waist,  ///< the lumbar spine
  hips,   ///< the pelvis goes with the trunk, over thighs that keep their attitude
  ankles  ///< all above the ankles turns as one
};

struct PostureOptions {
  double trunk_lean = 7.0 * std::numbers::pi /
                      180.0;  ///< forward lean of the trunk from neutral standing, mean over the stride [rad] (7°)
  LeanOrigin lean_from = LeanOrigin::waist;
  double pelvic_tilt = 0.0;   ///< forward tilt added to the own; the lumbar spine follows, thorax and thighs held [rad]
  double lordosis = 0.0;      ///< arch of L1-S1 added to the own between held pelvis and thorax [rad]
  double slouch = 0.0;        ///< thoracic kyphosis added to the own, shoulders and head coming forward [rad]
  double head_flexion = 0.0;  ///< of head and neck on the thorax, added to the own [rad]
  double pelvic_drop = 0.0;   ///< of the swing leg's side at mid-stance, added to the own [rad]
  double arm_swing = 1.0;     ///< amplitude of the arms' swing over the own [-]
  double shoulder_tension = 0.0;  ///< stiffness that holds each shoulder to its mean angle [N·m/rad]
};

/// Strength relative to default, and tightness: how much shorter than default the relaxed muscle is.
struct MuscleOptions {
  double hamstrings = 1.0, quadriceps = 1.0, gluteals = 1.0, hip_flexors = 1.0, calf = 1.0;  ///< strength [-]
  double hamstrings_tightness = 0.0, quadriceps_tightness = 0.0, gluteals_tightness = 0.0, hip_flexors_tightness = 0.0,
         calf_tightness = 0.0;  ///< shortening in optimal fibre lengths [-]
};

/// What does the person do?
enum class TaskKind {
  run,   ///< a running stride at gait.speed
  still  ///< a posture held still, or passed through slowly: "static"
};

/// What carries the body in a static task?
enum class Support { feet, seat };

/// A static task: posture and load. It decides nothing while kind is run.
struct TaskOptions {
  TaskKind kind = TaskKind::run;
  Support support = Support::feet;
  double flexion = 0.0;       ///< forward inclination of the thorax from upright standing; extension is negative [rad]
  double side_bend = 0.0;     ///< of the thorax on the pelvis, to the right [rad]
  double twist = 0.0;         ///< of the thorax on the pelvis, to the left [rad]
  double knee_flexion = 0.0;  ///< standing: 0 is straight; seated knees are at a right angle [rad]
  double load = 0.0;          ///< mass held in both hands [kg]
  double reach = 0.0;         ///< of the hands: how far ahead of the shoulders, horizontally; 0: arms hang down [m]
  double rate = 0.0;          ///< of flexion: positive while bending forward, negative while rising [rad/s]
};

/// Who makes the abdominal pressure what it is?
enum class PressureRule {
  held,      ///< it stays at the given value through the stride, and the abdominal wall pays for it
  recruited  ///< it rises up to the given value where that costs less effort than doing without
};

/// Does the core change how the runner moves, or only who carries the load?
enum class CoreMovement {
  predicted,  ///< the runner moves so as to spare what is weak
  held        ///< the movement is that of the default core
};

/// Strengths multiply each other: multifidus at core.strength 0.8, deep 0.9 and multifidus 0.5 has 0.36 of its default.
struct CoreOptions {
  double strength = 1.0;     ///< F_max of all abdominal and back muscles but psoas, relative to default [-]
  double deep = 1.0;         ///< of transversus, multifidus and quadratus [-]
  double superficial = 1.0;  ///< of rectus, obliques and erector spinae [-]
  double rectus = 1.0, obliques = 1.0, transversus = 1.0, multifidus = 1.0, erector_thoracic = 1.0,
         erector_lumbar = 1.0, quadratus = 1.0, psoas = 1.0;  ///< of each group [-]
  double imbalance = 0.0;   ///< the right side is stronger by this share, the left weaker: (1 + i) and (1 - i) [-]
  double engagement = 0.0;  ///< bracing: least activation of every abdominal and back muscle [-]
  double fatigue = 0.0;  ///< share of its strength that the muscle used most has lost; others by their own mean use [-]
  double abdominal_pressure = 0.0;  ///< above that of quiet standing [Pa]
  PressureRule pressure = PressureRule::held;
  double stability = 0.0;  ///< least stiffness demanded of the spine against buckling; 0 demands none [N·m/rad]
  CoreMovement movement = CoreMovement::predicted;
};

}  // namespace psoas
