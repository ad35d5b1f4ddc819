// Does an exported stride say in other programs what it says in ours?
#include "analysis/export/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "analysis/program.h"
#include "scenarios/results/writer.h"
#include "sim/core/input_error.h"
#include "sim/dynamics/dynamics.h"
#include "tests/results/fake.h"

namespace psoas {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// A file with one made-up stride of the real runner, every coordinate on its own wave, and one unsolved scenario.
struct Export : testing::Test {
  Export() {
    Header header;
    header.axes = axes_of(models);
    header.parameters = {{"runner.mass_kg", "kg", "mass", false, false},
                         {"runner.height_m", "m", "height", false, false},
                         {"gait.speed_m_s", "m/s", "speed", false, true}};
    header.attributes = {
        {"title", "made up"}, {"format", std::string(results_format)}, {"format_version", results_format_version}};
    Outcome solved;
    solved.status = Status::converged;
    solved.stride_duration = 0.7;
    const auto waves = [](Eigen::Index rows, double size) {
      Eigen::MatrixXd curve(rows, cycle_points);
      for (Eigen::Index r = 0; r < rows; ++r)
        for (int k = 0; k < cycle_points; ++k) curve(r, k) = size * std::sin(0.0628 * k + static_cast<double>(r));
      return curve;
    };
    solved.cycle.joint_angle = waves(build_runner(*models.runner, {}, {}).nq(), 0.4);
    solved.cycle.ground_force = waves(6, 900);
    solved.cycle.centre_of_pressure = waves(6, 0.2);
    solved.cycle.centre_of_pressure.rightCols(30).setConstant(std::numeric_limits<double>::quiet_NaN());
    solved.cycle.compression = waves(level_count, 2000);
    const std::vector<Value> parameters = {80.0, 1.9, 3.0};
    std::vector<Row> rows;
    rows.push_back({"0", parameters, solved});
    rows.push_back({"1", parameters, {}});
    const std::vector<std::byte> bytes = encode(header, 0, rows);
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder / name) << text;
    return (folder / name).string();
  }

  Models models = read_models(models_folder());
  fake::Folder folder;
  std::filesystem::path path = folder / "results.h5";
};

/// Where our own kinematics put each body at a moment.
std::map<std::string, Eigen::Vector3d> origins(const Stride& stride, Eigen::Index k) {
  DynamicsData<double> data(stride.runner);
  const Eigen::VectorXd q = stride.q.col(k);
  data.q.assign(q.begin(), q.end());
  forward_kinematics(stride.runner, data);
  std::map<std::string, Eigen::Vector3d> found;
  for (const BodyOfLinks& body : bodies_of(stride.runner)) {
    const auto& p = data.origin[static_cast<std::size_t>(body.links.back())];
    found[body.name] = {p.x, p.y, p.z};
  }
  return found;
}

TEST_F(Export, TheFileIsWhatMadeTheRunnerAndTheGroundIsLeftBehind) {
  const Results results(path);
  const Stride stride = read_stride(results, models, 0);
  EXPECT_NEAR(stride.runner.mass, 80.5, 1e-9);  // with two shoes of 0.25 kg
  EXPECT_EQ(stride.runner.height, 1.9);
  const Eigen::MatrixXd position = results.curve("pelvis_position", 0);
  EXPECT_NEAR(stride.q(0, 100) - stride.q(0, 0), 3.0 * 0.7 + position(0, 100) - position(0, 0), 1e-9);
}

TEST_F(Export, WhatIsNotThereIsRefused) {
  const Results results(path);
  EXPECT_THROW(read_stride(results, models, 1), InputError);
  EXPECT_THROW(read_stride(results, models, 2), InputError);
}

TEST_F(Export, EveryBodyOfTheRunnerIsOneOfTheModelsAndHasAName) {
  const Runner runner = build_runner(*models.runner, {}, {});
  std::size_t links = 0;
  std::vector<std::string> names;
  for (const BodyOfLinks& body : bodies_of(runner)) links += body.links.size(), names.push_back(body.name);
  EXPECT_EQ(links, runner.links.size());
  for (const char* name : {"pelvis", "torso", "thigh_r", "shank_l", "foot_r", "talus_l", "arm_r"})
    EXPECT_EQ(std::count(names.begin(), names.end(), name), 1) << name;
}

TEST_F(Export, AReaderOfOpenSimsFormatsFindsTheBodiesWhereTheModelHasThem) {
  const Results results(path);
  const Stride stride = read_stride(results, models, 0);
  const std::string osim = write("a.osim", osim_text(stride)), mot = write("a.mot", mot_text(stride));
  for (const int row : {0, 37, 100}) {
    const auto said =
        run_program({"python3", PSOAS_SOURCE_DIR "/tests/analysis/osim_kinematics.py", osim, mot, std::to_string(row)});
    if (!said) GTEST_SKIP() << "no python3 here";
    ASSERT_EQ(said->code, 0) << said->err;
    std::istringstream lines(said->out);
    std::string name;
    double mass = 0.0;
    lines >> name >> mass;
    EXPECT_NEAR(mass, stride.runner.mass, 1e-6);
    const auto ours = origins(stride, row);
    std::size_t found = 0;
    for (Eigen::Vector3d p; lines >> name >> p.x() >> p.y() >> p.z(); ++found)
      EXPECT_LT((ours.at(name) - p).norm(), 1e-7) << name << " at " << row;  // nine digits of a metre and a degree
    EXPECT_EQ(found, ours.size());
  }
}

