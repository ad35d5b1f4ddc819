// What do the tables of models/reference/ hold? Fourier series of the coordinates at a few speeds, force on a foot,
// timing.
#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "models/reference.h"

namespace psoas {

/// One coordinate, at every tabulated speed. A name that ends in _r stands for both sides.
struct CoordinateSeries {
  std::string name;
  bool length = false;           ///< true: [m], scales with height; false: [rad]
  Eigen::MatrixXd cosine, sine;  ///< speeds x (harmonics + 1)
};

/// The tables of models/reference/, as read.
struct ReferenceTables {
  double height = 0.0;                                     ///< of the runners the tables stand for [m]
  std::vector<double> speed;                               ///< rising [m/s]
  std::vector<double> stride_duration, duty_factor, lean;  ///< at each speed [s, -, rad]
  std::vector<CoordinateSeries> coordinates;
  Eigen::MatrixXd force_sine;  ///< 3 x harmonics over contact, in units of 0.5 BW / duty factor: mean vertical force 1
};

/// @param folder  models/reference
/// @throws InputError for every wrong cell or name; FileError when a file cannot be read
std::shared_ptr<const ReferenceTables> read_reference_tables(const std::filesystem::path& folder);

}  // namespace psoas
