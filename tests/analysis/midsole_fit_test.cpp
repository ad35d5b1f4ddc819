// Does a fit find the foam that made the curve, say how sure it is, and refuse what is no press and release?
#include "analysis/midsole_fit.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "sim/core/input_error.h"

namespace psoas {
namespace {

using testing::HasSubstr;

/// A press to `deepest` and back as a machine writes it, with noise of this share of the peak force.
std::string test_file(const Midsole& m, double deepest, double noise, unsigned seed = 1, int samples = 150,
                      double speed = 0.5) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0.0, 1.0);
  const double peak = midsole_force(m, deepest, speed);
  std::string text = "Time (s),Force (N),Displacement (mm)\n";
  for (int i = 0; i <= 2 * samples; ++i) {
    const double phase = 3.14159265358979 * i / (2.0 * samples), x = deepest * std::sin(phase);
    const double F = midsole_force(m, x, speed * std::cos(phase)) + noise * peak * normal(random);
    text += fmt::format("{:.5f},{:.3f},{:.5f}\n", 1e-3 * i, F, 1e3 * x);
  }
  return text;
}

const Midsole eva{67e3, 0.0208, 0.3, 0.2}, peba{41e3, 0.0248, 0.3, 0.07}, gas{30e3, 0.022, 1.0, 0.18};

TEST(MidsoleFit, FindsTheFoamThatMadeTheCurve) {
  for (const Midsole& m : {eva, peba, gas}) {
    const PressTest test = parse_press_test(test_file(m, 0.014, 0.002, 1, 150, 5.0), "made-up.csv");
    const MidsoleFit fit = fit_midsole(test, 0.02);
    const double returned = (1 - m.loss) / (1 + m.loss);
    EXPECT_FALSE(fit.depth_held);
    EXPECT_NEAR(fit.law.stiffness, m.stiffness, 0.05 * m.stiffness);
    EXPECT_NEAR(fit.energy_return.value, returned, 0.01 * returned);
    EXPECT_NEAR(fit.secant.value, fit.peak / compression_under(m, fit.peak), 0.01 * fit.secant.value);
    // What counts: the same curve within 3 % of the peak, far from the samples too.
    for (double x = 0.001; x < 0.014; x += 0.001)
      EXPECT_NEAR(elastic_force(fit.law, x), elastic_force(m, x), 0.01 * fit.peak);
    EXPECT_GT(fit.r2, 0.999);
    EXPECT_GT(fit.within, 0.99);
    EXPECT_NEAR(fit.rms, 0.002, 0.0012);
    EXPECT_EQ(fit.warning, "");
  }
}

// 200 noisy copies of one test: about 95 % of the intervals hold the truth.
TEST(MidsoleFit, IntervalsHoldTheTruthAsOftenAsTheySay) {
  int stiffness = 0, returned = 0, secant = 0;
  const int n = 200;
  for (unsigned seed = 1; seed <= n; ++seed) {
    const MidsoleFit fit = fit_midsole(parse_press_test(test_file(eva, 0.014, 0.01, seed, 60, 5.0), "x.csv"), 0.02);
    stiffness += std::abs(fit.stiffness.value - eva.stiffness) < fit.stiffness.half_width;
    returned += std::abs(fit.energy_return.value - 0.8 / 1.2) < fit.energy_return.half_width;
    secant += std::abs(fit.secant.value - fit.peak / compression_under(eva, fit.peak)) < fit.secant.half_width;
  }
  std::cout << "of 200 intervals hold the truth: stiffness " << stiffness << ", energy return " << returned
            << ", secant " << secant << "\n";
  for (const int hits : {stiffness, returned, secant}) {
    EXPECT_GE(hits, 178);  // 95 % less three standard deviations
  }
}

TEST(MidsoleFit, HoldsWhatAShallowPressCannotTell) {
  const MidsoleFit fit = fit_midsole(parse_press_test(test_file(eva, 0.003, 0.01), "x.csv"), 0.0208);
  EXPECT_TRUE(fit.depth_held);
  EXPECT_DOUBLE_EQ(fit.law.depth, 0.0208);
  EXPECT_NEAR(fit.secant.value, fit.peak / compression_under(eva, fit.peak), 0.03 * fit.secant.value);
}

TEST(MidsoleFit, SaysWhenTheLawIsNotThisFoams) {
  // A plateau: stiff at first, then soft.
  std::string text = "force_N,displacement_mm\n";
  for (int i = 0; i <= 200; ++i) {
    const double x = i <= 100 ? 0.15 * i : 0.15 * (200 - i), F = 800 * std::tanh(x / 2.0) + 5 * x;
    text += fmt::format("{},{}\n", i <= 100 ? F : 0.7 * F, x);
  }
  const MidsoleFit fit = fit_midsole(parse_press_test(text, "plateau.csv"), 0.02);
  EXPECT_LT(fit.within, 0.9);
  EXPECT_THAT(fit.warning, HasSubstr("not this foam's"));
}

