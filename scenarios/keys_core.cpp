// What can a person set about the core?
#include "scenarios/key_makers.h"

namespace psoas {
namespace {

// clang-format off
constexpr std::array core_table = {
    number<&S::core, &CoreOptions::strength>("core.strength", "1", 0.3, 2,
        "strength of all abdominal and back muscles but psoas, relative to default", "assumption: from very weak to twice an average adult"),
    number<&S::core, &CoreOptions::deep>("core.deep", "1", 0, 2,
        "strength of transversus, multifidus and quadratus, on top of core.strength", "grouping after [Bergmark 1989]; range: assumption"),
    number<&S::core, &CoreOptions::superficial>("core.superficial", "1", 0, 2,
        "strength of rectus, obliques and erector spinae, on top of core.strength", "grouping after [Bergmark 1989]; range: assumption"),
    number<&S::core, &CoreOptions::rectus>("core.rectus", "1", 0, 2,
        "strength of rectus abdominis, on top of the above", "assumption"),
    number<&S::core, &CoreOptions::obliques>("core.obliques", "1", 0, 2,
        "strength of the external and internal obliques, on top of the above", "assumption"),
    number<&S::core, &CoreOptions::transversus>("core.transversus", "1", 0, 2,
        "strength of transversus abdominis, which can only make pressure", "assumption"),
    number<&S::core, &CoreOptions::multifidus>("core.multifidus", "1", 0, 2,
        "strength of multifidus, on top of the above", "assumption"),
    number<&S::core, &CoreOptions::erector_thoracic>("core.erector_thoracic", "1", 0, 2,
        "strength of the erector spinae that end on the thorax, on top of the above", "assumption"),
    number<&S::core, &CoreOptions::erector_lumbar>("core.erector_lumbar", "1", 0, 2,
        "strength of the erector spinae that end on lumbar vertebrae, on top of the above", "assumption"),
    number<&S::core, &CoreOptions::quadratus>("core.quadratus", "1", 0, 2,
        "strength of quadratus lumborum, on top of the above", "assumption"),
    number<&S::core, &CoreOptions::psoas>("core.psoas", "1", 0, 2,
        "strength of psoas; core.strength leaves it alone", "assumption"),
    number<&S::core, &CoreOptions::imbalance>("core.imbalance", "1", -0.5, 0.5,
        "the right side is stronger by this share, the left weaker; the movement stays that of both sides' mean", "assumption"),
    number<&S::core, &CoreOptions::engagement>("core.engagement", "1", 0, 0.5,
        "bracing: least activation of every abdominal and back muscle; at 0.15 those of the default runner cannot balance each other", "assumption: up to half of a muscle's strength"),
    number<&S::core, &CoreOptions::fatigue>("core.fatigue", "1", 0, 0.8,
        "share of its strength that the core muscle used most has lost; the others by their own use, in this runner's own stride or in the task", "assumption; how long that takes is not predicted"),
    number<&S::core, &CoreOptions::abdominal_pressure>("core.abdominal_pressure_kPa", "kPa", 0, 25,
        "pressure in the abdomen above quiet standing; the abdominal wall must make it", "running about 5 [Grillner 1978, recalled]; at most 27 [Harman 1988]"),
    choice<&S::core, &CoreOptions::pressure>("core.pressure",
        "held: the pressure stays at the value above; recruited: it rises up to it where that costs less", "a choice of the sharing"),
    number<&S::core, &CoreOptions::stability>("core.stability_N_m_rad", "N m/rad", 0, 50,
        "least stiffness of the spine against buckling that the muscles must make; 0: none", "PHYSICS.md §4: 10 works at running loads"),
    choice<&S::core, &CoreOptions::movement>("core.movement",
        "predicted: the runner moves so as to spare what is weak; held: only the sharing changes", "a switch to tell the two effects apart"),
};
// clang-format on

}  // namespace

std::span<const Key> core_keys() { return core_table; }

}  // namespace psoas
