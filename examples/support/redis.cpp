#include "support/redis.hpp"

#include <hiredis/hiredis.h>
#include <sys/time.h>

#include <utility>

namespace example {

namespace {

struct FreeReply {
  void operator()(redisReply* reply) const noexcept { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

Reply command(redisContext& connection, const std::vector<std::string_view>& words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string_view word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  Reply reply{static_cast<redisReply*>(
      redisCommandArgv(&connection, static_cast<int>(texts.size()), texts.data(), sizes.data()))};
  if (!reply) throw RedisUnreachable(std::string{"Redis: "} + connection.errstr);
  if (reply->type == REDIS_REPLY_ERROR) throw std::runtime_error("Redis: " + std::string(reply->str, reply->len));
  return reply;
}

std::vector<std::int64_t> integers(const redisReply& reply) {
  if (reply.type == REDIS_REPLY_INTEGER) return {reply.integer};
  std::vector<std::int64_t> values;
  for (std::size_t i = 0; reply.type == REDIS_REPLY_ARRAY && i < reply.elements; ++i) {
    if (reply.element[i]->type != REDIS_REPLY_INTEGER) throw std::runtime_error("Redis: a script gave no integer");
    values.push_back(reply.element[i]->integer);
  }
  return values;
}

}  // namespace

void Redis::Close::operator()(redisContext* connection) const noexcept { redisFree(connection); }

Redis::Redis(RedisOptions options) : options_(std::move(options)) {}
Redis::~Redis() = default;

Redis::Connection Redis::connect() const {
  const auto microseconds = std::chrono::microseconds{options_.timeout}.count();
  const timeval timeout{static_cast<time_t>(microseconds / 1'000'000),
                        static_cast<suseconds_t>(microseconds % 1'000'000)};
  Connection connection{redisConnectWithTimeout(options_.host.c_str(), options_.port, timeout)};
  if (!connection) throw std::runtime_error("Redis: out of memory");
  if (connection->err != 0) throw RedisUnreachable(std::string{"Redis: "} + connection->errstr);
  if (redisSetTimeout(connection.get(), timeout) != REDIS_OK) throw std::runtime_error("Redis: cannot set a time-out");
  if (!options_.password.empty()) command(*connection, {"AUTH", options_.password});
  return connection;
}

Redis::Connection Redis::take_idle() {
  const std::lock_guard lock{mutex_};
  if (idle_.empty()) return nullptr;
  Connection connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

std::vector<std::int64_t> Redis::run(std::string_view script, std::initializer_list<std::string_view> keys,
                                     std::initializer_list<std::string_view> arguments) {
  const std::string key_count = std::to_string(keys.size());
  std::vector<std::string_view> words{"EVAL", script, key_count};
  words.insert(words.end(), keys);
  words.insert(words.end(), arguments);
  // After an error the connection is closed: what would come over it next is not known.
  const auto run_over = [&](Connection connection) {
    std::vector<std::int64_t> values = integers(*command(*connection, words));
    const std::lock_guard lock{mutex_};
    idle_.push_back(std::move(connection));
    return values;
  };
  if (Connection kept = take_idle()) {
    try {
      return run_over(std::move(kept));
    } catch (const RedisUnreachable&) {
      // Redis closes what is idle for too long, and everything when it restarts.
      const std::lock_guard lock{mutex_};
      idle_.clear();
    }
  }
  return run_over(connect());
}

}  // namespace example
