// What can a person set about the ground and the shoe?
#include "scenarios/key_makers.h"

namespace psoas {
namespace {

// clang-format off
constexpr std::array surface_table = {
    word<&S::surface, &SurfaceOptions::kind>("surface.kind",
        "kind of ground: sets the four values below", "models/surfaces.csv"),
    number<&S::surface, &SurfaceOptions::stiffness>("surface.stiffness_kN_m", "kN/m", 20, 1e5,
        "stiffness of the ground under the whole foot", "below 35 kN/m the stride is unreliable; concrete is some 50000"),
    number<&S::surface, &SurfaceOptions::damping>("surface.damping_kN_s_m", "kN s/m", 0, 50,
        "viscous damping of the ground", "assumption: wide enough for sand"),
    number<&S::surface, &SurfaceOptions::moving_mass>("surface.moving_mass_kg", "kg", 0, 50,
        "mass of the ground that moves with the foot", "assumption: up to a heavy treadmill deck"),
    number<&S::surface, &SurfaceOptions::friction>("surface.friction", "1", 0.3, 1.5,
        "Coulomb friction between shoe and ground", "assumption: from wet grass to spikes"),
};

constexpr std::array shoe_table = {
    word<&S::shoe, &ShoeOptions::kind>("shoe.kind",
        "kind of shoe: sets the four values below", "models/shoes.csv"),
    number<&S::shoe, &ShoeOptions::stiffness>("shoe.stiffness_kN_m", "kN/m", 20, 400,
        "compression stiffness of the heel zone of the midsole", "range in which the contact law was tried; trainers measure 61 to 95 [Malisoux 2021]"),
    number<&S::shoe, &ShoeOptions::dissipation>("shoe.dissipation_s_m", "s/m", 0, 3,
        "loss in the midsole: χ of F = F_e (1 + χ dp/dt)", "assumption: 2 s/m already returns only a quarter of an impact at 0.5 m/s"),
    number<&S::shoe, &ShoeOptions::mass>("shoe.mass_kg", "kg", 0, 1,
        "mass of one shoe", "assumption: from barefoot to a boot"),
    number<&S::shoe, &ShoeOptions::bending_stiffness>("shoe.bending_stiffness_N_m_rad", "N m/rad", 0, 60,
        "moment that bends the sole about the toe joint, over its angle", "assumption: twice that of a stiff carbon plate, some 30 [Ortega 2021, recalled]"),
};
// clang-format on

}  // namespace

std::span<const Key> surface_keys() { return surface_table; }
std::span<const Key> shoe_keys() { return shoe_table; }

}  // namespace psoas
