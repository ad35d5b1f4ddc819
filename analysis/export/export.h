// How does one predicted stride get into other programs? As text tables, as a motion and a model that OpenSim plays,
// and as an animated scene.
#pragma once

#include <Eigen/Core>
#include <string>
#include <utility>
#include <vector>

#include "models/models.h"
#include "scenarios/results/reader.h"
#include "sim/simulate.h"

namespace psoas {

/// Names and meanings of the formats there are.
const std::vector<std::pair<std::string, std::string>>& export_formats();

/// One solved scenario with curves, and the runner that made it, built again from the file's own parameters.
struct Stride {
  const Results* results = nullptr;
  std::size_t number = 0;
  Scenario scenario;
  Runner runner;
  Spine spine;
  Eigen::VectorXd time;  ///< [s], from right foot contact; a held posture lasts one second
  Eigen::MatrixXd q;     ///< nq x points [rad; m], moving over the ground: forward by speed times time
  double speed = 0.0;    ///< of the ground below it [m/s]; 0 for a held posture
};

/// @throws InputError when there is no such scenario or it was not solved; FileError when the file holds no curves
Stride read_stride(const Results& results, const Models& models, std::size_t scenario);

/// Everything the file holds over the gait cycle of this scenario, a column each, units in the heading.
std::string csv_text(const Stride& stride);

/// OpenSim motion: every coordinate of osim_text(), translations in m, rotations in degrees (inDegrees=yes).
std::string mot_text(const Stride& stride);

/// OpenSim storage: ground forces as ExternalLoads names them, joint moments, lumbar loads, muscle activations.
std::string sto_text(const Stride& stride);

/// OpenSim 4 model of the runner's skeleton: bodies, joints and coordinates named as in mot_text(). No muscles.
std::string osim_text(const Stride& stride);

/// glTF 2.0, one file: a simple solid for each body and lumbar vertebra, and its motion over the stride.
std::string gltf_text(const Stride& stride);

// ---- Shared by the formats

/// A body with mass, and the links that lead to it from the body before: together one joint.
struct BodyOfLinks {
  std::string name;  ///< "pelvis", "torso", "thigh_r"; else after its last coordinate
  int parent = -1;   ///< among the bodies; -1 is the ground
  std::vector<int> links;
};
std::vector<BodyOfLinks> bodies_of(const Runner& runner);

}  // namespace psoas
