// See page.h. The page runs nothing but its own script, known by its hash, and talks to nobody.
#include "analysis/report/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/gnuplot.h"
#include "analysis/report/blocks.h"
#include "analysis/report/geometry.h"
#include "analysis/report/lesson.h"
#include "analysis/report/words.h"
#include "scenarios/keys.h"
#include "scenarios/provenance.h"
#include "sim/core/sha256.h"

namespace psoas {
namespace {

using nlohmann::json;

json factors_of(const Results& results, const Summaries& all) {
  const StudyDesign design = read_design(results);
  const auto drawn = [&](const std::string& name) {
    return design.random() && std::find(design.axes.begin(), design.axes.end(), name) != design.axes.end();
  };
  json list = json::array();
  for (const Factor& factor : all.factors) {
    const Key* key = find_key(factor.name);
    list.push_back({{"name", factor.name},
                    {"label", factor.label.substr(0, factor.label.find(" ("))},
                    {"unit", factor.unit},
                    {"words", factor.words},
                    {"random", drawn(factor.name)},
                    {"meaning", key != nullptr ? std::string(key->meaning) : ""}});
  }
  return list;
}

json provenance_of(const Results& results) {
  json object;
  for (const char* name :
       {"version", "commit", "created", "models_sha256", "study_sha256", "design", "study", "source"})
    object[name] = results.attribute(name);
  object["file"] = results.path().filename().string();
  return object;
}

json unsolved_of(const Results& results, const Summaries& all) {
  constexpr std::size_t most = 200;
  json list = json::array();
  if (all.solved.size() == all.count()) return list;
  const std::vector<std::string> reasons = results.texts("reason");
  for (std::size_t i = 0; i < all.count() && list.size() < most; ++i)
    if (all.status[i] != Status::converged) list.push_back({i, std::string(name(all.status[i])), reasons[i]});
  return list;
}

/// Curves of as many scenarios as fit; without muscles when all fit only so.
json embedded_curves(const Results& results, const Summaries& all, std::size_t bytes, Page& page,
                     std::vector<CurveField>& kept) {
  json blocks = json::object();
  kept = curve_fields(results);
  if (kept.empty() || all.solved.empty()) return blocks;
  const auto size_with = [&](bool muscles) {  // of all, from a few
    const std::vector<CurveField> some = curve_fields(results, muscles);
    const std::size_t tried = std::min<std::size_t>(6, all.solved.size());
    double sum = 0.0;
    for (std::size_t k = 0; k < tried; ++k)
      sum += static_cast<double>(scenario_block(results, some, all.solved[k * all.solved.size() / tried]).size());
    return 4.0 / 3.0 * sum / static_cast<double>(tried) * static_cast<double>(all.solved.size());
  };
  const double room = static_cast<double>(bytes);
  double size = size_with(true);
  if (size > room) kept = curve_fields(results, false), size = size_with(false);
  const std::size_t count =
      size <= room
          ? all.solved.size()
          : std::max<std::size_t>(1, static_cast<std::size_t>(room / size * static_cast<double>(all.solved.size())));
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t i = all.solved[k * all.solved.size() / count];
    blocks[std::to_string(i)] = base64(scenario_block(results, kept, i));
  }
  page.curves = count;
  return blocks;
}

/// What the shoe of each scenario puts below its foot.
void add_soles(const Recorded& recorded, std::size_t count, std::vector<Column>& columns) {
  constexpr const char* zones[] = {"heel", "midfoot", "forefoot"};
  const std::size_t first = columns.size();
  for (const char* zone : zones) columns.push_back({std::string("sole:") + zone, "m", {}});
  for (std::size_t i = 0; i < count; ++i) {
    const std::array<double, 3> thick = sole_thickness(recorded.scenario(i).shoe);
    for (std::size_t z = 0; z < thick.size(); ++z) columns[first + z].value.push_back(thick[z]);
  }
}

/// `<` inside a string of JSON is written \u003c, so that no text of a study can end the script element.
std::string script_safe(const json& data) {
  std::string text = data.dump(-1, ' ', false, json::error_handler_t::replace), out;
  out.reserve(text.size());
  for (char c : text) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
  return out;
}

/// Fills {{name}} once each, left to right, without looking into what was filled in.
std::string filled(std::string_view page, const std::vector<std::pair<std::string_view, std::string_view>>& values) {
  std::string out;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t open = page.find("{{", at);
    out += page.substr(at, open == std::string_view::npos ? open : open - at);
    if (open == std::string_view::npos) break;
    const std::size_t close = page.find("}}", open);
    const std::string_view name = page.substr(open + 2, close - open - 2);
    const auto found = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
    if (found != values.end()) out += found->second;
    at = close + 2;
  }
  return out;
}

}  // namespace

