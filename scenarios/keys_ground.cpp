// What can a person set about the ground and the shoe?
#include "scenarios/key_makers.h"

namespace psoas {
namespace {

// clang-format off
constexpr std::array surface_table = {
    word<&S::surface, &SurfaceOptions::kind>("surface.kind",
        "kind of ground: sets the four values below", "models/surfaces/surfaces.csv"),
    number<&S::surface, &SurfaceOptions::stiffness>("surface.stiffness_kN_m", "kN/m", 20, 1e5,
        "stiffness of the ground under the whole foot", "below 35 kN/m the stride is unreliable; concrete is some 50000"),
    number<&S::surface, &SurfaceOptions::damping>("surface.damping_kN_s_m", "kN s/m", 0, 50,
        "viscous damping of the ground", "assumption: wide enough for sand"),
    number<&S::surface, &SurfaceOptions::moving_mass>("surface.moving_mass_kg", "kg", 0, 50,
        "mass of the ground that moves with the foot", "assumption: up to a heavy treadmill deck"),
    number<&S::surface, &SurfaceOptions::friction>("surface.friction", "1", 0.3, 1.5,
        "Coulomb friction between shoe and ground", "assumption: from wet grass to spikes"),
    number<&S::surface, &SurfaceOptions::cross_slope>("surface.cross_slope_deg", "deg", -4, 4,
        "sideways slope: the ground rises to the right, negative to the left; both steps are solved", "roads fall by 2 to 4 % for drainage, some 1 to 2 deg; range in which random scenarios were tried"),
    number<&S::surface, &SurfaceOptions::unevenness>("surface.unevenness_mm", "mm", 0, 20,
        "each foot lands up to so much above or below the mean height, drawn by surface.seed; the same in every stride", "assumption: range in which random scenarios were tried"),
    number<&S::surface, &SurfaceOptions::unevenness_tilt>("surface.unevenness_tilt_deg", "deg", 0, 3,
        "and on ground tilted by up to so much, forward and sideways", "assumption: range in which random scenarios were tried"),
    number<&S::surface, &SurfaceOptions::seed>("surface.seed", "1", 1, 1e6,
        "which heights and tilts are drawn", "any whole number", 1),
};

constexpr std::array shoe_table = {
    word<&S::shoe, &ShoeOptions::kind>("shoe.kind",
        "kind of shoe, or a shoe file (my.toml, beside the study): sets the values below but distance and wear", "models/shoes/shoes.csv"),
    number<&S::shoe, &ShoeOptions::heel_stiffness>("shoe.heel_stiffness_kN_m", "kN/m", 10, 1000,
        "stiffness of the midsole under the heel where compression begins; it stiffens from there", "trainers measure 61 to 95 at 1 kN [Malisoux 2021]; ends: assumption"),
    number<&S::shoe, &ShoeOptions::midfoot_stiffness>("shoe.midfoot_stiffness_kN_m", "kN/m", 2, 1000,
        "the same under the midfoot; its other properties are the mean of heel's and forefoot's", "assumption"),
    number<&S::shoe, &ShoeOptions::forefoot_stiffness>("shoe.forefoot_stiffness_kN_m", "kN/m", 10, 1000,
        "the same under the forefoot", "assumption: as for the heel"),
    number<&S::shoe, &ShoeOptions::heel_stiffening>("shoe.heel_stiffening", "1", 0.01, 1,
        "how early the heel's foam stiffens: w of F = K x (1 + w y/(1 - y)); 1 gradually, as gas in closed cells, near 0 only when flat", "gas law of closed cells [Verdejo 2004]"),
    number<&S::shoe, &ShoeOptions::forefoot_stiffening>("shoe.forefoot_stiffening", "1", 0.01, 1,
        "the same of the forefoot's foam", "gas law of closed cells [Verdejo 2004]"),
    number<&S::shoe, &ShoeOptions::heel_densification>("shoe.heel_densification", "1", 0.3, 1,
        "share of its thickness by which the heel's foam can be pressed until it is flat: y = 1", "16 to 27 % of EVA is solid [Verdejo 2002]; ends: assumption"),
    number<&S::shoe, &ShoeOptions::forefoot_densification>("shoe.forefoot_densification", "1", 0.3, 1,
        "the same of the forefoot's foam", "16 to 27 % of EVA is solid [Verdejo 2002]; ends: assumption"),
    number<&S::shoe, &ShoeOptions::heel_energy_return>("shoe.heel_energy_return", "1", 0.4, 1,
        "share of the energy of compression that the heel's foam gives back, in steps and impacts nearly alike; exact for 8.5 kg falling 50 mm", "66 to 87 % of EVA to PEBA [Hoogkamer 2018]; ends: assumption"),
    number<&S::shoe, &ShoeOptions::forefoot_energy_return>("shoe.forefoot_energy_return", "1", 0.4, 1,
        "the same of the forefoot's foam", "66 to 87 % of EVA to PEBA [Hoogkamer 2018]; ends: assumption"),
    number<&S::shoe, &ShoeOptions::heel_thickness>("shoe.heel_thickness_mm", "mm", 0, 60,
        "thickness of the midsole under the heel; less leaves less room before it is flat. The stiffness stays as set: the same foam twice as thick is half as stiff", "assumption: from barefoot to the thickest on sale"),
    number<&S::shoe, &ShoeOptions::drop>("shoe.drop_mm", "mm", -10, 20,
        "how much thicker the midsole is under the heel than under the forefoot", "assumption: shoes on sale have -2 to 14"),
    number<&S::shoe, &ShoeOptions::medial_support>("shoe.medial_support", "1", 0.5, 3,
        "stiffness of the midsole under the inner half of the heel over that under the outer; both together stay as stiff", "assumption: 1 is neutral, a firm post is some 1.5"),
    number<&S::shoe, &ShoeOptions::bending_stiffness>("shoe.bending_stiffness_N_m_rad", "N m/rad", 0, 60,
        "moment that bends the sole about the toe joint, over its angle", "assumption: twice that of a stiff carbon plate, some 30 [Ortega 2021, recalled]"),
    number<&S::shoe, &ShoeOptions::mass>("shoe.mass_kg", "kg", 0, 1,
        "mass of one shoe", "assumption: from barefoot to a boot"),
    number<&S::shoe, &ShoeOptions::distance>("shoe.distance_km", "km", 0, 1500,
        "run in these shoes before: the midsole has stiffened", "measured to 500 miles [Cook 1985]"),
    choice<&S::shoe, &ShoeOptions::wear_metric>("shoe.wear_metric",
        "which measure of wear decides how much: impact_force (+4.9 % at 500 km), absorption (-40 % at 500 miles), pressure (+100 % at 500 km)", "[Wang 2010], [Cook 1985], [Verdejo 2004]"),
};
// clang-format on

}  // namespace

std::span<const Key> surface_keys() { return surface_table; }
std::span<const Key> shoe_keys() { return shoe_table; }

}  // namespace psoas
