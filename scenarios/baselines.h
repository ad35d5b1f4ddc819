// Which stride does a scenario start from? That of its body at its speed, solved once for all scenarios that share it,
// in bounded memory whatever the plan.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace psoas {

/// Baselines that a sweep keeps for scenarios to come: a grid may vary the body faster than all else.
inline constexpr std::size_t kept_baselines = 128;

/// Baselines used last, at most `capacity` of them. One that was dropped and is needed again is solved again, to the
/// same bits. Thread-safe: of several threads that need the same new one, one solves it and the others wait.
class Baselines {
 public:
  using Solution = std::shared_ptr<const void>;
  explicit Baselines(std::size_t capacity) : capacity_(capacity) {}

  /// @param id  equal for equal baselines
  Solution get(const std::string& id, const std::function<Solution()>& solve);

  std::size_t solved() const;  ///< so far

 private:
  struct Entry {
    Solution solution;
    bool failed = false;  ///< solve() threw; whoever waits tries itself
    std::list<std::string>::iterator age;
  };
  const std::size_t capacity_;
  mutable std::mutex guard_;  ///< of all below
  std::condition_variable arrived_;
  std::unordered_map<std::string, std::shared_ptr<Entry>> known_;
  std::list<std::string> ages_;  ///< ids in known_, used last first
  std::size_t solved_ = 0;
};

}  // namespace psoas
