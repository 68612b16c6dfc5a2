#include "testing/replays.hpp"

#include <algorithm>
#include <chrono>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {
constexpr std::chrono::hours kept{1};
constexpr std::size_t max_stored = 10'000;
}  // namespace

Response Replays::answer(const std::string& scope, const std::string& idempotency_key, const Route& route,
                         Timestamp now, const std::function<Response()>& perform) {
  const std::string key = scope + '\n' + idempotency_key;
  const auto found = stored_.find(key);
  if (found != stored_.end() && now - found->second.time < kept) {
    if (found->second.route != &route) return error_response(409, "IDEMPOTENCY_KEY_REUSE");
    Response replay = found->second.response;
    replay.headers.emplace_back("Idempotency-Replayed", "true");
    return replay;
  }
  Response response = perform();
  if (response.status < 300) {
    forget_old(now);
    stored_[key] = {&route, now, response};
  }
  return response;
}

void Replays::forget_old(Timestamp now) {
  if (stored_.size() < max_stored) return;
  for (auto entry = stored_.begin(); entry != stored_.end();) {
    entry = now - entry->second.time < kept ? std::next(entry) : stored_.erase(entry);
  }
  if (stored_.size() < max_stored) return;
  stored_.erase(std::min_element(stored_.begin(), stored_.end(),
                                 [](const auto& a, const auto& b) { return a.second.time < b.second.time; }));
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
