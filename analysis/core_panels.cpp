// See core_panels.h.
#include "analysis/core_panels.h"

#include <fmt/format.h>

namespace psoas {
namespace {

constexpr CoreLook looks[] = {{colour::blue, 7}, {colour::vermilion, 13}};  // disc and diamond

std::string in_words(const std::string& movement) {
  if (movement == "predicted") return "movement predicted: it spares what is weak";
  if (movement == "held") return "movement held: that of the default runner";
  return "movement " + movement;
}

}  // namespace

const CoreLook& core_look(std::size_t movement) { return looks[movement % std::size(looks)]; }

std::string core_marker(std::size_t movement, Format format) {
  return format == Format::term ? fmt::format("\"{}\"", movement + 1) : std::to_string(core_look(movement).point);
}

std::string core_not_solved(const CoreChanges& all, const Summaries& summaries) {
  std::string text;
  for (const CoreGroupChanges& group : all.groups) {
    for (std::size_t m = 0; m < all.movements.size(); ++m) {
      std::string which, why;
      for (const CoreChange& change : group.changes) {
        if (change.solved || change.movement != m) continue;
        which += fmt::format("{}{:.3g}", which.empty() ? "" : ", ", 100 * change.strength);
        why = name(summaries.status[change.scenario]);
      }
      if (!which.empty())
        text += fmt::format("{}{} {} % {} ({})", text.empty() ? "" : "; ", group.label, which, all.movements[m], why);
    }
  }
  return text.empty() ? "" : "Not solved and left out: " + text + ".";
}

std::string core_key(const Figure& figure, const std::vector<std::string>& movements, std::string_view more) {
  std::string text;
  double x = 2.5;
  const double y = figure.height - 10.4;
  for (std::size_t m = 0; m < movements.size(); ++m) {
    text += fmt::format(
        "set label \"\" at screen {:.4f},{:.4f} point pointtype {} pointsize 0.6*point linecolor rgb '{}'\n",
        x / figure.width, y / figure.height, core_look(m).point, core_look(m).hue);
    text += label_at(figure, x + 1.8, y, in_words(movements[m]), small_text);
    x += 52;
  }
  return text + (more.empty() ? "" : label_at(figure, x, y, more, small_text));
}

}  // namespace psoas
