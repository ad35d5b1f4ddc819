// Does the report hold the file's numbers and words, and nothing that a study could have smuggled in?
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <cstring>
#include <numeric>

#include "analysis/figures.h"
#include "analysis/groups.h"
#include "analysis/recorded.h"
#include "analysis/report/blocks.h"
#include "analysis/report/geometry.h"
#include "analysis/report/lesson.h"
#include "analysis/report/page.h"
#include "analysis/report/ranking.h"
#include "analysis/report/words.h"
#include "analysis/statistics/trends.h"
#include "tests/analysis/made_up_results.h"
#include "tests/results/fake.h"

namespace psoas {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// A folder of its own with a made-up results file in it.
struct Report : testing::Test {
  static std::filesystem::path written(const fake::Folder& folder) {
    made_up::write(folder / "results.h5");
    return folder / "results.h5";
  }
  fake::Folder folder;
  Results results{written(folder)};
  Summaries all = read_summaries(results);
};

std::string inflated(const std::string& bytes, std::size_t size) {
  std::string out(size + 1, '\0');
  uLongf found = out.size();
  EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(out.data()), &found, reinterpret_cast<const Bytef*>(bytes.data()),
                       bytes.size()),
            Z_OK);
  out.resize(found);
  return out;
}

/// Number i of `count` whose bytes are sorted by place, as web/data.js reads them.
template <class Number>
Number unplaned(const std::string& bytes, std::size_t from, std::size_t count, std::size_t i) {
  char raw[sizeof(Number)];
  for (std::size_t plane = 0; plane < sizeof(Number); ++plane) raw[plane] = bytes[from + plane * count + i];
  Number value;
  std::memcpy(&value, raw, sizeof value);
  return value;
}

TEST_F(Report, TheTableKeepsEveryNumberToItsLastBit) {
  const std::vector<Column> columns = table_columns(results, all);
  const std::size_t n = made_up::count;
  const std::string bytes = inflated(table_block(columns), 8 * n * columns.size());
  ASSERT_EQ(bytes.size(), 8 * n * columns.size());
  bool loads = false;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    for (std::size_t i = 0; i < n; ++i) {
      const double read = unplaned<double>(bytes, 8 * n * c, n, i);
      if (std::isnan(columns[c].value[i]))
        EXPECT_TRUE(std::isnan(read)) << columns[c].name;
      else
        EXPECT_EQ(read, columns[c].value[i]) << columns[c].name;
    }
    if (columns[c].name == "peak_compression:L5-S1") {
      loads = true;
      EXPECT_EQ(columns[c].value[4], results.table("peak_compression")(4, 0));
      EXPECT_TRUE(std::isnan(columns[c].value[made_up::unsolved]));
    }
  }
  EXPECT_TRUE(loads);
}

TEST_F(Report, ABlockKeepsTheFilesCurves) {
  const std::vector<CurveField> fields = curve_fields(results);
  ASSERT_EQ(fields.front().name, "lumbar_compression");
  const Eigen::MatrixXd curve = results.curve("lumbar_compression", 4);
  std::size_t size = 0;
  for (const CurveField& field : fields) size += (field.coarse ? 1 : 4) * field.rows * cycle_points;
  const std::string bytes = inflated(scenario_block(results, fields, 4), size);
  ASSERT_EQ(bytes.size(), size);
  const std::size_t count = fields.front().rows * cycle_points;
  for (Eigen::Index row = 0; row < curve.rows(); ++row)
    for (Eigen::Index k = 0; k < curve.cols(); ++k)
      ASSERT_EQ(unplaned<float>(bytes, 0, count, static_cast<std::size_t>(row * cycle_points + k)),
                static_cast<float>(curve(row, k)));
}

