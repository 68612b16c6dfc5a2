#ifndef ALLO_SRC_TESTING_SERVER_POOL_HPP
#define ALLO_SRC_TESTING_SERVER_POOL_HPP

#include <allo/version.hpp>

#include <httplib.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Threads for connections: as many as there are connections at a time, up to a bound; the rest wait.
class ConnectionPool : public httplib::TaskQueue {
  using EnqueueResult = decltype(std::declval<httplib::TaskQueue&>().enqueue(std::function<void()>{}));

 public:
  explicit ConnectionPool(std::size_t max_threads) : max_threads_(max_threads) {}

  EnqueueResult enqueue(std::function<void()> task) override;
  void shutdown() override;

 private:
  void start_thread();
  void run();

  const std::size_t max_threads_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
