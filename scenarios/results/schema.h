// What does a results file hold? One table of fields drives the writer, the reader's user, the documentation and their
// test. The layout is netCDF-4 in HDF5: a flat root, one dataset per field, one dimension scale per dimension.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/spine.h"
#include "scenarios/keys.h"
#include "sim/simulate.h"

namespace psoas {

inline constexpr std::string_view results_format = "psoas-results";
inline constexpr int results_format_version = 2;  ///< raised when a field changes its meaning

enum class Dim {
  scenario,
  gait_cycle,
  level,
  level_axis,
  coordinate,
  muscle,
  foot,
  xyz,
  reserve,
  core_group,
  assumption,
  landing_time,
  landing_assumption
};
inline constexpr int dim_count = 13;

enum class Type { float32, float64, int32, text };

/// One key of a study as a column of the results: name as typed in the study, e.g. "shoe.heel_stiffness_kN_m".
struct Parameter {
  std::string name;
  std::string units;  ///< UDUNITS, "1" without unit, "" for words
  std::string long_name;
  bool text = false;    ///< its values are words
  bool varied = false;  ///< swept by the study: becomes a coordinate of every field
};

/// One scenario and what came of it.
struct Row {
  std::string id;  ///< hash of the resolved parameters
  std::vector<Value> parameters;
  Outcome outcome;  ///< as constructed (not_run) when the sweep stopped before
};

/// Names along the dimensions, and where the simulation's rows go.
/// The simulation's coordinates mix metres (three translations of the pelvis) with radians; the file keeps them apart.
struct Axes {
  std::vector<std::string> coordinate;  ///< names of the angles
  std::vector<int> angle_rows;          ///< row of Cycle::joint_angle of each angle
  std::vector<int> position_rows;       ///< rows of the pelvis's forward, upward and rightward position
  std::vector<std::string> muscle;

  std::size_t size(Dim dim) const;  ///< not of Dim::scenario, which the file decides
};

/// @throws InputError when the tables give no runner
Axes axes_of(const Models& models);

/// The dimensions of a field, slowest first.
struct Dims {
  std::array<Dim, 4> at{};
  int count = 0;
  constexpr Dims(std::initializer_list<Dim> dims) {
    for (Dim d : dims) at[static_cast<std::size_t>(count++)] = d;
  }
  constexpr const Dim* begin() const { return at.data(); }
  constexpr const Dim* end() const { return at.data() + count; }
  constexpr bool has(Dim dim) const {
    for (Dim d : *this)
      if (d == dim) return true;
    return false;
  }
  /// A curve: one point after another in time.
  constexpr bool over_time() const { return has(Dim::gait_cycle) || has(Dim::landing_time); }
};

/// One dataset, and how to get one scenario's part of it.
struct Field {
  std::string_view path;
  Type type;
  Dims dims;               ///< the first is always scenario
  std::string_view units;  ///< UDUNITS; "" for words and flags
  std::string_view long_name;
  std::string_view comment;  ///< frame and sign; "" when there is nothing to add
  void (*numbers)(const Row&, const Axes&,
                  std::span<double> out) = nullptr;  ///< fills out in the file's order; NaN where there is none
  const std::string& (*text)(const Row&) = nullptr;  ///< for Type::text
};

/// Every field that comes from an outcome, in the order of the file.
extern const std::span<const Field> fields;

/// Name, units and meaning of a dimension, and its labels (empty where the labels are numbers).
struct Dimension {
  std::string_view name;
  std::string_view units;
  std::string_view long_name;
};
const Dimension& dimension(Dim dim);
std::vector<std::string> labels(Dim dim, const Axes& axes);

/// Numbers one scenario has in a field.
std::size_t row_size(const Field& field, const Axes& axes);

/// Frame, sign and filter of a field.
std::string comment(const Field& field);

/// The table as a Markdown page: scenarios/results/FIELDS.md, which a test compares.
std::string fields_markdown();

}  // namespace psoas
