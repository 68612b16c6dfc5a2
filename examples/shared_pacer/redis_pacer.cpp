#include "shared_pacer/redis_pacer.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <random>
#include <stdexcept>
#include <utility>

namespace example {

namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 1s;
constexpr auto window = 1s;

// Takes a turn: 0, or the microseconds after which to ask again; -1 where the process shall keep to its part, for
// others may not be back yet: the turn is then written down only. KEYS: the turns that count, each with the time at
// which it ends; the time at which the bucket will be full again; whether processes are coming back. ARGV: the rate,
// the turn, whether this process comes back.
constexpr std::string_view take_script = R"(
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local rate = tonumber(ARGV[1])
local function count()
  redis.call('ZADD', KEYS[1], string.format('%.0f', now + 2000000), ARGV[2])
  redis.call('PEXPIRE', KEYS[1], 5000)
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if ARGV[3] == '1' then redis.call('SET', KEYS[3], '1', 'PX', 3000) end
if redis.call('EXISTS', KEYS[3]) == 1 then
  count()
  return -1
end
local interval = 1000000 / rate
local full = tonumber(redis.call('GET', KEYS[2]) or '0')
local at = full - interval * (math.ceil(rate / 4) - 1)
if redis.call('ZCARD', KEYS[1]) >= rate then
  at = math.max(at, tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]))
end
if at > now then return math.ceil(at - now) end
redis.call('SET', KEYS[2], string.format('%.0f', math.max(full, now) + interval), 'PX', 5000)
count()
return 0)";

// Ends a turn. KEYS: the turns, the time at which the bucket will be full again. ARGV: the turn, the microseconds for
// which it still counts, the microseconds that the service asked all to pause, the rate.
constexpr std::string_view finish_script = R"(
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
redis.call('ZADD', KEYS[1], 'XX', string.format('%.0f', now + ARGV[2]), ARGV[1])
local pause = tonumber(ARGV[3])
if pause > 0 then
  local full = now + pause + 1000000 / ARGV[4] * (math.ceil(ARGV[4] / 4) - 1)
  if full > tonumber(redis.call('GET', KEYS[2]) or '0') then
    redis.call('SET', KEYS[2], string.format('%.0f', full), 'PX', math.ceil(pause / 1000) + 5000)
  end
end
return 0)";

/// Marks the tickets that this process gave out by itself.
constexpr std::uint64_t own = std::uint64_t{1} << 63U;

/// One of `processes` equal parts; a whole number where it is above 1, so that no second holds more than the rate.
double part_of(int rate, int processes) {
  const double part = static_cast<double>(rate) / processes;
  return part > 1.0 ? std::floor(part) : part;
}

std::string random_id() {
  std::random_device device;
  return std::to_string(device()) + std::to_string(device());
}

}  // namespace

RedisPacer::RedisPacer(std::shared_ptr<Redis> redis, RedisPacerOptions options)
    : redis_(std::move(redis)), options_(std::move(options)), id_(random_id()) {
  if (options_.processes < 1) throw std::invalid_argument("processes must be at least 1");
  part_ = allo::make_pacer({.reads_per_second = part_of(options_.reads_per_second, options_.processes),
                            .writes_per_second = part_of(options_.writes_per_second, options_.processes)});
  // The braces keep all keys in one slot of a Redis cluster.
  const std::string prefix = '{' + options_.prefix + '}';
  warming_ = prefix + ":warming";
  reads_ = {
      .turns = prefix + ":reads", .full = prefix + ":reads:full", .rate = std::to_string(options_.reads_per_second)};
  writes_ = {
      .turns = prefix + ":writes", .full = prefix + ":writes:full", .rate = std::to_string(options_.writes_per_second)};
}

allo::PacerTurn RedisPacer::acquire(const allo::PacedRequest& request, std::uint64_t& ticket) {
  for (;;) {
    const auto wait = ask_redis(lane(request.method), ticket);
    if (!wait) return take_from_own_part(request, ticket);
    if (*wait == 0us) return allo::PacerTurn::Granted;
    const auto turn = wait_until(Clock::now() + *wait, request);
    if (turn != allo::PacerTurn::Granted) return turn;
  }
}

/// How long to wait before asking again, 0 for a turn; nothing where this process shall keep to its part.
std::optional<std::chrono::microseconds> RedisPacer::ask_redis(Lane& lane, std::uint64_t& ticket) {
  bool comes_back = false;
  {
    const std::lock_guard lock{mutex_};
    const auto now = Clock::now();
    comes_back = is_lost_;
    if (comes_back && now < next_look_) return std::nullopt;
    next_look_ = now + look_every;  // This thread looks; the others go on meanwhile.
    const auto time = std::chrono::duration_cast<microseconds>(now.time_since_epoch()).count();
    ticket = last_ticket_ = std::max(last_ticket_ + 1, static_cast<std::uint64_t>(time));
  }
  try {
    const auto wait = redis_->run(take_script, {lane.turns, lane.full, warming_},
                                  {lane.rate, name_of(ticket), comes_back ? "1" : "0"});
    if (comes_back) find_redis();
    if (wait.at(0) < 0) return std::nullopt;
    return microseconds{wait.at(0)};
  } catch (const std::exception& error) {
    lose_redis(error.what());
    return std::nullopt;
  }
}

allo::PacerTurn RedisPacer::take_from_own_part(const allo::PacedRequest& request, std::uint64_t& ticket) {
  Clock::time_point begins;
  {
    const std::lock_guard lock{mutex_};
    begins = part_begins_;
  }
  auto turn = wait_until(begins, request);
  if (turn == allo::PacerTurn::Granted) turn = part_->acquire(request, ticket);
  ticket |= own;
  return turn;
}

void RedisPacer::finish(allo::HttpMethod method, std::uint64_t ticket, const allo::PacedOutcome& outcome) {
  if ((ticket & own) != 0) return part_->finish(method, ticket & ~own, outcome);
  Lane& lane = this->lane(method);
  microseconds counts_for = window + 10ms;
  {
    const std::lock_guard lock{mutex_};
    if (is_lost_) return;
    if (outcome.status != 0) {
      const auto now = std::chrono::duration_cast<microseconds>(Clock::now().time_since_epoch());
      const microseconds took = now - microseconds{static_cast<microseconds::rep>(ticket)};
      // The way to the service and back takes no part of the second. A route that has become longer is learnt slowly.
      lane.fastest = took < lane.fastest ? took : lane.fastest + (took - lane.fastest) / 256;
      counts_for = std::max<microseconds>(counts_for - lane.fastest, 0us);
    }
  }
  microseconds pause = 0us;
  if (outcome.refused) pause = std::min<microseconds>(outcome.retry_after.value_or(1s), 60s);
  try {
    redis_->run(finish_script, {lane.turns, lane.full},
                {name_of(ticket), std::to_string(counts_for.count()), std::to_string(pause.count()), lane.rate});
  } catch (const std::exception& error) {
    lose_redis(error.what());
  }
}

void RedisPacer::lose_redis(std::string_view reason) {
  {
    const std::lock_guard lock{mutex_};
    if (std::exchange(is_lost_, true)) return;
    part_begins_ = Clock::now() + window;
    next_look_ = Clock::now() + look_every;
  }
  if (options_.report) {
    options_.report(std::string{reason} + "; keeping to 1/" + std::to_string(options_.processes) + " of the rate");
  }
}

void RedisPacer::find_redis() {
  {
    const std::lock_guard lock{mutex_};
    if (!std::exchange(is_lost_, false)) return;
  }
  if (options_.report) options_.report("Redis is back; sharing the rate");
}

}  // namespace example
