// What is a folder of results of? The study, the program and the models, written when a sweep begins, so that it can be
// gone on with, or refused to another.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/results/reader.h"
#include "scenarios/results/writer.h"

namespace psoas {

struct Manifest {
  std::size_t scenarios = 0;
  std::size_t batch = 0;  ///< scenarios per shard
  Outputs outputs = Outputs::muscles;
  std::vector<Attribute> attributes;  ///< of the results file to be
  /// "" when there is no such attribute
  std::string attribute(const std::string& name) const;
};

/// Written so that it is there whole or not at all. @throws FileError
void write_manifest(const std::filesystem::path& path, const Manifest& manifest);
/// @throws FileError when it cannot be read or is no manifest
Manifest read_manifest(const std::filesystem::path& path);
/// What a finished results file says of itself; its batch is 0.
Manifest manifest_of(const Results& results);

/// What makes another sweep of it, key by key: "shoe.heel_stiffness_kN_m was 80, is 100". Empty when results of both
/// are the same bits. Comments, title, host and time do not matter.
std::vector<std::string> differences(const Manifest& was, const Manifest& is);

/// The same of the text of two studies.
std::vector<std::string> study_differences(const std::string& was, const std::string& is);

}  // namespace psoas
