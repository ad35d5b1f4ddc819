// Which stride does a scenario start from? See baselines.h.
#include "scenarios/baselines.h"

namespace psoas {

Baselines::Solution Baselines::get(const std::string& id, const std::function<Solution()>& solve) {
  std::unique_lock lock(guard_);
  // 1. Known, or being solved by another thread
  if (const auto found = known_.find(id); found != known_.end()) {
    const std::shared_ptr<Entry> entry = found->second;
    ages_.splice(ages_.begin(), ages_, entry->age);
    arrived_.wait(lock, [&] { return entry->solution || entry->failed; });
    if (entry->solution) return entry->solution;
    lock.unlock();
    return solve();
  }

  // 2. New: make room, then solve it while others go on
  ages_.push_front(id);
  const auto entry = std::make_shared<Entry>();
  entry->age = ages_.begin();
  known_.emplace(id, entry);
  if (known_.size() > capacity_) {
    known_.erase(ages_.back());
    ages_.pop_back();
  }
  ++solved_;
  lock.unlock();
  try {
    Solution solution = solve();
    lock.lock();
    entry->solution = std::move(solution);
  } catch (...) {
    lock.lock();
    entry->failed = true;
    arrived_.notify_all();
    throw;
  }
  arrived_.notify_all();
  return entry->solution;
}

std::size_t Baselines::solved() const {
  const std::lock_guard lock(guard_);
  return solved_;
}

}  // namespace psoas
