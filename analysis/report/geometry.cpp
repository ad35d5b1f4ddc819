// See geometry.h.
#include "analysis/report/geometry.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "models/shoe.h"

namespace psoas {
namespace {

using nlohmann::json;

/// Six digits after the point are a micrometre, and keep the page small.
double micrometres(double value) { return std::round(value * 1e6) / 1e6; }
json place(const Eigen::Vector3d& p) { return {micrometres(p.x()), micrometres(p.y()), micrometres(p.z())}; }
json direction(const Eigen::Vector3d& d) { return {d.x(), d.y(), d.z()}; }

json path_of(const Muscle& muscle) {
  json path = json::array();
  for (const PathPoint& point : muscle.path)
    path.push_back({static_cast<int>(point.body), micrometres(point.position.x()), micrometres(point.position.y()),
                    micrometres(point.position.z()), point.follow});
  return path;
}

/// Every length of a body, in a fixed order: what decides whether two bodies are of one shape.
std::vector<double> lengths_of(const Runner& runner, const Spine& spine) {
  std::vector<double> lengths;
  const auto add = [&](const Eigen::Vector3d& p) { lengths.insert(lengths.end(), {p.x(), p.y(), p.z()}); };
  for (const Link& link : runner.links) add(link.offset);
  for (const PadPoint& point : runner.sole) add(point.position);
  for (const Level& level : spine.levels) add(level.position), add(level.upper_offset);
  for (const Muscle& muscle : spine.muscles)
    for (const PathPoint& point : muscle.path) add(point.position);
  return lengths;
}

bool same_shape(const std::vector<double>& a, const std::vector<double>& b, double scale) {
  constexpr double tolerance = 1e-9;  // [m]
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](double x, double y) { return std::abs(x * scale - y) < tolerance; });
}

}  // namespace

json shape_of(const Runner& runner, const Spine& spine) {
  json shape = {{"height", runner.height}, {"links", json::array()}, {"sole", json::array()},
                {"levels", json::array()}, {"paths", json::array()}, {"pelvis", runner.pelvis},
                {"trunk", runner.trunk},   {"thigh", runner.thigh},  {"shank", runner.shank},
                {"foot", runner.foot},     {"toes", runner.toes}};
  for (const Link& link : runner.links)
    shape["links"].push_back({{"name", link.name},
                              {"parent", link.parent},
                              {"slide", link.slide},
                              {"axis", direction(link.axis)},
                              {"offset", place(link.offset)}});
  for (const PadPoint& point : runner.sole) {
    json entry = place(point.position);
    entry.push_back(point.link == runner.toes[0] ? 1 : 0);
    entry.push_back(static_cast<int>(point.zone));
    shape["sole"].push_back(entry);
  }
  for (const Level& level : spine.levels)
    shape["levels"].push_back({{"position", place(level.position)},
                               {"upper", place(level.upper_offset)},
                               {"fraction", direction(level.fraction)}});
  for (const Muscle& muscle : spine.muscles) shape["paths"].push_back(path_of(muscle));
  return shape;
}

Shapes shapes_of(const Models& models, const Recorded& recorded, const std::vector<std::size_t>& scenarios) {
  struct Known {
    std::vector<double> lengths;
    double height;
  };
  // Mass moves no joint. Heights of one sex are of one shape, which is looked at for a few and then relied on.
  constexpr std::size_t looked_at = 20;
  using Who = std::pair<int, double>;  // sex, height
  Shapes shapes;
  std::vector<Known> known;
  std::map<Who, std::pair<int, double>> seen;
  std::map<int, std::pair<int, std::size_t>> sexes;  // shape of the last body of this sex, and how many were built
  for (std::size_t i : scenarios) {
    const Scenario scenario = recorded.scenario(i);
    const Who who{static_cast<int>(scenario.runner.sex), scenario.runner.height};
    auto found = seen.find(who);
    if (found == seen.end()) {
      auto& [shape, built] = sexes[who.first];
      if (built < looked_at) {
        const Runner runner = build_runner(*models.runner, scenario.runner, {});
        const Spine spine = build_spine(*models.spine, scenario.runner);
        const std::vector<double> lengths = lengths_of(runner, spine);
        std::size_t s = 0;
        while (s < known.size() && !same_shape(known[s].lengths, lengths, runner.height / known[s].height)) ++s;
        if (s == known.size()) {
          known.push_back({lengths, runner.height});
          shapes.shape.push_back(shape_of(runner, spine));
        }
        shape = static_cast<int>(s), ++built;
      }
      const double scale = scenario.runner.height / known[static_cast<std::size_t>(shape)].height;
      found = seen.emplace(who, std::pair{shape, scale}).first;
    }
    shapes.of.push_back(found->second.first);
    shapes.scale.push_back(found->second.second);
  }
  return shapes;
}

std::array<double, 3> sole_thickness(const ShoeOptions& shoe) {
  return {thickness(shoe, Zone::heel), thickness(shoe, Zone::midfoot), thickness(shoe, Zone::forefoot)};
}

json muscles_of(const Spine& spine) {
  json muscles = json::array();
  for (const Muscle& muscle : spine.muscles)
    muscles.push_back({muscle.name, muscle.group, core_group_names[static_cast<std::size_t>(muscle.part)]});
  return muscles;
}

}  // namespace psoas
