// How do finished scenarios reach the disk? See batches.h.
#include "scenarios/batches.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "scenarios/results/durable.h"
#include "sim/core/check.h"
#include "sim/core/input_error.h"

namespace psoas {

namespace {
double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
}  // namespace

Stopwatch::Stopwatch(double& sum) : sum_(sum), start_(now()) {}
Stopwatch::~Stopwatch() { sum_ += now() - start_; }

std::size_t default_batch(std::size_t total) { return std::clamp<std::size_t>(total / 50, 32, 256); }

Batches::Batches(std::filesystem::path folder, const Header& header, Cut cut, const std::vector<bool>& done,
                 std::map<std::size_t, std::size_t> pieces)
    : folder_(std::move(folder)), header_(header), cut_(cut), pieces_(std::move(pieces)) {
  CHECK(cut.total > 0 && cut.size > 0);
  for (std::size_t i = 0; i < done.size(); ++i)
    if (done[i]) ++done_before_[i / cut.size];
}

void Batches::put(std::size_t index, EncodedRow row) {
  // 1. Lay the row in its batch
  const std::size_t batch = index / cut_.size;
  const auto before = done_before_.find(batch);
  const std::size_t awaited = cut_.count(batch) - (before == done_before_.end() ? 0 : before->second);
  Open whole;
  {
    const std::lock_guard lock(collecting_);
    Open& open = open_[batch];
    const bool is_new = open.emplace(index, std::move(row)).second;
    CHECK(is_new && open.size() <= awaited);
    if (open.size() < awaited) return;
    // 2. The last one: take the batch out, so that others go on collecting while this thread writes
    whole = std::move(open);
    open_.erase(batch);
  }
  write_shard(batch, std::move(whole));
}

void Batches::flush() {
  for (auto& [batch, rows] : open_) write_shard(batch, std::move(rows));
  open_.clear();
}

void Batches::write_shard(std::size_t batch, Open rows) {
  std::vector<int> scenarios;
  std::vector<EncodedRow> encoded;
  for (auto& [index, row] : rows) {
    scenarios.push_back(static_cast<int>(index));
    encoded.push_back(std::move(row));
  }
  const std::lock_guard lock(writing_);
  const Stopwatch watch(write_time_);
  const bool whole = encoded.size() == cut_.count(batch);
  std::size_t& pieces = pieces_[batch];
  const std::filesystem::path path =
      shard_path(folder_, cut_, batch, whole ? std::nullopt : std::optional<std::size_t>(pieces));
  try {
    write_durably(path, encode_shard(header_, scenarios, encoded));
  } catch (const FileError& error) {
    throw FileError(fmt::format("{}; {} finished shards are kept in {}", error.what(), written_,
                                sweep_folder::shards(folder_).string()));
  }
  ++pieces;
  ++written_;
}

}  // namespace psoas
