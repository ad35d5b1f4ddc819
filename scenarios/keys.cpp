// What can a person set? One table of keys.
#include "scenarios/keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <type_traits>
#include <utility>

#include "scenarios/units.h"
#include "sim/core/check.h"
#include "sim/core/sha256.h"

namespace psoas {
namespace {

template <auto Group, auto Member>
double get_number(const Scenario& s) {
  return static_cast<double>((s.*Group).*Member);
}

template <auto Group, auto Member>
void set_number(Scenario& s, double value) {
  auto& member = (s.*Group).*Member;
  member = static_cast<std::remove_reference_t<decltype(member)>>(value);
}

template <auto Group, auto Member>
std::string get_word(const Scenario& s) {
  return (s.*Group).*Member;
}

template <auto Group, auto Member>
void set_word(Scenario& s, const std::string& value) {
  (s.*Group).*Member = value;
}

/// Words for the values of an enum, in its order.
template <class Enum>
constexpr std::array<std::string_view, 2> words_of;
template <>
constexpr std::array<std::string_view, 2> words_of<Sex> = {"male", "female"};
template <>
constexpr std::array<std::string_view, 2> words_of<TaskKind> = {"run", "static"};
template <>
constexpr std::array<std::string_view, 2> words_of<Support> = {"feet", "seat"};
template <>
constexpr std::array<std::string_view, 2> words_of<ForceModel> = {"tracked", "emergent"};
template <>
constexpr std::array<std::string_view, 2> words_of<PressureRule> = {"held", "recruited"};
template <>
constexpr std::array<std::string_view, 2> words_of<CoreMovement> = {"predicted", "held"};
template <>
constexpr std::array<std::string_view, 2> words_of<Equilibrium> = {"levels", "rhythm"};
template <>
constexpr std::array<std::string_view, 2> words_of<PsoasRule> = {"shared", "hip_first"};
template <>
constexpr std::array<std::string_view, 2> words_of<Fibres> = {"full", "isometric"};
template <>
constexpr std::array<std::string_view, 2> words_of<bool> = {"off", "on"};

template <auto Group, auto Member>
using TypeOf = std::remove_cvref_t<decltype((std::declval<Scenario&>().*Group).*Member)>;

template <auto Group, auto Member>
std::string get_choice(const Scenario& s) {
  return std::string(words_of<TypeOf<Group, Member>>[static_cast<std::size_t>((s.*Group).*Member)]);
}
template <auto Group, auto Member>
void set_choice(Scenario& s, const std::string& value) {
  const auto& words = words_of<TypeOf<Group, Member>>;
  const auto found = std::find(words.begin(), words.end(), value);
  CHECK(found != words.end());
  (s.*Group).*Member = static_cast<TypeOf<Group, Member>>(found - words.begin());
}

template <auto Group, auto Member>
constexpr Key number(std::string_view name, std::string_view unit, double min, double max, std::string_view meaning,
                     std::string_view source, double step = 0.0) {
  return {name,    unit,   min, max, step, meaning, source, get_number<Group, Member>, set_number<Group, Member>,
          nullptr, nullptr};
}

template <auto Group, auto Member>
constexpr Key word(std::string_view name, std::string_view meaning, std::string_view source) {
  return {name, "", 0.0, 0.0, 0.0, meaning, source, nullptr, nullptr, get_word<Group, Member>, set_word<Group, Member>};
}

template <auto Group, auto Member>
constexpr Key choice(std::string_view name, std::string_view meaning, std::string_view source) {
  return {name,
          "",
          0.0,
          0.0,
          0.0,
          meaning,
          source,
          nullptr,
          nullptr,
          get_choice<Group, Member>,
          set_choice<Group, Member>,
          words_of<TypeOf<Group, Member>>};
}

using S = Scenario;

// clang-format off
constexpr std::array table = {
    number<&S::runner, &RunnerOptions::mass>("runner.mass_kg", "kg", 40, 120,
        "body mass without shoes", "adults; segment tables are scaled, not measured, towards the ends"),
    number<&S::runner, &RunnerOptions::height>("runner.height_m", "m", 1.4, 2.1,
        "standing height", "adults; segment tables are scaled, not measured, towards the ends"),
    choice<&S::runner, &RunnerOptions::sex>("runner.sex",
        "male or female: segment masses and strength", "segment and muscle tables"),
    number<&S::gait, &GaitOptions::speed>("gait.speed_m_s", "m/s", 2, 6,
        "mean forward speed; the step rate follows from it", "measured reference at 2.5 to 4.5 m/s, extrapolated beyond"),
    word<&S::surface, &SurfaceOptions::kind>("surface.kind",
        "kind of ground: sets the four values below", "models/surfaces.csv"),
    number<&S::surface, &SurfaceOptions::stiffness>("surface.stiffness_kN_m", "kN/m", 35, 1e5,
        "stiffness of the ground under the whole foot", "below 35 kN/m the stride is unreliable; concrete is some 50000"),
    number<&S::surface, &SurfaceOptions::damping>("surface.damping_kN_s_m", "kN s/m", 0, 50,
        "viscous damping of the ground", "assumption: wide enough for sand"),
    number<&S::surface, &SurfaceOptions::moving_mass>("surface.moving_mass_kg", "kg", 0, 50,
        "mass of the ground that moves with the foot", "assumption: up to a heavy treadmill deck"),
    number<&S::surface, &SurfaceOptions::friction>("surface.friction", "1", 0.3, 1.5,
        "Coulomb friction between shoe and ground", "assumption: from wet grass to spikes"),
    word<&S::shoe, &ShoeOptions::kind>("shoe.kind",
        "kind of shoe: sets the three values below", "models/shoes.csv"),
    number<&S::shoe, &ShoeOptions::stiffness>("shoe.stiffness_kN_m", "kN/m", 20, 400,
        "compression stiffness of the heel zone of the midsole", "range in which the contact law was tried; trainers measure 61 to 95 [Malisoux 2021]"),
    number<&S::shoe, &ShoeOptions::dissipation>("shoe.dissipation_s_m", "s/m", 0, 3,
        "loss in the midsole: χ of F = F_e (1 + χ dp/dt)", "assumption: 2 s/m already returns only a quarter of an impact at 0.5 m/s"),
    number<&S::shoe, &ShoeOptions::mass>("shoe.mass_kg", "kg", 0, 1,
        "mass of one shoe", "assumption: from barefoot to a boot"),
    number<&S::posture, &PostureOptions::trunk_lean>("posture.trunk_lean_deg", "deg", -5, 25,
        "forward lean of the trunk at the waist, mean over the stride; trunk_lean in the results is what the runner makes of it", "runners show 3 to 13 deg; 0 to 20 was tried"),
    number<&S::posture, &PostureOptions::lordosis>("posture.lordosis_deg", "deg", -15, 15,
        "arch of the low back added to the runner's own; the pelvis tilts with it", "assumption: beyond it the passive spine leaves its measured range"),
    choice<&S::task, &TaskOptions::kind>("task.kind",
        "run: a stride; static: a posture held still, which gait, surface and stride do not touch",
        "the two kinds of task there are"),
    choice<&S::task, &TaskOptions::support>("task.support",
        "static: feet, standing; seat, sitting upright or bent without a back rest, pelvis rolled back",
        "SOURCES.md, static tasks"),
    number<&S::task, &TaskOptions::flexion>("task.flexion_deg", "deg", -30, 90,
        "static: forward inclination of the thorax from upright standing, shared by hips and lumbar spine; negative is extension", "rhythm measured to 120 deg of flexion [Tafazzol 2014]"),
    number<&S::task, &TaskOptions::side_bend>("task.side_bend_deg", "deg", -30, 30,
        "static: side bend of the thorax on the level pelvis, to the right", "assumption: about the range of the lumbar spine"),
    number<&S::task, &TaskOptions::twist>("task.twist_deg", "deg", -20, 20,
        "static: twist of the thorax on the pelvis, to the left", "assumption: beyond it discs and facets leave their measured range"),
    number<&S::task, &TaskOptions::knee_flexion>("task.knee_flexion_deg", "deg", 0, 120,
        "static, on the feet: bent knees, for a squat; hips and ankles follow for balance", "the runner's tables hold to 120 deg"),
    number<&S::task, &TaskOptions::load>("task.load_kg", "kg", 0, 100,
        "static: mass held in both hands", "assumption: up to what strong people lift"),
    number<&S::task, &TaskOptions::reach>("task.reach_m", "m", 0, 0.85,
        "static: how far ahead of the shoulders the hands are, horizontally; 0: the arms hang down", "straight arms of the tallest runner [Winter 2009]"),
    number<&S::task, &TaskOptions::rate>("task.flexion_rate_deg_s", "deg/s", -60, 60,
        "static: the posture is passed at this rate of flexion, positive bending forward, negative rising; inertia is left out", "assumption: slow enough for inertia not to matter"),
    number<&S::core, &CoreOptions::strength>("core.strength", "1", 0.3, 2,
        "strength of all abdominal and back muscles but psoas, relative to default", "assumption: from very weak to twice an average adult"),
    number<&S::core, &CoreOptions::deep>("core.deep", "1", 0, 2,
        "strength of transversus, multifidus and quadratus, on top of core.strength", "grouping after [Bergmark 1989]; range: assumption"),
    number<&S::core, &CoreOptions::superficial>("core.superficial", "1", 0, 2,
        "strength of rectus, obliques and erector spinae, on top of core.strength", "grouping after [Bergmark 1989]; range: assumption"),
    number<&S::core, &CoreOptions::rectus>("core.rectus", "1", 0, 2,
        "strength of rectus abdominis, on top of the above", "assumption"),
    number<&S::core, &CoreOptions::obliques>("core.obliques", "1", 0, 2,
        "strength of the external and internal obliques, on top of the above", "assumption"),
    number<&S::core, &CoreOptions::transversus>("core.transversus", "1", 0, 2,
        "strength of transversus abdominis, which can only make pressure", "assumption"),
    number<&S::core, &CoreOptions::multifidus>("core.multifidus", "1", 0, 2,
        "strength of multifidus, on top of the above", "assumption"),
    number<&S::core, &CoreOptions::erector_thoracic>("core.erector_thoracic", "1", 0, 2,
        "strength of the erector spinae that end on the thorax, on top of the above", "assumption"),
    number<&S::core, &CoreOptions::erector_lumbar>("core.erector_lumbar", "1", 0, 2,
        "strength of the erector spinae that end on lumbar vertebrae, on top of the above", "assumption"),
    number<&S::core, &CoreOptions::quadratus>("core.quadratus", "1", 0, 2,
        "strength of quadratus lumborum, on top of the above", "assumption"),
    number<&S::core, &CoreOptions::psoas>("core.psoas", "1", 0, 2,
        "strength of psoas; core.strength leaves it alone", "assumption"),
    number<&S::core, &CoreOptions::imbalance>("core.imbalance", "1", -0.5, 0.5,
        "the right side is stronger by this share, the left weaker; the movement stays that of both sides' mean", "assumption"),
    number<&S::core, &CoreOptions::engagement>("core.engagement", "1", 0, 0.5,
        "bracing: least activation of every abdominal and back muscle; at 0.15 those of the default runner cannot balance each other", "assumption: up to half of a muscle's strength"),
    number<&S::core, &CoreOptions::fatigue>("core.fatigue", "1", 0, 0.8,
        "share of its strength that the core muscle used most has lost; the others by their own use, in this runner's own stride or in the task", "assumption; how long that takes is not predicted"),
    number<&S::core, &CoreOptions::abdominal_pressure>("core.abdominal_pressure_kPa", "kPa", 0, 25,
        "pressure in the abdomen above quiet standing; the abdominal wall must make it", "running about 5 [Grillner 1978, recalled]; at most 27 [Harman 1988]"),
    choice<&S::core, &CoreOptions::pressure>("core.pressure",
        "held: the pressure stays at the value above; recruited: it rises up to it where that costs less", "a choice of the sharing"),
    number<&S::core, &CoreOptions::stability>("core.stability_N_m_rad", "N m/rad", 0, 50,
        "least stiffness of the spine against buckling that the muscles must make; 0: none", "PHYSICS.md §4: 10 works at running loads"),
    choice<&S::core, &CoreOptions::movement>("core.movement",
        "predicted: the runner moves so as to spare what is weak; held: only the sharing changes", "a switch to tell the two effects apart"),
    number<&S::stride, &StrideOptions::nodes>("stride.nodes", "1", 12, 240,
        "control points in one step, a multiple of 6: more is finer and slower", "30, 60 and 120 compared in README.md", 6),
    number<&S::stride, &StrideOptions::iteration_limit>("stride.iteration_limit", "1", 1, 1000,
        "iterations after which the stride counts as not converged", "usual: 5 to 40", 1),
    choice<&S::stride, &StrideOptions::force>("stride.force",
        "tracked: the runner's own stride stays near measured ground force; emergent: no measured force, a cross-check",
        "PHYSICS.md §2"),
    number<&S::stride, &StrideOptions::moment_weight>("stride.moment_weight", "1", 0.05, 3,
        "worth of small joint moments against staying near the measured motion, relative to the force model's own", "PHYSICS.md §1-2: the own are 1 (tracked) and 0.1 (emergent)"),
    number<&S::sharing, &SharingOptions::level_slack>("sharing.level_slack_N_m", "N m", 0.1, 20,
        "unbalanced moment of a level that costs as much as one muscle at full strength", "3 N m; 10 lowers the peak by about a tenth"),
    number<&S::sharing, &SharingOptions::force_floor>("sharing.force_floor", "1", 0, 0.1,
        "least force of each muscle over its strength", "assumption: muscles are never quite silent"),
    number<&S::sharing, &SharingOptions::filter>("sharing.filter_Hz", "Hz", 0, 100,
        "low-pass on the moments and forces that muscles must make; 0 is none", "15 to 20 Hz is usual; rigid segments ring at touch-down"),
    number<&S::sharing, &SharingOptions::exponent>("sharing.exponent", "1", 2, 3,
        "power of activation in the effort: 2 or 3", "both are in use [Crowninshield 1981]", 1),
    choice<&S::sharing, &SharingOptions::equilibrium>("sharing.equilibrium",
        "levels: muscles balance all 18 moments of six levels; rhythm: only the three of one lumbar joint", "PHYSICS.md §4"),
    choice<&S::sharing, &SharingOptions::psoas>("sharing.psoas",
        "shared: hips and spine decide about psoas together; hip_first: the hips alone", "PHYSICS.md §4"),
    choice<&S::sharing, &SharingOptions::fibres>("sharing.fibres",
        "full: force-length-velocity and passive fibres; isometric: full strength in every posture", "models/SOURCES.md"),
    number<&S::sharing, &SharingOptions::activation_time>("sharing.activation_time_ms", "ms", 0, 50,
        "a muscle that changes its activation by 1 within this time pays as for activation 1; 0: changes are free", "muscle needs 10 to 50 ms [Zajac 1989, recalled]"),
    choice<&S::sharing, &SharingOptions::reserve>("sharing.reserve",
        "on: work out the strength reserve of every frame and level, half of a scenario's time", "a diagnosis: loads do not depend on it"),
    choice<&S::sharing, &SharingOptions::spread>("sharing.spread",
        "on: share again under each other assumption and keep every load", "psoas info --fields"),
};
// clang-format on

}  // namespace

std::string Key::suffix() const {
  if (unit.empty() || unit == "1") return "";
  std::string text = "_" + std::string(unit);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ' ' || c == '/'; }, '_');
  return text;
}

