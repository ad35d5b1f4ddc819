// How is a results file read? See reader.h.
#include "scenarios/results/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "scenarios/results/encoded_row.h"
#include "sim/core/input_error.h"

namespace psoas {

Results::Results(const std::filesystem::path& path) : path_(path) {
  // The library's own word for a folder or a missing file is about its drivers; say it plainly.
  if (!std::filesystem::exists(path)) throw FileError("cannot read " + path.string() + ": no such file");
  if (std::filesystem::is_directory(path)) throw FileError("cannot read " + path.string() + ": it is a folder");
  h5::silence();
  if (H5Fis_hdf5(path.c_str()) == 0) throw FileError("cannot read " + path.string() + ": not an HDF5 file");
  file_ = h5::open_file(path);
  if (attribute("format") != results_format)
    throw FileError("cannot read " + path.string() +
                    ": an HDF5 file, but not results of psoas (attribute format is not \"" +
                    std::string(results_format) + "\")");
  if (attribute("format_version") != std::to_string(results_format_version))
    throw FileError("cannot read " + path.string() + ": format_version " + attribute("format_version") +
                    ", this psoas reads " + std::to_string(results_format_version));
  scenario_count_ = shape("scenario").at(0);
  for (const std::string& name : variables()) {
    const std::string kind = attribute(name, "parameter");
    if (kind.empty()) continue;
    parameters_.push_back(name);
    if (kind == "varied") varied_.push_back(name);
  }
}

h5::Handle Results::open(const std::string& variable) const {
  if (has(variable)) return h5::open_dataset(file_, variable);
  std::string hint;
  for (const Field& field : fields)
    if (field.path == variable && is_curve(field))
      hint =
          fmt::format("; a sweep with --outputs {} writes it", field.dims.has(Dim::muscle) ? "muscles" : "waveforms");
  throw FileError(path_.string() + " holds no " + variable + hint);
}

std::vector<std::string> Results::variables() const { return h5::dataset_names(file_); }

bool Results::has(const std::string& variable) const { return h5::exists(file_, variable); }

bool Results::is_text(const std::string& variable) const {
  const h5::Handle dataset = open(variable);
  const h5::Handle type(h5::ok(H5Dget_type(dataset), "cannot read " + variable), H5Tclose);
  return H5Tget_class(type) == H5T_STRING;
}

std::vector<std::string> Results::dimensions(const std::string& variable) const {
  return h5::scale_names(open(variable));
}

std::vector<std::size_t> Results::shape(const std::string& variable) const {
  const std::vector<hsize_t> dims = h5::dims(open(variable));
  return {dims.begin(), dims.end()};
}

std::string Results::attribute(const std::string& name) const { return h5::read_attribute(file_, name); }

std::string Results::attribute(const std::string& variable, const std::string& name) const {
  return h5::read_attribute(open(variable), name);
}

std::vector<std::pair<std::string, std::string>> Results::attributes() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const std::string& name : h5::attribute_names(file_)) all.emplace_back(name, attribute(name));
  return all;
}

std::vector<double> Results::numbers(const std::string& variable) const {
  const std::vector<std::size_t> extent = shape(variable);
  std::vector<double> values(std::accumulate(extent.begin(), extent.end(), std::size_t{1}, std::multiplies<>()));
  h5::read_rows(open(variable), H5T_NATIVE_DOUBLE, 0, extent.at(0), values.data());
  return values;
}

std::vector<std::string> Results::texts(const std::string& variable) const {
  return h5::read_texts(open(variable), 0, shape(variable).at(0));
}

Eigen::MatrixXd Results::table(const std::string& variable) const {
  const std::vector<std::size_t> extent = shape(variable);
  if (extent.size() != 2) throw FileError(path_.string() + ": " + variable + " is not a table of scenario and level");
  const std::vector<double> values = numbers(variable);
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const RowMajor>(values.data(), static_cast<Eigen::Index>(extent[0]),
                                    static_cast<Eigen::Index>(extent[1]));
}

std::vector<double> Results::numbers_at(const std::string& variable, const std::vector<std::size_t>& index) const {
  std::vector<hsize_t> start{0}, count{scenario_count_};
  start.insert(start.end(), index.begin(), index.end());
  count.resize(start.size(), 1);
  if (count.size() != shape(variable).size())
    throw FileError(path_.string() + ": " + variable + " has other dimensions");
  std::vector<double> values(scenario_count_);
  h5::read_block(open(variable), H5T_NATIVE_DOUBLE, start, count, values.data());
  return values;
}

Eigen::MatrixXd Results::curves_at(const std::string& variable, const std::vector<std::size_t>& index,
                                   std::size_t first, std::size_t count) const {
  std::vector<hsize_t> start{first}, extent{count};
  const std::vector<std::size_t> all = shape(variable);
  const std::vector<std::string> dims = dimensions(variable);
  Eigen::Index points = 0;
  auto next = index.begin();
  for (std::size_t d = 1; d < dims.size(); ++d) {
    const bool time = dims[d] == "gait_cycle";
    if (time) points = static_cast<Eigen::Index>(all[d]);
    if (!time && next == index.end()) throw FileError(path_.string() + ": " + variable + " has more dimensions");
    start.push_back(time ? 0 : *next++);
    extent.push_back(time ? all[d] : 1);
  }
  Eigen::MatrixXd curves(points, static_cast<Eigen::Index>(count));
  h5::read_block(open(variable), H5T_NATIVE_DOUBLE, start, extent, curves.data());
  return curves;
}

Eigen::MatrixXd Results::curve(const std::string& variable, std::size_t scenario) const {
  const std::vector<std::string> dims = dimensions(variable);
  const std::vector<std::size_t> extent = shape(variable);
  if (extent.size() < 2) throw FileError(path_.string() + ": " + variable + " is not a curve");
  if (scenario >= extent[0])
    throw FileError(path_.string() + ": scenario " + std::to_string(scenario) + " of " + std::to_string(extent[0]));
  const h5::Handle dataset = open(variable);
  const bool time_last = dims.back() == "gait_cycle" && dims.size() > 2;
  const auto points = static_cast<Eigen::Index>(time_last ? extent.back() : extent[1]);
  const auto all = std::accumulate(extent.begin() + 1, extent.end(), std::size_t{1}, std::multiplies<>());
  Eigen::MatrixXd matrix(static_cast<Eigen::Index>(all) / points, points);
  if (time_last) {
    Eigen::MatrixXd by_time(points, matrix.rows());
    h5::read_rows(dataset, H5T_NATIVE_DOUBLE, scenario, 1, by_time.data());
    matrix = by_time.transpose();
  } else {  // columns are time: the file's order is the matrix's order
    h5::read_rows(dataset, H5T_NATIVE_DOUBLE, scenario, 1, matrix.data());
  }
  return matrix;
}

std::vector<Status> Results::status() const {
  std::vector<Status> all;
  for (double value : numbers("status")) {
    if (value < 0 || value >= status_count)
      throw FileError(path_.string() + ": unknown status " + std::to_string(value));
    all.push_back(static_cast<Status>(value));
  }
  return all;
}

std::size_t Results::index(const std::string& dimension, const std::string& label) const {
  const std::vector<std::string> words = texts(dimension);
  const auto found = std::find(words.begin(), words.end(), label);
  if (found == words.end()) throw FileError(path_.string() + ": no " + dimension + " named " + label);
  return static_cast<std::size_t>(found - words.begin());
}

}  // namespace psoas