TEST(Base64, IsThatOfRfc4648) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Policy, AHashIsThatOfABrowser) {  // of the empty text, as every browser's console prints it
  EXPECT_EQ(csp_hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
}

// Peak at L5/S1 is 2000 + 40 lean + 10 surface + 0.5 shoe: lean 0 to 14 adds 560, shoe 50 to 160 adds 55.
TEST_F(Report, EffectsAreThoseOfTheTornadoLargestFirst) {
  const Ranking ranked = ranking(results, all);
  const std::vector<Effect>& effects = ranked.effects;
  ASSERT_EQ(effects.size(), 3U);
  EXPECT_EQ(all.factors[effects[0].factor].name, "posture.trunk_lean_deg");
  EXPECT_EQ(all.factors[effects[1].factor].name, "shoe.heel_stiffness_kN_m");
  EXPECT_EQ(effects[0].from + " " + effects[0].to, "0° 14°");
  EXPECT_TRUE(effects[0].paired);
  for (double newtons : {effects[0].change, effects[0].low, effects[0].high}) EXPECT_NEAR(newtons, 560, 1e-9);
  EXPECT_NEAR(effects[1].change, 55, 1e-9);
  EXPECT_EQ(effects[2].from, "concrete");
  const Trends trended = trends(results, "peak_compression[L5-S1]");
  EXPECT_EQ(effects[0].change, trended.each[0].reach()) << "one code for both";
  EXPECT_THAT(effects_html(all, ranked), HasSubstr("<b>+22 %</b>, +560 N, from 0° to 14°"));
  EXPECT_THAT(effects_note(ranked), HasSubstr("psoas plot tornado"));
}

TEST_F(Report, AStudyWithoutALessonHasNone) { EXPECT_EQ(lesson_html(results), ""); }

TEST_F(Report, WordsSayWhatWasAskedSolvedAndLeftOut) {
  const std::string asked = asked_html(results, all);
  EXPECT_THAT(asked, HasSubstr("18 strides"));
  EXPECT_THAT(asked, HasSubstr("17 were solved; the other 1"));
  EXPECT_THAT(asked, HasSubstr("<b>trunk lean</b> (0 and 14°)"));
  EXPECT_THAT(asked, Not(HasSubstr("`grass\""))) << "a word of the file is not escaped";
  const std::vector<std::string> said = warnings(results, all, false);
  EXPECT_THAT(said.front(), HasSubstr("1 of 18 was not solved:</b> no stride was found"));
  EXPECT_THAT(said.back(), HasSubstr("other tables of the model"));
  // Peaks: 2000 + 0.5 x 50 = 2025 at least, 2000 + 560 + 20 + 80 = 2660 at most
  EXPECT_THAT(headline_html(all), HasSubstr("from 2025 to 2660 N (2.9 to 3.9 body weights)"));
}

TEST_F(Report, ThePageIsOneFileThatNoTextOfAStudyCanBreak) {
  if (bundle() == nullptr) GTEST_SKIP() << "this build has no web page: npm was missing";
  const Page page = make_page(results, read_models(models_folder()), {});
  EXPECT_EQ(page.curves, 17U);
  EXPECT_THAT(page.html, HasSubstr("default-src 'none'; script-src 'sha256-"));
  EXPECT_THAT(page.html, Not(HasSubstr("unsafe-inline")));
  const std::size_t data = page.html.find("id=\"data\">"), end = page.html.find("</script>", data);
  const nlohmann::json read = nlohmann::json::parse(page.html.substr(data + 10, end - data - 10));
  EXPECT_EQ(read["factors"][1]["words"], (nlohmann::json{"concrete", "track", "`grass\""}));
  EXPECT_EQ(read["curves"].size(), 17U);
  EXPECT_FALSE(read["curves"].contains(std::to_string(made_up::unsolved)));
  EXPECT_EQ(read["unsolved"][0][0], made_up::unsolved);
  std::size_t scripts = 0;
  for (std::size_t at = page.html.find("</script>"); at != std::string::npos; at = page.html.find("</script>", at + 1))
    ++scripts;
  EXPECT_EQ(scripts, 2U) << "a script ends where it should not";
}

TEST_F(Report, WhatDoesNotFitIsLeftOutAndCounted) {
  if (bundle() == nullptr) GTEST_SKIP() << "this build has no web page: npm was missing";
  PageOptions small;
  small.byte_limit = 4'000;
  const Page page = make_page(results, read_models(models_folder()), small);
  EXPECT_GT(page.curves, 0U);
  EXPECT_LT(page.curves, 17U);
}

TEST(Geometry, BodiesOfOneShapeDifferInScaleAlone) {
  const Models models = read_models(models_folder());
  RunnerOptions tall;
  tall.height = 1.925;  // a tenth more
  tall.mass = 90;
  const Runner a = build_runner(*models.runner, {}, {}), b = build_runner(*models.runner, tall, {});
  const Spine spine_a = build_spine(*models.spine, {}), spine_b = build_spine(*models.spine, tall);
  EXPECT_NEAR(b.links[10].offset.norm() / a.links[10].offset.norm(), 1.1, 1e-12);
  EXPECT_NEAR(spine_b.levels[0].position.norm() / spine_a.levels[0].position.norm(), 1.1, 1e-12);
  const nlohmann::json shape = shape_of(a, spine_a);
  EXPECT_EQ(shape["links"].size(), a.links.size());
  EXPECT_EQ(shape["paths"].size(), spine_a.muscles.size());
}

// What the page does with another shoe (web/body.js, solePoints) is what the model does.
TEST(Geometry, AnotherShoeStandsLowerByWhatItsZonesAreThicker) {
  const Models models = read_models(models_folder());
  RunnerOptions tall;
  tall.height = 1.9;
  ShoeOptions thick;
  thick.heel_thickness = 0.040, thick.drop = 0.004;
  const Runner standard = build_runner(*models.runner, {}, {}), other = build_runner(*models.runner, tall, thick);
  const auto have = sole_thickness(thick), usual = sole_thickness({});
  for (std::size_t i = 0; i < other.sole.size(); ++i) {
    const auto zone = static_cast<std::size_t>(other.sole[i].zone);
    Eigen::Vector3d expected = 1.9 / 1.75 * standard.sole[i].position;
    expected.y() -= have[zone] - usual[zone];
    EXPECT_LT((other.sole[i].position - expected).norm(), 1e-12);
  }
}

TEST_F(Report, AScenarioIsFoundAgainInItsFile) {
  const Recorded recorded(results);
  EXPECT_DOUBLE_EQ(recorded.scenario(9).posture.trunk_lean, 14 * std::numbers::pi / 180);
  EXPECT_DOUBLE_EQ(recorded.scenario(2).shoe.heel_stiffness, 160e3);
  EXPECT_EQ(recorded.text("surface.kind", 3), "track");
  EXPECT_EQ(recorded.text("no.such", 3), "");
}

}  // namespace
}  // namespace psoas
