// What does OpenSim need to play the stride? The runner's bodies and joints, with our names, masses and axes.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "analysis/export/export.h"

namespace psoas {
namespace {

std::string three(const Eigen::Vector3d& v) { return fmt::format("{:.9g} {:.9g} {:.9g}", v.x(), v.y(), v.z()); }

std::string xml(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

/// A rod from the body's joint to where the next body hangs, so that the skeleton can be seen.
struct Rod {
  Eigen::Vector3d middle, turn;  ///< of a cylinder along y: place [m] and body-fixed x y z angles [rad]
  double half = 0.0;             ///< [m]
};
Rod rod_to(const Eigen::Vector3d& end) {
  const Eigen::Vector3d d = end.normalized();
  // Rx(a) then Rz(c) turns y into (-sin c, cos a cos c, sin a cos c)
  return {0.5 * end, {std::atan2(d.z(), d.y()), 0.0, std::asin(-d.x())}, 0.5 * end.norm()};
}

std::string body_xml(const Stride& stride, const BodyOfLinks& body, const Eigen::Vector3d& end) {
  const Link& link = stride.runner.links[static_cast<std::size_t>(body.links.back())];
  const Eigen::Matrix3d& I = link.inertia;
  const Rod rod = rod_to(end);
  return fmt::format(
      R"(        <Body name="{0}">
          <components>
            <PhysicalOffsetFrame name="{0}_shape">
              <attached_geometry>
                <Cylinder name="{0}_rod">
                  <socket_frame>..</socket_frame>
                  <Appearance><color>0.75 0.75 0.7</color></Appearance>
                  <radius>{1}</radius>
                  <half_height>{2:.9g}</half_height>
                </Cylinder>
              </attached_geometry>
              <socket_parent>..</socket_parent>
              <translation>{3}</translation>
              <orientation>{4}</orientation>
            </PhysicalOffsetFrame>
          </components>
          <mass>{5:.9g}</mass>
          <mass_center>{6}</mass_center>
          <inertia>{7:.9g} {8:.9g} {9:.9g} {10:.9g} {11:.9g} {12:.9g}</inertia>
        </Body>
)",
      body.name, body.name == "torso" || body.name == "pelvis" ? 0.06 : 0.02, rod.half, three(rod.middle),
      three(rod.turn), link.mass, three(link.com), I(0, 0), I(1, 1), I(2, 2), I(0, 1), I(0, 2), I(1, 2));
}

std::string coordinate_xml(const Stride& stride, int link) {
  const auto at = static_cast<std::size_t>(link);
  const Link& l = stride.runner.links[at];
  const Range range = l.slide ? Range{-50.0, 50.0} : stride.runner.range[at];
  return fmt::format(
      R"(            <Coordinate name="{}">
              <default_value>{:.9g}</default_value>
              <range>{:.9g} {:.9g}</range>
              <clamped>false</clamped>
            </Coordinate>
)",
      l.name, stride.q(link, 0), range.low, range.high);
}

std::string axis_xml(const char* kind, int number, const Eigen::Vector3d& axis, const std::string& coordinate) {
  const std::string function =
      coordinate.empty() ? "<Constant name=\"function\"><value>0</value></Constant>"
                         : "<LinearFunction name=\"function\"><coefficients> 1 0</coefficients></LinearFunction>";
  return fmt::format(
      "            <TransformAxis name=\"{}{}\"><coordinates>{}</coordinates><axis>{}</axis>{}</TransformAxis>\n", kind,
      number, coordinate, three(axis), function);
}

/// Three axes that span space, the given ones first.
std::array<Eigen::Vector3d, 3> completed(std::vector<Eigen::Vector3d> axes) {
  while (axes.size() < 3) {
    Eigen::Vector3d best = Eigen::Vector3d::Zero();
    for (int c = 0; c < 3; ++c) {
      Eigen::Vector3d rest = Eigen::Vector3d::Unit(c);
      for (const Eigen::Vector3d& axis : axes) rest -= rest.dot(axis.normalized()) * axis.normalized();
      if (rest.norm() > best.norm()) best = rest;
    }
    axes.push_back(best.normalized());
  }
  return {axes[0], axes[1], axes[2]};
}

/// One CustomJoint: slides, then body-fixed rotations, as our chain of links.
std::string joint_xml(const Stride& stride, const BodyOfLinks& body, const std::string& parent) {
  const std::string parent_path = parent.empty() ? "/ground" : "/bodyset/" + parent;
  std::string text = fmt::format(
      "        <CustomJoint name=\"{0}_joint\">\n          <socket_parent_frame>{0}_in_parent</socket_parent_frame>\n"
      "          <socket_child_frame>{0}_in_child</socket_child_frame>\n          <coordinates>\n",
      body.name);
  std::vector<Eigen::Vector3d> turns, slides;
  std::vector<std::string> turn_names, slide_names;
  for (int l : body.links) {
    const Link& link = stride.runner.links[static_cast<std::size_t>(l)];
    text += coordinate_xml(stride, l);
    (link.slide ? slides : turns).push_back(link.axis);
    (link.slide ? slide_names : turn_names).push_back(link.name);
  }
  text += fmt::format(
      R"(          </coordinates>
          <frames>
            <PhysicalOffsetFrame name="{0}_in_parent"><socket_parent>{1}</socket_parent><translation>{2}</translation><orientation>0 0 0</orientation></PhysicalOffsetFrame>
            <PhysicalOffsetFrame name="{0}_in_child"><socket_parent>/bodyset/{0}</socket_parent><translation>0 0 0</translation><orientation>0 0 0</orientation></PhysicalOffsetFrame>
          </frames>
          <SpatialTransform>
)",
      body.name, parent_path, three(stride.runner.links[static_cast<std::size_t>(body.links.front())].offset));
  turn_names.resize(3), slide_names.resize(3);
  const auto turn_axes = completed(turns), slide_axes = completed(slides);
  for (int i = 0; i < 3; ++i)
    text +=
        axis_xml("rotation", i + 1, turn_axes[static_cast<std::size_t>(i)], turn_names[static_cast<std::size_t>(i)]);
  for (int i = 0; i < 3; ++i)
    text += axis_xml("translation", i + 1, slide_axes[static_cast<std::size_t>(i)],
                     slide_names[static_cast<std::size_t>(i)]);
  return text + "          </SpatialTransform>\n        </CustomJoint>\n";
}

}  // namespace

