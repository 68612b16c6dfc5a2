#ifndef ALLO_SRC_TESTING_SERVICE_ENGINE_HPP
#define ALLO_SRC_TESTING_SERVICE_ENGINE_HPP

#include "testing/model/clock.hpp"
#include "testing/model/state.hpp"
#include "testing/service/keys.hpp"
#include "testing/service/replays.hpp"
#include "testing/service/routes.hpp"

#include <allo/testing/quirks.hpp>

#include <chrono>
#include <cstdint>
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
      EngineOptions options, Tell tell = [](const Happening&) {});

  Response handle(const Routed& request);
  /// Carries a route's operation out without keys and limits, strictly checked. @throws Refusal
  Json perform(const Route& route, Json body);

  State& state() noexcept { return state_; }
  Keys& keys() noexcept { return keys_; }
  Clock& clock() noexcept { return clock_; }
  Quirks& quirks() noexcept { return quirks_; }
  const Tell& tell() const noexcept { return tell_; }

  /// Where the sandbox listens: recordings are there.
  void listens_at(const std::string& origin);
  const std::string& origin() const { return origin_; }
  /// Answers a request for a recording.
  Response recording(const Routed& request);

  /// Takes the account and the clock as they are for the start.
  void remember_start();
  /// The account and the clock as they were at the start.
  void reset();
  void restore(const State& state, std::chrono::microseconds clock_offset);

 private:
  Response answer(const Routed& request, HeaderList& headers, const std::string& request_id);
  Response carry_out(const Routed& request, const std::string& key);
  Context context(const Route& route) { return {state_, quirks_, clock_.now(), tell_, route.version}; }
  void read_query(const Routed& request, Context& context) const;
  void read_body(const Routed& request, Context& context) const;

  EngineOptions options_;
  Quirks quirks_;
  Clock clock_;
  Keys keys_;
  Replays replays_;
  State state_;
  State start_;
  std::chrono::microseconds start_offset_{0};
  Tell tell_;
  std::string origin_{};
  std::uint64_t requests_ = 0;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
