// What can a person set about the runner, the gait and the posture?
#include "scenarios/key_makers.h"

namespace psoas {
namespace {

// clang-format off
constexpr std::array runner_table = {
    number<&S::runner, &RunnerOptions::mass>("runner.mass_kg", "kg", 40, 120,
        "body mass without shoes", "adults; segment tables are scaled, not measured, towards the ends"),
    number<&S::runner, &RunnerOptions::height>("runner.height_m", "m", 1.4, 2.1,
        "standing height", "adults; segment tables are scaled, not measured, towards the ends"),
    choice<&S::runner, &RunnerOptions::sex>("runner.sex",
        "male or female: segment masses and strength", "segment and muscle tables"),
    number<&S::runner, &RunnerOptions::age>("runner.age_years", "years", 18, 80,
        "what years do to the strength and the passive stiffness of muscle; nothing before 30", "adults; models/spine/age.csv"),
    number<&S::runner, &RunnerOptions::disc_degeneration>("runner.disc_degeneration", "1", 0, 2,
        "of every lumbar disc: 0 healthy, 1 moderate, 2 severe; how the disc resists and how much of the load its nucleus carries", "models/spine/discs.csv"),
    number<&S::runner, &RunnerOptions::leg_length_difference>("runner.leg_length_difference_mm", "mm", -30, 30,
        "the left leg is shorter by so much; below 0 the right: each foot finds the ground at a height of its own; both steps are solved", "assumption: 20 mm and more are called large"),
    number<&S::runner, &RunnerOptions::belt_stiffness>("runner.belt_stiffness_N_m_rad", "N m/rad", 0, 300,
        "couple of a support belt between pelvis and thorax for a radian of flexion or side bending", "a lumbosacral orthosis adds 160 N m/rad [Cholewicki 2010]"),
    number<&S::runner, &RunnerOptions::belt_pressure>("runner.belt_pressure_kPa", "kPa", 0, 5,
        "abdominal pressure that the belt makes, without any muscle", "a quarter to two fifths more than without in lifting [Lander 1992]; running about 5 in all"),
};

constexpr std::array gait_table = {
    number<&S::gait, &GaitOptions::speed>("gait.speed_m_s", "m/s", 2, 6,
        "mean forward speed along the ground; the step rate follows from it", "measured reference at 2.5 to 4.5 m/s, extrapolated beyond"),
    number<&S::gait, &GaitOptions::slope>("gait.slope", "1", -0.16, 0.16,
        "rise of the ground over the way ahead: 0.06 or \"6 %\" uphill, negative downhill; the runner's own stride is that on the slope", "assumption: range in which random scenarios were tried"),
    number<&S::gait, &GaitOptions::cadence_change>("gait.cadence_change", "1", -0.15, 0.15,
        "step rate held this share above the runner's own at this speed and foot strike on level ground (0.1 or \"10 %\"); 0 leaves it free", "studies change it by 5 to 15 % [Heiderscheit 2011; Anderson 2022]"),
    number<&S::gait, &GaitOptions::overstride>("gait.overstride_cm", "cm", -6, 6,
        "the foot is asked to meet the ground further ahead of the hip than the runner's own; negative: nearer to under it", "assumption: 10 % less or more cadence moves it some 2 cm"),
    number<&S::gait, &GaitOptions::pronation>("gait.pronation_deg", "deg", -6, 10,
        "the standing foot is asked to roll inward further than the runner's own, in and out again through stance; negative: less", "assumption: measured feet differ by some 10 deg"),
    number<&S::gait, &GaitOptions::foot_strike_change>("gait.foot_strike_change_deg", "deg", -40, 15,
        "foot strike: the sole is asked to meet the ground at this much more angle than the runner's own, toes up; some -18 makes a heel striker a midfoot striker, some -25 a forefoot striker; foot_strike_angle in the results is what the runner makes of it", "rearfoot above 8 deg, forefoot below -1.6 deg [Altman 2012]; the own is some 19 deg at 3.5 m/s"),
};

constexpr std::array posture_table = {
    number<&S::posture, &PostureOptions::trunk_lean>("posture.trunk_lean_deg", "deg", -5, 25,
        "forward lean of the trunk from neutral standing, mean over the stride; trunk_lean in the results is what the runner makes of it", "runners show 3 to 13 deg; 0 to 20 was tried"),
    choice<&S::posture, &PostureOptions::lean_from>("posture.lean_from",
        "which joints turn the trunk from the runner's own lean: the waist, the hips (the pelvis goes with it) or the ankles (all above them turns as one)", "three movements of one lean"),
    number<&S::posture, &PostureOptions::pelvic_tilt>("posture.pelvic_tilt_deg", "deg", -15, 15,
        "forward tilt of the pelvis added to the runner's own; the lumbar spine follows, trunk and thighs keep their attitude", "assumption: beyond it the passive spine leaves its measured range"),
    number<&S::posture, &PostureOptions::lordosis>("posture.lordosis_deg", "deg", -15, 15,
        "arch of the low back (L1 to S1) added to the runner's own, between a pelvis and a thorax that keep their attitude; negative: flatter", "assumption: standing people differ by some 10 deg (one SD)"),
    number<&S::posture, &PostureOptions::slouch>("posture.slouch_deg", "deg", -10, 30,
        "round back: forward turn of upper thorax, shoulders and head on the middle of the thorax, added to the runner's own", "25 deg was tried in standing [Bruno 2012]; segments: models/runner/upper_body.csv"),
    number<&S::posture, &PostureOptions::head_flexion>("posture.head_flexion_deg", "deg", -20, 45,
        "head and neck bent forward about C7, added to the runner's own: looking down; negative: up", "assumption: range of the neck without effort"),
    number<&S::posture, &PostureOptions::pelvic_drop>("posture.pelvic_drop_deg", "deg", -5, 8,
        "the pelvis sinks this much further on the side of the swinging leg at mid-stance; negative: it is held more level", "assumption: runners' own differ by some 5 deg"),
    number<&S::posture, &PostureOptions::arm_swing>("posture.arm_swing", "1", 0, 2,
        "how far the arms are asked to swing about their mean, over the runner's own; 0: held still", "definition"),
    number<&S::posture, &PostureOptions::shoulder_tension>("posture.shoulder_tension_N_m_rad", "N m/rad", 0, 30,
        "tense shoulders: stiffness that holds each upper arm to its mean angle in running", "assumption: gravity gives a hanging arm about 10 N m/rad"),
};
// clang-format on

}  // namespace

std::span<const Key> runner_keys() { return runner_table; }
std::span<const Key> gait_keys() { return gait_table; }
std::span<const Key> posture_keys() { return posture_table; }

}  // namespace psoas
