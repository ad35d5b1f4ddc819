// How are the tables of models/reference/ read?
#include "models/reference_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/table.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double millimetre = 1e-3;

void require(bool good, const Table& table, std::size_t row, const std::string& what) {
  if (!good) throw InputError({{table.path().string(), table.line(row), 0, what}});
}

void read_summary(const Table& table, ReferenceTables& reference) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double speed = table.number(row, "speed_m_s");
    require(reference.speed.empty() || speed > reference.speed.back(), table, row, "speeds must rise from row to row");
    reference.speed.push_back(speed);
    reference.stride_duration.push_back(table.number(row, "stride_s"));
    reference.duty_factor.push_back(table.number(row, "duty_factor"));
    reference.lean.push_back(table.number(row, "lean_deg") * degree);
    require(reference.stride_duration.back() > 0.0, table, row, "a stride must last longer than nothing");
    require(reference.duty_factor.back() > 0.0 && reference.duty_factor.back() < 0.5, table, row,
            "the duty factor of running lies between 0 and 0.5");
    const double height = table.number(row, "height_m");
    require(height > 0.0 && (row == 0 || height == reference.height), table, row,
            "height must be positive and the same in every row");
    reference.height = height;
  }
  if (reference.speed.size() < 2) throw InputError({{table.path().string(), 0, 0, "at least two speeds are needed"}});
}

void read_coordinates(const Table& table, ReferenceTables& reference) {
  // The highest harmonic sets the size of all series; what is not listed is zero.
  const auto harmonic = [&](std::size_t row) {
    const double h = table.number(row, "harmonic");
    require(h >= 0.0 && h <= 100.0 && h == std::floor(h), table, row, "a harmonic is a whole number from 0 to 100");
    return static_cast<Eigen::Index>(h);
  };
  Eigen::Index harmonics = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) harmonics = std::max(harmonics, harmonic(row));
  const auto speeds = static_cast<Eigen::Index>(reference.speed.size());

  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto at = std::find(reference.speed.begin(), reference.speed.end(), table.number(row, "speed_m_s"));
    require(at != reference.speed.end(), table, row, "this speed has no row in summary.csv");
    const std::string& unit = table.text(row, "unit");
    require(unit == "deg" || unit == "mm", table, row, fmt::format("unit must be deg or mm, found '{}'", unit));
    const std::string& name = table.text(row, "coordinate");
    auto series = std::find_if(reference.coordinates.begin(), reference.coordinates.end(),
                               [&](const CoordinateSeries& s) { return s.name == name; });
    if (series == reference.coordinates.end()) {
      const Eigen::MatrixXd zero = Eigen::MatrixXd::Zero(speeds, harmonics + 1);
      series = reference.coordinates.insert(series, {name, unit == "mm", zero, zero});
    }
    require(series->length == (unit == "mm"), table, row, fmt::format("'{}' has two units", name));
    const double scale = series->length ? millimetre : degree;
    const Eigen::Index i = at - reference.speed.begin();
    series->cosine(i, harmonic(row)) = table.number(row, "cosine") * scale;
    series->sine(i, harmonic(row)) = table.number(row, "sine") * scale;
  }
}

void read_force(const Table& table, ReferenceTables& reference) {
  reference.force_sine.resize(3, static_cast<Eigen::Index>(table.rows()));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    require(table.number(row, "harmonic") == static_cast<double>(row + 1), table, row,
            "harmonics must count 1, 2, 3 ...");
    const auto h = static_cast<Eigen::Index>(row);
    reference.force_sine.col(h) << table.number(row, "forward"), table.number(row, "up"), table.number(row, "right");
  }
}

}  // namespace

std::shared_ptr<const ReferenceTables> read_reference_tables(const std::filesystem::path& folder) {
  auto reference = std::make_shared<ReferenceTables>();
  read_summary(Table::read(folder / "summary.csv"), *reference);
  read_coordinates(Table::read(folder / "coordinates.csv"), *reference);
  read_force(Table::read(folder / "force.csv"), *reference);
  return reference;
}

}  // namespace psoas
