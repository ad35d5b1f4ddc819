// Are all tables read, and does the hash say which bytes they were?
#include "models/models.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "sim/core/input_error.h"
#include "sim/core/sha256.h"

namespace psoas {
namespace {

namespace fs = std::filesystem;

std::string sha256(std::string_view text) {
  Sha256 hash;
  hash.add(text);
  return hash.hex();
}

// The examples of the standard [FIPS 180-4], and lengths around the border of a block.
TEST(Sha256, HashesTheStandardsExamples) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, DoesNotDependOnThePiecesTheTextComesIn) {
  const std::string text(200, 'x');
  for (std::size_t cut : {0u, 1u, 55u, 56u, 63u, 64u, 65u, 128u, 200u}) {
    Sha256 hash;
    hash.add(std::string_view(text).substr(0, cut));
    hash.add(std::string_view(text).substr(cut));
    EXPECT_EQ(hash.hex(), sha256(text)) << cut;
  }
}

class ModelsFolder : public ::testing::Test {
 protected:
  void SetUp() override { fs::copy(models_folder(), copy_, fs::copy_options::recursive); }
  void TearDown() override { fs::remove_all(copy_); }
  const fs::path copy_ = fs::temp_directory_path() / ("psoas_models_" + std::to_string(::getpid()));
};

TEST_F(ModelsFolder, IsReadWholeAndItsHashChangesWithAnyTable) {
  const Models models = read_models(copy_);
  EXPECT_TRUE(models.runner && models.reference && models.spine);
  EXPECT_EQ(models.sha256, read_models(models_folder()).sha256);
  std::ofstream(copy_ / "runner/sole.csv", std::ios::app) << "# one more word\n";
  EXPECT_NE(read_models(copy_).sha256, models.sha256);
}

TEST_F(ModelsFolder, ProblemsOfSeveralTablesAreReportedTogether) {
  std::ofstream(copy_ / "runner/sole.csv") << "point\nheel\n";
  std::ofstream(copy_ / "reference/force.csv") << "harmonic,forward,up,right\n1,a,0,0\n";
  try {
    read_models(copy_);
    FAIL() << "spoilt tables were read";
  } catch (const InputError& error) {
    ASSERT_EQ(error.problems().size(), 2u);
    EXPECT_NE(error.problems()[0].file.find("sole.csv"), std::string::npos);
    EXPECT_NE(error.problems()[1].file.find("force.csv"), std::string::npos);
    EXPECT_EQ(error.problems()[1].line, 2);
    EXPECT_EQ(error.problems()[1].column, 3);
  }
}

TEST_F(ModelsFolder, AReferenceCoordinateTheRunnerDoesNotHaveBringsTheNearestName) {
  std::ofstream(copy_ / "reference/coordinates.csv", std::ios::app) << "2.5,hip_flexoin_r,0,1,0,deg\n";
  try {
    read_models(copy_);
    FAIL() << "an unknown coordinate was read";
  } catch (const InputError& error) {
    ASSERT_EQ(error.problems().size(), 1u);
    EXPECT_NE(error.problems()[0].message.find("'hip_flexion_r'"), std::string::npos) << error.problems()[0].message;
  }
}

TEST_F(ModelsFolder, AMissingFolderOrTableIsTheWorldsFailure) {
  EXPECT_THROW(read_models(copy_ / "nowhere"), FileError);
  fs::remove(copy_ / "reference/summary.csv");
  EXPECT_THROW(read_models(copy_), FileError);
}

TEST_F(ModelsFolder, CanBeChosenByTheEnvironment) {
  ::setenv("PSOAS_MODELS", copy_.c_str(), 1);
  EXPECT_EQ(models_folder(), copy_);
  ::unsetenv("PSOAS_MODELS");
  EXPECT_NE(models_folder(), copy_);
}

}  // namespace
}  // namespace psoas
