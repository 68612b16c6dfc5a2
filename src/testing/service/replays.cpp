#include "testing/service/replays.hpp"

#include <chrono>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {
constexpr std::chrono::hours kept{1};
constexpr std::size_t max_stored = 10'000;
constexpr std::size_t max_bytes = 16 * 1024 * 1024;

/// A key stands in the map and in the order.
std::size_t size_of(const std::string& key, const Response& response) { return 2 * key.size() + response.body.size(); }
}  // namespace

Response Replays::answer(const std::string& scope, const std::string& idempotency_key, const Route& route,
                         Timestamp now, const std::function<Response()>& perform) {
  const std::string key = scope + '\n' + idempotency_key;
  const auto found = stored_.find(key);
  if (found != stored_.end() && now - found->second.time < kept) {
    if (found->second.route != &route) {
      throw Refusal{409, "IDEMPOTENCY_KEY_REUSE", "This Idempotency-Key was used on another endpoint."};
    }
    Response replay = found->second.response;
    replay.headers.emplace_back("Idempotency-Replayed", "true");
    return replay;
  }
  Response response = perform();
  if (response.status < 300) {
    bytes_ += found == stored_.end() ? size_of(key, response) : response.body.size();
    if (found != stored_.end()) bytes_ -= found->second.response.body.size();
    stored_[key] = {&route, now, response};
    order_.emplace_back(key, now);
    forget(now);
  }
  return response;
}

void Replays::forget(Timestamp now) {
  while (!order_.empty() && (order_.size() > max_stored || bytes_ > max_bytes || now - order_.front().second >= kept)) {
    const auto found = stored_.find(order_.front().first);
    if (found != stored_.end() && found->second.time == order_.front().second) {
      bytes_ -= size_of(found->first, found->second.response);
      stored_.erase(found);
    }
    order_.pop_front();
  }
}

void Replays::clear() {
  stored_.clear();
  order_.clear();
  bytes_ = 0;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
