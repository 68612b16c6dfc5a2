#ifndef ALLO_TESTS_SIMULATION_WORLD_HPP
#define ALLO_TESTS_SIMULATION_WORLD_HPP

#include "simulation/fiber.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace simulation {

/// A generator of numbers that a seed decides (SplitMix64).
class Random {
 public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    std::uint64_t number = (state_ += 0x9E3779B97F4A7C15U);
    number = (number ^ (number >> 30U)) * 0xBF58476D1CE4E5B9U;
    number = (number ^ (number >> 27U)) * 0x94D049BB133111EBU;
    return number ^ (number >> 31U);
  }
  /// From 0 to `bound - 1`.
  int below(int bound) noexcept { return static_cast<int>(next() % static_cast<std::uint64_t>(bound)); }
  bool one_in(int times) noexcept { return below(times) == 0; }

 private:
  std::uint64_t state_;
};

/// A promise that was broken.
struct Violation : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Nanoseconds = std::chrono::nanoseconds;

/// Virtual time, and the one thread on which everything of one schedule takes its turns. Between two waits nothing else
/// runs. While a world runs, the process's clocks, condition variables, sleeps and random bytes are its own: see
/// interposed.cpp.
class World {
 public:
  /// The world that runs; null where there is none, and time is the machine's.
  static World* running() noexcept;
  /// True inside of a fiber of the world that runs: only there can something wait.
  static bool in_fiber() noexcept;

  explicit World(std::uint64_t seed);
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  /// Since the schedule began.
  Nanoseconds now() const noexcept { return now_; }
  Random& random() noexcept { return random_; }

  void spawn(std::function<void()> work);
  /// Runs `event` at that time, on no fiber: it must not wait.
  void at(Nanoseconds time, std::function<void()> event);

  /// Runs until every fiber has ended and nothing more happens. `after_each_step` may throw.
  /// @throws Violation when some wait never ends; what a fiber threw
  void run(const std::function<void()>& after_each_step);

  /// Belongs to the fiber that runs, as a thread_local variable does to a thread.
  void*& local() noexcept;

  void sleep_until(Nanoseconds time);
  /// Waits for notify() of the same key; false when the time came first.
  bool wait(const void* key, std::optional<Nanoseconds> until = std::nullopt);
  void notify(const void* key, bool all);

 private:
  struct Task;
  struct Timer {
    Nanoseconds time;
    std::uint64_t number;  // Ties go in the order of making.
    Task* task;
    std::uint64_t wait;
    std::function<void()>* event;  // Owned by the world; none where a task waits.
    bool operator<(const Timer& other) const noexcept {
      return time != other.time ? time > other.time : number > other.number;
    }
  };
  void suspend();

  Nanoseconds now_{0};
  Random random_;
  std::vector<Task*> tasks_;
  std::vector<Task*> ready_;
  std::vector<Task*> waiting_;  // For a key, in the order of coming.
  std::priority_queue<Timer> timers_;
  std::uint64_t timer_count_ = 0;
  std::size_t alive_ = 0;
  Task* current_ = nullptr;
};

}  // namespace simulation

#endif
