#ifndef ALLO_SRC_TESTING_ENGINE_HPP
#define ALLO_SRC_TESTING_ENGINE_HPP

#include "testing/account.hpp"
#include "testing/clock.hpp"
#include "testing/keys.hpp"
#include "testing/message.hpp"
#include "testing/replays.hpp"
#include "testing/router.hpp"
#include "testing/state.hpp"

#include <allo/testing/quirks.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// What an engine is made from.
struct EngineOptions {
  std::uint64_t seed = 1;
  bool empty_account = false;
  std::optional<Timestamp> standing_time{};
  Quirks quirks{};
  RateLimits rate_limits{};
};

/// The service without a network: a request in, an answer out. Not safe between threads; its owner locks.
class Engine {
 public:
  explicit Engine(
      EngineOptions options, std::function<void(const Change&)> on_change = [](const Change&) {});

  /// Answers a request of the API. `target` is what match_route matched.
  Response handle(const Request& request, const Target& target, const Match& match);
  Response handle(const Request& request);

  State& state() noexcept { return state_; }
  Keys& keys() noexcept { return keys_; }
  Clock& clock() noexcept { return clock_; }
  Quirks& quirks() noexcept { return quirks_; }
  Account& account() noexcept { return account_; }

  /// Takes the account and the clock as they are for the start.
  void remember_start();
  /// The account and the clock as they were at the start.
  void reset();
  void restore(const State& state, std::chrono::microseconds clock_offset);

 private:
  Response answer(const Request& request, const Target& target, const Match& match, HeaderList& headers);
  Response perform(const Route& route, const Request& request, const Target& target, const std::string& id);
  std::string request_id(const Request& request);

  EngineOptions options_;
  Quirks quirks_;
  Clock clock_;
  Keys keys_;
  Replays replays_;
  State state_;
  State start_;
  std::chrono::microseconds start_offset_{0};
  Account account_;
  std::uint64_t requests_ = 0;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
