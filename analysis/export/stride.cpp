// Which scenario is to be exported, and what bodies does its runner have?
#include <fmt/format.h>

#include <cmath>
#include <map>

#include "analysis/export/export.h"
#include "analysis/recorded.h"
#include "sim/core/check.h"
#include "sim/core/input_error.h"

namespace psoas {

const std::vector<std::pair<std::string, std::string>>& export_formats() {
  static const std::vector<std::pair<std::string, std::string>> formats = {
      {"csv", "all curves of the scenario, a row a per cent of the gait cycle"},
      {"mot", "motion for OpenSim: coordinates in degrees and metres; the matching .osim is written beside it"},
      {"sto", "storage for OpenSim: ground forces, joint moments, lumbar loads, muscle activations"},
      {"osim", "skeleton of the runner for OpenSim 4"},
      {"gltf", "animated scene for Blender and viewers"},
  };
  return formats;
}

Stride read_stride(const Results& results, const Models& models, std::size_t scenario) {
  if (scenario >= results.scenario_count())
    throw InputError(fmt::format("no scenario {}: the file holds 0 to {}", scenario, results.scenario_count() - 1));
  if (const Status status = results.status()[scenario]; status != Status::converged)
    throw InputError(fmt::format("scenario {} was not solved: {}", scenario, name(status)));
  Stride stride;
  stride.results = &results;
  stride.number = scenario;
  stride.scenario = Recorded(results).scenario(scenario);
  stride.runner = build_runner(*models.runner, stride.scenario.runner, stride.scenario.shoe);
  stride.spine = build_spine(*models.spine, stride.scenario.runner);
  stride.q = recorded_motion(results, stride.runner, scenario);
  const double duration = results.numbers("stride_duration")[scenario];
  const bool runs = std::isfinite(duration) && stride.scenario.task.kind == TaskKind::run;
  stride.speed = runs ? stride.scenario.gait.speed : 0.0;
  stride.time = Eigen::VectorXd::LinSpaced(stride.q.cols(), 0.0, runs ? duration : 1.0);
  // The file has the stride as on a treadmill
  for (std::size_t i = 0; i < stride.runner.links.size(); ++i)
    if (stride.runner.links[i].slide && stride.runner.links[i].axis.x() > 0.5)
      stride.q.row(static_cast<Eigen::Index>(i)) += stride.speed * stride.time.transpose();
  return stride;
}

std::vector<BodyOfLinks> bodies_of(const Runner& runner) {
  std::map<int, std::string> known = {{runner.pelvis, "pelvis"}, {runner.trunk, "torso"}};
  for (int side : {0, 1}) {
    const std::string ending = side == 0 ? "_r" : "_l";
    const auto at = static_cast<std::size_t>(side);
    known[runner.thigh[at]] = "thigh" + ending;
    known[runner.shank[at]] = "shank" + ending;
    known[runner.foot[at]] = "foot" + ending;
    known[runner.toes[at]] = "toes" + ending;
    const int talus = runner.links[static_cast<std::size_t>(runner.foot[at])].parent;
    if (!known.count(talus)) known[talus] = "talus" + ending;
    for (std::size_t i = 0; i < runner.links.size(); ++i)
      if (runner.links[i].name == "shoulder_flexion" + ending) known[static_cast<int>(i)] = "arm" + ending;
  }
  std::vector<BodyOfLinks> bodies;
  std::map<int, int> body_at;  // of a link that carries mass
  for (int i = 0; i < runner.nq(); ++i) {
    const Link& link = runner.links[static_cast<std::size_t>(i)];
    if (link.mass <= 0.0) continue;
    BodyOfLinks body;
    body.name = known.count(i) ? known[i] : link.name + "_body";
    for (int l = i; l >= 0 && (l == i || !body_at.count(l)); l = runner.links[static_cast<std::size_t>(l)].parent)
      body.links.insert(body.links.begin(), l);
    const int before = runner.links[static_cast<std::size_t>(body.links.front())].parent;
    body.parent = before < 0 ? -1 : body_at.at(before);
    // One joint can have what a joint of OpenSim has: slides first, then hinges that meet in one point
    std::size_t slides = 0;
    for (std::size_t k = 0; k < body.links.size(); ++k) {
      const Link& part = runner.links[static_cast<std::size_t>(body.links[k])];
      CHECK(k == 0 || part.offset.isZero(0.0));
      CHECK(!part.slide || slides == k);
      slides += part.slide;
    }
    CHECK(slides <= 3 && body.links.size() - slides <= 3);
    body_at[i] = static_cast<int>(bodies.size());
    bodies.push_back(std::move(body));
  }
  return bodies;
}

}  // namespace psoas
