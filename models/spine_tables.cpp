// How are the tables of models/spine/ read?
#include "models/spine_tables.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <numbers>

#include "models/table.h"
#include "sim/core/input_error.h"

namespace psoas {

const std::array<std::string, level_count> level_names = {"L5-S1", "L4-L5", "L3-L4", "L2-L3", "L1-L2", "T12-L1"};

const std::array<std::string, core_group_count> core_group_names = {"none",           "rectus",     "obliques",
                                                                    "transversus",    "multifidus", "erector_thoracic",
                                                                    "erector_lumbar", "quadratus",  "psoas"};

namespace {

constexpr double degree = std::numbers::pi / 180.0;

/// Bodies by the names of the tables, in the order of enum Body; legs stand for the right side.
constexpr std::array body_names = {"pelvis", "L5", "L4", "L3", "L2", "L1", "thorax", "thigh", "shank", "foot"};

void require(bool good, const Table& table, std::size_t row, const std::string& what) {
  if (!good) throw InputError({{table.path().string(), table.line(row), 0, what}});
}

Eigen::Vector3d vector(const Table& table, std::size_t row, const std::string& prefix) {
  return {table.number(row, prefix + "x_m"), table.number(row, prefix + "y_m"), table.number(row, prefix + "z_m")};
}

Body body(const Table& table, std::size_t row, const std::string& column) {
  const std::string& found = table.text(row, column);
  for (std::size_t i = 0; i < body_names.size(); ++i) {
    if (found == body_names[i]) return static_cast<Body>(i);
  }
  const std::string near = nearest(found, {body_names.begin(), body_names.end()});
  throw InputError({{table.path().string(), table.line(row), 0,
                     fmt::format("no body is called '{}'{}", found,
                                 near.empty() ? std::string() : fmt::format("; did you mean '{}'?", near))}});
}

/// The groups of the tables, as a trainer names them; muscles of the legs have groups of their own.
CoreGroup part_of(const std::string& group) {
  static const std::map<std::string, CoreGroup> parts = {{"RA", CoreGroup::rectus},
                                                         {"EO", CoreGroup::obliques},
                                                         {"IO", CoreGroup::obliques},
                                                         {"OBL", CoreGroup::obliques},
                                                         {"TrA", CoreGroup::transversus},
                                                         {"MF", CoreGroup::multifidus},
                                                         {"ILpT", CoreGroup::erector_thoracic},
                                                         {"LTpT", CoreGroup::erector_thoracic},
                                                         {"ILpL", CoreGroup::erector_lumbar},
                                                         {"LTpL", CoreGroup::erector_lumbar},
                                                         {"QL", CoreGroup::quadratus},
                                                         {"PS", CoreGroup::psoas}};
  const auto found = parts.find(group);
  return found == parts.end() ? CoreGroup::none : found->second;
}

/// The groups of leg_muscles.csv that a trainer names; psoas belongs to the hip flexors.
LegGroup leg_of(const std::string& group) {
  static const std::map<std::string, LegGroup> groups = {
      {"hamstrings", LegGroup::hamstrings},   {"quadriceps", LegGroup::quadriceps}, {"gluteals", LegGroup::gluteals},
      {"hip_flexors", LegGroup::hip_flexors}, {"PS", LegGroup::hip_flexors},        {"calf", LegGroup::calf}};
  const auto found = groups.find(group);
  return found == groups.end() ? LegGroup::none : found->second;
}

void read_factors(const std::filesystem::path& folder, SpineTables& tables) {
  const auto rises = [](const Table& table, const std::string& column) {
    for (std::size_t row = 1; row < table.rows(); ++row)
      require(table.number(row, column) > table.number(row - 1, column), table, row, column + " must rise");
  };
  const Table ages = Table::read(folder / "age.csv");
  rises(ages, "age");
  for (std::size_t row = 0; row < ages.rows(); ++row) {
    tables.ages.push_back({ages.number(row, "age"), ages.number(row, "strength"), ages.number(row, "passive_strain")});
    require(tables.ages.back().strength > 0.0 && tables.ages.back().passive_strain > 0.0, ages, row,
            "strength and strain must be positive");
  }
  const Table discs = Table::read(folder / "discs.csv");
  rises(discs, "degeneration");
  for (std::size_t row = 0; row < discs.rows(); ++row) {
    tables.discs.push_back({discs.number(row, "degeneration"),
                            {discs.number(row, "flexion"), discs.number(row, "extension"), discs.number(row, "lateral"),
                             discs.number(row, "axial")},
                            discs.number(row, "pressure")});
    require(tables.discs.back().stiffness.minCoeff() > 0.0, discs, row, "a stiffness must be positive");
  }
  for (const Table* table : {&ages, &discs})
    if (table->rows() == 0) throw InputError({{table->path().string(), 0, 0, "a table without rows"}});
}

void read_levels(const std::filesystem::path& folder, SpineTables& tables) {
  // Joints, in the order of the spine.
  const Table table = Table::read(folder / "levels.csv");
  if (table.rows() != level_count) {
    throw InputError(
        {{table.path().string(), 0, 0, fmt::format("the spine has {} levels, found {}", level_count, table.rows())}});
  }
  Eigen::Vector3d whole = Eigen::Vector3d::Zero();
  for (std::size_t row = 0; row < level_count; ++row) {
    require(table.text(row, "level") == level_names[row], table, row, "expected the level " + level_names[row]);
    require(
        body(table, row, "lower") == static_cast<Body>(row) && body(table, row, "upper") == static_cast<Body>(row + 1),
        table, row, "a level joins a body to the next one above");
    Level& level = tables.levels[row];
    level.position = vector(table, row, "");
    level.upper_offset = vector(table, row, "upper_");
    level.disc_tilt = table.number(row, "disc_tilt_deg") * degree;
    level.fraction = {table.number(row, "extension_share"), table.number(row, "bending_share"),
                      table.number(row, "rotation_share")};
    require((level.fraction.array() > 0.0).all(), table, row, "a share must be positive");
    whole += level.fraction;
    level.disc_area = table.number(row, "disc_area_m2");
    require(level.disc_area > 0.0, table, row, "an area must be positive");
    int curve = 0;
    for (const char* name : {"flexion", "extension", "lateral", "axial"}) {
      for (int power = 3; power >= 1; --power) {
        level.passive(curve, 3 - power) = table.number(row, fmt::format("{}_c{}", name, power));
      }
      ++curve;
    }
  }
  for (Level& level : tables.levels) level.fraction.array() /= whole.array();

  // Trunk slices: a level carries that of its upper body; the thorax above the last keeps the rest.
  const Table slices = Table::read(folder / "slices.csv");
  for (std::size_t i = 0; i < level_count; ++i) {
    Level& level = tables.levels[i];
    level.slice_mass = 0.0, level.slice_com.setZero();
    if (i + 1 == level_count) break;
    const std::size_t row = slices.find("body", body_names[i + 1]);
    level.slice_mass = slices.number(row, "mass_fraction");
    level.slice_com = {slices.number(row, "com_x_m"), slices.number(row, "com_y_m"), slices.number(row, "com_z_m")};
    require(level.slice_mass > 0.0, slices, row, "a mass fraction must be positive");
  }
}

/// Fibres that keep their length because the tendon takes up the stretch, or because theirs is not known, have none.
void read_fibres(const Table& table, std::size_t row, Muscle& muscle) {
  const std::string& fibres = table.text(row, "fibres");
  require(fibres == "moving" || fibres == "isometric", table, row,
          fmt::format("fibres are 'moving' or 'isometric', not '{}'", fibres));
  if (fibres == "isometric") {
    muscle.relaxed_length = table.number(row, "optimal_length_m");
    muscle.relaxed_tendon = table.number(row, "tendon_slack_m");
    return;
  }
  muscle.optimal_length = table.number(row, "optimal_length_m");
  muscle.tendon_slack = table.number(row, "tendon_slack_m");
  require(muscle.optimal_length > 0.0 && muscle.tendon_slack >= 0.0, table, row,
          "moving fibres need a length, and a tendon of no negative length");
}

void read_muscles(const std::filesystem::path& muscle_file, const std::filesystem::path& path_file,
                  SpineTables& tables) {
  // Paths first: the rows of one muscle stand together, points counted from 0.
  const Table points = Table::read(path_file);
  std::map<std::string, std::vector<PathPoint>> paths;
  for (std::size_t row = 0; row < points.rows(); ++row) {
    std::vector<PathPoint>& path = paths[points.text(row, "muscle")];
    require(points.number(row, "point") == static_cast<double>(path.size()), points, row,
            fmt::format("expected point {} of this muscle", path.size()));
    const PathPoint point{body(points, row, "body"), vector(points, row, ""), points.number(row, "follow")};
    require(point.follow == 0.0 || (point.body == Body::thigh_r && point.follow > 0.0 && point.follow < 1.0), points,
            row, "only a point of the thigh can follow the knee, by a share below 1");
    path.push_back(point);
  }

  const Table table = Table::read(muscle_file);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Muscle muscle;
    muscle.name = table.text(row, "muscle");
    muscle.group = table.text(row, "group");
    muscle.part = part_of(muscle.group);
    muscle.leg = leg_of(muscle.group);
    muscle.F_max = table.number(row, "F_max_N");
    require(muscle.F_max > 0.0, table, row, "F_max must be positive");
    muscle.pennation = table.number(row, "pennation_rad");
    read_fibres(table, row, muscle);
    muscle.hoop = table.has("hoop") ? table.number(row, "hoop") : 0.0;
    require(muscle.hoop >= 0.0, table, row, "a share of the force cannot be negative");
    require(muscle.pennation >= 0.0 && muscle.pennation < 0.5 * std::numbers::pi, table, row,
            "a pennation angle lies between 0 and π/2");
    const auto path = paths.find(muscle.name);
    require(path != paths.end() && path->second.size() >= 2, table, row,
            fmt::format("'{}' needs two points or more in {}", muscle.name, path_file.filename().string()));
    muscle.path = path->second;
    paths.erase(path);
    tables.muscles.push_back(std::move(muscle));
  }
  for (const auto& [name, path] : paths) {
    throw InputError(
        {{path_file.string(), 0, 0, fmt::format("a path of {} points belongs to no muscle: '{}'", path.size(), name)}});
  }
}

}  // namespace

