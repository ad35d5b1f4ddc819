// How is a results file written? Rows of scenarios into the table of fields; whole files, never half of one.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "scenarios/results/encoded_row.h"
#include "scenarios/results/h5.h"
#include "scenarios/results/schema.h"

namespace psoas {

/// An attribute of the file: provenance, in order.
using Attribute = std::pair<std::string, std::variant<std::string, int, double>>;

/// All a results file holds beside its rows.
struct Header {
  Axes axes;
  std::vector<Parameter> parameters;  ///< in the order of Row::parameters
  std::vector<Attribute> attributes;
  Outputs outputs = Outputs::muscles;
};

/// Rows [from, from + count) of another results file, of `size` rows, are rows [at, at + count) of this one.
struct CurveSource {
  std::size_t at = 0, count = 0;
  std::string path;  ///< of the other file, relative to this file's folder
  std::size_t from = 0, size = 0;
};

/// One results file being written. One thread at a time: the HDF5 library is not thread-safe.
/// Equal rows give equal bytes, whether encoded just now or read from shards.
class Writer {
 public:
  /// @param scenarios  index in the plan of each of the file's rows
  /// @param links      where the curves are, when they are not to be written here; rows need none then
  /// @throws FileError as does every member
  Writer(h5::Handle file, const Header& header, const std::vector<int>& scenarios, std::vector<CurveSource> links = {});

  /// Writes rows at [at, at + rows.size()) of this file.
  void write(std::size_t at, std::span<const EncodedRow> rows);

  /// Finishes a file made with h5::create_in_memory() and gives its bytes.
  std::vector<std::byte> image();
  /// Finishes a file on disk.
  void close();

 private:
  h5::Handle make(const std::string& name, Type type, const Dims& dims);
  void make_dimensions(const std::vector<int>& scenarios);
  void make_parameters();
  void make_fields();

  const Header& header_;
  h5::Handle file_;
  std::size_t count_;
  std::vector<CurveSource> links_;
  std::string coordinates_;                   ///< of every field: scenario_id and the varied parameters
  std::map<std::string, h5::Handle> scales_;  ///< open until all that use them are attached
  std::vector<h5::Handle> parameters_,
      fields_;  ///< in the order of the header and of the table; empty handle: left out
};

/// A whole results file in memory.
std::vector<std::byte> encode(const Header& header, const std::vector<int>& scenarios,
                              std::span<const EncodedRow> rows);
/// The same, of rows [first, first + rows.size()) of a plan.
std::vector<std::byte> encode(const Header& header, std::size_t first, std::span<const Row> rows);

}  // namespace psoas
