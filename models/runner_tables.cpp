// How are the tables of models/runner/ read?
#include "models/runner_tables.h"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <cmath>
#include <numbers>

#include "models/table.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double unlimited = 1e6;  // a slide has no range: far beyond any position [m]

Eigen::Vector3d vector(const Table& table, std::size_t row, const std::string& name, const std::string& unit) {
  return {table.number(row, name + "_x" + unit), table.number(row, name + "_y" + unit),
          table.number(row, name + "_z" + unit)};
}

/// Stops at a value that no body can have; the reader of a cell cannot know that.
void require(bool good, const Table& table, std::size_t row, const std::string& what) {
  if (!good) throw InputError({{table.path().string(), table.line(row), 0, what}});
}

std::vector<BodyRow> read_bodies(const Table& table) {
  std::vector<BodyRow> bodies;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    BodyRow body;
    body.name = table.text(row, "body");
    body.male_mass_fraction = table.number(row, "male_mass_fraction");
    body.female_mass_fraction = table.number(row, "female_mass_fraction");
    require(body.male_mass_fraction > 0.0 && body.female_mass_fraction > 0.0, table, row,
            "a mass fraction must be positive");
    body.com = vector(table, row, "com", "_m");
    const auto n = [&](const char* entry) { return table.number(row, fmt::format("i{}_kg_m2", entry)); };
    body.inertia << n("xx"), n("xy"), n("xz"), n("xy"), n("yy"), n("yz"), n("xz"), n("yz"), n("zz");
    require(body.inertia.llt().info() == Eigen::Success, table, row, "an inertia must be positive definite");
    bodies.push_back(body);
  }
  return bodies;
}

std::vector<LinkRow> read_links(const Table& table, const std::vector<BodyRow>& bodies) {
  std::vector<LinkRow> rows;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    LinkRow entry;
    Link& link = entry.link;
    link.name = table.text(row, "coordinate");

    // The parent stands in a row before; the ground has none.
    const std::string& parent = table.text(row, "parent");
    if (parent != "ground") {
      link.parent = static_cast<int>(table.find("coordinate", parent));
      require(link.parent < static_cast<int>(row), table, row,
              fmt::format("parent '{}' must stand before '{}'", parent, link.name));
    }

    const std::string& kind = table.text(row, "kind");
    require(kind == "slide" || kind == "hinge", table, row,
            fmt::format("kind must be slide or hinge, found '{}'", kind));
    link.slide = kind == "slide";
    link.axis = vector(table, row, "axis", "");
    require(std::abs(link.axis.norm() - 1.0) < 1e-4, table, row, "an axis must have length 1");
    link.axis.normalize();
    link.offset = vector(table, row, "offset", "_m");

    entry.body = table.text(row, "body");
    bool known = entry.body.empty();
    for (const BodyRow& body : bodies) known = known || body.name == entry.body;
    require(known, table, row, fmt::format("body '{}' is not in bodies.csv", entry.body));

    entry.torque_scale = table.number(row, "torque_scale_n_m");
    entry.stiffness = table.number(row, "stiffness_n_m_rad"), entry.damping = table.number(row, "damping_n_m_s_rad");
    require(entry.stiffness >= 0.0 && entry.damping >= 0.0, table, row,
            "a joint's stiffness and damping are never < 0");
    if (link.slide) {
      entry.range = {-unlimited, unlimited};
    } else {
      entry.range = {table.number(row, "range_low_deg") * degree, table.number(row, "range_high_deg") * degree};
      require(entry.range.low < entry.range.high, table, row, "a range must have low below high");
    }
    rows.push_back(entry);
  }
  return rows;
}

Zone zone_of(const Table& table, std::size_t row) {
  const std::string& zone = table.text(row, "zone");
  require(zone == "heel" || zone == "midfoot" || zone == "forefoot", table, row,
          fmt::format("unknown zone '{}'; known: heel, midfoot, forefoot", zone));
  return zone == "heel" ? Zone::heel : zone == "midfoot" ? Zone::midfoot : Zone::forefoot;
}

std::vector<SoleRow> read_sole(const Table& table) {
  std::vector<SoleRow> sole;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    SoleRow entry;
    PadPoint& point = entry.point;
    entry.body = table.text(row, "body");
    require(entry.body == "foot" || entry.body == "toes", table, row,
            fmt::format("body must be foot or toes, found '{}'", entry.body));
    require(sole.empty() || sole.back().body == "foot" || entry.body == "toes", table, row,
            "points of the foot stand before those of the toes");
    point.name = table.text(row, "point");
    point.position = {table.number(row, "x_m"), table.number(row, "y_m"), table.number(row, "z_m")};
    point.zone = zone_of(table, row);
    point.share = table.number(row, "share");
    point.tissue = table.number(row, "tissue_n_m2");
    point.energy_return = table.number(row, "energy_return");
    require(point.share > 0.0 && point.tissue > 0.0, table, row, "share and tissue must be positive");
    require(point.energy_return > 0.0 && point.energy_return <= 1.0, table, row, "energy_return must lie in 0 to 1");
    sole.push_back(entry);
  }
  return sole;
}

UpperPart read_part(const Table& table, const std::string& name) {
  const std::size_t row = table.find("part", name);
  UpperPart part;
  part.male_mass_fraction = table.number(row, "male_mass_fraction");
  part.female_mass_fraction = table.number(row, "female_mass_fraction");
  require(part.male_mass_fraction > 0.0 && part.female_mass_fraction > 0.0, table, row,
          "a mass fraction must be positive");
  part.pivot = vector(table, row, "pivot", "_m"), part.com = vector(table, row, "com", "_m");
  return part;
}

}  // namespace

std::shared_ptr<const RunnerTables> read_runner_tables(const std::filesystem::path& folder) {
  auto tables = std::make_shared<RunnerTables>();
  const Table reference = Table::read(folder / "reference.csv");
  const auto value = [&](const char* quantity) {
    const std::size_t row = reference.find("quantity", quantity);
    require(reference.number(row, "value") > 0.0, reference, row, fmt::format("{} must be positive", quantity));
    return reference.number(row, "value");
  };
  tables->mass = value("mass");
  tables->height = value("height");
  tables->torque_mass = value("torque_mass");
  tables->torque_height = value("torque_height");
  tables->bodies = read_bodies(Table::read(folder / "bodies.csv"));
  tables->links = read_links(Table::read(folder / "links.csv"), tables->bodies);
  tables->sole = read_sole(Table::read(folder / "sole.csv"));
  const Table upper_body = Table::read(folder / "upper_body.csv");
  tables->upper_thorax = read_part(upper_body, "upper_thorax");
  tables->head = read_part(upper_body, "head");
  return tables;
}

}  // namespace psoas
