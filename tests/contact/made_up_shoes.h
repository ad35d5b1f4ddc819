// Shoes for tests of contact: the library's, worn ones, and random ones over the whole range of the keys.
#pragma once

#include <random>
#include <vector>

#include "models/catalogue.h"
#include "models/models.h"
#include "sim/contact/pad.h"

namespace psoas {

inline const std::vector<Zone> zones = {Zone::heel, Zone::midfoot, Zone::forefoot};

inline std::vector<ShoeOptions> shoes_of_the_library() {
  std::vector<ShoeOptions> shoes;
  for (const ShoeKind& kind : read_catalogue(models_folder()).shoes) shoes.push_back(kind.options);
  return shoes;
}

inline ShoeOptions random_shoe(std::mt19937& random) {
  const auto between = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  ShoeOptions shoe;
  shoe.heel_stiffness = 10e3 * std::pow(100.0, between(0, 1));
  shoe.midfoot_stiffness = 2e3 * std::pow(500.0, between(0, 1));
  shoe.forefoot_stiffness = 10e3 * std::pow(100.0, between(0, 1));
  shoe.heel_stiffening = between(0.01, 1), shoe.forefoot_stiffening = between(0.01, 1);
  shoe.heel_densification = between(0.3, 1), shoe.forefoot_densification = between(0.3, 1);
  shoe.heel_energy_return = between(0.4, 1), shoe.forefoot_energy_return = between(0.4, 1);
  shoe.heel_thickness = between(0, 0.06), shoe.drop = between(-0.01, 0.02);
  shoe.medial_support = between(0.5, 3);
  shoe.distance = between(0, 1500e3);
  return shoe;
}

/// Pads under all points of a standard foot, for the library's shoes and for random ones.
inline std::vector<Pad> many_pads(int random_shoes) {
  std::mt19937 random(7);
  std::vector<ShoeOptions> shoes = shoes_of_the_library();
  for (int i = 0; i < random_shoes; ++i) shoes.push_back(random_shoe(random));
  std::vector<Pad> pads;
  for (const ShoeOptions& shoe : shoes)
    for (const auto& [zone, share, tissue] :
         {std::tuple{Zone::heel, 0.5, 1.8e7}, {Zone::midfoot, 1.0, 1.8e7}, {Zone::forefoot, 0.33, 6e7}}) {
      PadPoint point;
      point.zone = zone, point.share = share, point.tissue = tissue, point.energy_return = 0.7;
      point.position = {0.0, 0.0, -0.03};
      pads.push_back(make_pad(point, shoe, 0.8));
    }
  return pads;
}

}  // namespace psoas
