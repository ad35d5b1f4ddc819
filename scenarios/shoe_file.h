// What is a shoe of one's own? A file with a [shoe] table, named wherever a study names a kind of shoe.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/document.h"

namespace psoas {

/// Reads each shoe file that a study or a --set names ("my.toml", relative to the study) into the catalogue, as a kind
/// of that name: the file's [shoe] is written as a study's, with its own `kind` from the library for all it leaves out.
/// What is wrong in a file is a problem of that file; a file that is missing one of the place that names it.
/// @return the text of all files read, each line a comment: what a study must keep to be repeated
std::string read_shoe_files(const toml::table& study, const std::vector<std::string>& sets,
                            const std::filesystem::path& study_path, Catalogue& catalogue, Problems& problems);

}  // namespace psoas
