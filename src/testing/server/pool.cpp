#include "testing/server/pool.hpp"

#include <system_error>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

ConnectionPool::EnqueueResult ConnectionPool::enqueue(std::function<void()> task) {
  {
    const std::lock_guard lock{mutex_};
    tasks_.push_back(std::move(task));
    if (tasks_.size() > idle_ && threads_.size() < max_threads_) start_thread();
  }
  wake_.notify_one();
  return static_cast<EnqueueResult>(true);  // The type differs between versions of cpp-httplib: void or bool.
}

void ConnectionPool::start_thread() {
  try {
    threads_.emplace_back([this] { run(); });
  } catch (const std::system_error&) {
    // The process may have no more threads: the connection waits until one of these is free.
  }
}

void ConnectionPool::run() {
  std::unique_lock lock{mutex_};
  while (true) {
    ++idle_;
    wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    --idle_;
    if (tasks_.empty()) return;
    const std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
}

void ConnectionPool::shutdown() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
