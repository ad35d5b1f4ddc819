// How does a runner come from the tables? The reference man is scaled to this body, and the right limbs mirrored to the
// left.
#include "models/runner.h"

#include <algorithm>
#include <map>

#include "models/runner_tables.h"
#include "sim/core/check.h"

namespace psoas {
namespace {

const std::string right = "_r", left = "_l";

std::string other_side(const std::string& name) { return name.substr(0, name.size() - right.size()) + left; }

/// Mirror in the plane z = 0: a place flips z, a rotation axis flips x and y.
Eigen::Vector3d mirrored_place(const Eigen::Vector3d& p) { return {p.x(), p.y(), -p.z()}; }
Eigen::Vector3d mirrored_axis(const Eigen::Vector3d& axis) { return {-axis.x(), -axis.y(), axis.z()}; }
Eigen::Matrix3d mirrored_inertia(const Eigen::Matrix3d& inertia) {
  const Eigen::DiagonalMatrix<double, 3> M(1.0, 1.0, -1.0);
  return M * inertia * M;
}

Link mirrored(Link link) {
  link.name = other_side(link.name);
  CHECK(!link.slide);  // a limb has hinges only
  link.axis = mirrored_axis(link.axis);
  link.offset = mirrored_place(link.offset);
  link.com = mirrored_place(link.com);
  link.inertia = mirrored_inertia(link.inertia);
  return link;
}

/// Adds a point mass to a body.
void add_mass(Link& link, double mass, const Eigen::Vector3d& place) {
  const double total = link.mass + mass;
  if (total <= 0.0) return;
  const Eigen::Vector3d d = place - link.com;
  const double reduced = link.mass * mass / total;
  link.inertia += reduced * (d.squaredNorm() * Eigen::Matrix3d::Identity() - d * d.transpose());
  link.com += d * (mass / total);
  link.mass = total;
}

/// The centre of mass of the shoe: the middle of the sole points, toes straight, all of it on the foot (assumption).
Eigen::Vector3d shoe_centre(const std::vector<SoleRow>& sole, const Eigen::Vector3d& p_foot_toes) {
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  for (const SoleRow& row : sole)
    sum += row.body == "toes" ? Eigen::Vector3d(row.point.position + p_foot_toes) : row.point.position;
  return sum / static_cast<double>(sole.size());
}

}  // namespace

int Runner::index(const std::string& name) const {
  const auto found = std::find_if(links.begin(), links.end(), [&](const Link& link) { return link.name == name; });
  CHECK(found != links.end());
  return static_cast<int>(found - links.begin());
}

Runner build_runner(const RunnerTables& tables, const RunnerOptions& options, const ShoeOptions& shoe) {
  CHECK(options.mass > 0.0 && options.height > 0.0 && shoe.mass >= 0.0);
  const double length = options.height / tables.height;
  const double torque = options.mass * options.height / (tables.torque_mass * tables.torque_height);
  Runner runner;
  runner.height = options.height;
  const std::string toes = "toe_extension_r";
  Eigen::Vector3d p_foot_toes = Eigen::Vector3d::Zero();
  for (const LinkRow& row : tables.links)
    if (row.link.name == toes) p_foot_toes = row.link.offset;

  // One link of the right side or the middle, at the size of this body. Fractions are normalised: the body weighs what
  // it weighs.
  const bool female = options.sex == Sex::female;
  const auto fraction = [female](const BodyRow& body) {
    return female ? body.female_mass_fraction : body.male_mass_fraction;
  };
  std::map<std::string, double> count;
  for (const LinkRow& row : tables.links) count[row.body] += row.link.name.ends_with(right) ? 2.0 : 1.0;
  double fractions = 0.0;
  for (const BodyRow& body : tables.bodies) fractions += count[body.name] * fraction(body);
  const auto scaled = [&](const LinkRow& row) {
    Link link = row.link;
    link.offset *= length;
    for (const BodyRow& body : tables.bodies) {
      if (body.name != row.body) continue;
      link.mass = options.mass * fraction(body) / fractions;
      link.com = body.com * length;
      const double reference_mass = tables.mass * body.male_mass_fraction;
      link.inertia = body.inertia * (link.mass / reference_mass * length * length);
    }
    if (row.body == "foot") add_mass(link, shoe.mass, length * shoe_centre(tables.sole, p_foot_toes));
    return link;
  };

  // Middle links stand once; a limb is a run of right links, each the child of the one before, and its mirror image
  // follows it.
  std::vector<int> place(tables.links.size());  // of each row among the links
  const auto add = [&](Link link, const LinkRow& row, double sign) {
    runner.links.push_back(std::move(link));
    runner.torque_scale.push_back(row.torque_scale * torque);
    runner.range.push_back(row.range);
    const double own = options.mass * options.height / (tables.mass * tables.height);
    runner.stiffness.push_back(row.stiffness * own + (row.link.name == toes ? shoe.bending_stiffness : 0.0));
    runner.damping.push_back(row.damping * own);
    runner.mirror_sign.push_back(sign);
    return static_cast<int>(runner.links.size()) - 1;
  };
  for (std::size_t row = 0; row < tables.links.size();) {
    const LinkRow& first = tables.links[row];
    if (!first.link.name.ends_with(right)) {
      Link link = scaled(first);
      if (link.parent >= 0) link.parent = place[static_cast<std::size_t>(link.parent)];
      // In a mirror a slide keeps its sign unless it points sideways, a hinge flips unless its axis does.
      const double keeps = link.axis.z() * link.axis.z() > 0.5 ? 1.0 : -1.0;
      place[row] = add(link, first, link.slide ? -keeps : keeps);
      runner.mirror.push_back(place[row]);
      ++row;
      continue;
    }
    std::size_t end = row + 1;
    while (end < tables.links.size() && tables.links[end].link.name.ends_with(right) &&
           tables.links[end].link.parent == static_cast<int>(end) - 1) {
      ++end;
    }
    const int n = static_cast<int>(end - row);
    const int base = runner.nq();
    for (const bool is_left : {false, true}) {
      for (std::size_t i = row; i < end; ++i) {
        Link link = scaled(tables.links[i]);
        if (is_left) link = mirrored(link);
        link.parent = i == row ? place[static_cast<std::size_t>(link.parent)] : runner.nq() - 1;
        const int at = add(link, tables.links[i], 1.0);
        if (!is_left) place[i] = at;
        runner.mirror.push_back(is_left ? at - n : at + n);
      }
    }
    CHECK(runner.nq() == base + 2 * n);
    row = end;
  }

  // Links that others must find, total mass with shoes, and the height of the hip when standing.
  runner.pelvis = runner.index("pelvis_rotation");
  runner.trunk = runner.index("lumbar_rotation");
  runner.thigh = {runner.index("hip_rotation_r"), runner.index("hip_rotation_l")};
  runner.shank = {runner.index("knee_flexion_r"), runner.index("knee_flexion_l")};
  runner.foot = {runner.index("subtalar_inversion_r"), runner.index("subtalar_inversion_l")};
  runner.toes = {runner.index(toes), runner.index(other_side(toes))};
  runner.rest.assign(runner.links.size(), 0.0);
  runner.sprung.assign(runner.toes.begin(), runner.toes.end());
  for (const Link& link : runner.links) runner.mass += link.mass;
  for (const SoleRow& row : tables.sole) {
    runner.sole.push_back(row.point);
    runner.sole.back().link = row.body == "toes" ? runner.toes[0] : runner.foot[0];
    runner.sole.back().position *= length;
    runner.sole.back().position.y() -= thickness(shoe, row.point.zone) - thickness(ShoeOptions{}, row.point.zone);
  }
  double lowest = 0.0;
  for (const PadPoint& point : runner.sole) {
    const bool beyond = point.link == runner.toes[0];
    lowest = std::min(lowest, point.position.y() + (beyond ? length * p_foot_toes.y() : 0.0));
  }
  for (int i = runner.foot[0]; i != runner.index("hip_flexion_r");
       i = runner.links[static_cast<std::size_t>(i)].parent) {
    lowest += runner.links[static_cast<std::size_t>(i)].offset.y();
  }
  runner.leg_length = -lowest;
  return runner;
}

double raised(const Runner& a, const Runner& b) {
  CHECK(a.sole.size() == b.sole.size());
  double sum = 0.0;
  for (std::size_t i = 0; i < a.sole.size(); ++i) sum += a.sole[i].position.y() - b.sole[i].position.y();
  return sum / static_cast<double>(a.sole.size());
}

}  // namespace psoas
