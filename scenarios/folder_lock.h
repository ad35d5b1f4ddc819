// Does another process work on the same batches? Locks on single bytes of one file, which the system lets go of when
// their holder ends, however it ends: there are no stale locks.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

namespace psoas {

/// Byte b of the lock file stands for batch b, and one more for the folder's state. Open file description locks: they
/// hold between processes, between threads, and between machines where the file system passes locks on.
class FolderLock {
 public:
  /// Opens the file, making it when needed. @throws FileError
  explicit FolderLock(std::filesystem::path path);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  /// False when somebody holds one of batches [first, first + count); those taken before stay taken.
  bool take(std::size_t first, std::size_t count);
  /// Does anybody else hold a batch? The first that is held.
  std::optional<std::size_t> held() const;
  /// Waits for the folder's state, read and changed by one process at a time. @return false when the path has become
  /// another file while waiting: open it anew
  bool enter();
  void leave();
  /// False on a file system without locks: then every take() succeeds and nobody is kept out.
  bool works() const { return works_; }

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  mutable bool works_ = true;
};

}  // namespace psoas
