#ifndef ALLO_SRC_TESTING_REPLAYS_HPP
#define ALLO_SRC_TESTING_REPLAYS_HPP

#include "testing/message.hpp"
#include "testing/router.hpp"

#include <allo/timestamp.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Answers by idempotency key: a write that comes again within the hour is not carried out again.
class Replays {
 public:
  /// The answer to a write. `scope` sets the keys of one API key apart from another's.
  Response answer(const std::string& scope, const std::string& idempotency_key, const Route& route, Timestamp now,
                  const std::function<Response()>& perform);
  void clear() { stored_.clear(); }

 private:
  struct Stored {
    const Route* route = nullptr;
    Timestamp time{};
    Response response{};
  };
  void forget_old(Timestamp now);
  std::map<std::string, Stored> stored_;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
