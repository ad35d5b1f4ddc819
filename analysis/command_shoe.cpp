// psoas shoe fit: from the curve of a test machine to a shoe that a study can run in.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>

#include "analysis/commands.h"
#include "analysis/figures.h"
#include "models/models.h"
#include "scenarios/provenance.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

namespace fs = std::filesystem;

/// What the fit says of one zone, for people.
std::string described(const FittedZone& zone) {
  const MidsoleFit& fit = zone.fit;
  const auto with = [](const Estimate& e, double unit, bool held = false) {
    return held ? fmt::format("{:.4g} (held: the test cannot tell)", e.value / unit)
                : fmt::format("{:.4g} ± {:.2g}", e.value / unit, e.half_width / unit);
  };
  std::string text = fmt::format("{}: {}, {} samples, {:.2f} kN at {:.1f} mm\n", zone.name, zone.test.path.string(),
                                 zone.test.force.size(), 1e-3 * fit.peak, 1e3 * fit.deepest);
  for (const std::string& note : zone.test.notes) text += fmt::format("  note: {}\n", note);
  text += fmt::format("  stiffness where compression begins   {} kN/m\n", with(fit.stiffness, 1e3));
  text += fmt::format("  force over compression at the peak   {} kN/m\n", with(fit.secant, 1e3));
  text += fmt::format("  flat (bottoming out) at              {} mm\n", with(fit.depth, 1e-3, fit.depth_held));
  text += fmt::format("  stiffening w                         {}\n", with(fit.stiffening, 1.0, fit.stiffening_held));
  text += fmt::format("  energy return                        {} %; areas under the measured curves {:.1f} %\n",
                      with(fit.energy_return, 0.01), 100 * fit.measured_return);
  text += fmt::format(
      "  fit                                  rms {:.2f} %, largest {:.1f} % of the peak force, R² {:.4f}; {:.0f} % of "
      "samples within 3 %\n",
      100 * fit.rms, 100 * fit.largest, fit.r2, 100 * fit.within);
  if (!fit.warning.empty()) text += "  warning: " + fit.warning + "\n";
  return text;
}

/// The keys that a fitted zone sets.
std::string settings(const FittedZone& zone, double thickness) {
  const MidsoleFit& fit = zone.fit;
  std::string text = fmt::format("{}_stiffness_kN_m = {:.4g}\n", zone.name, 1e-3 * fit.law.stiffness);
  if (zone.name == "midfoot") return text;
  return text + fmt::format("{0}_stiffening = {1:.4g}\n{0}_densification = {2:.4g}\n{0}_energy_return = {3:.4g}\n",
                            zone.name, fit.law.stiffening, fit.law.depth / thickness, fit.energy_return.value);
}

}  // namespace

int shoe_fit(const Global& global, const ShoeFitCommand& command) {
  // 1. What was measured, and of which shoe?
  const Catalogue catalogue = read_catalogue(models_folder());
  const ShoeOptions* base = catalogue.shoe(command.base);
  if (!base)
    throw InputError(
        fmt::format("no shoe '{}' for --base; there are {}", command.base, fmt::join(catalogue.shoe_names(), ", ")));
  ShoeOptions shoe = *base;
  if (command.thickness_mm >= 0.0) shoe.heel_thickness = 1e-3 * command.thickness_mm;
  if (command.drop_mm > -100.0) shoe.drop = 1e-3 * command.drop_mm;
  if (command.mass_kg >= 0.0) shoe.mass = command.mass_kg;
  for (const fs::path& file : {command.output, command.figure})
    if (!file.empty() && fs::exists(file) && !command.force)
      throw InputError(file.string() + " exists; --force overwrites it");

  // 2. Fit each zone; a test that cannot tell where the foam is flat holds the base's
  std::vector<FittedZone> zones;
  for (const auto& [name, file, zone] : {std::tuple{"heel", command.heel, Zone::heel},
                                         {"midfoot", command.midfoot, Zone::midfoot},
                                         {"forefoot", command.forefoot, Zone::forefoot}}) {
    if (file.empty()) continue;
    PressTest test = read_press_test(file, {command.force_unit, command.displacement_unit});
    MidsoleFit fit = fit_midsole(test, midsole(shoe, zone).depth);
    zones.push_back({name, std::move(test), std::move(fit)});
    if (!global.quiet) std::fputs(described(zones.back()).c_str(), stdout);
  }
  if (zones.empty()) throw InputError("nothing to fit: name a CSV file of the heel, or --forefoot FILE");

  // 3. A shoe file, checked as a study would read it: the densification must leave the foam flat within its thickness
  std::string text = fmt::format("# Fitted by psoas {}: {}\n", version(), global.command);
  text += "# All that was not measured is the kind's below. A study names this file: [shoe] kind = \"...toml\".\n";
  for (const FittedZone& zone : zones)
    text += fmt::format(
        "# {}: {} (sha256 {:.12}), stiffness ± {:.2g} kN/m, energy return ± {:.2g}, rms {:.2f} % of {:.4g} N\n",
        zone.name, zone.test.path.filename().string(), zone.test.sha256, 1e-3 * zone.fit.stiffness.half_width,
        zone.fit.energy_return.half_width, 100 * zone.fit.rms, zone.fit.peak);
  text += fmt::format("[shoe]\nkind = \"{}\"\n", command.base);
  text += fmt::format("heel_thickness_mm = {:.4g}\ndrop_mm = {:.4g}\nmass_kg = {:.4g}\n", 1e3 * shoe.heel_thickness,
                      1e3 * shoe.drop, shoe.mass);
  for (const FittedZone& zone : zones) {
    const double high = thickness(shoe, zone.name == "heel" ? Zone::heel : Zone::forefoot);
    const double strain = zone.fit.law.depth / high;
    if (zone.name != "midfoot" && (!(strain >= 0.3) || strain > 1.0))
      throw InputError(
          fmt::format("{}: the foam is flat at {:.1f} mm, which does not fit a midsole of {:.1f} mm there: give "
                      "--thickness-mm (of the "
                      "heel) and --drop-mm of the tested shoe",
                      zone.test.path.string(), 1e3 * zone.fit.law.depth, 1e3 * high));
    text += settings(zone, high);
  }
  if (!command.output.empty()) {
    std::ofstream out(command.output, std::ios::binary);
    out << text;
    if (!out.flush()) throw FileError("cannot write " + command.output.string());
    std::printf("%s\n", command.output.c_str());
  } else if (!global.quiet) {
    std::printf("\n%s", text.c_str());
  }
  if (!command.figure.empty()) {
    const std::string ending = command.figure.extension().string();
    const Format format = format_of(ending.empty() ? "" : ending.substr(1));
    draw(figure_midsole(zones, format), format, command.figure);
    std::printf("%s\n", command.figure.c_str());
  }
  return Exit::ok;
}

}  // namespace psoas
