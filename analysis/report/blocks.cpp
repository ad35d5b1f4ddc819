// See blocks.h.
#include "analysis/report/blocks.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "sim/core/check.h"

namespace psoas {
namespace {

/// Curves by how much the page needs them.
constexpr const char* exact_fields[] = {"lumbar_compression", "lumbar_shear_anterior", "lumbar_shear_lateral",
                                        "ground_force",       "centre_of_pressure",    "pelvis_position",
                                        "joint_angle"};
constexpr const char* landing_fields_shown[] = {"landing_force", "landing_stride_force"};
constexpr const char* coarse_fields[] = {"muscle_activation"};

CurveField field_of(const Results& results, const std::string& name, bool coarse) {
  const std::vector<std::string> dims = results.dimensions(name);
  const std::vector<std::size_t> shape = results.shape(name);
  CurveField field{name, 1, 1, coarse};
  for (std::size_t d = 1; d < dims.size(); ++d)
    (dims[d] == "gait_cycle" || dims[d] == "landing_time" ? field.points : field.rows) *= shape[d];
  return field;
}

/// Was the landing simulated in any scenario?
bool has_landing(const Results& results) {
  if (!results.has("impact_peak")) return false;
  const std::vector<double> peaks = results.numbers("impact_peak");
  return std::any_of(peaks.begin(), peaks.end(), [](double v) { return std::isfinite(v); });
}

/// The bytes of numbers sorted by place in the number: neighbours in time share their first bytes.
template <class Number, class Bits>
void append_planes(std::string& bytes, const std::vector<Number>& values) {
  const std::size_t n = values.size(), at = bytes.size();
  bytes.resize(at + n * sizeof(Bits));
  for (std::size_t i = 0; i < n; ++i) {
    const Bits bits = std::bit_cast<Bits>(values[i]);
    for (std::size_t plane = 0; plane < sizeof(Bits); ++plane)
      bytes[at + plane * n + i] = static_cast<char>((bits >> (8 * plane)) & 0xFFU);
  }
}

void append_exact(std::string& bytes, const Eigen::MatrixXd& curve) {
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(curve.size()));
  for (Eigen::Index row = 0; row < curve.rows(); ++row)
    for (Eigen::Index k = 0; k < curve.cols(); ++k) values.push_back(static_cast<float>(curve(row, k)));
  append_planes<float, std::uint32_t>(bytes, values);
}

void append_coarse(std::string& bytes, const Eigen::MatrixXd& curve) {
  for (Eigen::Index row = 0; row < curve.rows(); ++row) {
    int before = 0;
    for (Eigen::Index k = 0; k < curve.cols(); ++k) {
      const double value = std::isnan(curve(row, k)) ? 0.0 : std::clamp(curve(row, k), 0.0, 1.0);
      const int step = static_cast<int>(std::lround(255.0 * value));
      bytes += static_cast<char>(static_cast<unsigned char>(step - before));
      before = step;
    }
  }
}

}  // namespace

std::vector<CurveField> curve_fields(const Results& results, bool muscles) {
  std::vector<CurveField> fields;
  for (const char* name : exact_fields)
    if (results.has(name)) fields.push_back(field_of(results, name, false));
  const bool landing = has_landing(results);
  for (const char* name : landing_fields_shown)
    if (landing && results.has(name)) fields.push_back(field_of(results, name, false));
  for (const char* name : coarse_fields)
    if (muscles && results.has(name)) fields.push_back(field_of(results, name, true));
  return fields;
}

nlohmann::json to_json(const std::vector<CurveField>& fields) {
  nlohmann::json list = nlohmann::json::array();
  for (const CurveField& field : fields)
    list.push_back({{"name", field.name}, {"rows", field.rows}, {"points", field.points}, {"coarse", field.coarse}});
  return list;
}

std::string scenario_block(const Results& results, const std::vector<CurveField>& fields, std::size_t scenario) {
  std::string bytes;
  for (const CurveField& field : fields) {
    const Eigen::MatrixXd curve = results.curve(field.name, scenario);
    CHECK(static_cast<std::size_t>(curve.rows()) == field.rows &&
          static_cast<std::size_t>(curve.cols()) == field.points);
    if (field.coarse)
      append_coarse(bytes, curve);
    else
      append_exact(bytes, curve);
  }
  return compressed(bytes);
}

std::vector<Column> table_columns(const Results& results, const Summaries& all) {
  std::vector<Column> columns;
  for (const Factor& factor : all.factors) columns.push_back({"factor:" + factor.name, factor.unit, factor.value});
  std::vector<double> status;
  for (Status s : all.status) status.push_back(static_cast<double>(s));
  columns.push_back({"status", "", status});
  // Loads at each level
  for (const char* name :
       {"peak_compression", "peak_shear_anterior", "mean_compression", "load_impulse", "loading_rate"}) {
    if (!results.has(name)) continue;
    const Eigen::MatrixXd table = results.table(name);
    for (std::size_t level = 0; level < all.levels.size(); ++level) {
      const Eigen::VectorXd value = table.col(static_cast<Eigen::Index>(level));
      columns.push_back({std::string(name) + ":" + all.levels[level], results.attribute(name, "units"),
                         std::vector<double>(value.begin(), value.end())});
    }
  }
  if (results.has("least_reserve")) {
    const Eigen::VectorXd together = results.table("least_reserve").col(0);
    columns.push_back({"least_reserve", "1", std::vector<double>(together.begin(), together.end())});
  }
  // One number a scenario
  for (const char* name : {"anchor_distance",     "largest_slack",    "least_stiffness",   "unstable_share",
                           "peak_vertical_force", "step_frequency",   "contact_time",      "duty_factor",
                           "com_excursion",       "trunk_lean",       "cost_of_transport", "stride_duration",
                           "runner.mass_kg",      "runner.height_m",  "gait.speed_m_s",    "surface.stiffness_kN_m",
                           "impact_peak",         "impact_peak_time", "impact_kind",       "instantaneous_loading_rate",
                           "tibial_acceleration"}) {
    if (results.has(name) && !results.is_text(name))
      columns.push_back({name, results.attribute(name, "units"), results.numbers(name)});
  }
  return columns;
}

std::string table_block(const std::vector<Column>& columns) {
  std::string bytes;
  for (const Column& column : columns) append_planes<double, std::uint64_t>(bytes, column.value);
  return compressed(bytes);
}

std::string compressed(const std::string& bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  const int code = compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                             static_cast<uLong>(bytes.size()), Z_BEST_COMPRESSION);
  CHECK(code == Z_OK);
  out.resize(size);
  return out;
}

std::string base64(const std::string& bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j) bits = bits << 8 | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j) text += j <= count ? letters[bits >> (18 - 6 * j) & 63U] : '=';
  }
  return text;
}

}  // namespace psoas
