#ifndef ALLO_TESTS_ASYNC_SUPPORT_HPP
#define ALLO_TESTS_ASYNC_SUPPORT_HPP

#include <allo/executor.hpp>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace allo::test {

/// Far more than anything here takes; reached only by a test that fails.
inline constexpr std::chrono::seconds patience{20};

/// A value that a test waits on.
template <class T>
class Watched {
 public:
  explicit Watched(T value = {}) : value_(std::move(value)) {}

  template <class Change>
  void change(Change apply) {
    const std::lock_guard lock(mutex_);
    apply(value_);
    changed_.notify_all();
  }
  void set(T value) {
    change([&](T& now) { now = std::move(value); });
  }
  template <class Predicate>
  bool wait(Predicate holds) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return holds(value_); });
  }
  bool wait_for(const T& value) {
    return wait([&](const T& now) { return now == value; });
  }
  T get() {
    const std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  T value_;
};

/// Blocks threads until it is opened, and lets a test wait until some have arrived.
class Gate {
 public:
  void pass() {
    arrived_.change([](int& n) { ++n; });
    if (!open_.wait_for(true)) throw std::runtime_error("the gate was never opened");
  }
  void open() { open_.set(true); }
  bool wait_for_arrivals(int count = 1) {
    return arrived_.wait([&](int n) { return n >= count; });
  }

 private:
  Watched<int> arrived_;
  Watched<bool> open_;
};

/// Keeps tasks until the test runs or drops them on its own thread, and those of post_after until the test has let so
/// much time pass.
class ManualExecutor final : public Executor {
 public:
  ~ManualExecutor() override { retire(); }
  void post_after(std::chrono::milliseconds delay, std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    delayed_.emplace(now_ + delay, std::move(task));
  }
  /// Lets time pass, task by task, and runs all that is due meanwhile.
  void advance(std::chrono::milliseconds time) {
    const auto end = now_ + time;
    run_all();
    for (;;) {
      std::function<void()> task;
      {
        const std::lock_guard lock(mutex_);
        if (delayed_.empty() || delayed_.begin()->first > end) break;
        now_ = delayed_.begin()->first;
        task = std::move(delayed_.begin()->second);
        delayed_.erase(delayed_.begin());
      }
      task();
      task = nullptr;
      run_all();
    }
    now_ = end;
  }
  std::size_t timers() {
    const std::lock_guard lock(mutex_);
    return delayed_.size();
  }
  void drop_timers() {
    std::multimap<std::chrono::milliseconds, std::function<void()>> dropped;
    const std::lock_guard lock(mutex_);
    dropped.swap(delayed_);
  }
  void post(std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  std::size_t queued() {
    const std::lock_guard lock(mutex_);
    return tasks_.size();
  }
  bool run_one() {
    const std::function<void()> task = take();
    if (task) task();
    return static_cast<bool>(task);
  }
  void run_all() {
    while (run_one()) {
    }
  }
  bool drop_one() { return static_cast<bool>(take()); }

  /// Runs the first task twice, as no executor should.
  void run_one_twice() {
    const std::function<void()> task = take();
    const std::function<void()> copy = task;
    task();
    copy();
  }

 private:
  std::function<void()> take() {
    const std::lock_guard lock(mutex_);
    if (tasks_.empty()) return nullptr;
    std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }
  std::mutex mutex_;
  std::deque<std::function<void()>> tasks_;
  std::chrono::milliseconds now_{0};  // the test's thread alone
  std::multimap<std::chrono::milliseconds, std::function<void()>> delayed_;
};

/// Runs nothing, ever.
class DroppingExecutor final : public Executor {
 public:
  void post(std::function<void()>) override {}
};

/// Refuses with an exception.
class ThrowingExecutor final : public Executor {
 public:
  void post(std::function<void()>) override { throw std::runtime_error("the queue is full"); }
};

}  // namespace allo::test

#endif
