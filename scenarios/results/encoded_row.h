// What is kept of a scenario until it is written? Its numbers and its curves as they will be stored: a tenth of the
// memory of an outcome, made on the thread that solved it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "scenarios/results/chunk.h"
#include "scenarios/results/schema.h"

namespace psoas {

/// Which fields a results file holds, each more than the one before.
enum class Outputs {
  summary,    ///< numbers for ranking and quality: no curve
  waveforms,  ///< and every curve over the gait cycle but those of single muscles
  muscles,    ///< everything
};
inline constexpr std::array<std::string_view, 3> outputs_names = {"summary", "waveforms", "muscles"};
/// @throws InputError when there is no such name
Outputs parse_outputs(const std::string& name);

bool is_curve(const Field& field);
bool holds(Outputs outputs, const Field& field);

struct EncodedRow {
  std::vector<Value> parameters;               ///< in the order of the header
  std::vector<double> numbers;                 ///< of all numeric fields that are no curves, one after the other
  std::vector<std::string> texts;              ///< of all text fields
  std::vector<std::vector<std::byte>> curves;  ///< stored chunks of all curves held; empty: all NaN
};

EncodedRow encode_row(const Row& row, const Axes& axes, Outputs outputs, ChunkPacker& packer);

}  // namespace psoas
