// What can a person set about a static task?
#include "scenarios/key_makers.h"

namespace psoas {
namespace {

// clang-format off
constexpr std::array task_table = {
    choice<&S::task, &TaskOptions::kind>("task.kind",
        "run: a stride; static: a posture held still, which gait, surface and stride do not touch",
        "the two kinds of task there are"),
    choice<&S::task, &TaskOptions::support>("task.support",
        "static: feet, standing; seat, sitting upright or bent without a back rest, pelvis rolled back",
        "SOURCES.md, static tasks"),
    number<&S::task, &TaskOptions::flexion>("task.flexion_deg", "deg", -30, 90,
        "static: forward inclination of the thorax from upright standing, shared by hips and lumbar spine; negative is extension", "rhythm measured to 120 deg of flexion [Tafazzol 2014]"),
    number<&S::task, &TaskOptions::side_bend>("task.side_bend_deg", "deg", -30, 30,
        "static: side bend of the thorax on the level pelvis, to the right", "assumption: about the range of the lumbar spine"),
    number<&S::task, &TaskOptions::twist>("task.twist_deg", "deg", -20, 20,
        "static: twist of the thorax on the pelvis, to the left", "assumption: beyond it discs and facets leave their measured range"),
    number<&S::task, &TaskOptions::knee_flexion>("task.knee_flexion_deg", "deg", 0, 120,
        "static, on the feet: bent knees, for a squat; hips and ankles follow for balance", "the runner's tables hold to 120 deg"),
    number<&S::task, &TaskOptions::load>("task.load_kg", "kg", 0, 100,
        "static: mass held in both hands", "assumption: up to what strong people lift"),
    number<&S::task, &TaskOptions::reach>("task.reach_m", "m", 0, 0.85,
        "static: how far ahead of the shoulders the hands are, horizontally; 0: the arms hang down", "straight arms of the tallest runner [Winter 2009]"),
    number<&S::task, &TaskOptions::rate>("task.flexion_rate_deg_s", "deg/s", -60, 60,
        "static: the posture is passed at this rate of flexion, positive bending forward, negative rising; inertia is left out", "assumption: slow enough for inertia not to matter"),
};
// clang-format on

}  // namespace

std::span<const Key> task_keys() { return task_table; }

}  // namespace psoas
