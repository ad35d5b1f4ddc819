// How does a file come to be whole or not at all? See durable.h.
#include "scenarios/results/durable.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "sim/core/input_error.h"

namespace psoas {

namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& path) {
  throw FileError(std::string("cannot ") + what + " " + path.string() + ": " + std::strerror(errno));
}

/// An open file that closes itself.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
  int close() { return ::close(std::exchange(fd, -1)); }
};

void sync_folder(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const Descriptor file{::open(folder.c_str(), O_RDONLY | O_DIRECTORY)};
  // Some file systems cannot sync a folder; the rename itself has worked by then.
  if (file.fd >= 0) ::fsync(file.fd);
}

}  // namespace

std::filesystem::path part_of(const std::filesystem::path& path) { return path.string() + ".part"; }

void write_durably(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  const std::filesystem::path part = part_of(path);
  try {
    Descriptor file{::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};
    if (file.fd < 0) fail("create", part);
    while (!bytes.empty()) {
      const ssize_t written = ::write(file.fd, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write", part);
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    if (file.close() != 0) fail("write", part);
    publish(path);
  } catch (const FileError&) {
    ::unlink(part.c_str());
    throw;
  }
}

void publish(const std::filesystem::path& path) {
  // A rename would replace even a device.
  const std::filesystem::path part = part_of(path);
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored))
    throw FileError("cannot write " + path.string() + ": it is not a regular file");
  Descriptor file{::open(part.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0) fail("open", part);
  if (::fsync(file.fd) != 0) fail("write", part);
  if (file.close() != 0) fail("write", part);
  if (::rename(part.c_str(), path.c_str()) != 0) fail("rename to", path);
  sync_folder(path);
}

}  // namespace psoas
