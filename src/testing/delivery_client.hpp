#ifndef ALLO_SRC_TESTING_DELIVERY_CLIENT_HPP
#define ALLO_SRC_TESTING_DELIVERY_CLIENT_HPP

#include <allo/testing/delivery.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace httplib {
class Client;
}

namespace allo::testing::detail {

/// Posts deliveries. One thread attempts; any thread may stop it.
class DeliveryClient {
 public:
  /// `anywhere` false: loopback addresses only. `timeout`: what a receiver has to answer within.
  DeliveryClient(bool anywhere, std::chrono::milliseconds timeout) : anywhere_(anywhere), timeout_(timeout) {}

  DeliveryAttempt attempt(const Delivery& delivery, const std::vector<std::string>& secrets, Timestamp now);

  /// Ends the attempt under way, and every later one at once.
  void stop();

 private:
  const bool anywhere_;
  const std::chrono::milliseconds timeout_;
  std::mutex mutex_;
  std::shared_ptr<httplib::Client> active_;
  bool stopped_ = false;
};

}  // namespace allo::testing::detail

#endif
