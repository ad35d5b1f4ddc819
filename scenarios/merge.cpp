// How do shards become one results file? See merge.h.
#include "scenarios/merge.h"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <numeric>

#include "scenarios/results/durable.h"
#include "scenarios/results/shard_file.h"
#include "sim/core/check.h"
#include "sim/core/input_error.h"

namespace psoas {

namespace fs = std::filesystem;

namespace {

/// What keeps the shards from being joined, all of it.
struct Obstacles {
  std::vector<std::string> damaged;
  std::size_t missing = 0;
  std::string first_missing;
  bool any() const { return !damaged.empty() || missing > 0; }

  void throw_any(const fs::path& folder) const {
    if (!any()) return;
    std::string text = "cannot join the shards of " + folder.string() + ": ";
    for (const std::string& one : damaged) text += "\n  " + one;
    if (missing > 0) text += fmt::format("\n  {} scenarios are missing, the first is {}", missing, first_missing);
    text += "\npsoas sweep runs what is missing or damaged; psoas merge --partial writes what there is";
    throw FileError(text);
  }
};

/// The whole shards of one batch, and where each of its scenarios is: file and row.
struct BatchFiles {
  std::vector<std::unique_ptr<ShardFile>> files;
  std::vector<fs::path> paths;
  std::map<std::size_t, std::pair<std::size_t, std::size_t>> place;

  BatchFiles(const std::vector<fs::path>& all, const Cut& cut, std::size_t batch, Obstacles& obstacles) {
    for (const fs::path& path : all) {
      try {
        files.push_back(std::make_unique<ShardFile>(path));
        paths.push_back(path);
        for (std::size_t row = 0; row < files.back()->scenarios().size(); ++row) {
          const auto index = static_cast<std::size_t>(files.back()->scenarios()[row]);
          if (index / cut.size == batch) place.emplace(index, std::pair(files.size() - 1, row));
        }
      } catch (const FileError& error) {
        obstacles.damaged.push_back(error.what());
      }
    }
    for (std::size_t index = cut.first(batch); index < cut.first(batch) + cut.count(batch); ++index)
      if (!place.contains(index) && obstacles.missing++ == 0) obstacles.first_missing = std::to_string(index);
  }
};

using Files = std::map<std::size_t, std::vector<fs::path>>;

std::vector<fs::path> files_of(const Files& files, std::size_t batch) {
  const auto found = files.find(batch);
  return found == files.end() ? std::vector<fs::path>{} : found->second;
}

std::size_t count_of(const Files& files) {
  std::size_t count = 0;
  for (const auto& [batch, paths] : files) count += paths.size();
  return count;
}

/// HDF5 is better not told of a full disk half way.
void check_room(const fs::path& part, const Files& files) {
  std::error_code error;
  std::uintmax_t needed = 0;
  for (const auto& [batch, paths] : files)
    for (const fs::path& path : paths) needed += fs::file_size(path, error);
  const fs::space_info space = fs::space(part.parent_path(), error);
  if (!error && space.available < needed)
    throw FileError(fmt::format("cannot write {}: {} MB needed, {} MB free on the disk", part.string(), needed >> 20,
                                space.available >> 20));
}

/// Runs of scenarios that are neighbours in the plan and in their file.
std::vector<CurveSource> links_of(const Files& files, const Cut& cut, const fs::path& folder, Obstacles& obstacles) {
  std::vector<CurveSource> links;
  for (std::size_t batch = 0; batch < cut.batches(); ++batch) {
    const BatchFiles there(files_of(files, batch), cut, batch, obstacles);
    const std::pair<std::size_t, std::size_t>* last = nullptr;
    for (const auto& [index, place] : there.place) {
      const bool follows = last != nullptr && last->first == place.first && last->second + 1 == place.second &&
                           links.back().at + links.back().count == index;
      if (follows)
        ++links.back().count;
      else
        links.push_back({index, 1, fs::relative(there.paths[place.first], folder).string(), place.second,
                         there.files[place.first]->scenarios().size()});
      last = &place;
    }
  }
  return links;
}

}  // namespace

void merge(const fs::path& folder, const fs::path& results, const Header& header, const Cut& cut,
           const MergeOptions& options) {
  const Files files = shard_files(folder, cut);
  const fs::path part = part_of(fs::absolute(results));
  Obstacles obstacles;
  std::vector<CurveSource> links;
  if (options.links)
    links = links_of(files, cut, fs::absolute(results).parent_path(), obstacles);
  else
    check_room(part, files);
  const bool partial = static_cast<bool>(options.missing);
  if (!partial) obstacles.throw_any(folder);
  obstacles = {};

  std::error_code ignored;
  try {
    // Batch by batch, in order. After the first obstacle only to name the others.
    std::vector<int> scenarios(cut.total);
    std::iota(scenarios.begin(), scenarios.end(), 0);
    Writer writer(h5::create_file(part), header, scenarios, links);
    ChunkPacker packer;
    for (std::size_t batch = 0; batch < cut.batches(); ++batch) {
      const BatchFiles there(files_of(files, batch), cut, batch, obstacles);
      if (!partial && obstacles.any()) continue;
      std::vector<std::vector<EncodedRow>> read;
      for (const auto& file : there.files) read.push_back(file->rows(header, !options.links));
      std::vector<EncodedRow> rows;
      for (std::size_t index = cut.first(batch); index < cut.first(batch) + cut.count(batch); ++index) {
        const auto place = there.place.find(index);
        rows.push_back(place == there.place.end()
                           ? encode_row(options.missing(index), header.axes, header.outputs, packer)
                           : std::move(read[place->second.first][place->second.second]));
      }
      writer.write(cut.first(batch), rows);
    }
    if (partial || !obstacles.any()) {
      writer.close();
      publish(results);
      return;
    }
  } catch (const FileError& error) {
    fs::remove(part, ignored);
    throw FileError(fmt::format("{}; {} finished shards are kept in {}", error.what(), count_of(files),
                                sweep_folder::shards(folder).string()));
  }
  fs::remove(part, ignored);
  obstacles.throw_any(folder);
}

}  // namespace psoas
