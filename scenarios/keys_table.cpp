// What does `psoas keys` print? The table of keys, aligned, and what the kinds of ground and shoe stand for.
#include <fmt/format.h>

#include <algorithm>

#include "models/models.h"
#include "scenarios/keys.h"
#include "sim/contact/midsole.h"

namespace psoas {
namespace {

using Row = std::vector<std::string>;

/// Columns padded to their widest cell, counted in characters; the last column is left ragged.
std::string aligned(const std::vector<Row>& rows) {
  const auto width_of = [](const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  };
  std::vector<std::size_t> widths(rows.front().size());
  for (const Row& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width_of(row[c]));
  std::string text;
  for (const Row& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      text += row[c];
      if (c + 1 < row.size()) text += std::string(widths[c] - width_of(row[c]) + 2, ' ');
    }
    text += "\n";
  }
  return text;
}

/// Four digits, never with an exponent: 6.99, 20000.
std::string short_number(double value) { return fmt::format("{}", std::stod(fmt::format("{:.4g}", value))); }

/// Of a number from SI options, in thousands.
std::string kilo(double value) { return fmt::format("{:g}", value / 1e3); }

}  // namespace

std::string keys_table(const Catalogue& catalogue) {
  std::vector<Row> rows = {{"key", "unit", "range", "default", "meaning"}};
  for (const Key& key : keys()) {
    const Value standard = value_of(key, Scenario{});
    const double* number = std::get_if<double>(&standard);
    rows.push_back({std::string(key.name), std::string(key.is_text() ? "" : key.unit),
                    key.is_text() ? fmt::format("{}", fmt::join(choices(key, catalogue), " "))
                                  : fmt::format("{} to {}", key.min, key.max),
                    number ? short_number(*number) : to_text(standard), std::string(key.meaning)});
  }
  // The kinds are told below, with their values; here they would make the column too wide.
  for (Row& row : rows)
    if (row[0] == "surface.kind" || row[0] == "shoe.kind") row[2] = "see below";
  std::string text = aligned(rows);
  text += "\nA key takes a number in its unit (speed_m_s = 3.3) or text with a unit (speed = \"12 km/h\").\n";

  rows = {{"surface.kind", "kN/m", "kN s/m", "kg", "friction", "basis"}};
  for (const SurfaceKind& kind : catalogue.surfaces) {
    const SurfaceOptions& o = kind.options;
    rows.push_back({o.kind, kilo(o.stiffness), kilo(o.damping), fmt::format("{:g}", o.moving_mass),
                    fmt::format("{:g}", o.friction), kind.basis});
  }
  text += "\n" + aligned(rows);

  rows = {{"shoe.kind", "heel, forefoot kN/m", "energy return", "heel, drop mm", "N m/rad", "kg", "basis"}};
  for (const ShoeKind& kind : catalogue.shoes) {
    const ShoeOptions& o = kind.options;
    rows.push_back({o.kind, kilo(o.heel_stiffness) + ", " + kilo(o.forefoot_stiffness),
                    fmt::format("{:g}", o.heel_energy_return),
                    fmt::format("{:g}, {:g}", 1e3 * o.heel_thickness, 1e3 * o.drop),
                    fmt::format("{:g}", o.bending_stiffness), fmt::format("{:g}", o.mass), kind.basis});
  }
  return text + "\n" + aligned(rows) + "\nSources: models/surfaces/surfaces.csv, models/shoes/shoes.csv\n";
}

std::string keys_table() { return keys_table(read_catalogue(models_folder())); }

std::string models_table() {
  const Catalogue catalogue = read_catalogue(models_folder());
  std::string text = "Shoes: heel and forefoot zone under 1 kN each, elastic; a study names one as shoe.kind\n\n";
  std::vector<Row> rows = {{"shoe", "heel kN/m", "mm", "forefoot kN/m", "mm", "flat at mm", "energy return", "kg"}};
  const auto under = [](const ShoeOptions& o, Zone zone, Row& row) {
    const double x = compression_under(midsole(o, zone), 1e3);
    row.push_back(x < 1e-5 ? "none" : fmt::format("{:.0f}", 1.0 / x));
    row.push_back(fmt::format("{:.1f}", 1e3 * x));
  };
  for (const ShoeKind& kind : catalogue.shoes) {
    const ShoeOptions& o = kind.options;
    Row row = {o.kind};
    under(o, Zone::heel, row), under(o, Zone::forefoot, row);
    row.push_back(
        fmt::format("{:.1f}, {:.1f}", 1e3 * midsole(o, Zone::heel).depth, 1e3 * midsole(o, Zone::forefoot).depth));
    row.push_back(fmt::format("{:g}", o.heel_energy_return));
    row.push_back(fmt::format("{:g}", o.mass));
    rows.push_back(std::move(row));
  }
  text += aligned(rows) + "\n";
  for (const ShoeKind& kind : catalogue.shoes)
    text += fmt::format("{} ({}): {}\n", kind.options.kind, kind.basis, kind.source);

  text += "\nSurfaces: one spring and damper under the whole foot; a study names one as surface.kind\n\n";
  rows = {{"surface", "kN/m", "kN s/m", "moving kg", "friction"}};
  for (const SurfaceKind& kind : catalogue.surfaces) {
    const SurfaceOptions& o = kind.options;
    rows.push_back({o.kind, kilo(o.stiffness), kilo(o.damping), fmt::format("{:g}", o.moving_mass),
                    fmt::format("{:g}", o.friction)});
  }
  text += aligned(rows) + "\n";
  for (const SurfaceKind& kind : catalogue.surfaces)
    text += fmt::format("{} ({}): {}\n", kind.options.kind, kind.basis, kind.source);
  return text + "\nReferences: models/SOURCES.md\n";
}

}  // namespace psoas
