// What of a sweep is left to do? See sweep_state.h.
#include "scenarios/sweep_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "scenarios/results/shard_file.h"
#include "sim/core/input_error.h"

namespace psoas {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t every_batch = std::size_t{1} << 40;

void say(const SweepOptions& options, const std::string& text) {
  if (options.note) options.note(text);
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error))
    throw InputError(folder.string() + " is a file; the output must be a folder");
  const fs::path shards = sweep_folder::shards(folder);
  fs::create_directories(shards, error);
  if (error) throw FileError("cannot create " + shards.string() + ": " + error.message());
}

void refuse_if_different(const fs::path& what, const Manifest& was, const Manifest& wanted) {
  const std::vector<std::string> all = differences(was, wanted);
  if (all.empty()) return;
  std::string text = what.string() + " is of another sweep:";
  constexpr std::size_t shown = 20;
  for (std::size_t i = 0; i < std::min(shown, all.size()); ++i) text += "\n  " + all[i];
  if (all.size() > shown) text += fmt::format("\n  and {} more", all.size() - shown);
  throw InputError(text + "\n--fresh throws it away and begins anew; -o FOLDER leaves it alone");
}

/// results.h5 without a manifest beside it is finished. Of this sweep?
bool is_finished(const fs::path& folder, const Manifest& wanted, const SweepOptions& options) {
  const fs::path results = sweep_folder::results(folder);
  std::error_code error;
  if (options.existing == Existing::replace || fs::exists(sweep_folder::manifest(folder), error) ||
      !fs::exists(results, error))
    return false;
  refuse_if_different(results, manifest_of(Results(results)), wanted);
  return true;
}

void throw_busy(const fs::path& folder, const FolderLock& lock, const Cut& cut) {
  const std::optional<std::size_t> batch = lock.held();
  std::string where;
  if (batch && *batch < cut.batches()) where = fmt::format(" on scenarios {} and following", cut.first(*batch));
  throw FileError(
      fmt::format("another psoas is at work in {}{}: wait for it, stop it, or use another folder (-o); "
                  "parts of one sweep are told apart by --shard i/N",
                  folder.string(), where));
}

/// With the folder's state to ourselves: which sweep is in it from now on?
Manifest settle_manifest(const fs::path& folder, const Manifest& wanted, const SweepOptions& options,
                         FolderLock& lock) {
  if (options.existing == Existing::replace) {
    if (!lock.take(0, every_batch)) throw_busy(folder, lock, {1, 1});
    std::error_code ignored;
    fs::remove(sweep_folder::manifest(folder), ignored);
    for (const fs::directory_entry& entry : fs::directory_iterator(sweep_folder::shards(folder), ignored))
      if (entry.path() != sweep_folder::lock(folder)) fs::remove(entry.path(), ignored);
  }
  if (const std::optional<Manifest> there = unfinished(folder)) {
    refuse_if_different(sweep_folder::manifest(folder), *there, wanted);
    return *there;
  }
  if (options.existing == Existing::require)
    throw InputError(folder.string() + " holds no sweep to go on with; without --resume a new one begins");
  if (!shard_files(folder, {every_batch, wanted.batch}).empty())
    throw InputError(sweep_folder::shards(folder).string() +
                     " holds shards, but no sweep.toml that says what of; --fresh throws them away and begins anew");
  write_manifest(sweep_folder::manifest(folder), wanted);
  return wanted;
}

void take_part(const fs::path& folder, const Shard& shard, SweepState& state) {
  bool free = true;
  if (shard.whole())
    free = state.lock->take(0, state.cut.batches());
  else
    for (std::size_t batch = 0; batch < state.cut.batches() && free; ++batch)
      if (shard.owns(batch)) free = state.lock->take(batch, 1);
  if (!free) throw_busy(folder, *state.lock, state.cut);
}

/// Every row of a shard is the scenario that the plan has there.
void check_ids(const SweepPlan& plan, const fs::path& path, const ShardFile& shard, std::size_t batch, const Cut& cut) {
  const std::vector<std::string> ids = shard.ids(plan.parameters);
  std::atomic<bool> same = true;
#pragma omp parallel for schedule(dynamic, 8)
  for (std::size_t row = 0; row < ids.size(); ++row) {
    const auto index = static_cast<std::size_t>(shard.scenarios()[row]);
    if (index / cut.size != batch || index >= plan.size || plan.id(plan.scenario(index)) != ids[row]) same = false;
  }
  if (!same)
    throw InputError(path.string() +
                     " holds other scenarios than the study has there; --fresh throws all away and begins anew");
}

/// What is in the whole shards of this part; others are set aside.
void look_into_shards(const SweepPlan& plan, const fs::path& folder, const SweepOptions& options, SweepState& state) {
  state.done.assign(plan.size, false);
  for (const auto& [batch, paths] : shard_files(folder, state.cut)) {
    if (!options.shard.owns(batch)) continue;
    state.pieces[batch] = paths.size();
    for (const fs::path& path : paths) {
      try {
        const ShardFile shard(path);
        check_ids(plan, path, shard, batch, state.cut);
        const std::vector<Status> status = shard.status();
        for (std::size_t row = 0; row < status.size(); ++row) {
          const auto index = static_cast<std::size_t>(shard.scenarios()[row]);
          if (state.done[index]) continue;
          state.done[index] = true;
          ++state.by_status[static_cast<std::size_t>(status[row])];
        }
      } catch (const FileError& error) {
        const fs::path aside = path.string() + ".damaged";
        std::error_code failed;
        fs::rename(path, aside, failed);
        if (failed) throw FileError("cannot rename " + path.string() + ": " + failed.message());
        say(options,
            fmt::format("{}; set aside as {}, its scenarios are run again", error.what(), aside.filename().string()));
      }
    }
  }
}

}  // namespace

SweepState open_sweep(const SweepPlan& plan, const Manifest& wanted, const SweepOptions& options) {
  const fs::path& folder = options.folder;
  if (options.existing == Existing::replace && !options.shard.whole())
    throw InputError("--fresh with a part of a sweep would throw away what the other parts have done: remove " +
                     folder.string() + " first");
  SweepState state;
  // 1. Until the folder's state is ours alone: another process may just be finishing this sweep
  do {
    if (is_finished(folder, wanted, options)) {
      state.finished = true;
      state.manifest = wanted;
      return state;
    }
    make_folder(folder);
    state.lock.reset();
    state.lock = std::make_unique<FolderLock>(sweep_folder::lock(folder));
  } while (!state.lock->enter());
  if (!state.lock->works())
    say(options, "the file system of " + folder.string() +
                     " has no locks: nothing keeps a second psoas from doing the same work beside this one");

  // 2. Which sweep it is, and this process's part of it
  state.manifest = settle_manifest(folder, wanted, options, *state.lock);
  state.cut = {state.manifest.scenarios, state.manifest.batch};
  take_part(folder, options.shard, state);
  state.lock->leave();

  // 3. What is done
  look_into_shards(plan, folder, options, state);
  return state;
}

}  // namespace psoas
