// How does a file come to be whole or not at all? Temporary name, write, fsync, rename, fsync of the folder.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace psoas {

/// The name a file has until it is finished: "results.h5.part".
std::filesystem::path part_of(const std::filesystem::path& path);

/// Writes bytes to path so that a kill or a full disk leaves either all of them or no file. @throws FileError
void write_durably(const std::filesystem::path& path, std::span<const std::byte> bytes);

/// Forces part_of(path), written and closed by others, to the disk and gives it its name. @throws FileError
void publish(const std::filesystem::path& path);

}  // namespace psoas
