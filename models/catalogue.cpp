// Which surfaces and shoes does Psoas know by name? Rows of models/surfaces/surfaces.csv and models/shoes/shoes.csv.
#include "models/catalogue.h"

#include "models/table.h"

namespace psoas {
namespace {

constexpr double kilo = 1e3;    ///< kN/m -> N/m, kN s/m -> N s/m
constexpr double milli = 1e-3;  ///< mm -> m

/// The options of the row whose kind is asked for, or nullptr.
template <class Rows>
auto* find_kind(const Rows& rows, const std::string& kind) {
  for (const auto& row : rows)
    if (row.options.kind == kind) return &row.options;
  return static_cast<decltype(&rows.front().options)>(nullptr);
}

template <class Rows>
std::vector<std::string> names_of(const Rows& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) names.push_back(row.options.kind);
  return names;
}

}  // namespace

const SurfaceOptions* Catalogue::surface(const std::string& kind) const { return find_kind(surfaces, kind); }
const ShoeOptions* Catalogue::shoe(const std::string& kind) const { return find_kind(shoes, kind); }
std::vector<std::string> Catalogue::surface_names() const { return names_of(surfaces); }
std::vector<std::string> Catalogue::shoe_names() const { return names_of(shoes); }

Catalogue read_catalogue(const std::filesystem::path& models_folder) {
  Catalogue catalogue;

  const Table surfaces = Table::read(models_folder / "surfaces" / "surfaces.csv");
  for (std::size_t row = 0; row < surfaces.rows(); ++row) {
    SurfaceKind surface;
    surface.options.kind = surfaces.text(row, "kind");
    surface.options.stiffness = kilo * surfaces.number(row, "stiffness_kN_m");
    surface.options.damping = kilo * surfaces.number(row, "damping_kN_s_m");
    surface.options.moving_mass = surfaces.number(row, "moving_mass_kg");
    surface.options.friction = surfaces.number(row, "friction");
    surface.basis = surfaces.text(row, "basis");
    surface.source = surfaces.text(row, "source");
    catalogue.surfaces.push_back(std::move(surface));
  }

  const Table shoes = Table::read(models_folder / "shoes" / "shoes.csv");
  for (std::size_t row = 0; row < shoes.rows(); ++row) {
    ShoeKind shoe;
    shoe.options.kind = shoes.text(row, "kind");
    ShoeOptions& o = shoe.options;
    o.heel_stiffness = kilo * shoes.number(row, "heel_kN_m");
    o.midfoot_stiffness = kilo * shoes.number(row, "midfoot_kN_m");
    o.forefoot_stiffness = kilo * shoes.number(row, "forefoot_kN_m");
    o.heel_stiffening = o.forefoot_stiffening = shoes.number(row, "stiffening");
    o.heel_densification = o.forefoot_densification = shoes.number(row, "densification");
    o.heel_energy_return = o.forefoot_energy_return = shoes.number(row, "energy_return");
    o.heel_thickness = milli * shoes.number(row, "thickness_mm");
    o.drop = milli * shoes.number(row, "drop_mm");
    o.bending_stiffness = shoes.number(row, "bending_stiffness_N_m_rad");
    o.mass = shoes.number(row, "mass_kg");
    shoe.basis = shoes.text(row, "basis");
    shoe.source = shoes.text(row, "source");
    catalogue.shoes.push_back(std::move(shoe));
  }
  return catalogue;
}

}  // namespace psoas