std::shared_ptr<const SpineTables> read_spine_tables(const std::filesystem::path& folder) {
  auto tables = std::make_shared<SpineTables>();
  read_levels(folder, *tables);
  read_factors(folder, *tables);
  read_muscles(folder / "fascicles.csv", folder / "paths.csv", *tables);
  read_muscles(folder / "leg_muscles.csv", folder / "leg_paths.csv", *tables);

  // The man these numbers stand for.
  const Table parameters = Table::read(folder / "parameters.csv");
  const auto value = [&](const char* quantity) {
    const std::size_t row = parameters.find("quantity", quantity);
    const double number = parameters.number(row, "value");
    require(number > 0.0, parameters, row, fmt::format("{} must be positive", quantity));
    return number;
  };
  tables->height = value("height");
  tables->mass = value("mass");
  tables->thoracolumbar_share = value("thoracolumbar_share");
  tables->wall_radius = value("wall_radius");
  tables->wall_height = value("wall_height");

  // Women's strength at a man's mass: measured strengths differ, and so do the masses behind them.
  tables->female_strength = value("women_trunk_strength") / value("men_trunk_strength") /
                            std::pow(value("women_mass") / value("men_mass"), 2.0 / 3.0);

  // Pressure acts a fixed arm ahead of L5/S1: from there up to the thorax frame, all bodies parallel.
  Eigen::Vector3d p_PT = Eigen::Vector3d::Zero();  // pelvis body to thorax frame, neutral
  for (const Level& level : tables->levels) p_PT += level.position - level.upper_offset;
  tables->pressure_area = value("pressure_area");
  tables->pressure_point = {tables->levels[0].position.x() + value("pressure_arm") - p_PT.x(), value("pressure_height"),
                            0.0};
  return tables;
}

}  // namespace psoas
