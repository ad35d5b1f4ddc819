// What can a person set about the muscles of hip and leg?
#include "scenarios/key_makers.h"

namespace psoas {
namespace {

// clang-format off
constexpr std::string_view any_strength = "assumption: from very weak to twice an average adult";

constexpr std::array muscle_table = {
    number<&S::muscle, &MuscleOptions::hamstrings>("muscle.hamstrings", "1", 0.3, 2,
        "strength of the hamstrings, relative to default: decides who carries a moment and how dear it is to the stride", any_strength),
    number<&S::muscle, &MuscleOptions::quadriceps>("muscle.quadriceps", "1", 0.3, 2,
        "strength of the quadriceps", any_strength),
    number<&S::muscle, &MuscleOptions::gluteals>("muscle.gluteals", "1", 0.3, 2,
        "strength of gluteus maximus, medius and minimus and of piriformis", any_strength),
    number<&S::muscle, &MuscleOptions::hip_flexors>("muscle.hip_flexors", "1", 0.3, 2,
        "strength of iliacus, psoas, sartorius and tensor fasciae latae; of psoas on top of core.psoas", any_strength),
    number<&S::muscle, &MuscleOptions::calf>("muscle.calf", "1", 0.3, 2,
        "strength of gastrocnemius and soleus", any_strength),
    number<&S::muscle, &MuscleOptions::hamstrings_tightness>("muscle.hamstrings_tightness", "1", 0, 0.3,
        "the relaxed muscle is shorter by this many optimal lengths of its fibres, so that it resists earlier and more", "assumption: 0.2 takes 15 to 35 deg off the straight leg's rise"),
    number<&S::muscle, &MuscleOptions::quadriceps_tightness>("muscle.quadriceps_tightness", "1", 0, 0.2,
        "the same of the quadriceps", "assumption; cut at 0.2: beyond it no flexor can bend the knee in swing against it"),
    number<&S::muscle, &MuscleOptions::gluteals_tightness>("muscle.gluteals_tightness", "1", 0, 0.3,
        "the same of the gluteals", "assumption"),
    number<&S::muscle, &MuscleOptions::hip_flexors_tightness>("muscle.hip_flexors_tightness", "1", 0, 0.3,
        "the same of the hip flexors, psoas among them", "assumption"),
    number<&S::muscle, &MuscleOptions::calf_tightness>("muscle.calf_tightness", "1", 0, 0.25,
        "the same of the calf", "assumption; cut at 0.25: beyond it the shin cannot lift the foot in swing against it"),
};
// clang-format on

}  // namespace

std::span<const Key> muscle_keys() { return muscle_table; }

}  // namespace psoas
