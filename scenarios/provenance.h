// Where does a results file come from? Program, build, machine and inputs, as attributes of the file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/results/writer.h"

namespace psoas {

std::string version();      ///< "0.1.0"
std::string commit();       ///< of the source tree, with "-dirty" when files differed from it
std::string compiler();     ///< "GCC 12.2.0"
std::string build_flags();  ///< "Release: -O3 -DNDEBUG ..."
std::string libraries();    ///< "Eigen 3.4.0, HDF5 1.10.8, ..."
std::string host();
std::string cpu();
std::string now_utc();  ///< ISO 8601: "2026-03-01T12:00:00Z"

/// What one run adds to that.
struct Origin {
  std::string title;
  std::string study, study_sha256;  ///< full text of the study file
  std::string models_sha256;
  std::uint64_t seed = 0;
  std::string command;                 ///< as typed
  std::vector<Attribute> design = {};  ///< what says how the scenarios belong together
};

/// All attributes of a results file, in order.
std::vector<Attribute> provenance(const Origin& origin);

}  // namespace psoas
