// Which scenario does a row of a results file stand for? The file keeps every key of every scenario, so that its runner
// can be built again.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "models/models.h"
#include "scenarios/keys.h"
#include "scenarios/results/reader.h"
#include "sim/simulate.h"

namespace psoas {

/// The keys of a results file, read once, and the scenarios they make.
class Recorded {
 public:
  /// @param tables  only keys of these tables ("runner", "shoe", ...); empty: all
  explicit Recorded(const Results& results, const std::vector<std::string>& tables = {});
  Recorded(const Recorded&) = delete;
  Recorded& operator=(const Recorded&) = delete;

  /// What the file says of scenario i; a key that the file does not have keeps its default, and one that this program
  /// does not know is left out.
  Scenario scenario(std::size_t i) const;
  /// One key as text, in its own unit: "70", "grass"; "" when the file has none of that name.
  std::string text(const std::string& key, std::size_t i) const;

 private:
  std::map<std::string, std::vector<double>> numbers_;
  std::map<std::string, std::vector<std::string>> words_;
  std::vector<std::pair<const Key*, const std::vector<double>*>> number_keys_;  ///< of those that this program knows
  std::vector<std::pair<const Key*, const std::vector<std::string>*>> word_keys_;
};

/// One scenario's coordinates over the gait cycle, as the simulation has them: nq x points [rad; m]. Coordinates that
/// the file does not name stay 0.
/// @throws FileError when the file holds no curves
Eigen::MatrixXd recorded_motion(const Results& results, const Runner& runner, std::size_t scenario);

/// The file was made with these very tables of models/.
bool same_models(const Results& results, const Models& models);

}  // namespace psoas
