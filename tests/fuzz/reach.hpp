#ifndef ALLO_TESTS_FUZZ_REACH_HPP
#define ALLO_TESTS_FUZZ_REACH_HPP

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

/// Keeps count of what a fuzz target's inputs led to, to show that the fuzzer gets past the checks at the door. With
/// ALLO_FUZZ_REACH in the environment, as in the tests, a run that leaves a goal unreached fails and names it. Must not
/// be destroyed.
class Reach {
 public:
  explicit Reach(std::initializer_list<std::string_view> goals) {
    for (const std::string_view goal : goals) add(goal);
    instance_ = this;
    std::atexit([] { instance_->report(); });
  }
  Reach(const Reach&) = delete;
  Reach& operator=(const Reach&) = delete;

  void add(std::string_view goal) { counts_.emplace(goal, 0); }

  /// Counts what a goal was set for; ends the program for a goal that nobody set.
  void mark(std::string_view goal) {
    const auto position = counts_.find(goal);
    if (position == counts_.end()) {
      std::fprintf(stderr, "broken: no such goal: %.*s\n", static_cast<int>(goal.size()), goal.data());
      std::abort();
    }
    ++position->second;
  }

 private:
  void report() const {
    if (std::getenv("ALLO_FUZZ_REACH") == nullptr) return;
    std::size_t missing = 0;
    for (const auto& [goal, count] : counts_) {
      std::fprintf(stderr, "%s %s: %zu\n", count > 0 ? "reached" : "NOT REACHED", goal.c_str(), count);
      missing += count > 0 ? 0 : 1;
    }
    std::fprintf(stderr, "%zu of %zu goals reached\n", counts_.size() - missing, counts_.size());
    if (missing > 0) std::_Exit(1);
  }

  inline static const Reach* instance_ = nullptr;
  std::map<std::string, std::size_t, std::less<>> counts_;
};

#endif
