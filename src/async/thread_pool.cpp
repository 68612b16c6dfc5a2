#include <allo/executor.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace {

using Clock = std::chrono::steady_clock;

/// A longer delay is as good as this one, and no sum with it overflows.
constexpr std::chrono::milliseconds longest_delay = std::chrono::hours{24 * 365 * 100};

}  // namespace

struct ThreadPool::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> queue;
  std::multimap<Clock::time_point, std::function<void()>> delayed;
  bool has_watch = false;  ///< An idle thread waits for the first of `delayed`; the other idle ones for `queue` alone.
  bool closed = false;
  std::size_t size = 0;
  std::vector<std::thread> threads{};

  /// Runs tasks until the pool is closed and the queue is empty. What a task throws ends the program here.
  void work() noexcept {
    std::unique_lock lock(mutex);
    for (;;) {
      queue_what_is_due();
      if (queue.empty()) {
        if (closed) return;
        wait(lock);
        continue;
      }
      std::function<void()> task = std::move(queue.front());
      queue.pop_front();
      lock.unlock();
      task();
      task = nullptr;
      lock.lock();
    }
  }

  void wait(std::unique_lock<std::mutex>& lock) {
    if (has_watch || delayed.empty()) {
      changed.wait(lock);
      return;
    }
    has_watch = true;
    const Clock::time_point first = delayed.begin()->first;  // a copy, which nobody takes away meanwhile
    changed.wait_until(lock, first);
    has_watch = false;
    if (!delayed.empty()) changed.notify_one();  // for another one to keep watch while this one works
  }

  void queue_what_is_due() {
    if (delayed.empty()) return;
    const auto end = delayed.upper_bound(Clock::now());
    for (auto it = delayed.begin(); it != end; it = delayed.erase(it)) {
      queue.push_back(std::move(it->second));
      changed.notify_one();
    }
  }

  /// What is not due is dropped with the result.
  [[nodiscard]] std::multimap<Clock::time_point, std::function<void()>> close() {
    const std::lock_guard lock(mutex);
    queue_what_is_due();
    closed = true;
    changed.notify_all();
    return std::exchange(delayed, {});
  }

  void join() {
    for (std::thread& thread : threads) {
      if (thread.get_id() == std::this_thread::get_id()) {
        thread.detach();  // it shares this state and ends once it has worked off the queue
      } else {
        thread.join();
      }
    }
  }
};

ThreadPool::ThreadPool(std::size_t threads) : state_(std::make_shared<State>()) {
  if (threads < 1 || threads > 1024) throw InvalidArgumentException("threads must be 1 to 1024");
  state_->size = threads;
  state_->threads.reserve(threads);
  try {
    for (std::size_t i = 0; i < threads; ++i) {
      state_->threads.emplace_back([state = state_] { state->work(); });
    }
  } catch (...) {
    (void)state_->close();
    state_->join();
    throw;
  }
}

ThreadPool::~ThreadPool() {
  auto not_due = state_->close();
  retire();
  not_due.clear();
  state_->join();
}

void ThreadPool::post(std::function<void()> task) {
  if (!task) throw InvalidArgumentException("task must not be empty");
  const std::lock_guard lock(state_->mutex);
  if (state_->closed) return;  // the task ends with the caller's argument, after the lock
  state_->queue.push_back(std::move(task));
  state_->changed.notify_one();
}

void ThreadPool::post_after(std::chrono::milliseconds delay, std::function<void()> task) {
  if (delay < std::chrono::milliseconds{1}) return post(std::move(task));
  if (!task) throw InvalidArgumentException("task must not be empty");
  const Clock::time_point due = Clock::now() + std::min(delay, longest_delay);
  const std::lock_guard lock(state_->mutex);
  if (state_->closed) return;
  const auto added = state_->delayed.emplace(due, std::move(task));
  if (added == state_->delayed.begin()) state_->changed.notify_all();  // whoever keeps watch waits too long
}

std::size_t ThreadPool::drop_queued() {
  std::deque<std::function<void()>> dropped;
  {
    const std::lock_guard lock(state_->mutex);
    dropped.swap(state_->queue);
  }
  return dropped.size();
}

std::size_t ThreadPool::size() const noexcept { return state_->size; }

ALLO_NAMESPACE_END
