// psoas status, psoas merge: how far is the sweep of a folder, and one results file of its parts.
#include <fmt/format.h>

#include <cstdio>
#include <map>

#include "analysis/commands.h"
#include "analysis/effects.h"
#include "scenarios/folder_lock.h"
#include "scenarios/merge.h"
#include "scenarios/results/shard_file.h"
#include "scenarios/study_plan.h"
#include "sim/core/input_error.h"

namespace psoas {

namespace fs = std::filesystem;

namespace {

/// How far a sweep is.
struct FolderStatus {
  std::string title;
  std::size_t scenarios = 0, done = 0;
  std::array<std::size_t, status_count> by_status{};
  std::vector<std::string> damaged;  ///< what is wrong with each damaged shard
  bool at_work = false;              ///< does a process hold a part of it?
  fs::path results;                  ///< empty while unfinished
};

void count(const std::vector<Status>& status, FolderStatus& into) {
  for (Status one : status) {
    ++into.by_status[static_cast<std::size_t>(one)];
    if (one != Status::not_run) ++into.done;
  }
}

FolderStatus status_of(const fs::path& folder) {
  FolderStatus status;
  const std::optional<Manifest> manifest = unfinished(folder);
  if (!manifest) {
    const fs::path path = sweep_folder::results(folder);
    if (!fs::exists(path)) throw FileError(folder.string() + " holds no sweep: neither results.h5 nor shards");
    const Results results(path);
    status.title = results.attribute("title");
    status.scenarios = results.scenario_count();
    status.results = path;
    count(results.status(), status);
    return status;
  }
  status.title = manifest->attribute("title");
  status.scenarios = manifest->scenarios;
  std::error_code error;
  status.at_work = fs::exists(sweep_folder::lock(folder), error) && FolderLock(sweep_folder::lock(folder)).held();
  for (const auto& [batch, paths] : shard_files(folder, {manifest->scenarios, manifest->batch}))
    for (const fs::path& path : paths) {
      try {
        count(ShardFile(path).status(), status);
      } catch (const FileError& damage) {
        status.damaged.emplace_back(damage.what());
      }
    }
  status.by_status[static_cast<std::size_t>(Status::not_run)] +=
      status.scenarios - std::min(status.scenarios, status.done);
  return status;
}

std::string quoted(const std::string& text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') json += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      json += fmt::format("\\u{:04x}", static_cast<int>(c));
    else
      json += c;
  }
  return json + "\"";
}

std::string json_text(const fs::path& folder, const FolderStatus& status) {
  std::string counts, damaged;
  for (int i = 0; i < status_count; ++i)
    counts += fmt::format("{}{}: {}", i > 0 ? ", " : "", quoted(std::string(status_names[i])), status.by_status[i]);
  for (const std::string& one : status.damaged) damaged += (damaged.empty() ? "" : ", ") + quoted(one);
  return fmt::format(
      "{{\"folder\": {}, \"title\": {}, \"scenarios\": {}, \"done\": {}, \"finished\": {}, \"at_work\": {}, "
      "\"status\": {{{}}}, \"damaged\": [{}], \"results\": {}}}\n",
      quoted(folder.string()), quoted(status.title), status.scenarios, status.done, !status.results.empty(),
      status.at_work, counts, damaged, status.results.empty() ? "null" : quoted(status.results.string()));
}

std::string plain_text(const FolderStatus& status) {
  std::string text = status.title + "\n";
  const double percent = 100.0 * static_cast<double>(status.done) / static_cast<double>(status.scenarios);
  text += fmt::format("{} of {} scenarios are done ({:.1f} %), ", status.done, status.scenarios, percent);
  if (!status.results.empty())
    text += "finished: " + status.results.string() + "\n";
  else
    text += status.at_work ? "psoas is at work\n" : "no psoas is at work\n";
  for (int i = 0; i < status_count; ++i)
    if (status.by_status[i] > 0) text += fmt::format("{:<28}{:>10}\n", status_names[i], status.by_status[i]);
  for (const std::string& one : status.damaged) text += one + "; psoas sweep runs its scenarios again\n";
  return text;
}

/// The study that a folder's sweep is of, as its manifest has it.
Study study_of(const Manifest& manifest, const fs::path& folder) {
  std::string text = manifest.attribute("study");
  std::vector<std::string> sets;
  // What --set said stands behind the text, one comment each.
  const std::string mark = "# --set ";
  for (std::size_t at; !text.empty() && (at = text.rfind('\n', text.size() - 2), true);) {
    const std::size_t begin = at == std::string::npos ? 0 : at + 1;
    if (text.compare(begin, mark.size(), mark) != 0) break;
    sets.insert(sets.begin(), text.substr(begin + mark.size(), text.size() - begin - mark.size() - 1));
    text.resize(begin);
  }
  return parse_study(text, folder / "shards" / "sweep.toml", sets, read_catalogue(models_folder()));
}

}  // namespace

