#ifndef EXAMPLE_WEBHOOK_SUPPORT_REDIS_STORE_HPP
#define EXAMPLE_WEBHOOK_SUPPORT_REDIS_STORE_HPP

#include "support/redis.hpp"

#include <allo/webhook_deduplication.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace example {

/// Remembers handled deliveries in Redis, so that receivers in several processes or on several machines handle each
/// once.
///
/// A claim is a key with an expiry: when its holder dies, it ends by itself. Its value has the fencing token, taken
/// from one counter, so that a holder that was only slow, and has lost its claim to another, can neither complete nor
/// release what is no longer its own.
class RedisDeduplicationStore final : public allo::WebhookDeduplicationStore {
 public:
  /// `lease` must be longer than the slowest handler; `window` is how long handled deliveries are remembered.
  RedisDeduplicationStore(std::shared_ptr<Redis> redis, std::string prefix, std::chrono::milliseconds lease,
                          std::chrono::milliseconds window = std::chrono::hours{28});

  allo::WebhookClaim claim(std::string_view delivery_id) override;
  /// The same under a name: who claims again under the name of the present claim is granted it again.
  allo::WebhookClaim claim(std::string_view delivery_id, std::string_view claimant);
  bool complete(std::string_view delivery_id, std::uint64_t fencing_token) override;
  void release(std::string_view delivery_id, std::uint64_t fencing_token) noexcept override;

 private:
  std::string key_of(std::string_view delivery_id) const;

  std::shared_ptr<Redis> redis_;
  std::string prefix_;
  std::string lease_;
  std::string window_;
};

}  // namespace example

#endif
