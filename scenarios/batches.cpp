// How do finished scenarios reach the disk? See batches.h.
#include "scenarios/batches.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <system_error>

#include "scenarios/results/durable.h"
#include "sim/core/check.h"
#include "sim/core/input_error.h"

namespace psoas {

namespace fs = std::filesystem;

namespace {

/// Adds the time of its scope to a sum.
class Stopwatch {
 public:
  explicit Stopwatch(double& sum) : sum_(sum), start_(std::chrono::steady_clock::now()) {}
  ~Stopwatch() { sum_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  double& sum_;
  std::chrono::steady_clock::time_point start_;
};

/// Nothing that exists is overwritten unless that was asked for.
void prepare(const fs::path& folder, bool force) {
  const fs::path results = folder / "results.h5", shards = folder / "shards";
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error))
    throw InputError(folder.string() + " is a file; the output must be a folder");
  if (!force && fs::exists(results, error)) throw InputError(results.string() + " exists; --force replaces it");
  if (!force && fs::exists(shards, error) && !fs::is_empty(shards, error))
    throw InputError(
        shards.string() +
        " holds finished shards of an interrupted sweep, each a results file of its own; --force starts afresh");
  fs::remove_all(shards, error);
  fs::create_directories(shards, error);
  if (error) throw FileError("cannot create " + shards.string() + ": " + error.message());
}

}  // namespace

std::size_t default_batch(std::size_t total) { return std::clamp<std::size_t>(total / 50, 32, 256); }

Batches::Batches(fs::path folder, Header header, std::size_t total, std::size_t batch, bool force)
    : folder_(std::move(folder)), header_(std::move(header)), total_(total), batch_(batch) {
  CHECK(total > 0 && batch > 0);
  prepare(folder_, force);
}

std::size_t Batches::size_of(std::size_t batch) const { return std::min(batch_, total_ - batch * batch_); }

fs::path Batches::shard_path(std::size_t batch) const {
  const std::size_t first = batch * batch_;
  return folder_ / "shards" / fmt::format("{:08}-{:08}.h5", first, first + size_of(batch) - 1);
}

void Batches::put(std::size_t index, Row row) {
  // 1. Lay the row in its batch
  const std::size_t batch = index / batch_;
  std::vector<Row> whole;
  {
    const std::lock_guard lock(collecting_);
    Open& open = open_[batch];
    open.rows.resize(size_of(batch));
    std::optional<Row>& place = open.rows[index % batch_];
    CHECK(!place);
    place = std::move(row);
    if (++open.filled < open.rows.size()) return;
    // 2. The last one: take the batch out, so that others go on collecting while this thread writes
    for (std::optional<Row>& r : open.rows) whole.push_back(std::move(*r));
    open_.erase(batch);
  }
  write_shard(batch, std::move(whole));
}

std::string Batches::kept() const {
  return fmt::format("; {} finished shards are kept in {}", written_.size(), (folder_ / "shards").string());
}

void Batches::write_shard(std::size_t batch, std::vector<Row> rows) {
  const std::lock_guard lock(writing_);
  const Stopwatch watch(write_time_);
  try {
    write_durably(shard_path(batch), encode(header_, batch * batch_, rows));
  } catch (const FileError& error) {
    throw FileError(error.what() + kept());
  }
  written_.insert(batch);
}

fs::path Batches::finish(const std::function<Row(std::size_t)>& missing) {
  // 1. Batches that were begun: what is there, and not_run for the rest
  for (auto& [batch, open] : open_) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < open.rows.size(); ++i)
      rows.push_back(open.rows[i] ? std::move(*open.rows[i]) : missing(batch * batch_ + i));
    write_shard(batch, std::move(rows));
  }
  open_.clear();

  // 2. One file of all
  const fs::path results = folder_ / "results.h5";
  const std::lock_guard lock(writing_);
  const Stopwatch watch(write_time_);
  std::error_code ignored;
  try {
    join(missing);
    publish(results);
  } catch (const FileError& error) {
    fs::remove(part_of(results), ignored);
    throw FileError(error.what() + kept());
  }
  fs::remove_all(folder_ / "shards", ignored);
  return results;
}

void Batches::join(const std::function<Row(std::size_t)>& missing) {
  const fs::path part = part_of(folder_ / "results.h5");

  // 1. Is there room? HDF5 is better not told of a full disk half way.
  std::error_code error;
  std::uintmax_t needed = 0;
  for (std::size_t batch : written_) needed += fs::file_size(shard_path(batch), error);
  const fs::space_info space = fs::space(folder_, error);
  if (!error && space.available < needed)
    throw FileError(fmt::format("cannot write {}: {} MB needed, {} MB free on the disk", part.string(), needed >> 20,
                                space.available >> 20));

  // 2. Batch by batch, in order
  Writer writer(h5::create_file(part), header_, 0, total_);
  for (std::size_t first = 0; first < total_; first += batch_) {
    const std::size_t batch = first / batch_;
    if (written_.contains(batch)) {
      writer.copy(first, shard_path(batch));
    } else {
      std::vector<Row> rows;
      for (std::size_t i = 0; i < size_of(batch); ++i) rows.push_back(missing(first + i));
      writer.write(first, rows);
    }
  }
  writer.close();
}

}  // namespace psoas
