// Does the page say what the statistics say? Its ranking of factors, and the answer of a lesson, of made-up sweeps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/report/lesson.h"
#include "analysis/report/words.h"
#include "tests/statistics/made_up_sweep.h"

namespace psoas {
namespace {

using testing::HasSubstr;
using testing::Not;

// Values that never meet: a regression on all factors, here exact. The load falls with strength: that is its direction.
TEST(Ranking, OfARandomDesignIsItsRegression) {
  const made_up::File file;
  made_up::write_sweep(
      file,
      "[sweep]\ndesign = 'monte_carlo'\nsamples = 60\n'runner.mass_kg' = { from = 50, to = 90 }\n"
      "'core.strength' = { from = 0.5, to = 1.5 }\n'core.psoas' = { formula = 'core.strength' }\n",
      [](const Scenario& s, std::size_t) { return made_up::with_load(30 * s.runner.mass - 800 * s.core.strength); });
  const Results results(file);
  const Summaries all = read_summaries(results);
  EXPECT_EQ(all.factors.size(), 2U) << "a key with a formula follows and is no factor";
  const Ranking ranked = ranking(results, all);
  ASSERT_EQ(ranked.effects.size(), 2U);
  const Effect& mass = ranked.effects[0];
  EXPECT_EQ(all.factors[mass.factor].name, "runner.mass_kg");
  EXPECT_FALSE(mass.paired);
  EXPECT_NEAR(mass.change, 30 * 32, 150) << "four fifths of 40 kg";
  EXPECT_NEAR(mass.low, mass.high, 1e-6) << "no scatter, no uncertainty";
  EXPECT_LT(ranked.effects[1].change, 0) << "from the lower value to the higher one";
  EXPECT_THAT(effects_note(ranked), HasSubstr("a regression"));
}

TEST(Ranking, SaysWhyNoFactorHasANumberOfItsOwn) {
  const made_up::File file;
  made_up::write_sweep(file, "[sweep]\ndesign = 'zip'\n'runner.mass_kg' = [50, 60]\n'core.strength' = [0.9, 1]\n",
                       [](const Scenario& s, std::size_t) { return made_up::with_load(30 * s.runner.mass); });
  const Results results(file);
  const Summaries all = read_summaries(results);
  const Ranking ranked = ranking(results, all);
  EXPECT_EQ(ranked.effects.size(), 2U) << "their pictures are still there";
  EXPECT_THAT(effects_note(ranked), HasSubstr("differ in several things at once"));
  EXPECT_THAT(effects_html(all, ranked), Not(HasSubstr("nan")));
}

constexpr char taught[] =
    "[sweep]\ndesign = 'monte_carlo'\nsamples = 12\ncross = { 'shoe.kind' = ['standard', 'super'] }\n"
    "'runner.mass_kg' = { from = 50, to = 90 }\n[lesson]\nclaim = 'Springs <b>& help'\nfactor = 'shoe.kind'\n"
    "from = 'standard'\nto = 'super'\noutputs = [{ output = 'peak_compression[L5-S1]', claimed = 'smaller' }]\n"
    "findings = [{ finding = 'Nobody looked.', source = '[Holm 1979] Scand J Stat 6:65', seen = 'abstract' }]\n"
    "cannot_know = ['Why.']\n";

std::string lesson_with(double newtons) {
  const made_up::File file;
  made_up::write_sweep(file, taught, [&](const Scenario& s, std::size_t i) {
    return made_up::with_load(30 * s.runner.mass + (s.shoe.kind == "super" ? newtons + static_cast<double>(i % 3) : 0));
  });
  return lesson_html(Results(file));
}

TEST(LessonPage, AnswersFromTheFileBesideWhatWasPublished) {
  const std::string html = lesson_with(-300);
  EXPECT_THAT(html, HasSubstr("<q>Springs &lt;b&gt;&amp; help</q>"));
  EXPECT_THAT(html, HasSubstr("The model agrees"));
  EXPECT_THAT(html, HasSubstr("data-output=\"peak_compression[L5-S1]\" data-change=\"-299"));
  EXPECT_THAT(html, HasSubstr("<b>−299 N</b> (−0.4"));
  EXPECT_THAT(html,
              HasSubstr("Nobody looked. <span class=\"aside\">[Holm 1979] Scand J Stat 6:65 (read in the abstract)"));
  EXPECT_THAT(html, HasSubstr("<li>Why.</li>"));
  EXPECT_THAT(lesson_with(300), HasSubstr("The model says the opposite"));
  EXPECT_THAT(lesson_with(2), HasSubstr("no change worth speaking of"));
}

}  // namespace
}  // namespace psoas
