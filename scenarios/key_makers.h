// How does a member of a scenario become a row of the table of keys? Private to the keys_*.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "scenarios/keys.h"
#include "sim/core/check.h"

namespace psoas {

using S = Scenario;

// Each table of a study, in the order of `psoas keys`.
std::span<const Key> runner_keys();
std::span<const Key> gait_keys();
std::span<const Key> surface_keys();
std::span<const Key> shoe_keys();
std::span<const Key> posture_keys();
std::span<const Key> muscle_keys();
std::span<const Key> task_keys();
std::span<const Key> core_keys();
std::span<const Key> adaptation_keys();
std::span<const Key> stride_keys();
std::span<const Key> sharing_keys();
std::span<const Key> impact_keys();

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
constexpr int words_of = 0;
template <>
constexpr std::array<std::string_view, 2> words_of<Sex> = {"male", "female"};
template <>
constexpr std::array<std::string_view, 3> words_of<LeanOrigin> = {"waist", "hips", "ankles"};
template <>
constexpr std::array<std::string_view, 2> words_of<TaskKind> = {"run", "static"};
template <>
constexpr std::array<std::string_view, 2> words_of<Support> = {"feet", "seat"};
template <>
constexpr std::array<std::string_view, 2> words_of<ForceModel> = {"tracked", "emergent"};
template <>
constexpr std::array<std::string_view, 2> words_of<Response> = {"predicted", "none"};
template <>
constexpr std::array<std::string_view, 4> words_of<Hypothesis> = {"own_stride", "torque_programme", "joint_springs",
                                                                  "com_path"};
template <>
constexpr std::array<std::string_view, 3> words_of<WearMetric> = {"impact_force", "absorption", "pressure"};
template <>
constexpr std::array<std::string_view, 2> words_of<Steps> = {"as_needed", "both"};
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

}  // namespace psoas
