#ifndef ALLO_SRC_TESTING_CONNECTION_HPP
#define ALLO_SRC_TESTING_CONNECTION_HPP

#include "testing/faults.hpp"

#include <httplib.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// What belongs to one connection from accept to close.
struct Connection {
  int requests = 0;           ///< Requests read so far, the current one included.
  bool dies_at_next = false;  ///< The next request on it is not answered.
  bool answering = false;     ///< The current request's answer has not gone out yet.
  bool answered = false;      ///< The current request has its answer, empty or not.
  Plan plan{};                ///< What is to be done to the current request.
};

/// Threads for connections: as many as there are connections at a time, up to a bound; the rest wait.
/// cpp-httplib serves a connection in one task, so a task's Connection is the connection's.
class ConnectionPool : public httplib::TaskQueue {
  using EnqueueResult = decltype(std::declval<httplib::TaskQueue&>().enqueue(std::function<void()>{}));

 public:
  explicit ConnectionPool(std::size_t max_threads) : max_threads_(max_threads) {}

  EnqueueResult enqueue(std::function<void()> task) override;
  void shutdown() override;

  /// The connection that the calling thread serves.
  static Connection& current();

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
