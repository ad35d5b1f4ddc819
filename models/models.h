// Where do all tables come from? Read once from the models folder at start, then constant.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "models/landing.h"
#include "models/reference.h"
#include "models/runner.h"
#include "models/spine.h"

namespace psoas {

/// Every table of models/, as read. Opaque parts are defined beside their readers.
struct Models {
  std::shared_ptr<const RunnerTables> runner;
  std::shared_ptr<const ReferenceTables> reference;
  std::shared_ptr<const SpineTables> spine;
  std::shared_ptr<const LandingTables> landing;
  std::string sha256;  ///< of all table files, in name order
};

/// @throws InputError naming file, line and column of every bad cell; FileError when a file cannot be read.
Models read_models(const std::filesystem::path& folder);

/// The folder built in at compile time, or $PSOAS_MODELS.
std::filesystem::path models_folder();

}  // namespace psoas
