// Results files of real designs with a made-up simulation: outputs are formulas of the keys, so that the statistics
// have known answers.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "scenarios/plan.h"
#include "scenarios/results/writer.h"
#include "scenarios/study_plan.h"
#include "sim/assumptions.h"

namespace psoas::made_up {

/// A solved outcome without curves whose load at L5/S1 is `load`.
inline Outcome with_load(double load) {
  Outcome o;
  o.status = Status::converged;
  o.stride_duration = 0.7;
  o.summary.peak_compression = Eigen::VectorXd::Constant(level_count, load);
  o.summary.load_impulse = Eigen::VectorXd::Constant(level_count, 0.5 * load);
  o.summary.step_frequency = 2 / 0.7;
  o.summary.cost_of_transport = 4;
  return o;
}

inline Outcome not_solved() {
  Outcome o;
  o.status = Status::iteration_limit;
  o.reason = "made up";
  return o;
}

/// The study's own plan, each scenario with what `outcome` makes of it, into a file.
inline void write_sweep(const std::filesystem::path& path, const std::string& study_text,
                        const std::function<Outcome(const Scenario&, std::size_t)>& outcome) {
  static const Catalogue catalogue = read_catalogue(models_folder());
  const Study study = parse_study(study_text, "made_up.toml", {}, catalogue);
  Header header;
  header.axes = {{"lumbar_extension"}, {6}, {0, 1, 2}, {"MF_r"}};
  header.parameters = parameters_of(study);
  std::erase_if(header.parameters, [](const Parameter& p) {  // the others have no part in any statistic
    return !p.varied && p.name != "runner.mass_kg" && p.name != "gait.speed_m_s";
  });
  header.attributes = {
      {"format", std::string(results_format)}, {"format_version", results_format_version}, {"study", study.text}};
  for (const Attribute& attribute : design_attributes(study)) header.attributes.push_back(attribute);
  header.outputs = Outputs::summary;
  // Row by row, so that 10^5 scenarios fit into memory
  ChunkPacker packer;
  std::vector<EncodedRow> rows;
  std::vector<int> numbers;
  for (std::size_t i = 0; i < size(study); ++i) {
    const Scenario s = scenario(study, i);
    const Row row{std::to_string(i), values_of(header.parameters, s), outcome(s, i)};
    rows.push_back(encode_row(row, header.axes, header.outputs, packer));
    numbers.push_back(static_cast<int>(i));
  }
  const std::vector<std::byte> bytes = encode(header, numbers, rows);
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

/// A file of its own, gone with the test.
class File {
 public:
  explicit File(const std::string& name = "")
      : path_(std::filesystem::temp_directory_path() /
              ("psoas-statistics-" + name + std::to_string(getpid()) + ".h5")) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { std::filesystem::remove(path_); }
  operator const std::filesystem::path&() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace psoas::made_up