std::string osim_text(const Stride& stride) {
  const std::vector<BodyOfLinks> bodies = bodies_of(stride.runner);
  std::string body_set, joint_set;
  for (std::size_t b = 0; b < bodies.size(); ++b) {
    // To the next body, or twice as far as the centre of mass where there is none
    Eigen::Vector3d end = 2.0 * stride.runner.links[static_cast<std::size_t>(bodies[b].links.back())].com;
    if (bodies[b].name != "torso" && bodies[b].name != "pelvis")
      for (const BodyOfLinks& other : bodies)
        if (other.parent == static_cast<int>(b))
          end = stride.runner.links[static_cast<std::size_t>(other.links.front())].offset;
    if (end.norm() < 0.02) end = Eigen::Vector3d(0.0, -0.02, 0.0);
    body_set += body_xml(stride, bodies[b], end);
    joint_set += joint_xml(stride, bodies[b],
                           bodies[b].parent < 0 ? "" : bodies[static_cast<std::size_t>(bodies[b].parent)].name);
  }
  return fmt::format(
      R"(<?xml version="1.0" encoding="UTF-8" ?>
<OpenSimDocument Version="40000">
  <Model name="psoas_runner">
    <credits>Written by Psoas: the runner of {}, scenario {}. Segments after Rajagopal et al. 2016; see NOTICE of Psoas.</credits>
    <gravity>0 {:.9g} 0</gravity>
    <length_units>meters</length_units>
    <force_units>N</force_units>
    <Ground name="ground" />
    <BodySet name="bodyset">
      <objects>
{}      </objects>
    </BodySet>
    <JointSet name="jointset">
      <objects>
{}      </objects>
    </JointSet>
  </Model>
</OpenSimDocument>
)",
      xml(stride.results->path().filename().string()), stride.number, -Runner::gravity, body_set, joint_set);
}

}  // namespace psoas
