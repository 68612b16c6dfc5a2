#ifndef EXAMPLE_SUPPORT_REDIS_HPP
#define EXAMPLE_SUPPORT_REDIS_HPP

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct redisContext;

namespace example {

/// Redis is not to be reached.
class RedisUnreachable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

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
  /// @throws RedisUnreachable, and std::runtime_error when Redis refuses; the script may have run
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

}  // namespace example

#endif
