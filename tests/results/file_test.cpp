// Is what was written what is read, with names, units and dimensions, and are other files refused plainly?
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "scenarios/results/durable.h"
#include "scenarios/results/reader.h"
#include "sim/core/input_error.h"
#include "tests/results/fake.h"

namespace psoas {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<Row> rows(const SweepPlan& plan) {
  std::vector<Row> all;
  for (std::size_t i = 0; i < plan.size; ++i) {
    const Scenario s = plan.scenario(i);
    all.push_back({plan.id(s), plan.values(s), fake::outcome(s, s.runner.mass)});
  }
  return all;
}

struct ResultsFile : testing::Test {
  void SetUp() override {
    write_durably(path, encode(header, 100, written));
    results.emplace(path);
  }
  fake::Folder folder;
  const std::filesystem::path path = folder / "x.h5";
  const SweepPlan plan = fake::plan(1);
  const Header header{fake::axes(), plan.parameters, fake::attributes(), Outputs::muscles};
  const std::vector<Row> written = rows(plan);
  std::optional<Results> results;
};

TEST_F(ResultsFile, HoldsEveryFieldOfTheTableWithItsDimensionsUnitsAndName) {
  for (const Field& field : fields) {
    const std::string name(field.path);
    ASSERT_TRUE(results->has(name)) << name;
    EXPECT_EQ(results->attribute(name, "units"), field.units) << name;
    EXPECT_EQ(results->attribute(name, "long_name"), field.long_name) << name;
    std::vector<std::string> dims;
    for (Dim dim : field.dims) dims.emplace_back(dimension(dim).name);
    EXPECT_EQ(results->dimensions(name), dims) << name;
    EXPECT_EQ(results->is_text(name), field.type == Type::text) << name;
  }
}

TEST_F(ResultsFile, HoldsNothingThatNoTableKnows) {
  std::set<std::string> known;
  for (const Field& field : fields) known.insert(std::string(field.path));
  for (int i = 0; i < dim_count; ++i) known.insert(std::string(dimension(static_cast<Dim>(i)).name));
  for (const Parameter& parameter : plan.parameters) known.insert(parameter.name);
  for (const std::string& name : results->variables()) EXPECT_TRUE(known.contains(name)) << name;
}

TEST_F(ResultsFile, GivesEveryNumberBackToThePrecisionOfItsType) {
  const Axes axes = fake::axes();
  for (const Field& field : fields) {
    if (field.type == Type::text) continue;
    const std::vector<double> read = results->numbers(std::string(field.path));
    const std::size_t size = row_size(field, axes);
    ASSERT_EQ(read.size(), size * written.size());
    std::vector<double> expected(size);
    for (std::size_t i = 0; i < written.size(); ++i) {
      field.numbers(written[i], axes, expected);
      for (std::size_t k = 0; k < size; ++k) {
        const double value = field.type == Type::float32 ? static_cast<float>(expected[k]) : expected[k];
        ASSERT_TRUE(read[i * size + k] == value || (std::isnan(value) && std::isnan(read[i * size + k])))
            << field.path << " of scenario " << i;
      }
    }
  }
}

TEST_F(ResultsFile, PutsAMatrixRowWhereItsNameSays) {
  const Eigen::MatrixXd& compression = written[3].outcome.cycle.compression;
  EXPECT_TRUE(results->curve("lumbar_compression", 3).isApprox(compression, 1e-6));
  // Muscles have time last in the file, and read like all else.
  EXPECT_TRUE(results->curve("muscle_force", 3).isApprox(written[3].outcome.cycle.muscle_force, 1e-6));
  EXPECT_EQ(results->dimensions("muscle_force").back(), "gait_cycle");
  // Radians become degrees, and the pelvis's metres are kept apart.
  const Eigen::MatrixXd& angle = written[3].outcome.cycle.joint_angle;
  const auto knee = static_cast<Eigen::Index>(results->index("coordinate", "knee_r"));
  EXPECT_NEAR(results->curve("joint_angle", 3)(knee, 20), angle(4, 20) * 180 / M_PI, 1e-4);
  EXPECT_NEAR(results->curve("pelvis_position", 3)(1, 20), angle(1, 20), 1e-6);
  EXPECT_EQ(results->table("peak_compression")(3, 0), written[3].outcome.summary.peak_compression[0]);
  EXPECT_EQ(results->index("level", "L5-S1"), 0u);
}

TEST_F(ResultsFile, KeepsWhatWasChosenAndHowItEnded) {
  EXPECT_THAT(results->varied(), ElementsAre("posture.lean", "core.strength"));
  EXPECT_THAT(results->parameters(), ElementsAre("posture.lean", "core.strength", "runner.mass", "surface.kind"));
  EXPECT_EQ(results->attribute("peak_compression", "coordinates"), "scenario_id posture.lean core.strength");
  EXPECT_EQ(results->texts("surface.kind")[1], "grass");
  EXPECT_EQ(results->numbers("scenario").front(), 100);
  EXPECT_EQ(results->texts("muscle").back(), "psoas_é");
  EXPECT_EQ(results->attribute("seed"), "7");
  for (std::size_t i = 0; i < written.size(); ++i) {
    EXPECT_EQ(results->status()[i], written[i].outcome.status);
    EXPECT_EQ(results->texts("reason")[i], written[i].outcome.reason);
    EXPECT_EQ(results->texts("scenario_id")[i], written[i].id);
  }
  EXPECT_EQ(results->attribute("status", "flag_values"), "0 1 2 3 4 5 6 7");
  EXPECT_THAT(results->attribute("status", "flag_meanings"), HasSubstr("converged iteration_limit"));
}

TEST_F(ResultsFile, HasNaNWhereAScenarioDidNotConverge) {
  std::size_t unsolved = 0;
  while (written[unsolved].outcome.status == Status::converged) ++unsolved;
  EXPECT_TRUE(results->curve("muscle_force", unsolved).array().isNaN().all());
  EXPECT_TRUE(results->table("peak_compression").row(static_cast<Eigen::Index>(unsolved)).array().isNaN().all());
  EXPECT_TRUE(std::isnan(results->numbers("step_frequency")[unsolved]));
}

TEST_F(ResultsFile, LeavesSingleMusclesOutWhenAsked) {
  Header slim = header;
  slim.outputs = Outputs::waveforms;
  write_durably(folder / "slim.h5", encode(slim, 0, written));
  const Results without(folder / "slim.h5");
  EXPECT_FALSE(without.has("muscle_force"));
  EXPECT_TRUE(without.has("lumbar_compression"));
}

TEST(FieldTable, IsThePageThatIsChecked) {
  const std::string page = std::string(PSOAS_SOURCE_DIR) + "/scenarios/results/FIELDS.md";
  EXPECT_EQ(fake::bytes(page), fields_markdown()) << "remake it: psoas info --fields > scenarios/results/FIELDS.md";
}

template <class Action>
std::string file_error(Action action) {
  try {
    action();
  } catch (const FileError& error) {
    return error.what();
  }
  return "no error";
}

TEST_F(ResultsFile, NamesWhatItDoesNotHold) {
  EXPECT_THAT(file_error([&] { results->numbers("peak_kompression"); }), HasSubstr("peak_kompression"));
  EXPECT_THAT(file_error([&] { results->curve("lumbar_compression", 99); }), HasSubstr("scenario 99 of 15"));
  EXPECT_THAT(file_error([&] { results->index("level", "L6"); }), HasSubstr("no level named L6"));
}

TEST(OtherFiles, AreRefusedPlainly) {
  const fake::Folder folder;
  std::ofstream(folder / "text.h5") << "not HDF5";
  { const h5::Handle empty = h5::create_file(folder / "empty.h5"); }
  EXPECT_THAT(file_error([&] { Results(folder / "none.h5"); }), HasSubstr("no such file"));
  EXPECT_THAT(file_error([&] { Results(folder.path()); }), HasSubstr("is a folder"));
  EXPECT_THAT(file_error([&] { Results(folder / "text.h5"); }), HasSubstr("not an HDF5 file"));
  EXPECT_THAT(file_error([&] { Results(folder / "empty.h5"); }), HasSubstr("not results of psoas"));
}

TEST(OtherFiles, GiveTheLibrarysOwnMessage) {
  EXPECT_THAT(file_error([] { h5::create_file("/nowhere/x.h5"); }), HasSubstr("No such file or directory"));
}

TEST(DurableFile, LeavesNothingBehindWhenTheDiskIsFull) {
  // /dev/full takes no byte; a link makes it the unfinished file.
  const fake::Folder folder;
  std::filesystem::create_symlink("/dev/full", folder / "x.h5.part");
  const std::vector<std::byte> some(100);
  EXPECT_THAT(file_error([&] { write_durably(folder / "x.h5", some); }), HasSubstr("No space left on device"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace psoas
