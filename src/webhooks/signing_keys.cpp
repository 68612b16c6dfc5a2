#include "webhooks/signing_keys.hpp"

#include <thread>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

void SigningKeys::replace(std::vector<SigningKey> keys) {
  auto fresh = std::make_unique<const std::vector<SigningKey>>(std::move(keys));
  const std::lock_guard lock{replacing_};
  const std::unique_ptr<const std::vector<SigningKey>> old{current_.exchange(fresh.release())};
  // Whoever signs in from here on reads the new keys. Those before are waited for, at both counters, for a thread may
  // have looked at the turn before it changed and signed in afterwards. New readers sign in at the other counter, so
  // that the wait ends however busy the receiver is.
  for (int i = 0; i < 2; ++i) {
    const std::atomic<int>& before = readers_[turn_.fetch_add(1) % 2];
    while (before.load() != 0) std::this_thread::yield();
  }
}

}  // namespace detail
ALLO_NAMESPACE_END
