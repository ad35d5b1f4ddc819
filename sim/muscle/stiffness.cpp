// Stiffness of the spine from sums over straight pieces of muscle, span by span.
//
// Turning about hinge i of the chain moves a point b by a_i × (b - J_i) = a_i × b + c_i, c_i = J_i × a_i; about two,
// i the lower, by a_i × (a_j × b + c_j) in second order. A piece from o to b, with u = (b - o) / l, is changed only by
// the hinges between its ends, and with o held
//
//   ∂_i l    = u · ∂_i b
//   ∂_i∂_j l = u · ∂_i∂_j b + (∂_i b · ∂_j b - ∂_i l ∂_j l) / l.
//
// For a given pair of hinges this is bilinear in their twists (a, c), and its coefficients add up over all pieces that
// span both. So we sum over pieces with the same ends first, and meet the hinges only then.
#include "sim/muscle/stiffness.h"

#include <Eigen/Eigenvalues>
#include <algorithm>

#include "sim/core/check.h"

namespace psoas {
namespace {

using Matrix6 = Eigen::Matrix<double, 6, 6>;
using Affine = Eigen::Matrix<double, 3, 4>;  // acts on (b, 1)

// Sums over pieces whose ends stand on the same two bodies, tension F, p = (b, 1).
struct SpanSums {
  Eigen::Matrix4d points = Eigen::Matrix4d::Zero();                        // Σ F/l p p'
  Matrix6 lines = Matrix6::Zero();                                         // Σ F/l line line'
  Eigen::Matrix<double, 4, 3> pull = Eigen::Matrix<double, 4, 3>::Zero();  // Σ F p u'
  SpanSums& operator+=(const SpanSums& other) {
    points += other.points;
    lines += other.lines;
    pull += other.pull;
    return *this;
  }
};
constexpr int span_count = level_count * level_count;
constexpr int span(int low, int high) { return low * level_count + high - 1; }  // 0 ≤ low < high ≤ 6

Eigen::Matrix3d skew(const Eigen::Vector3d& a) {
  Eigen::Matrix3d A;
  A << 0.0, -a.z(), a.y(), a.z(), 0.0, -a.x(), -a.y(), a.x(), 0.0;
  return A;
}

/// How a hinge's twist moves a point.
Affine motion(const Eigen::Matrix<double, 6, 1>& twist) {
  Affine T;
  T << skew(twist.head<3>()), twist.tail<3>();
  return T;
}

/// Q of ∂_i∂_j V = twist_i' Q twist_j, hinge i the lower.
Matrix6 twist_form(const SpanSums& sums) {
  const Eigen::Matrix3d S = sums.points.topLeftCorner<3, 3>(), M = sums.pull.topRows<3>();
  const Eigen::Matrix3d s = skew(sums.points.topRightCorner<3, 1>());
  const Eigen::Matrix3d f = skew(sums.pull.row(3).transpose());
  const Eigen::Matrix3d I = Eigen::Matrix3d::Identity();
  Matrix6 Q = -sums.lines;
  Q.topLeftCorner<3, 3>() += S.trace() * I - S + M - M.trace() * I;
  Q.topRightCorner<3, 3>() += s - f;
  Q.bottomLeftCorner<3, 3>() -= s;
  Q.bottomRightCorner<3, 3>() += sums.points(3, 3) * I;
  return Q;
}

/// Where a path point stands. Legs are held, so a point on them is as good as one on the pelvis; the kneecap's turn
/// about the knee is left to the geometry of the legs: no piece reaches from there to a vertebra.
int place_of(Body body) { return body <= Body::thorax ? static_cast<int>(body) : 0; }

}  // namespace

void stiffness_terms(const Spine& spine, const SpinePose& pose, const MuscleGeometry& geometry, const SpineLoads& loads,
                     const StiffnessOptions& options, StiffnessTerms& terms) {
  const int nm = static_cast<int>(spine.muscles.size());
  CHECK(geometry.length.size() == nm);

  // 1. Pieces of muscle that cross a level, told from their lower end to their upper.
  terms.pieces.clear();
  terms.muscles.clear();
  for (int i = 0; i < nm; ++i) {
    const std::vector<PathPoint>& path = spine.muscles[i].path;
    const std::size_t before = terms.pieces.size();
    for (std::size_t k = 1; k < path.size(); ++k) {
      const PathPoint* lower = &path[k - 1];
      const PathPoint* upper = &path[k];
      if (place_of(lower->body) == place_of(upper->body)) continue;
      if (place_of(lower->body) > place_of(upper->body)) std::swap(lower, upper);
      CHECK(lower->follow == 0.0);
      const Eigen::Vector3d o = pose.X_PB[static_cast<int>(lower->body)] * lower->position;
      const Eigen::Vector3d b = pose.X_PB[static_cast<int>(upper->body)] * upper->position;
      StiffnessTerms::Piece piece;
      piece.muscle = i, piece.low = place_of(lower->body), piece.high = place_of(upper->body);
      piece.per_length = 1.0 / (b - o).norm();
      piece.point << b, 1.0;
      piece.direction = piece.per_length * (b - o);
      piece.line << b.cross(piece.direction), piece.direction;
      terms.pieces.push_back(piece);
    }
    if (terms.pieces.size() > before) terms.muscles.push_back(i);
  }
  terms.short_range = options.short_range * geometry.length.cwiseInverse();

  // 2. Hinges, discs, and what is above.
  terms.passive = passive_stiffness(spine, pose);
  terms.press.setZero();
  for (int level = 0; level < level_count; ++level) {
    for (int j = 0; j < 3; ++j) {
      const Eigen::Vector3d a = pose.axes[level].col(j);
      terms.twist.col(3 * level + j) << a, pose.joint[level].cross(a);
    }
    terms.press.block<1, 3>(level, 3 * level) = -pose.disc[level].col(1).transpose();
  }
  terms.loads = loads;
  terms.disc_stiffening = options.disc_stiffening;
  terms.belt = spine.belt_stiffness;
}

LevelMatrix spine_stiffness(const StiffnessTerms& terms, const MuscleGeometry& geometry,
                            const Eigen::Ref<const Eigen::VectorXd>& F) {
  CHECK(F.size() == geometry.length.size() && F.size() == terms.short_range.size());

  // 1. Sums over the pieces of each span. A dead load is a pull that does not turn: it has no length.
  std::array<SpanSums, span_count> sums;
  for (const StiffnessTerms::Piece& piece : terms.pieces) {
    SpanSums& here = sums[span(piece.low, piece.high)];
    const double tension = F[piece.muscle], transverse = tension * piece.per_length;
    here.points.noalias() += (transverse * piece.point) * piece.point.transpose();
    here.lines.noalias() += (transverse * piece.line) * piece.line.transpose();
    here.pull.noalias() += (tension * piece.point) * piece.direction.transpose();
  }
  for (int level = 0; level < level_count; ++level) {
    const DeadLoad& dead = terms.loads.dead[level];
    const Eigen::Vector4d point = dead.point.homogeneous();
    sums[span(0, level + 1)].pull.noalias() -= point * dead.force.transpose();
  }

  // 2. A pair of levels is spanned by all that starts at or below the lower and ends above the upper.
  for (int low = 1; low < level_count; ++low)
    for (int high = level_count; high > low; --high) sums[span(low, high)] += sums[span(low - 1, high)];
  for (int low = 0; low < level_count; ++low)
    for (int high = level_count - 1; high > low; --high) sums[span(low, high)] += sums[span(low, high + 1)];

  // 3. On to the hinges of every pair of levels; the triangle of the lower hinge in the row is the truth.
  LevelMatrix K = LevelMatrix::Zero();
  for (int p = 0; p < level_count; ++p) {
    for (int r = p; r < level_count; ++r) {
      const Matrix6 Q = twist_form(sums[span(p, r + 1)]);
      K.block<3, 3>(3 * p, 3 * r).noalias() =
          terms.twist.middleCols<3>(3 * p).transpose() * (Q * terms.twist.middleCols<3>(3 * r));
    }
  }

  // 4. Short-range stiffness, muscle by muscle: its pieces stretch together. Above the diagonal only, in steps of two
  //    levels.
  for (const int i : terms.muscles) {
    const Eigen::Map<const LevelVector> r(geometry.moment_arm.col(i).data());
    const LevelVector scaled = (terms.short_range[i] * F[i]) * r;
    K.block<6, 6>(0, 0).noalias() += r.head<6>() * scaled.head<6>().transpose();
    K.block<12, 6>(0, 6).noalias() += r.head<12>() * scaled.segment<6>(6).transpose();
    K.block<18, 6>(0, 12).noalias() += r * scaled.tail<6>().transpose();
  }
  K.triangularView<Eigen::StrictlyLower>() = K.transpose();

  // 5. Discs and ligaments, stiffer under what presses them; a belt resists the angle of all levels together.
  const LevelVector pull = geometry.level_pull * F;
  const Eigen::Matrix<double, level_count, 1> compression = terms.loads.compression + terms.press * pull;
  for (int j = 0; j < level_axis_count; ++j)
    K(j, j) += terms.passive[j] * (1.0 + terms.disc_stiffening * compression[j / 3]);
  if (terms.belt != 0.0)
    for (int i = 0; i < level_axis_count; ++i)
      for (int j = i % 3; j < level_axis_count; j += 3)
        if (i % 3 < 2) K(i, j) += terms.belt;
  return K;
}

Modes modes(const LevelMatrix& K) {
  const Eigen::SelfAdjointEigenSolver<LevelMatrix> solver(K);
  CHECK(solver.info() == Eigen::Success);
  return {solver.eigenvalues(), solver.eigenvectors()};
}

void stability_cut(const StiffnessTerms& terms, const MuscleGeometry& geometry, const LevelVector& nudge,
                   StabilityCut& cut) {
  // 1. How the nudge moves what stands above a span against what stands below: once, and in second order.
  //    Σ_ij v_i v_j ∂_i∂_j b = Σ_j v_j (2 Σ_{i<j} v_i T_i + v_j T_j) T_j b, T_i the motion of hinge i.
  std::array<Affine, span_count> first, second;
  for (int low = 0; low < level_count; ++low) {
    Affine once = Affine::Zero(), twice = Affine::Zero();
    for (int level = low; level < level_count; ++level) {
      for (int j = 3 * level; j < 3 * level + 3; ++j) {
        const Affine T = nudge[j] * motion(terms.twist.col(j));
        twice.noalias() += (2.0 * once + T).leftCols<3>() * T;
        once += T;
      }
      first[span(low, level + 1)] = once;
      second[span(low, level + 1)] = twice;
    }
  }

  // 2. Discs and dead loads; each newton of muscle also presses the discs.
  cut.constant = 0.0;
  Eigen::Matrix<double, level_count, 1> passive;
  for (int level = 0; level < level_count; ++level) {
    const auto here = nudge.segment<3>(3 * level);
    passive[level] = terms.passive.segment<3>(3 * level).dot(here.cwiseAbs2());
    cut.constant += passive[level] * (1.0 + terms.disc_stiffening * terms.loads.compression[level]);
    const DeadLoad& dead = terms.loads.dead[level];
    const Eigen::Vector4d point = dead.point.homogeneous();
    cut.constant -= dead.force.dot(second[span(0, level + 1)] * point);
  }
  Eigen::Vector3d whole = Eigen::Vector3d::Zero();
  for (int level = 0; level < level_count; ++level) whole += nudge.segment<3>(3 * level);
  cut.constant += terms.belt * whole.head<2>().squaredNorm();
  const LevelVector press = terms.disc_stiffening * (terms.press.transpose() * passive);
  cut.per_newton.noalias() = geometry.level_pull.transpose() * press;

  // 3. Muscles: short-range stiffness of each, and the turning of each piece.
  const Eigen::Index nm = geometry.length.size();
  for (Eigen::Index i = 0; i < nm; ++i) {
    const double stretch = nudge.dot(Eigen::Map<const LevelVector>(geometry.moment_arm.col(i).data()));
    cut.per_newton[i] += terms.short_range[i] * stretch * stretch;
  }
  for (const StiffnessTerms::Piece& piece : terms.pieces) {
    const std::size_t here = span(piece.low, piece.high);
    const Eigen::Vector3d moved = first[here] * piece.point, turned = second[here] * piece.point;
    const double along = piece.direction.dot(moved);
    cut.per_newton[piece.muscle] +=
        piece.direction.dot(turned) + piece.per_length * (moved.squaredNorm() - along * along);
  }
}

}  // namespace psoas
