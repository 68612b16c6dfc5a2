#ifndef ALLO_SRC_TESTING_SERVICE_REPLAYS_HPP
#define ALLO_SRC_TESTING_SERVICE_REPLAYS_HPP

#include "testing/service/routes.hpp"

#include <allo/timestamp.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Answers by idempotency key: a write that comes again within the hour is not carried out again.
class Replays {
 public:
  /// The answer to a write. `scope` sets the keys of one API key apart from another's.
  /// @throws Refusal for a key that was used on another route
  Response answer(const std::string& scope, const std::string& idempotency_key, const Route& route, Timestamp now,
                  const std::function<Response()>& perform);
  void clear();
  std::size_t size() const { return stored_.size(); }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Stored {
    const Route* route = nullptr;
    Timestamp time{};
    Response response{};
  };
  void forget(Timestamp now);
  std::unordered_map<std::string, Stored> stored_;
  std::deque<std::pair<std::string, Timestamp>> order_;  ///< Of their keys, oldest first.
  std::size_t bytes_ = 0;                                ///< Of the bodies and the keys.
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
