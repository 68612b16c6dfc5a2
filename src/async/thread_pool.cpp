#include <allo/executor.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN

struct ThreadPool::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> queue;
  bool closed = false;
  std::size_t size = 0;
  std::vector<std::thread> threads{};

  /// Runs tasks until the pool is closed and the queue is empty. What a task throws ends the program here.
  void work() noexcept {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return closed || !queue.empty(); });
      if (queue.empty()) return;
      std::function<void()> task = std::move(queue.front());
      queue.pop_front();
      lock.unlock();
      task();
      task = nullptr;
      lock.lock();
    }
  }

  void close() {
    const std::lock_guard lock(mutex);
    closed = true;
    changed.notify_all();
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
    state_->close();
    state_->join();
    throw;
  }
}

ThreadPool::~ThreadPool() {
  state_->close();
  retire();
  state_->join();
}

void ThreadPool::post(std::function<void()> task) {
  if (!task) throw InvalidArgumentException("task must not be empty");
  const std::lock_guard lock(state_->mutex);
  if (state_->closed) return;  // the task ends with the caller's argument, after the lock
  state_->queue.push_back(std::move(task));
  state_->changed.notify_one();
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
