#ifndef ALLO_TESTS_TESTING_RECEIVER_SERVER_HPP
#define ALLO_TESTS_TESTING_RECEIVER_SERVER_HPP

#include <allo/http.hpp>

#include <httplib.h>

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing {

/// An endpoint on a loopback port that keeps what is delivered to it.
class ReceiverServer {
 public:
  struct Received {
    HttpHeaders headers{};
    std::string body{};
  };

  /// `answer` gives the status for the n-th delivery, counted from 1.
  explicit ReceiverServer(std::function<int(std::size_t)> answer = [](std::size_t) { return 204; })
      : answer_(std::move(answer)) {
    server_.Post("/hook", [this](const httplib::Request& request, httplib::Response& response) {
      Received delivery;
      for (const auto& [name, value] : request.headers) delivery.headers.add(name, value);
      delivery.body = request.body;
      const std::lock_guard lock{mutex_};
      received_.push_back(std::move(delivery));
      response.status = answer_(received_.size());
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread{[this] { server_.listen_after_bind(); }};
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~ReceiverServer() {
    server_.stop();
    thread_.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }

  std::vector<Received> received() const {
    const std::lock_guard lock{mutex_};
    return received_;
  }

 private:
  std::function<int(std::size_t)> answer_;
  httplib::Server server_;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<Received> received_;
  std::thread thread_;
};

}  // namespace testing
ALLO_NAMESPACE_END

#endif
