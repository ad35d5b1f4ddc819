// What tight muscles, discs and a belt give: is it one potential, the same that the sharing counts, and does the stride
// feel it? What do weak legs cost?
#include <gtest/gtest.h>

#include "models/upper_body.h"
#include "sim/muscle/fibre.h"
#include "sim/sharing/demand.h"
#include "sim/sharing/given_change.h"
#include "sim/sharing/leg_capacity.h"
#include "tests/stride/body.h"

namespace psoas {
namespace {

constexpr double degree = strides::degree;

MuscleOptions tight(double all) {
  MuscleOptions muscle;
  muscle.hamstrings_tightness = muscle.quadriceps_tightness = muscle.gluteals_tightness = all;
  muscle.hip_flexors_tightness = muscle.calf_tightness = all;
  return muscle;
}

struct GivenChanges : testing::Test {
  strides::Body body;
  std::array<int, given_count> at = given_coordinates(body.runner);
  Eigen::MatrixXd q = baseline_postures(body.runner, body.reference(3.5), 12);

  Spine spine(const MuscleOptions& muscle, const RunnerOptions& options = {}) const {
    return build_spine(*body.models.spine, options, muscle);
  }
  GivenVector angles(Eigen::Index k) const {
    GivenVector v;
    for (int c = 0; c < given_count; ++c) v[c] = q(at[static_cast<std::size_t>(c)], k);
    return v;
  }
  /// At one posture, turned a little.
  Given given(const Spine& changed, Eigen::Index k, const GivenVector& turn = GivenVector::Zero()) const {
    Given out;
    given_change(body.runner, body.spine, changed, q)(k, angles(k) + turn, out);
    return out;
  }
  /// Moments about lumbar joint, hips, knees and ankles by the true geometry: fibres, discs and belt.
  GivenVector true_moment(const Spine& of, Eigen::Index k) const {
    SpinePose pose;
    MuscleGeometry geometry;
    FibreState fibres;
    spine_pose(body.runner, of, q.col(k), pose);
    muscle_geometry(body.runner, of, pose, geometry);
    fibre_state(of, geometry, Eigen::Matrix<double, balance_count, 1>::Zero(), fibres);
    Eigen::VectorXd F(fibres.passive.size());
    for (Eigen::Index i = 0; i < F.size(); ++i)
      F[i] = of.muscles[static_cast<std::size_t>(i)].F_max * fibres.passive[i];
    Eigen::Matrix<double, balance_count, 1> M = geometry.moment_arm * F;
    M.head<level_axis_count>() += given_moment(of, pose);
    GivenVector sum = GivenVector::Zero();
    for (int i = 0; i < level_count; ++i)
      sum.head<3>() += of.levels[static_cast<std::size_t>(i)].fraction.cwiseProduct(M.segment<3>(3 * i));
    sum.tail<10>() = M.tail<10>();
    return sum;
  }
};

RunnerOptions old_with_belt() {
  RunnerOptions options;
  options.age = 65.0, options.disc_degeneration = 1.4, options.belt_stiffness = 160.0, options.belt_pressure = 2000.0;
  return options;
}

// No matter how the sharing reaches its moments: at the postures themselves both must say the same, to rounding.
TEST_F(GivenChanges, AreTheMomentsThatTheSharingCounts) {
  const Spine changed = spine(tight(0.25), old_with_belt());
  for (Eigen::Index k = 0; k < q.cols(); ++k) {
    const GivenVector expected = true_moment(changed, k) - true_moment(body.spine, k);
    EXPECT_LT((given(changed, k).moment - expected).cwiseAbs().maxCoeff(), 1e-8) << k;
    EXPECT_GT(expected.cwiseAbs().maxCoeff(), 5.0) << k;
  }
}

// An arched back holds its discs at other angles: a moment of its own, besides that of stiffer discs.
TEST_F(GivenChanges, OfAnArchedBackAreTheMomentsThatTheSharingCounts) {
  for (const double lordosis : {-15 * degree, 8 * degree}) {
    for (const RunnerOptions& options : {RunnerOptions{}, old_with_belt()}) {
      PostureOptions posture;
      posture.lordosis = lordosis;
      Spine changed = spine({}, options);
      Runner arched = body.runner;
      hold_upper_body(*body.models.runner, options, posture, arched, changed);
      double largest = 0.0;
      for (Eigen::Index k = 0; k < q.cols(); ++k) {
        const Eigen::Vector3d stride = given(changed, k).moment.head<3>();
        SpinePose usual, pose;
        spine_pose(body.runner, body.spine, q.col(k), usual);
        spine_pose(arched, changed, q.col(k), pose);
        LevelVector sharing = given_moment(changed, pose) - given_moment(body.spine, usual);
        Eigen::Vector3d expected = Eigen::Vector3d::Zero();
        for (int i = 0; i < level_count; ++i)
          expected += changed.levels[static_cast<std::size_t>(i)].fraction.cwiseProduct(sharing.segment<3>(3 * i));
        // Old muscles are stiffer too: they are in the other test.
        if (options.age == RunnerOptions{}.age) {
          EXPECT_LT((stride - expected).norm(), 1e-8) << k;
        }
        largest = std::max(largest, std::abs(expected[0]));
      }
      EXPECT_GT(largest, 0.5);
    }
  }
}

// Central differences: h² truncation 1e-8, eps/h 1e-9 of the largest slope; one potential makes the slope symmetric.
TEST_F(GivenChanges, SlopesAreThoseOfTheMoments) {
  const Spine changed = spine(tight(0.25), old_with_belt());
  for (Eigen::Index k = 0; k < q.cols(); k += 3) {
    const GivenVector turn = GivenVector::LinSpaced(-3 * degree, 4 * degree);
    const Given here = given(changed, k, turn);
    const double scale = here.slope.cwiseAbs().maxCoeff();
    EXPECT_LT((here.slope - here.slope.transpose()).cwiseAbs().maxCoeff(), 1e-12 * scale);
    for (int c = 0; c < given_count; ++c) {
      const GivenVector h = 1e-5 * GivenVector::Unit(c);
      const GivenVector slope = (given(changed, k, turn + h).moment - given(changed, k, turn - h).moment) / 2e-5;
      EXPECT_LT((here.slope.col(c) - slope).cwiseAbs().maxCoeff(), 1e-6 * scale) << k << " " << c;
    }
  }
}

TEST_F(GivenChanges, ThereAreNoneWhereNothingDiffers) {
  EXPECT_FALSE(given_change(body.runner, body.spine, spine({}), q));
  RunnerOptions young;
  young.age = 18.0;
  EXPECT_FALSE(given_change(body.runner, body.spine, spine({}, young), q));
}

// Tight muscles pull the way they act; both joints of a two-joint muscle feel it.
TEST_F(GivenChanges, PullTheWayTheMuscleActs) {
  const int hip = 3, knee = 9, ankle = 11;  // right; flexion and dorsiflexion are positive
  q = Eigen::MatrixXd::Zero(body.runner.nq(), 3);
  const auto set = [&](Eigen::Index k, double hip_angle, double knee_angle, double ankle_angle) {
    q(at[hip], k) = hip_angle * degree, q(at[knee], k) = knee_angle * degree, q(at[ankle], k) = ankle_angle * degree;
  };
  set(0, 50, 10, 0);    // end of swing
  set(1, -20, 20, 20);  // push-off
  set(2, 20, 95, 0);    // mid-swing
  const auto of = [&](double MuscleOptions::*group, Eigen::Index k) {
    MuscleOptions muscle;
    muscle.*group = 0.2;
    return given(spine(muscle), k).moment;
  };
  const GivenVector hamstrings = of(&MuscleOptions::hamstrings_tightness, 0);
  EXPECT_LT(hamstrings[hip], -5.0);
  EXPECT_GT(hamstrings[knee], 2.0);
  const GivenVector flexors = of(&MuscleOptions::hip_flexors_tightness, 1);
  EXPECT_GT(flexors[hip], 5.0);
  EXPECT_NE(flexors[0], 0.0);  // psoas pulls on the lumbar spine
  EXPECT_LT(of(&MuscleOptions::calf_tightness, 1)[ankle], -5.0);
  EXPECT_LT(of(&MuscleOptions::quadriceps_tightness, 2)[knee], -5.0);
  EXPECT_LT(of(&MuscleOptions::gluteals_tightness, 0)[hip], -1.0);
  EXPECT_GT(of(&MuscleOptions::gluteals_tightness, 0)[hip + 3], -1.0);  // the left hip is not flexed
}

// The stride's moments are less by what is given, and their Jacobian follows: along a random way of the inner nodes.
TEST_F(GivenChanges, ReachTheRowsOfTheStride) {
  constexpr int nodes = 12;
  const LumbarCapacity capacity = lumbar_capacity(body.runner, body.spine, muscle_strength(body.spine, {}), q);
  const StrideProblem plain = baseline_problem(body.runner, body.reference(3.5), build_ground(body.runner, {}, {}),
                                               capacity, strides::with_nodes(nodes));
  StrideProblem problem = plain;
  problem.given = given_change(body.runner, body.spine, spine(tight(0.25), old_with_belt()), q);
  problem.given_share = 0.7;
  SolverWorkspace work = strides::workspace(problem);
  const StrideUnknowns x = first_guess(plain, body.reference(3.5), work.evaluation);
  NodeValues values, usual, up, down;
  NodeJacobians jacobians;
  evaluate(plain, x, 0.0, work.evaluation, usual);
  evaluate_derivatives(problem, x, work.evaluation, values, jacobians);
  Given here;
  for (int k = 0; k < nodes; ++k) {
    GivenVector angle;
    for (int c = 0; c < given_count; ++c) angle[c] = work.evaluation.states.q(at[static_cast<std::size_t>(c)], k);
    problem.given(k, angle, here);
    for (int c = 0; c < given_count; ++c) {
      const int i = at[static_cast<std::size_t>(c)];
      EXPECT_NEAR(usual.tau(i, k) - values.tau(i, k), 0.7 * here.moment[c], 1e-9) << k << " " << c;
    }
  }
  std::srand(3);
  Eigen::MatrixXd way = Eigen::MatrixXd::Random(x.control.rows(), nodes);
  way.leftCols(2).setZero(), way.rightCols(2).setZero();
  const double h = 1e-6;
  StrideUnknowns moved = x;
  moved.control = x.control + h * way, evaluate(problem, moved, 0.0, work.evaluation, up);
  moved.control = x.control - h * way, evaluate(problem, moved, 0.0, work.evaluation, down);
  const Eigen::Index nv = x.control.rows();
  for (int k = 1; k + 1 < nodes; ++k) {
    Eigen::VectorXd change = Eigen::VectorXd::Zero(jacobians[0].rows());
    for (int a = 0; a < 3; ++a)
      change += jacobians[static_cast<std::size_t>(k)].middleCols(a * nv, nv) * way.col(k + a - 1);
    for (int i = 6; i < body.runner.nq(); ++i) {
      const double slope = (up.tau(i, k) - down.tau(i, k)) / (2.0 * h);
      EXPECT_NEAR(change[i - 6], slope, 1e-5 * (1.0 + std::abs(slope))) << k << " " << i;
    }
  }
}

// A weak muscle makes dear what it helps to make, and nothing else.
TEST_F(GivenChanges, WeakMusclesMakeTheirOwnMomentsDear) {
  StrideSolution own;
  own.q = q, own.tau = Eigen::MatrixXd::Zero(q.rows(), q.cols());
  const int hip = at[3], knee = at[9];
  own.tau.row(knee).head(6).setConstant(-150.0);  // extends
  own.tau.row(knee).tail(6).setConstant(150.0);
  own.tau.row(hip).setConstant(-100.0);
  EXPECT_EQ(leg_capacity(body.runner, body.spine, own).size(), 0);
  MuscleOptions weak;
  weak.quadriceps = 0.5;
  const Eigen::MatrixXd quadriceps = leg_capacity(body.runner, spine(weak), own);
  EXPECT_LT(quadriceps.row(knee).head(6).maxCoeff(), 0.3);  // F² of all extensors but for what fades in
  EXPECT_GT(quadriceps.row(knee).head(6).minCoeff(), 0.24);
  EXPECT_GT(quadriceps.row(knee).tail(6).minCoeff(), 0.95);
  EXPECT_GT(quadriceps.row(hip).minCoeff(), 0.95);  // rectus femoris flexes it
  EXPECT_EQ(quadriceps.row(at[11]).minCoeff(), 1.0);
  MuscleOptions strong;
  strong.hamstrings = 1.5;
  EXPECT_GT(leg_capacity(body.runner, spine(strong), own).row(hip).minCoeff(), 1.2);
  RunnerOptions old;
  old.age = 80.0;
  const double left = spine({}, old).muscles[0].strength;
  EXPECT_LT((leg_capacity(body.runner, spine({}, old), own).row(knee).array() - left * left).abs().maxCoeff(), 1e-12);
}

// Behind a long tendon: what the tendon's stretch takes off the fibres is just what lets them pull so much.
TEST_F(GivenChanges, ATendonSoftensWhatTightnessAdds) {
  const Spine changed = spine(tight(0.2));
  int seen = 0;
  for (const Muscle& muscle : changed.muscles) {
    if (muscle.optimal_length > 0.0 || muscle.shortening == 0.0) continue;
    ++seen;
    const double sine = std::sin(muscle.pennation), give = 0.049 * muscle.relaxed_tendon / muscle.relaxed_length;
    for (double along = 0.5; along < 1.6; along += 0.05) {
      const double length = muscle.relaxed_tendon + along * muscle.relaxed_length;
      // The two forces by halving, each from its own equation.
      const auto force = [&](double shortening) {
        double low = 0.0, high = 20.0;
        for (int i = 0; i < 100; ++i) {
          const double f = 0.5 * (low + high), seen_along = std::max(0.1, along - give * f);
          const double l = std::hypot(seen_along, sine);
          (passive_force_length(l + shortening) * seen_along / l > f ? low : high) = f;
        }
        return low;
      };
      EXPECT_NEAR(relaxed_muscle(muscle, length).force, force(muscle.shortening) - force(0.0), 1e-10) << muscle.name;
    }
  }
  EXPECT_EQ(seen, 2 * 8);  // biceps long head, semimembranosus, rectus, piriformis, tensor, both gastrocnemii, soleus
}

}  // namespace
}  // namespace psoas
