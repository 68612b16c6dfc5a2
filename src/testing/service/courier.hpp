#ifndef ALLO_SRC_TESTING_SERVICE_COURIER_HPP
#define ALLO_SRC_TESTING_SERVICE_COURIER_HPP

#include <allo/testing/delivery.hpp>

#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Takes deliveries where they go. One thread attempts; any thread may stop it.
class Courier {
 public:
  virtual ~Courier() = default;
  /// `secrets` sign it, each of them; none: it is not signed.
  virtual DeliveryAttempt attempt(const Delivery& delivery, const std::vector<std::string>& secrets, Timestamp now) = 0;
  /// Ends the attempt under way, and every later one at once.
  virtual void stop() = 0;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
