// Does the runner find a stride in every shoe of the library on every surface of it?
#include <gtest/gtest.h>

#include <iostream>

#include "models/catalogue.h"
#include "tests/stride/body.h"

namespace psoas::strides {
namespace {

TEST(Library, EveryShoeOnEverySurfaceConverges) {
  const Body body;
  const Catalogue catalogue = read_catalogue(models_folder());
  StrideWorkspace work;
  for (const double speed : {2.5, 3.5, 4.5}) {
    const BaselineStride own = body.baseline(speed, {}, work);
    ASSERT_EQ(own.solution.status, Status::converged);
    int iterations = 0, most = 0;
    for (const ShoeKind& shoe : catalogue.shoes) {
      for (const SurfaceKind& surface : catalogue.surfaces) {
        StrideChange change;
        change.shoe = shoe.options, change.surface = surface.options;
        const Runner runner = build_runner(*body.models.runner, {}, shoe.options);
        const StrideSolution found = solve_scenario_stride(own, runner, change, work);
        const std::string pair = shoe.options.kind + " on " + surface.options.kind;
        EXPECT_EQ(found.status, Status::converged) << pair << ": " << found.reason;
        // A stride, and no other minimum: no pair changes the peak force by a fifth, and physics holds between the
        // knots.
        EXPECT_NEAR(found.force.row(1).maxCoeff(), own.solution.force.row(1).maxCoeff(),
                    0.2 * own.solution.force.row(1).maxCoeff())
            << pair;
        EXPECT_LT(found.mesh_error, 0.05) << pair;
        iterations += found.iterations, most = std::max(most, found.iterations);
      }
    }
    std::cout << speed << " m/s: " << iterations << " iterations over all pairs, at most " << most << "\n";
  }
}

}  // namespace
}  // namespace psoas::strides
