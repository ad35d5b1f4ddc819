// How is a results file written? Rows of scenarios into the table of fields; whole files, never half of one.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

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
  bool muscles = true;  ///< false: leave out the fields of every muscle, most of the file's size
};

/// One results file being written. One thread at a time: the HDF5 library is not thread-safe.
/// Equal rows give equal bytes, whether written one by one or copied from shards.
class Writer {
 public:
  /// @param first  index in the plan of the file's first scenario
  /// @param count  scenarios the file has room for; the value of `scenario` counts on from first
  /// @throws FileError as does every member
  Writer(h5::Handle file, const Header& header, std::size_t first, std::size_t count);

  /// Writes rows at [at, at + rows.size()) of this file. Curves that are all NaN are not stored: they read as NaN.
  void write(std::size_t at, std::span<const Row> rows);
  /// Copies all rows of a finished shard to [at, ...): curves as they are stored, still compressed.
  /// @return number of rows copied
  std::size_t copy(std::size_t at, const std::filesystem::path& shard);

  /// Finishes a file made with h5::create_in_memory() and gives its bytes.
  std::vector<std::byte> image();
  /// Finishes a file on disk.
  void close();

 private:
  h5::Handle make(const std::string& name, Type type, const Dims& dims);
  void make_dimensions();
  void make_parameters();
  void make_fields();

  const Header& header_;
  h5::Handle file_;
  std::size_t first_, count_;
  std::string coordinates_;                   ///< of every field: scenario_id and the varied parameters
  std::map<std::string, h5::Handle> scales_;  ///< open until all that use them are attached
  std::vector<h5::Handle> parameters_,
      fields_;  ///< in the order of the header and of the table; empty handle: left out
};

/// A whole results file in memory, of rows [first, first + rows.size()) of a plan.
std::vector<std::byte> encode(const Header& header, std::size_t first, std::span<const Row> rows);

}  // namespace psoas
