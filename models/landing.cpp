// How are the tables of models/landing/ read?
#include "models/landing.h"

#include <fmt/format.h>

#include "models/table.h"
#include "sim/core/input_error.h"

namespace psoas {

std::shared_ptr<const LandingTables> read_landing_tables(const std::filesystem::path& folder) {
  auto tables = std::make_shared<LandingTables>();
  const auto require = [](bool good, const Table& table, std::size_t row, const std::string& what) {
    if (!good) throw InputError({{table.path().string(), table.line(row), 0, what}});
  };
  const Table tissue = Table::read(folder / "soft_tissue.csv");
  for (std::size_t row = 0; row < tissue.rows(); ++row) {
    const SoftTissue part{tissue.text(row, "body"), tissue.number(row, "share"), tissue.number(row, "frequency_hz"),
                          tissue.number(row, "damping")};
    require(part.body == "thigh" || part.body == "shank" || part.body == "trunk", tissue, row,
            fmt::format("body must be thigh, shank or trunk, found '{}'", part.body));
    require(part.share > 0.0 && part.share < 1.0, tissue, row, "a share must lie between 0 and 1");
    require(part.frequency > 0.0 && part.damping >= 0.0, tissue, row,
            "a frequency must be positive, damping not less than 0");
    tables->tissue.push_back(part);
  }
  const Table parameters = Table::read(folder / "parameters.csv");
  const auto value = [&](const char* quantity) {
    const std::size_t row = parameters.find("quantity", quantity);
    require(parameters.number(row, "value") >= 0.0, parameters, row, fmt::format("{} must not be negative", quantity));
    return parameters.number(row, "value");
  };
  tables->stiffness_at_rest = value("stiffness_at_rest");
  tables->stiffness_per_moment = value("stiffness_per_moment");
  tables->damping_time = value("damping_time");
  tables->tibia_place = value("tibia_place");
  return tables;
}

}  // namespace psoas
