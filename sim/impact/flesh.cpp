// What does a runner become when flesh may move on its bones?
#include "sim/impact/flesh.h"

#include <algorithm>
#include <array>
#include <numbers>

namespace psoas {
namespace {

std::vector<int> links_of(const Runner& runner, const std::string& body) {
  if (body == "trunk") return {runner.trunk};
  const std::array<int, 2>& both = body == "thigh" ? runner.thigh : runner.shank;
  return {both[0], both[1]};
}

}  // namespace

FleshedRunner with_flesh(const Runner& bones, const LandingTables& tables, double factor) {
  FleshedRunner fleshed{bones, {}};
  if (factor <= 0.0) return fleshed;
  std::vector<Link>& links = fleshed.runner.links;
  for (const SoftTissue& tissue : tables.tissue) {
    const double share = std::min(0.95, factor * tissue.share);  // some bone must stay
    for (const int segment : links_of(bones, tissue.body)) {
      Link& bone = links[static_cast<std::size_t>(segment)];
      Link flesh;
      flesh.slide = true;
      flesh.offset = Eigen::Vector3d::Zero();
      flesh.mass = share * bone.mass, flesh.com = bone.com, flesh.inertia = share * bone.inertia;
      bone.mass -= flesh.mass, bone.inertia -= flesh.inertia;
      const double omega = 2.0 * std::numbers::pi * tissue.frequency;
      int parent = segment;
      for (int axis = 0; axis < 3; ++axis) {  // two slides without mass, the third carries it
        Link slide;
        if (axis == 2) slide = flesh;
        slide.slide = true;
        slide.offset = Eigen::Vector3d::Zero();
        slide.axis = Eigen::Vector3d::Unit(axis);
        slide.parent = parent;
        slide.name = links[static_cast<std::size_t>(segment)].name + "_flesh_" + "xyz"[axis];
        links.push_back(slide);
        parent = static_cast<int>(links.size()) - 1;
        fleshed.slides.push_back({parent, flesh.mass * omega * omega, 2.0 * tissue.damping * flesh.mass * omega});
      }
    }
  }
  return fleshed;
}

}  // namespace psoas
