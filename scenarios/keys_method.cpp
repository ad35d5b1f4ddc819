// What can a person set about the method: adaptation, the optimal control problem, the sharing and the landing?
#include "scenarios/key_makers.h"

namespace psoas {
namespace {

// clang-format off
constexpr std::array adaptation_table = {
    choice<&S::adaptation, &AdaptationOptions::response>("adaptation.response",
        "predicted: the runner optimises the stride again; none: joint angles stay those of the own stride, only the contact changes",
        "a switch to tell the two apart; none is the naive passive answer"),
    choice<&S::adaptation, &AdaptationOptions::hypothesis>("adaptation.hypothesis",
        "what a runner keeps of the own stride: a little of everything, joint moments and cadence, or the body's path",
        "PHYSICS.md §2; not settled by first principles: show the band"),
    number<&S::adaptation, &AdaptationOptions::motion>("adaptation.motion_weight", "1", 0, 100,
        "times the hypothesis's worth of the own joint angles", "assumption"),
    number<&S::adaptation, &AdaptationOptions::moments>("adaptation.moment_weight", "1", 0.01, 100,
        "times the hypothesis's worth of the own joint moments", "assumption"),
    number<&S::adaptation, &AdaptationOptions::force>("adaptation.force_weight", "1", 0, 100,
        "times the hypothesis's worth of the own ground force", "assumption"),
    number<&S::adaptation, &AdaptationOptions::height>("adaptation.height_weight", "1", 0, 100,
        "times the hypothesis's worth of the own height of the pelvis", "assumption"),
    number<&S::adaptation, &AdaptationOptions::cadence>("adaptation.cadence_weight", "1", 0, 100,
        "times the hypothesis's worth of the own step time; 0: cadence is free", "assumption"),
};

constexpr std::array stride_table = {
    number<&S::stride, &StrideOptions::nodes>("stride.nodes", "1", 12, 240,
        "control points in one step, a multiple of 6: more is finer and slower", "30, 60 and 120 compared in README.md", 6),
    number<&S::stride, &StrideOptions::iteration_limit>("stride.iteration_limit", "1", 1, 1000,
        "iterations after which the stride counts as not converged", "usual: 5 to 40", 1),
    choice<&S::stride, &StrideOptions::force>("stride.force",
        "emergent: no measured force anywhere; tracked: the runner's own stride stays near measured ground force, a cross-check",
        "PHYSICS.md §2"),
    number<&S::stride, &StrideOptions::moment_weight>("stride.moment_weight", "1", 0.05, 3,
        "worth of small joint moments against staying near the measured motion", "PHYSICS.md §1"),
    choice<&S::stride, &StrideOptions::steps>("stride.steps",
        "as_needed: one step, mirrored, unless left and right differ; both: always both, as a check", "tests/stride/whole_stride_test.cpp"),
};

constexpr std::array sharing_table = {
    number<&S::sharing, &SharingOptions::level_slack>("sharing.level_slack_N_m", "N m", 0.1, 20,
        "unbalanced moment of a level that costs as much as one muscle at full strength", "3 N m; 10 lowers the peak by about a tenth"),
    number<&S::sharing, &SharingOptions::force_floor>("sharing.force_floor", "1", 0, 0.1,
        "least force of each muscle over its strength", "assumption: muscles are never quite silent"),
    number<&S::sharing, &SharingOptions::filter>("sharing.filter_Hz", "Hz", 0, 100,
        "low-pass on the moments and forces that muscles must make; 0 is none", "15 to 20 Hz is usual; rigid segments ring at touch-down"),
    number<&S::sharing, &SharingOptions::exponent>("sharing.exponent", "1", 2, 3,
        "power of activation in the effort: 2 or 3", "both are in use [Crowninshield 1981]", 1),
    choice<&S::sharing, &SharingOptions::equilibrium>("sharing.equilibrium",
        "levels: muscles balance all 18 moments of six levels; rhythm: only the three of one lumbar joint", "PHYSICS.md §4"),
    choice<&S::sharing, &SharingOptions::psoas>("sharing.psoas",
        "shared: hips and spine decide about psoas together; hip_first: the hips alone", "PHYSICS.md §4"),
    choice<&S::sharing, &SharingOptions::fibres>("sharing.fibres",
        "full: force-length-velocity and passive fibres; isometric: full strength in every posture and no passive force, so that tight and old muscles resist in the stride alone", "models/SOURCES.md"),
    number<&S::sharing, &SharingOptions::activation_time>("sharing.activation_time_ms", "ms", 0, 50,
        "a muscle that changes its activation by 1 within this time pays as for activation 1; 0: changes are free", "muscle needs 10 to 50 ms [Zajac 1989, recalled]"),
    choice<&S::sharing, &SharingOptions::reserve>("sharing.reserve",
        "on: work out the strength reserve of every frame and level, half of a scenario's time", "a diagnosis: loads do not depend on it"),
    choice<&S::sharing, &SharingOptions::spread>("sharing.spread",
        "on: share again under each other assumption and keep every load", "psoas info --fields"),
};

constexpr std::array impact_table = {
    choice<&S::impact, &ImpactOptions::simulate>("impact.simulate",
        "on: simulate the landing of the right foot anew at 1 ms, with flesh on the bones: impact peak, loading rates, accelerations", "costs some 8 ms; no other result depends on it"),
    number<&S::impact, &ImpactOptions::joint_impedance>("impact.joint_impedance", "1", 0, 10,
        "stiffness and damping of the joints about their predicted path after touch-down, over default; the same for every shoe", "assumption; default in models/landing/parameters.csv"),
    number<&S::impact, &ImpactOptions::wobbling_mass>("impact.wobbling_mass", "1", 0, 1.4,
        "share of thigh, shank and trunk that wobbles on the bones, over default; 0: rigid segments", "assumption; default in models/landing/soft_tissue.csv"),
    number<&S::impact, &ImpactOptions::force_filter>("impact.force_filter_Hz", "Hz", 0, 200,
        "low-pass on the ground force of the landing, before peak and loading rates are read off; 0 is none", "50 Hz [Milner 2006, recalled]; treadmills are often read at 30"),
    number<&S::impact, &ImpactOptions::acceleration_filter>("impact.acceleration_filter_Hz", "Hz", 0, 200,
        "low-pass on the accelerations of shank and pelvis; 0 is none", "60 Hz is usual for tibial accelerometers, recalled"),
};
// clang-format on

}  // namespace

std::span<const Key> adaptation_keys() { return adaptation_table; }
std::span<const Key> stride_keys() { return stride_table; }
std::span<const Key> sharing_keys() { return sharing_table; }
std::span<const Key> impact_keys() { return impact_table; }

}  // namespace psoas
