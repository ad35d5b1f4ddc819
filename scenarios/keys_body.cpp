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
};

constexpr std::array posture_table = {
    number<&S::posture, &PostureOptions::trunk_lean>("posture.trunk_lean_deg", "deg", -5, 25,
        "forward lean of the trunk at the waist, mean over the stride; trunk_lean in the results is what the runner makes of it", "runners show 3 to 13 deg; 0 to 20 was tried"),
    number<&S::posture, &PostureOptions::lordosis>("posture.lordosis_deg", "deg", -15, 15,
        "arch of the low back added to the runner's own; the pelvis tilts with it", "assumption: beyond it the passive spine leaves its measured range"),
};
// clang-format on

}  // namespace

std::span<const Key> runner_keys() { return runner_table; }
std::span<const Key> gait_keys() { return gait_table; }
std::span<const Key> posture_keys() { return posture_table; }

}  // namespace psoas
