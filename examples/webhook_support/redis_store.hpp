#ifndef EXAMPLE_WEBHOOK_SUPPORT_REDIS_STORE_HPP
#define EXAMPLE_WEBHOOK_SUPPORT_REDIS_STORE_HPP

#include <allo/webhook_deduplication.hpp>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

struct redisContext;

namespace example {

/// Where the Redis server is.
struct RedisOptions {
  std::string host = "127.0.0.1";
  int port = 6379;
  std::string password{};                    ///< Empty: none.
  std::chrono::milliseconds timeout{2'000};  ///< For connecting, and for each command.
};

/// Connections to a Redis server, used by one thread each at a time. Safe from any thread.
class Redis {
 public:
  explicit Redis(RedisOptions options);
  ~Redis();
  Redis(const Redis&) = delete;
  Redis& operator=(const Redis&) = delete;

  /// Runs a Lua script, which Redis does in one atomic step; its result is a list of integers, or one integer. Runs it
  /// once more, over a new connection, where a kept one turns out to be closed: it may then have run before.
  /// @throws allo::WebhookUnavailableException when Redis is not to be reached, and std::runtime_error when it refuses;
  /// the script may have run
  std::vector<std::int64_t> run(std::string_view script, std::initializer_list<std::string_view> keys,
                                std::initializer_list<std::string_view> arguments);

 private:
  struct Close {
    void operator()(redisContext* connection) const noexcept;
  };
  using Connection = std::unique_ptr<redisContext, Close>;
  Connection connect() const;
  Connection take_idle();

  RedisOptions options_;
  std::mutex mutex_;
  std::vector<Connection> idle_;
};

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