TEST(PressTest, ReadsUnitsSignsSeparatorsAndTheLastOfSeveralCycles) {
  std::string cycles = "position_mm\tload_kN\n";
  for (int c = 0; c < 3; ++c)
    for (int i = 0; i <= 80; ++i) {
      const double x = (8 + c) * (i <= 40 ? i / 40.0 : (80 - i) / 40.0), F = 0.1 * x * (i <= 40 ? 1.1 : 0.9);
      cycles += fmt::format("{}\t{}\n", -x, -F);  // pressing is negative
    }
  const PressTest test = parse_press_test(cycles, "x.csv");
  EXPECT_NEAR(test.deepest(), 0.010, 1e-9);
  EXPECT_NEAR(test.peak(), 1100.0, 1e-6);
  EXPECT_NEAR(test.energy_return(), 0.9 / 1.1, 0.02);
  EXPECT_EQ(test.notes.size(), 3u);  // two signs, one of three cycles
  // No unit in the header, but given
  std::string plain = test_file(eva, 0.014, 0.0);
  plain.replace(0, plain.find('\n'), "time;force;displacement");
  for (char& c : plain) c = c == ',' ? ';' : c;
  EXPECT_NEAR(parse_press_test(plain, "x.csv", {"N", "mm"}).deepest(), 0.014, 1e-6);
}

/// The first problem of a bad file: "line:column message".
std::string problem_of(const std::string& text) {
  try {
    const PressTest test = parse_press_test(text, "bad.csv");
    return "none: " + std::to_string(test.force.size()) + " samples";
  } catch (const InputError& error) {
    const Problem& p = error.problems().front();
    EXPECT_EQ(p.file, "bad.csv");
    return fmt::format("{}:{} {}", p.line, p.column, p.message);
  }
}

TEST(PressTest, BadFilesGetAClearMessageWithItsPlace) {
  const std::string good = test_file(eva, 0.014, 0.0);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  const auto lines = [&](int first, int last) {  // header and some rows
    std::string text = good.substr(0, good.find('\n') + 1);
    int number = 0;
    std::size_t at = 0;
    while (at < good.size()) {
      const std::size_t end = good.find('\n', at);
      if (++number > 1 && number >= first && number <= last) text += good.substr(at, end - at + 1);
      at = end + 1;
    }
    return text;
  };
  EXPECT_THAT(problem_of(""), HasSubstr("empty"));
  EXPECT_THAT(problem_of(with("Force (N)", "Force")),
              testing::AllOf(HasSubstr("1:10 "), HasSubstr("no unit"), HasSubstr("--force-unit")));
  EXPECT_THAT(problem_of(with("(mm)", "(kg)")),
              testing::AllOf(HasSubstr("1:20 "), HasSubstr("'kg' is no unit of displacement")));
  EXPECT_THAT(problem_of(with("Displacement", "Weg")), HasSubstr("no column of displacement"));
  EXPECT_THAT(problem_of(with("0.00300,", "0.00300,x")),
              testing::AllOf(HasSubstr("5:9 "), HasSubstr("not a finite number")));
  EXPECT_THAT(problem_of(with("0.00300,", "0.00300,nan ,")), HasSubstr("5:1 4 cells, the header has 3"));
  std::string nan = "force_N,displacement_mm\n1,2\n3,nan\n";
  EXPECT_THAT(problem_of(nan), HasSubstr("3:3 'nan' is not a finite number"));
  EXPECT_THAT(problem_of(good.substr(0, good.find('\n') + 1)), HasSubstr("too few points: 0 rows"));
  EXPECT_THAT(problem_of(lines(1, 12)), HasSubstr("too few points"));
  EXPECT_THAT(problem_of(lines(1, 150)), HasSubstr("the cycle is cut: the file ends at"));
  EXPECT_THAT(problem_of(lines(120, 400)), HasSubstr("the cycle is cut: the file begins at"));
  // Decimal commas
  std::string comma = "force_N;displacement_mm\n";
  for (int i = 0; i < 40; ++i) comma += fmt::format("{0},5;{0},25\n", i);
  EXPECT_THAT(problem_of(comma), HasSubstr("2:1 '0,5' has a decimal comma"));
  for (char& c : comma) c = c == ';' ? ',' : c;
  EXPECT_THAT(problem_of(comma), HasSubstr("decimal commas"));
  // Back and forth while pressing
  std::string wavy = "force_N,displacement_mm\n";
  for (int i = 0; i <= 100; ++i) {
    const double x = i <= 50 ? 0.2 * i : 0.2 * (100 - i);
    wavy += fmt::format("{},{}\n", 100 * x, x - (i == 25 ? 1.0 : 0.0));
  }
  EXPECT_THAT(problem_of(wavy), testing::AllOf(HasSubstr("27:"), HasSubstr("not monotone")));
  EXPECT_THAT(problem_of(test_file(eva, 0.014, 0.2)), HasSubstr("noise"));
  std::string flat = "force_N,displacement_mm\n";
  for (int i = 0; i <= 100; ++i) flat += "5,5\n";
  EXPECT_THAT(problem_of(flat), HasSubstr("same in every row"));
}

TEST(PressTest, TellsEveryBadCellAtOnce) {
  std::string text = "force_N,displacement_mm\n1,2\nx,3\n4,y\n";
  try {
    parse_press_test(text, "bad.csv");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.problems().size(), 2u);
  }
}

}  // namespace
}  // namespace psoas
