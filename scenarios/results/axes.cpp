// Which of the simulation's rows are angles, and which are the pelvis's translations?
#include "scenarios/results/schema.h"
#include "sim/core/check.h"

namespace psoas {

Axes axes_of(const Models& models) {
  // Which coordinates are translations? The tree says so; a runner of default size serves.
  const Runner runner = build_runner(*models.runner, RunnerOptions{}, ShoeOptions{});
  const std::vector<std::string> names = coordinate_names(models);
  CHECK(names.size() == runner.links.size());
  Axes axes;
  axes.position_rows = {-1, -1, -1};
  for (int i = 0; i < runner.nq(); ++i) {
    const Link& link = runner.links[static_cast<std::size_t>(i)];
    if (link.slide) {
      Eigen::Index direction = 0;
      link.axis.cwiseAbs().maxCoeff(&direction);
      axes.position_rows[static_cast<std::size_t>(direction)] = i;
    } else {
      axes.angle_rows.push_back(i);
      axes.coordinate.push_back(names[static_cast<std::size_t>(i)]);
    }
  }
  for (int row : axes.position_rows) CHECK(row >= 0);
  axes.muscle = muscle_names(models);
  return axes;
}

}  // namespace psoas