const Bundle& needed_bundle() {
  if (bundle() == nullptr)
    throw MissingTool(
        "this psoas was built without the parts of the web page: at build time npm was missing or could not reach its "
        "registry. Install nodejs and npm, then build again (./bootstrap build)");
  return *bundle();
}

std::string csp_hash(std::string_view text) {
  Sha256 sha;
  sha.add(text);
  const std::string hex = sha.hex();
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return "'sha256-" + base64(bytes) + "'";
}

Page make_page(const Results& results, const Models& models, const PageOptions& options) {
  const Bundle& web = needed_bundle();
  Page page;

  // 1. The numbers of all scenarios
  const Summaries all = read_summaries(results);
  std::vector<Column> columns = table_columns(results, all);
  const bool moves = results.has("joint_angle") && !all.solved.empty();
  const Recorded recorded(results, moves ? std::vector<std::string>{"runner", "shoe"} : std::vector<std::string>{""});
  if (moves) add_soles(recorded, all.count(), columns);
  page.table = table_block(columns);
  const Ranking ranked = ranking(results, all);

  // 2. The curves: embedded, or fetched one by one
  std::vector<CurveField> curve_list;
  json blocks = json::object();
  if (options.served) {
    curve_list = curve_fields(results);
    page.curves = all.solved.size();
  } else {
    blocks = embedded_curves(results, all, options.byte_limit, page, curve_list);
  }
  page.status = all.status;
  page.has_curves = !curve_list.empty();
  page.muscles = !curve_list.empty() && curve_list.back().coarse;

  // 3. The runner, where there is a motion to play
  json body = nullptr;
  if (moves) {
    std::vector<std::size_t> everyone(all.count());
    std::iota(everyone.begin(), everyone.end(), std::size_t{0});
    const Shapes shapes = shapes_of(models, recorded, everyone);
    body = {{"shapes", shapes.shape},
            {"coordinates", results.texts("coordinate")},
            {"standard_sole", sole_thickness(ShoeOptions{})}};
    const bool one = shapes.shape.size() == 1 &&
                     std::all_of(shapes.scale.begin(), shapes.scale.end(), [](double s) { return s == 1.0; });
    if (!one) body["of"] = shapes.of, body["scale"] = shapes.scale;
    if (page.muscles) body["muscles"] = muscles_of(build_spine(*models.spine, recorded.scenario(0).runner));
  }

  // 4. Everything the script asks for
  json names = json::array();
  for (const Column& column : columns) names.push_back({column.name, column.unit});
  json data = {{"served", options.served},
               {"title", results.attribute("title")},
               {"count", all.count()},
               {"factors", factors_of(results, all)},
               {"levels", all.levels},
               {"columns", names},
               {"fields", to_json(curve_list)},
               {"landing_time", results.has("landing_time") ? json(results.numbers("landing_time")) : json()},
               {"body", body},
               {"gravity", standard_gravity},
               {"provenance", provenance_of(results)},
               {"unsolved", unsolved_of(results, all)}};
  if (!options.served) data["table"] = base64(page.table), data["curves"] = std::move(blocks);

  // 5. The page
  std::string caveats;
  for (const std::string& sentence : warnings(results, all, same_models(results, models)))
    caveats += "<li>" + sentence + "</li>\n";
  const std::string title = escaped(results.attribute("title"));
  const std::string policy = fmt::format(
      "default-src 'none'; script-src {}; style-src {}; img-src data: blob:; {}base-uri 'none'; form-action 'none'",
      csp_hash(web.js), csp_hash(web.css), options.served ? "connect-src 'self'; " : "");
  page.html = filled(web.html, {{"policy", policy},
                                {"title", title.empty() ? "Psoas report" : title},
                                {"style", web.css},
                                {"asked", asked_html(results, all)},
                                {"lesson", lesson_html(results)},
                                {"headline", headline_html(all)},
                                {"effects", effects_html(all, ranked)},
                                {"effects_note", effects_note(ranked)},
                                {"caveats", caveats},
                                {"data", script_safe(data)},
                                {"script", web.js}});
  return page;
}

}  // namespace psoas
