// How do programs read sensitivities and comparisons? See json_report.h.
#include "analysis/statistics/json_report.h"

#include <fmt/format.h>

#include "scenarios/json_text.h"

namespace psoas {
namespace {

template <class List, class Write>
std::string array(const List& list, const Write& write, const char* separator = ", ") {
  std::string text;
  for (const auto& item : list) text += (text.empty() ? "" : separator) + write(item);
  return "[" + text + "]";
}

std::string cell(const Estimated& e, double factor) {
  return fmt::format("{{\"value\": {}, \"low\": {}, \"high\": {}}}", json_number(e.value * factor),
                     json_number(e.low * factor), json_number(e.high * factor));
}

std::string texts(const std::vector<std::string>& list) {
  return array(list, [](const std::string& text) { return json_text(text); });
}

std::string output_json(const OutputName& output) {
  return fmt::format("{{\"name\": {}, \"units\": {}}}", json_text(output.text), json_text(output.unit));
}

}  // namespace

std::string json_of(const Sensitivity& all) {
  // Numbers in the file's units, whatever the screen shows.
  const auto row = [](const SensitivityTable& table) {
    return [&](const SensitivityRow& r) {
      std::string cells;
      for (std::size_t c = 0; c < r.cells.size(); ++c)
        cells += fmt::format(", {}: {}", json_text(table.columns[c].key), cell(r.cells[c], 1.0));
      return fmt::format("{{\"factor\": {}, \"label\": {}{}}}", json_text(r.factor), json_text(r.label), cells);
    };
  };
  const auto table = [&](const SensitivityTable& t) {
    return fmt::format("{{\"title\": {}, \"copy\": {}, \"scenarios_used\": {}, \"rows\": {}}}", json_text(t.title),
                       json_text(t.copy), t.used, array(t.rows, row(t), ",\n    "));
  };
  return fmt::format(
      "{{\"output\": {}, \"design\": {}, \"method\": {}, \"scenarios\": {}, \"scenarios_used\": {},\n"
      "  \"tables\": {},\n  \"notes\": {},\n  \"methods\": {}}}\n",
      output_json(all.output), json_text(all.design), json_text(all.method), all.scenarios, all.used,
      array(all.tables, table, ",\n  "), texts(all.notes), texts(all.methods));
}

std::string json_of(const Comparison& all, double confidence) {
  const auto difference = [&](const Difference& d) {
    return fmt::format(
        "{{\"output\": {}, \"units\": {}, \"first\": {}, \"other\": {}, \"runners\": {}, \"left_out\": {}, "
        "\"mean_first\": {}, \"mean_other\": {}, \"difference\": {}, \"median\": {}, \"share_larger\": {}, "
        "\"detectable\": {}, \"numerical_error\": {}, \"p\": {}, \"p_holm\": {}, \"under_assumptions\": {}, "
        "\"distinguishable\": {}, \"doubt\": {}}}",
        json_text(all.outputs[d.output].text), json_text(all.outputs[d.output].unit), json_text(all.words[0]),
        json_text(all.words[d.word]), d.runners, d.left_out, json_number(d.first), json_number(d.other),
        cell(d.mean, 1.0), json_number(d.median), json_number(d.larger), json_number(d.detectable),
        json_number(d.numerical), json_number(d.p), json_number(d.p_holm),
        array(d.assumed,
              [](const auto& a) {
                return fmt::format("{{\"assumption\": {}, \"difference\": {}}}", json_text(a.first),
                                   json_number(a.second));
              }),
        d.doubt == Doubt::none, json_text(name(d.doubt)));
  };
  return fmt::format(
      "{{\"factor\": {}, \"words\": {}, \"runners\": {}, \"random_sample\": {}, \"confidence\": {}, \"correction\": "
      "\"Holm\", "
      "\"fixed\": {}, \"averaged\": {},\n  \"differences\": {}}}\n",
      json_text(all.factor), texts(all.words), all.runners, all.sample, confidence, texts(all.fixed),
      texts(all.averaged), array(all.differences, difference, ",\n    "));
}

}  // namespace psoas
