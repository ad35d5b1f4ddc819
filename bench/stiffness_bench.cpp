// What does the stability of the spine cost in one frame: its stiffness matrix for given forces, the softest nudges,
// and the linear row that asks for more? Budget: 25 µs for terms and matrix.
#include <benchmark/benchmark.h>

#include "models/models.h"
#include "sim/muscle/stiffness.h"

namespace psoas {
namespace {

struct Case {
  Runner runner;
  Spine spine;
  SpinePose pose;
  MuscleGeometry geometry;
  SpineLoads loads;
  Eigen::VectorXd F;
  StiffnessTerms terms;

  Case() {
    const Models models = read_models(std::filesystem::path(PSOAS_SOURCE_DIR) / "models");
    runner = build_runner(*models.runner, {}, {});
    spine = build_spine(*models.spine, {});
    Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
    for (int i = 3; i < runner.nq(); ++i) q[i] = 0.2 * std::sin(2.0 * i);
    spine_pose(runner, spine, q, pose);
    muscle_geometry(runner, spine, pose, geometry);
    for (int level = 0; level < level_count; ++level) {
      const bool last = level + 1 == level_count;
      loads.dead[level] = {{0.0, last ? -600.0 : -35.0, 0.0}, pose.X_PB[level + 1] * Eigen::Vector3d(0.0, 0.1, 0.0)};
      loads.compression[level] = 700.0;
    }
    F.resize(geometry.length.size());
    for (Eigen::Index i = 0; i < F.size(); ++i) F[i] = 0.1 * spine.muscles[i].F_max;
    stiffness_terms(spine, pose, geometry, loads, {}, terms);
  }
};

void terms_of_one_frame(benchmark::State& state) {
  Case c;
  for (auto _ : state) {
    stiffness_terms(c.spine, c.pose, c.geometry, c.loads, {}, c.terms);
    benchmark::DoNotOptimize(c.terms.pieces.data());
  }
}
BENCHMARK(terms_of_one_frame)->Unit(benchmark::kMicrosecond);

void matrix(benchmark::State& state) {
  const Case c;
  for (auto _ : state) {
    const LevelMatrix K = spine_stiffness(c.terms, c.geometry, c.F);
    benchmark::DoNotOptimize(K.data());
  }
}
BENCHMARK(matrix)->Unit(benchmark::kMicrosecond);

void softest_nudges(benchmark::State& state) {
  const Case c;
  const LevelMatrix K = spine_stiffness(c.terms, c.geometry, c.F);
  for (auto _ : state) {
    const Modes soft = modes(K);
    benchmark::DoNotOptimize(soft.nudge.data());
  }
}
BENCHMARK(softest_nudges)->Unit(benchmark::kMicrosecond);

void one_cut(benchmark::State& state) {
  const Case c;
  const LevelVector nudge = modes(spine_stiffness(c.terms, c.geometry, c.F)).nudge.col(0);
  StabilityCut cut;
  for (auto _ : state) {
    stability_cut(c.terms, c.geometry, nudge, cut);
    benchmark::DoNotOptimize(cut.per_newton.data());
  }
}
BENCHMARK(one_cut)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace psoas