TEST_F(Export, AMotionHasTheHeaderThatOpenSimReads) {
  const Results results(path);
  const std::string mot = mot_text(read_stride(results, models, 0));
  EXPECT_THAT(mot, StartsWith("psoas_motion_scenario_0\nversion=1\nnRows=101\n"));
  EXPECT_THAT(mot,
              HasSubstr("\nnColumns=" + std::to_string(1 + coordinate_names(models).size()) + "\ninDegrees=yes\n"));
  EXPECT_THAT(mot, HasSubstr("\nendheader\ntime\tpelvis_tx\t"));
}

TEST_F(Export, AStorageHasNoGapsAndTheForcesOfBothFeet) {
  const Results results(path);
  const std::string sto = sto_text(read_stride(results, models, 0));
  EXPECT_THAT(sto, HasSubstr("ground_force_r_vx\tground_force_r_vy\tground_force_r_vz\tground_force_r_px"));
  EXPECT_THAT(sto, HasSubstr("L5-S1_compression"));
  EXPECT_EQ(sto.find("nan"), std::string::npos);
}

TEST_F(Export, CsvHasEveryCurveWithItsUnit) {
  const Results results(path);
  std::istringstream lines(csv_text(read_stride(results, models, 0)));
  std::string comment, heading, first;
  std::getline(lines, comment), std::getline(lines, heading), std::getline(lines, first);
  EXPECT_THAT(heading, StartsWith("gait_cycle (percent),time (s),"));
  for (const char* name :
       {"lumbar_compression L5-S1 (N)", "ground_force left y (N)", "joint_angle hip_flexion_l (degree)"})
    EXPECT_THAT(heading, HasSubstr(name));
  EXPECT_EQ(std::count(heading.begin(), heading.end(), ','), std::count(first.begin(), first.end(), ','));
}

/// Number i of an accessor of the file.
float number(const nlohmann::json& gltf, const std::string& bytes, std::size_t accessor, std::size_t i) {
  const auto& view = gltf["bufferViews"][gltf["accessors"][accessor]["bufferView"].get<std::size_t>()];
  float value = 0.0F;
  std::memcpy(&value, bytes.data() + view["byteOffset"].get<std::size_t>() + 4 * i, 4);
  return value;
}

std::string decoded(const std::string& text) {
  const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  int have = 0;
  for (char c : text) {
    if (c == '=') break;
    bits = bits << 6 | static_cast<std::uint32_t>(letters.find(c));
    if ((have += 6) >= 8) bytes += static_cast<char>(bits >> (have -= 8) & 0xFFU);
  }
  return bytes;
}

TEST_F(Export, TheSceneMovesEveryBodyAsTheModelDoes) {
  const Results results(path);
  const Stride stride = read_stride(results, models, 0);
  const nlohmann::json gltf = nlohmann::json::parse(gltf_text(stride));
  const std::string uri = gltf["buffers"][0]["uri"], bytes = decoded(uri.substr(uri.find(',') + 1));
  ASSERT_EQ(bytes.size(), gltf["buffers"][0]["byteLength"].get<std::size_t>());
  for (const auto& accessor : gltf["accessors"]) {
    const auto& view = gltf["bufferViews"][accessor["bufferView"].get<std::size_t>()];
    EXPECT_LE(view["byteOffset"].get<std::size_t>() + view["byteLength"].get<std::size_t>(), bytes.size());
  }
  const auto ours = origins(stride, 40);
  std::size_t bodies = 0;
  for (const auto& channel : gltf["animations"][0]["channels"]) {
    const std::size_t output = gltf["animations"][0]["samplers"][channel["sampler"].get<std::size_t>()]["output"];
    const std::string name = gltf["nodes"][channel["target"]["node"].get<std::size_t>()]["name"];
    if (channel["target"]["path"] == "rotation") {
      double sum = 0.0;
      for (std::size_t c = 0; c < 4; ++c) sum += std::pow(number(gltf, bytes, output, 4 * 40 + c), 2);
      EXPECT_NEAR(sum, 1.0, 1e-6);
    } else if (ours.count(name) == 1) {
      ++bodies;
      for (int c = 0; c < 3; ++c)
        EXPECT_NEAR(number(gltf, bytes, output, 3 * 40 + static_cast<std::size_t>(c)), ours.at(name)[c], 1e-6) << name;
    }
  }
  EXPECT_EQ(bodies, ours.size());
}

}  // namespace
}  // namespace psoas
