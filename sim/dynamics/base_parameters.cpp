// What of a link's masses goes to its parent? The mass at the hinge's centre, and the moments of a rod along its axis.
#include "sim/dynamics/base_parameters.h"

#include "sim/dynamics/turn.h"

namespace psoas {
namespace {

using Index = std::size_t;

/// A point mass at the link's origin, and a rod along the hinge: what neither feels the hinge nor is felt by it.
void hand_up(BaseLink& link, BaseLink& parent, bool rod) {
  const Eigen::Vector3d &k = link.axis, &o = link.p_PL;
  const double m = link.mass, h = rod ? k.dot(link.h) : 0.0, J = rod ? k.dot(link.J * k) : 0.0;
  link.mass = 0.0, link.h -= h * k, link.J -= J * k * k.transpose();
  parent.mass += m, parent.h += m * o + h * k;
  parent.J += m * o * o.transpose() + h * (o * k.transpose() + k * o.transpose()) + J * k * k.transpose();
}

}  // namespace

BaseParameters base_parameters(const Runner& runner) {
  // Masses about each link's origin.
  BaseParameters base;
  for (const Link& link : runner.links) {
    BaseLink b;
    b.parent = link.parent, b.slide = link.slide, b.axis = link.axis, b.p_PL = link.offset;
    b.axis_kind = hinge_kind(link.axis), b.has_offset = !link.offset.isZero(0.0);
    if (link.mass > 0.0) {
      b.mass = link.mass, b.h = link.mass * link.com;
      b.J = 0.5 * link.inertia.trace() * Eigen::Matrix3d::Identity() - link.inertia +
            link.mass * link.com * link.com.transpose();
    }
    base.links.push_back(b);
  }

  // From the leaves: hinges hand up what they can. Within a ball joint only the mass goes: links without masses stay
  // so.
  for (Index i = base.links.size(); i-- > 0;) {
    BaseLink& link = base.links[i];
    if (link.parent < 0) continue;
    BaseLink& parent = base.links[static_cast<Index>(link.parent)];
    const bool ball = !link.has_offset && runner.links[static_cast<Index>(link.parent)].mass <= 0.0;
    if (!link.slide) hand_up(link, parent, !ball);
    parent.needs_A |= link.slide || link.has_offset;
  }
  for (BaseLink& link : base.links) {
    // A rod along z leaves exactly nothing there: c - 1·c.
    link.has_moments = !link.h.isZero(0.0) || !link.J.isZero(0.0);
    link.flat = link.h.z() == 0.0 && link.J(2, 2) == 0.0;
    link.needs_A = !link.slide && (link.needs_A || link.has_moments);
  }
  return base;
}

}  // namespace psoas