std::string Key::stem() const { return std::string(name.substr(0, name.size() - suffix().size())); }

std::span<const Key> keys() { return table; }

const Key* find_key(std::string_view name_or_stem) {
  for (const Key& key : table)
    if (key.name == name_or_stem || key.stem() == name_or_stem) return &key;
  return nullptr;
}

bool only_for_runs(const Key& key) {
  const std::string_view table_name = key.table();
  return table_name == "gait" || table_name == "surface" || table_name == "stride" ||
         (table_name == "shoe" && key.name != "shoe.mass_kg") || key.name == "posture.trunk_lean_deg" ||
         key.name == "sharing.filter_Hz";
}

std::vector<std::string> table_names() {
  std::vector<std::string> names;
  for (const Key& key : table)
    if (names.empty() || names.back() != key.table()) names.emplace_back(key.table());
  return names;
}

std::vector<std::string> choices(const Key& key, const Catalogue& catalogue) {
  if (key.name == "surface.kind") return catalogue.surface_names();
  if (key.name == "shoe.kind") return catalogue.shoe_names();
  CHECK(!key.words.empty());
  return {key.words.begin(), key.words.end()};
}

Scenario resolve(std::span<const Setting> settings, const Catalogue& catalogue) {
  Scenario scenario;
  const auto apply = [&](const Setting& setting) {
    const Key& key = *setting.key;
    if (key.is_text()) {
      key.set_text(scenario, std::get<std::string>(setting.value));
    } else {
      key.set(scenario, std::get<double>(setting.value) * find_unit(key.unit)->si);
    }
  };
  // Words first, so that the kinds are known; then the rows they name; then what stands beside them.
  for (const Setting& setting : settings)
    if (setting.key->is_text()) apply(setting);
  const SurfaceOptions* surface = catalogue.surface(scenario.surface.kind);
  const ShoeOptions* shoe = catalogue.shoe(scenario.shoe.kind);
  CHECK(surface && shoe);
  scenario.surface = *surface;
  scenario.shoe = *shoe;
  for (const Setting& setting : settings)
    if (!setting.key->is_text()) apply(setting);
  return scenario;
}

Value value_of(const Key& key, const Scenario& scenario) {
  if (key.is_text()) return key.get_text(scenario);
  return rounded(key.get(scenario) / find_unit(key.unit)->si);
}

std::string to_text(const Value& value) {
  if (const double* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  return std::get<std::string>(value);
}

std::string udunit(const Key& key) {
  if (key.unit == "deg/s") return "degree/s";
  return key.unit == "deg" ? "degree" : std::string(key.unit);
}

std::string scenario_id(const Scenario& scenario) {
  Sha256 hash;
  for (const Key& key : table) {
    char digits[32];
    if (!key.is_text()) std::snprintf(digits, sizeof digits, "%.17g", key.get(scenario) + 0.0);  // -0 is 0
    hash.add(key.name);
    hash.add("=");
    hash.add(key.is_text() ? key.get_text(scenario) : std::string(digits));
    hash.add("\n");
  }
  return hash.hex().substr(0, 16);
}

}  // namespace psoas
