// Which bytes of a results file go to a browser, and how small do they get? One block a scenario for its curves, one
// block for the numbers of all scenarios; each can be fetched, or embedded, alone.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analysis/summaries.h"

namespace psoas {

/// One curve of a block: rows x points, time fastest.
struct CurveField {
  std::string name;        ///< as in the file
  std::size_t rows = 0;    ///< 6 levels, 2 feet x 3 directions, coordinates, muscles
  std::size_t points = 0;  ///< in time: of the gait cycle, or of the landing
  bool coarse = false;     ///< 256 steps from 0 to 1 instead of the file's own numbers: enough for a colour
};

/// The curves there are in this file, muscles last; `muscles` false leaves those out. The landing's only where one was
/// simulated.
std::vector<CurveField> curve_fields(const Results& results, bool muscles = true);
nlohmann::json to_json(const std::vector<CurveField>& fields);

/// The curves of one scenario, compressed (zlib). Not compressed, each field in turn:
///   as it is  four planes of rows x points bytes: the first byte of each little-endian float32, the second, ...
///   coarse    one byte a number, the difference to the one before it in time
std::string scenario_block(const Results& results, const std::vector<CurveField>& fields, std::size_t scenario);

/// A number that every scenario has.
struct Column {
  std::string name;           ///< "peak_compression:L5-S1", "factor:core.strength"
  std::string unit;           ///< as the file has it
  std::vector<double> value;  ///< per scenario of the file, NaN where it has none
};

/// What the page shows of every scenario: the factors, the loads, what warns, and what the runner needs.
std::vector<Column> table_columns(const Results& results, const Summaries& all);
/// Little-endian float64, column after column, eight planes of bytes each, compressed (zlib).
std::string table_block(const std::vector<Column>& columns);

std::string compressed(const std::string& bytes);
std::string base64(const std::string& bytes);  ///< [RFC 4648], padded

}  // namespace psoas
