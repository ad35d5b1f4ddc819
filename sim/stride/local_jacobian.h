// How do the rows of eight nodes change with their coordinates, rates and accelerations, and then with control points?
#pragma once

#include <array>

#include "sim/stride/evaluate.h"

namespace psoas {

/// Eight nodes in the lanes, besides their coordinates: each foot's ground element, s and its two rates, how far below
/// its place the ground is put, and the time.
struct Instant {
  std::array<std::array<Lanes, 3>, 2> s;
  std::array<Lanes, 2> away;  ///< [m]
  Lanes time;                 ///< [s]
};

/// What the ground does to all beyond link i of the chain: to the toes alone beyond their joint, else to both bodies.
inline const Spatial<Lanes>& beyond(const Ground& ground, const FootForce<Lanes>& contact, int i) {
  return i == ground.link[1] ? contact.on[1].wrench : contact.wrench;
}

/// Derivatives of all rows by q, qd, qdd, row by row in EvaluationData::jacobian: [row of RowMap][which][variable].
class LocalJacobian {
 public:
  LocalJacobian(const StrideProblem& problem, EvaluationData& data) : problem_(problem), data_(data) {}

  void set_zero();
  /// The body: analytic derivatives of inverse dynamics; and what springs in joints give by themselves.
  void add_body();
  /// What joints give by themselves beyond the default.
  void add_given();
  /// The contact of one foot: how its wrench changes with every coordinate of the leg it stands on.
  void add_contact(std::size_t foot);
  /// Chain rule from (q, qd, qdd) at the knot to the control points and T, and out of the lanes.
  void store(const StrideUnknowns& x, int first, const Instant& now, NodeJacobians& jacobians);

 private:
  using Index = std::size_t;
  const StrideProblem& problem_;
  EvaluationData& data_;
  RowMap map_{problem_};
  Index nq_ = static_cast<Index>(problem_.runner->nq()), nv_ = static_cast<Index>(problem_.rows());

  Lanes& at(Index row, Index which, Index variable) { return data_.jacobian[(row * 3 + which) * nv_ + variable]; }
  Index row_of(Index coordinate) const;
  void spread(Index f, const Spatial<Lanes>& on_foot, const Spatial<Lanes>& on_toes, Index which, Index variable);
  Lanes by_passing(Index row, const Instant& now, double duration);
};

}  // namespace psoas
