// How is a results file read? Open it, ask for a variable by name; names and units come with it.
#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/results/h5.h"
#include "sim/core/status.h"

namespace psoas {

/// A results file, read on demand. Every call that asks for what the file does not hold throws FileError naming it.
/// One thread at a time: the HDF5 library is not thread-safe.
class Results {
 public:
  /// @throws FileError when the file cannot be opened or is not a results file of psoas
  explicit Results(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  std::size_t scenario_count() const { return scenario_count_; }
  /// The parameters that the study varied, in its order, e.g. "shoe.heel_stiffness_kN_m".
  const std::vector<std::string>& varied() const { return varied_; }
  /// All parameters, in the order of the keys.
  const std::vector<std::string>& parameters() const { return parameters_; }
  /// All variables, in the order of the file.
  std::vector<std::string> variables() const;

  bool has(const std::string& variable) const;
  bool is_text(const std::string& variable) const;
  std::vector<std::string> dimensions(const std::string& variable) const;
  std::vector<std::size_t> shape(const std::string& variable) const;

  /// Attribute of the file, or of a variable, as text; "" when there is none.
  std::string attribute(const std::string& name) const;
  std::string attribute(const std::string& variable, const std::string& name) const;
  std::vector<std::pair<std::string, std::string>> attributes() const;

  /// A whole variable, row-major, as double.
  std::vector<double> numbers(const std::string& variable) const;
  std::vector<std::string> texts(const std::string& variable) const;
  /// A variable (scenario, level): scenario_count x levels.
  Eigen::MatrixXd table(const std::string& variable) const;
  /// Of every scenario the one number at these places along the other dimensions: only those are kept in memory.
  std::vector<double> numbers_at(const std::string& variable, const std::vector<std::size_t>& index) const;
  /// Of some scenarios in a row a curve over the gait cycle, at these places along the dimensions but scenario and
  /// gait_cycle: gait_cycle x count.
  Eigen::MatrixXd curves_at(const std::string& variable, const std::vector<std::size_t>& index, std::size_t first,
                            std::size_t count) const;
  /// One scenario of a curve (scenario, gait_cycle, ...) or (scenario, ..., gait_cycle): rows x gait_cycle, columns are
  /// time; the trailing dimensions are flattened into rows, the last one fastest, e.g. ground_force: right x y z, left
  /// x y z. NaN unless converged.
  Eigen::MatrixXd curve(const std::string& variable, std::size_t scenario) const;
  std::vector<Status> status() const;
  /// Index of a label along a dimension, e.g. index("level", "L5-S1").
  std::size_t index(const std::string& dimension, const std::string& label) const;

 private:
  h5::Handle open(const std::string& variable) const;
  std::filesystem::path path_;
  h5::Handle file_;
  std::size_t scenario_count_ = 0;
  std::vector<std::string> varied_, parameters_;
};

}  // namespace psoas
