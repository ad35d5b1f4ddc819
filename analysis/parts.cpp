// How are scenarios told apart in a figure? See parts.h.
#include "analysis/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analysis/text_table.h"
#include "models/table.h"
#include "sim/core/input_error.h"

namespace psoas {

std::vector<Part> parts_of(const Results& results, const std::string& by, const std::vector<std::size_t>& solved) {
  if (by.empty()) return {{"", solved, 0}};
  const std::vector<std::string> varied = results.varied();
  if (std::find(varied.begin(), varied.end(), by) == varied.end()) {
    const std::string near = nearest(by, varied);
    throw InputError(fmt::format(
        "--by {}: this study does not vary it; {}", by,
        near.empty() ? fmt::format("it varies {}", fmt::join(varied, ", ")) : fmt::format("did you mean '{}'?", near)));
  }
  const Factor factor = read_factor(results, by);
  std::map<double, std::vector<std::size_t>> by_value;
  for (std::size_t i : solved) by_value[factor.value[i]].push_back(i);
  constexpr std::size_t most = std::size(colour::series), gathered = 3;
  std::vector<Part> parts;
  if (factor.words.size() > most || (by_value.size() > most && factor.is_words()))
    throw InputError(fmt::format("--by {}: {} words, a figure tells {} apart", by, factor.words.size(), most));
  if (by_value.size() <= most) {
    for (auto& [value, members] : by_value) {
      const std::size_t place = factor.is_words() ? static_cast<std::size_t>(value) : parts.size();
      parts.push_back({factor.value_text(value) + (factor.unit.empty() ? "" : " " + factor.unit), members, place});
    }
    return parts;
  }
  std::vector<std::size_t> ranked;
  for (const auto& [value, members] : by_value) ranked.insert(ranked.end(), members.begin(), members.end());
  for (std::size_t p = 0; p < gathered; ++p) {
    const auto from = ranked.begin() + static_cast<std::ptrdiff_t>(ranked.size() * p / gathered);
    const auto to = ranked.begin() + static_cast<std::ptrdiff_t>(ranked.size() * (p + 1) / gathered);
    if (from == to) continue;
    Part part{fmt::format("{:.3g} to {:.3g}{}", factor.value[*from], factor.value[*(to - 1)],
                          factor.unit.empty() ? "" : " " + factor.unit),
              {from, to},
              parts.size()};
    std::sort(part.members.begin(), part.members.end());
    parts.push_back(std::move(part));
  }
  return parts;
}

std::string key_of(const Figure& figure, double x, double y, const std::vector<Part>& parts, Format format) {
  std::string script;
  if (parts.size() < 2) return script;
  for (const Part& part : parts) {
    const std::string sign(format == Format::term ? std::to_string(part.place + 1) : std::string(part.mark().sign));
    script +=
        label_at(figure, x, y, fmt::format("{} {}", sign, part.name), fmt::format("textcolor rgb '{}'", part.hue()));
    x += 5.5 + 1.45 * static_cast<double>(letters(part.name));
  }
  return script;
}

double body_weight_of(const Results& results) {
  const std::vector<double> mass = results.numbers("runner.mass_kg");  // [kg]
  const auto [least, most] = std::minmax_element(mass.begin(), mass.end());
  constexpr double gravity = 9.80665;  // standard [m/s²]
  return !mass.empty() && *least == *most ? *least * gravity : 0.0;
}

std::string note_for(const Results& results, std::size_t number, const std::string& left_out) {
  std::string text = fmt::format("{} scenarios.", number);
  if (!left_out.empty()) text += " " + left_out;
  if (body_weight_of(results) <= 0.0)
    text += " Body mass is varied: no axis in body weights, but any force has a form in them (_BW).";
  const std::vector<std::string>& varied = results.varied();
  if (std::any_of(varied.begin(), varied.end(), [](const std::string& name) { return name.starts_with("core."); }))
    text += " A lower load of a weaker core is not protection: its reserve is lower too.";
  return text;
}

std::string weights_beside(const Figure& figure, const Box& box, const Extent& y, const OutputName& output,
                           double body_weight) {
  const bool force = output.unit == "N" && body_weight > 0;
  std::string script = weights_script("y2", y, force ? body_weight : 0.0, 4);
  if (force) script += side_label(figure, figure.width - 2, 0.5 * (box.bottom + box.top), "body weights");
  return script;
}

}  // namespace psoas
