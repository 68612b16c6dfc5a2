#ifndef ALLO_SRC_TESTING_SERVER_DELIVERY_CLIENT_HPP
#define ALLO_SRC_TESTING_SERVER_DELIVERY_CLIENT_HPP

#include "testing/service/courier.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace httplib {
class Client;
}

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Posts deliveries. A thread of its own ends an attempt whose time is up:
/// the time-outs of cpp-httplib begin anew with every byte.
class DeliveryClient : public Courier {
 public:
  /// `anywhere` false: loopback addresses only. `timeout`: what a receiver has to answer within.
  DeliveryClient(bool anywhere, std::chrono::milliseconds timeout);
  /// No attempt may be under way.
  ~DeliveryClient() override;

  DeliveryAttempt attempt(const Delivery& delivery, const std::vector<std::string>& secrets, Timestamp now) override;

  void stop() override;

 private:
  /// Hands an attempt to the watch; false where there is to be none.
  bool begin(const std::shared_ptr<httplib::Client>& client);
  /// Takes it back; true where its time was up.
  bool end();
  void watch();

  const bool anywhere_;
  const std::chrono::milliseconds timeout_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::shared_ptr<httplib::Client> active_;  ///< The attempt under way.
  std::chrono::steady_clock::time_point deadline_{};
  bool late_ = false;
  bool stopped_ = false;
  bool ending_ = false;
  std::thread watch_;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
