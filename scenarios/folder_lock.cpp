// Does another process work on the same batches? See folder_lock.h.
#include "scenarios/folder_lock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sim/core/input_error.h"

namespace psoas {

namespace {

constexpr off_t state_byte = off_t{1} << 40;  ///< beyond all batches

/// @return 0, or the error
int lock(int descriptor, int command, short type, off_t first, off_t count, struct flock* found = nullptr) {
  struct flock range = {};
  range.l_type = type;
  range.l_whence = SEEK_SET;
  range.l_start = first;
  range.l_len = count;
  int result = 0;
  do result = fcntl(descriptor, command, &range);
  while (result != 0 && errno == EINTR && command == F_OFD_SETLKW);
  if (found != nullptr) *found = range;
  return result == 0 ? 0 : errno;
}

bool unsupported(int error) { return error == ENOLCK || error == ENOSYS || error == EOPNOTSUPP || error == EINVAL; }

}  // namespace

FolderLock::FolderLock(std::filesystem::path path) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw FileError("cannot open " + path_.string() + ": " + std::strerror(errno));
}

FolderLock::~FolderLock() { ::close(descriptor_); }

bool FolderLock::take(std::size_t first, std::size_t count) {
  const int error = lock(descriptor_, F_OFD_SETLK, F_WRLCK, static_cast<off_t>(first), static_cast<off_t>(count));
  if (error == 0) return true;
  if (error == EAGAIN || error == EACCES) return false;
  if (!unsupported(error)) throw FileError("cannot lock " + path_.string() + ": " + std::strerror(error));
  works_ = false;
  return true;
}

std::optional<std::size_t> FolderLock::held() const {
  struct flock found = {};
  const int error = lock(descriptor_, F_OFD_GETLK, F_WRLCK, 0, state_byte, &found);
  if (error != 0) works_ = false;
  if (error != 0 || found.l_type == F_UNLCK) return std::nullopt;
  return static_cast<std::size_t>(found.l_start);
}

bool FolderLock::enter() {
  const int error = lock(descriptor_, F_OFD_SETLKW, F_WRLCK, state_byte, 1);
  if (error != 0 && !unsupported(error)) throw FileError("cannot lock " + path_.string() + ": " + std::strerror(error));
  if (error != 0) works_ = false;
  // Whoever finished a sweep before us has removed the file that we opened.
  struct stat ours = {}, there = {};
  return ::fstat(descriptor_, &ours) == 0 && ::stat(path_.c_str(), &there) == 0 && ours.st_ino == there.st_ino &&
         ours.st_dev == there.st_dev;
}

void FolderLock::leave() { lock(descriptor_, F_OFD_SETLK, F_UNLCK, state_byte, 1); }

}  // namespace psoas
