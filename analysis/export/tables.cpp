// How are curves written as text? Comma-separated values, and the motion and storage files of OpenSim.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/export/export.h"

namespace psoas {
namespace {

constexpr double degrees = 180.0 / std::numbers::pi;  // in a radian

/// Columns of a table over time.
struct Columns {
  std::vector<std::string> names;
  std::vector<Eigen::VectorXd> values;
  void add(std::string name, Eigen::VectorXd value) {
    names.push_back(std::move(name));
    values.push_back(std::move(value));
  }
};

/// The header that OpenSim asks for, and the rows. NaN, which it does not read, becomes 0.
std::string storage(const std::string& title, const Columns& columns, bool in_degrees) {
  const Eigen::Index rows = columns.values.front().size();
  std::string text = fmt::format(
      "{}\nversion=1\nnRows={}\nnColumns={}\ninDegrees={}\n\nUnits are S.I. units (second, meters, Newtons, ...)\n"
      "If the header above contains a line with 'inDegrees', this indicates whether rotational values are in degrees "
      "(yes) or radians (no).\n\nendheader\n{}\n",
      title, rows, columns.names.size(), in_degrees ? "yes" : "no", fmt::join(columns.names, "\t"));
  for (Eigen::Index k = 0; k < rows; ++k) {
    for (std::size_t c = 0; c < columns.values.size(); ++c) {
      const double value = columns.values[c][k];
      text += fmt::format("{}{:.9g}", c == 0 ? "" : "\t", std::isnan(value) ? 0.0 : value);
    }
    text += "\n";
  }
  return text;
}

std::string title_of(const Stride& stride, const char* what) {
  return fmt::format("psoas_{}_scenario_{}", what, stride.number);
}

/// Names of the rows of a curve: labels of its dimensions but scenario and time, the last one fastest.
std::vector<std::string> row_names(const Results& results, const std::string& variable) {
  std::vector<std::string> names = {""};
  for (const std::string& dim : results.dimensions(variable)) {
    if (dim == "scenario" || dim == "gait_cycle") continue;
    std::vector<std::string> longer;
    for (const std::string& name : names)
      for (const std::string& label : results.texts(dim)) longer.push_back(name + " " + label);
    names = longer;
  }
  return names;
}

std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string out = "\"";
  for (char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace

std::string csv_text(const Stride& stride) {
  const Results& results = *stride.results;
  Columns columns;
  columns.add("gait_cycle (percent)", Eigen::VectorXd::LinSpaced(stride.time.size(), 0, 100));
  columns.add("time (s)", stride.time);
  for (const std::string& variable : results.variables()) {
    const std::vector<std::string> dims = results.dimensions(variable);
    if (dims.size() < 2 || dims.front() != "scenario") continue;
    if (std::find(dims.begin(), dims.end(), "gait_cycle") == dims.end()) continue;
    const std::string unit = results.attribute(variable, "units");
    const std::vector<std::string> names = row_names(results, variable);
    Eigen::MatrixXd curve;
    if (dims.size() == 2) {  // one number a moment
      const std::vector<double> all = results.numbers(variable);
      curve = Eigen::Map<const Eigen::VectorXd>(
                  all.data() + stride.number * static_cast<std::size_t>(stride.time.size()), stride.time.size())
                  .transpose();
    } else {
      curve = results.curve(variable, stride.number);
    }
    for (Eigen::Index row = 0; row < curve.rows(); ++row)
      columns.add(fmt::format("{}{} ({})", variable, names[static_cast<std::size_t>(row)], unit), curve.row(row));
  }
  std::string text = fmt::format("# {}, scenario {}\n", results.attribute("title"), stride.number);
  for (std::size_t c = 0; c < columns.names.size(); ++c) text += (c == 0 ? "" : ",") + cell(columns.names[c]);
  text += "\n";
  for (Eigen::Index k = 0; k < stride.time.size(); ++k) {
    for (std::size_t c = 0; c < columns.values.size(); ++c) {
      const double value = columns.values[c][k];
      text += c == 0 ? "" : ",";
      if (!std::isnan(value)) text += fmt::format("{:.9g}", value);
    }
    text += "\n";
  }
  return text;
}

std::string mot_text(const Stride& stride) {
  Columns columns;
  columns.add("time", stride.time);
  for (std::size_t i = 0; i < stride.runner.links.size(); ++i) {
    const Link& link = stride.runner.links[i];
    columns.add(link.name, (link.slide ? 1.0 : degrees) * stride.q.row(static_cast<Eigen::Index>(i)).transpose());
  }
  return storage(title_of(stride, "motion"), columns, true);
}

std::string sto_text(const Stride& stride) {
  const Results& results = *stride.results;
  Columns columns;
  columns.add("time", stride.time);
  const Eigen::MatrixXd force = results.curve("ground_force", stride.number);
  const Eigen::MatrixXd place = results.curve("centre_of_pressure", stride.number);
  const Eigen::VectorXd travelled = stride.speed * stride.time;
  for (int foot : {0, 1}) {
    const std::string prefix = fmt::format("ground_force_{}_", foot == 0 ? "r" : "l");
    for (int c = 0; c < 3; ++c) columns.add(prefix + "v" + "xyz"[c], force.row(3 * foot + c));
    for (int c = 0; c < 3; ++c) {
      Eigen::VectorXd at = place.row(3 * foot + c);
      if (c == 0) at += travelled;  // as the motion: over the ground
      columns.add(prefix + "p" + "xyz"[c], at);
    }
    for (int c = 0; c < 3; ++c)  // none: the force acts at the centre of pressure
      columns.add(fmt::format("ground_torque_{}_{}", foot == 0 ? "r" : "l", "xyz"[c]),
                  Eigen::VectorXd::Zero(travelled.size()));
  }
  const auto add = [&](const char* variable, const std::string& dimension, const std::string& ending) {
    if (!results.has(variable)) return;
    const Eigen::MatrixXd curve = results.curve(variable, stride.number);
    const std::vector<std::string> names = results.texts(dimension);
    for (Eigen::Index row = 0; row < curve.rows(); ++row)
      columns.add(names[static_cast<std::size_t>(row)] + ending, curve.row(row));
  };
  add("joint_moment", "coordinate", "_moment");
  add("lumbar_compression", "level", "_compression");
  add("lumbar_shear_anterior", "level", "_shear_anterior");
  add("lumbar_shear_lateral", "level", "_shear_lateral");
  add("muscle_activation", "muscle", "_activation");
  return storage(title_of(stride, "loads"), columns, false);
}

}  // namespace psoas
