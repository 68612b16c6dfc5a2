#include "redis_store.hpp"

#include <allo/webhook_errors.hpp>

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

/// What the receiver answers with 503, so that the service repeats the delivery.
template <class Call>
auto or_unavailable(const Call& call) {
  try {
    return call();
  } catch (const RedisUnreachable& error) {
    throw allo::WebhookUnavailableException(error.what());
  }
}

}  // namespace

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
  const auto result = or_unavailable([&] {
    return redis_->run(claim_script, {key_of(delivery_id), "{" + prefix_ + "}:fence"}, {lease_, claimant});
  });
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
  return or_unavailable([&] {
    return redis_->run(complete_script, {key_of(delivery_id)}, {std::to_string(fencing_token), window_}).at(0) == 1;
  });
}

void RedisDeduplicationStore::release(std::string_view delivery_id, std::uint64_t fencing_token) noexcept {
  try {
    redis_->run(release_script, {key_of(delivery_id)}, {std::to_string(fencing_token)});
  } catch (const std::exception&) {
    // The claim ends with its lease.
  }
}

}  // namespace example
