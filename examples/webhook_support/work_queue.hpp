#ifndef EXAMPLE_WEBHOOK_SUPPORT_WORK_QUEUE_HPP
#define EXAMPLE_WEBHOOK_SUPPORT_WORK_QUEUE_HPP

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace example {

/// A bounded queue in memory with threads that work it off. The destructor works off what is in it.
template <class Item>
class WorkQueue {
 public:
  /// `work` is called from `threads` threads at once and must not throw.
  WorkQueue(std::size_t capacity, int threads, std::function<void(Item)> work)
      : capacity_(capacity), work_(std::move(work)) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
  }

  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  ~WorkQueue() {
    {
      const std::lock_guard lock{mutex_};
      closed_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  /// False when the queue is full.
  bool push(Item item) {
    {
      const std::lock_guard lock{mutex_};
      if (items_.size() >= capacity_) return false;
      items_.push_back(std::move(item));
    }
    changed_.notify_one();
    return true;
  }

 private:
  void run() {
    std::unique_lock lock{mutex_};
    for (;;) {
      changed_.wait(lock, [this] { return closed_ || !items_.empty(); });
      if (items_.empty()) return;
      Item item = std::move(items_.front());
      items_.pop_front();
      lock.unlock();
      work_(std::move(item));
      lock.lock();
    }
  }

  std::size_t capacity_;
  std::function<void(Item)> work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace example

#endif
