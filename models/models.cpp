// Where do all tables come from? Each room of the folder is read by its own reader; the hash says which bytes they
// were.
#include "models/models.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "models/reference_tables.h"
#include "models/runner_tables.h"
#include "models/spine_tables.h"
#include "models/table.h"
#include "sim/core/input_error.h"
#include "sim/core/sha256.h"

namespace psoas {
namespace {

/// Of the names and bytes of every .csv below the folder, in name order.
std::string hash_of_tables(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".csv") {
      names.push_back(std::filesystem::relative(entry.path(), folder).generic_string());
    }
  }
  std::sort(names.begin(), names.end());
  Sha256 hash;
  for (const std::string& name : names) {
    std::ifstream file(folder / name, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file) throw FileError("cannot read the table " + (folder / name).string());
    hash.add(name);
    hash.add(std::string_view("\0", 1));
    hash.add(bytes.str());
  }
  return hash.hex();
}

/// Every coordinate of the reference stride is one of the runner's.
void check_coordinates(const RunnerTables& runner, const ReferenceTables& reference,
                       const std::filesystem::path& folder, std::vector<Problem>& problems) {
  std::vector<std::string> known;
  for (const LinkRow& row : runner.links) known.push_back(row.link.name);
  for (const CoordinateSeries& series : reference.coordinates) {
    if (std::find(known.begin(), known.end(), series.name) != known.end()) continue;
    const std::string near = nearest(series.name, known);
    problems.push_back({(folder / "reference/coordinates.csv").string(), 0, 0,
                        "coordinate '" + series.name + "' is not in runner/links.csv" +
                            (near.empty() ? "" : "; did you mean '" + near + "'?")});
  }
}

}  // namespace

Models read_models(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) throw FileError("cannot find the folder of tables " + folder.string());
  Models models;

  // Every folder is read before anything is thrown, so that all wrong cells are reported at once.
  std::vector<Problem> problems;
  const auto read = [&](const auto& reader) {
    try {
      reader();
    } catch (const InputError& error) {
      problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
  };
  read([&] { models.runner = read_runner_tables(folder / "runner"); });
  read([&] { models.reference = read_reference_tables(folder / "reference"); });
  read([&] { models.spine = read_spine_tables(folder / "spine"); });
  read([&] { models.landing = read_landing_tables(folder / "landing"); });
  if (models.runner && models.reference) check_coordinates(*models.runner, *models.reference, folder, problems);
  if (!problems.empty()) throw InputError(std::move(problems));
  models.sha256 = hash_of_tables(folder);
  return models;
}

std::filesystem::path models_folder() {
  const char* const set = std::getenv("PSOAS_MODELS");
  return set != nullptr && *set != '\0' ? std::filesystem::path(set) : std::filesystem::path(PSOAS_MODELS_DIR);
}

}  // namespace psoas