int status(const StatusCommand& command) {
  const FolderStatus status = status_of(command.folder);
  fmt::print("{}", command.json ? json_text(command.folder, status) : plain_text(status));
  return Exit::ok;
}

int merge(const Global& global, const MergeCommand& command) {
  // 1. Whose shards are they?
  const fs::path& folder = command.folder;
  const bool elsewhere = !command.output.empty();
  const fs::path output = elsewhere ? command.output : sweep_folder::results(folder);
  const std::optional<Manifest> manifest = unfinished(folder);
  if (!manifest) {
    const FolderStatus finished = status_of(folder);
    if (elsewhere) throw InputError(finished.results.string() + " is finished already: copy it");
    if (!global.quiet) fmt::print(stderr, "psoas: {} is finished already\n", finished.results.string());
    return Exit::ok;
  }
  std::error_code error;
  if (elsewhere && !command.force && fs::exists(output, error))
    throw InputError(output.string() + " exists; --force replaces it");
  const Study study = study_of(*manifest, folder);
  const Models models = read_models(models_folder());
  Manifest here = *manifest;
  here.attributes = provenance(origin_of(study, models, global.command));
  if (const std::vector<std::string> other = differences(*manifest, here); !other.empty())
    throw InputError(folder.string() + " was run by another psoas: " + other.front() + "; merge it with that one");

  // 2. Nobody may be at work, unless a part is all that is asked for
  FolderLock lock(sweep_folder::lock(folder));
  if (!command.partial && !lock.take(0, std::size_t{1} << 40))
    throw FileError("psoas is at work in " + folder.string() +
                    ": wait for it, or use --partial for what is there so far");

  // 3. One file
  const SweepPlan plan = plan_of(study, manifest->scenarios);
  const Header header{axes_of(models), plan.parameters, manifest->attributes, manifest->outputs};
  MergeOptions options;
  options.links = command.links;
  if (command.partial)
    options.missing = [&](std::size_t i) {
      const Scenario scenario = plan.scenario(i);
      Row row{.id = plan.id(scenario), .parameters = plan.values(scenario), .outcome = {}};
      row.outcome.reason = "the sweep was stopped before this scenario";
      return row;
    };
  merge(folder, output, header, {manifest->scenarios, manifest->batch}, options);
  if (!elsewhere && !command.partial && !command.links) remove_shards(folder);

  // 4. What came of them
  const Results results(output);
  FolderStatus all;
  count(results.status(), all);
  if (!global.quiet)
    fmt::print(stderr, "psoas: {} of {} scenarios in {}\n", all.done, manifest->scenarios, output.string());
  fmt::print("{}\n{}", study.title, effects_table(results));
  return all.by_status[static_cast<std::size_t>(Status::converged)] == manifest->scenarios ? Exit::ok
                                                                                           : Exit::not_converged;
}

}  // namespace psoas
