#include "redis_store.hpp"

#include <allo/webhook_errors.hpp>

#include <hiredis/hiredis.h>
#include <sys/time.h>

#include <random>
#include <stdexcept>
#include <utility>

namespace example {

namespace {

// Each script may run twice, because a connection broke before its result was there: the second time it gives the same
// result and changes nothing. The state of a delivery is "<token> <claimant>" or "done <token>".

// KEYS: the delivery, the counter. ARGV: the lease in milliseconds, the claimant.
constexpr std::string_view claim_script = R"(
local state = redis.call('GET', KEYS[1])
if state then
  local first, second = string.match(state, '^(%S+) ?(%S*)$')
  if first == 'done' then return {2, 0} end
  if second == ARGV[2] then return {0, tonumber(first)} end
  return {1, 0}
end
local token = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], token .. ' ' .. ARGV[2], 'PX', ARGV[1])
return {0, token})";

// KEYS: the delivery. ARGV: the token, the window in milliseconds.
constexpr std::string_view complete_script = R"(
local state = redis.call('GET', KEYS[1])
if state == 'done ' .. ARGV[1] then return 1 end
if not state or string.match(state, '^%S+') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], 'done ' .. ARGV[1], 'PX', ARGV[2])
return 1)";

// KEYS: the delivery. ARGV: the token.
constexpr std::string_view release_script = R"(
local state = redis.call('GET', KEYS[1])
if state and string.match(state, '^%S+') == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0)";

/// Told from every other claim, also of other programs.
std::string random_claimant() {
  std::random_device random;
  std::string text;
  for (int i = 0; i < 4; ++i) text += std::to_string(random()) + (i < 3 ? "-" : "");
  return text;
}

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
  if (!reply) throw allo::WebhookUnavailableException(std::string{"Redis: "} + connection.errstr);
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
  if (connection->err != 0) throw allo::WebhookUnavailableException(std::string{"Redis: "} + connection->errstr);
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
    } catch (const allo::WebhookUnavailableException&) {
      // Redis closes what is idle for too long, and everything when it restarts.
      const std::lock_guard lock{mutex_};
      idle_.clear();
    }
  }
  return run_over(connect());
}

RedisDeduplicationStore::RedisDeduplicationStore(std::shared_ptr<Redis> redis, std::string prefix,
                                                 std::chrono::milliseconds lease, std::chrono::milliseconds window)
    : redis_(std::move(redis)),
      prefix_(std::move(prefix)),
      lease_(std::to_string(lease.count())),
      window_(std::to_string(window.count())) {
  if (lease.count() <= 0 || window.count() <= 0) throw std::invalid_argument("a lease and a window must be positive");
}

// The braces keep all keys in one slot of a Redis cluster, which the script that touches two of them needs.
std::string RedisDeduplicationStore::key_of(std::string_view delivery_id) const {
  return "{" + prefix_ + "}:delivery:" + std::string{delivery_id};
}

allo::WebhookClaim RedisDeduplicationStore::claim(std::string_view delivery_id) {
  return claim(delivery_id, random_claimant());
}

allo::WebhookClaim RedisDeduplicationStore::claim(std::string_view delivery_id, std::string_view claimant) {
  using State = allo::WebhookClaim::State;
  const auto result = redis_->run(claim_script, {key_of(delivery_id), "{" + prefix_ + "}:fence"}, {lease_, claimant});
  switch (result.at(0)) {
    case 0:
      return {State::Granted, static_cast<std::uint64_t>(result.at(1))};
    case 1:
      return {State::InProgress, 0};
    default:
      return {State::Completed, 0};
  }
}

bool RedisDeduplicationStore::complete(std::string_view delivery_id, std::uint64_t fencing_token) {
  return redis_->run(complete_script, {key_of(delivery_id)}, {std::to_string(fencing_token), window_}).at(0) == 1;
}

void RedisDeduplicationStore::release(std::string_view delivery_id, std::uint64_t fencing_token) noexcept {
  try {
    redis_->run(release_script, {key_of(delivery_id)}, {std::to_string(fencing_token)});
  } catch (const std::exception&) {
    // The claim ends with its lease.
  }
}

}  // namespace example
