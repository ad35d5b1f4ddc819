// What of a sweep is left to do? Looks into its folder, keeps other processes out of this one's part, and refuses the
// folder of another sweep.
#pragma once

#include <memory>
#include <vector>

#include "scenarios/folder_lock.h"
#include "scenarios/sweep.h"
#include "scenarios/sweep_folder.h"

namespace psoas {

struct SweepState {
  bool finished = false;  ///< results.h5 is there, of this very sweep: nothing is left, and all below is empty
  Manifest manifest;
  Cut cut;
  std::unique_ptr<FolderLock> lock;           ///< on the batches of this process's part, while it lives
  std::vector<bool> done;                     ///< of each scenario of the plan: is it in a whole shard of this part?
  std::map<std::size_t, std::size_t> pieces;  ///< files of each batch
  std::array<std::size_t, status_count> by_status{};  ///< of those done
};

/// Opens a sweep's folder, begins it or goes on with it. Damaged shards are set aside, by renaming, with a note.
/// @param wanted  what the folder is to hold; its batch is for a new sweep
/// @throws InputError when the folder is of another sweep, saying what differs; FileError when another process is at
/// work on this part, or the folder cannot be written
SweepState open_sweep(const SweepPlan& plan, const Manifest& wanted, const SweepOptions& options);

}  // namespace psoas
