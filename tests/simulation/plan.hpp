#ifndef ALLO_TESTS_SIMULATION_PLAN_HPP
#define ALLO_TESTS_SIMULATION_PLAN_HPP

#include "simulation/kinds.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace simulation {

/// What befalls one attempt of a request.
enum class Fault : unsigned char {
  None,
  NeverLeaves,    ///< No connection: the client knows that nothing was sent.
  LostRequest,    ///< It left, and never arrives.
  LostAnswer,     ///< It is carried out, and the connection breaks.
  ArrivesLate,    ///< The connection breaks, and later it arrives all the same.
  SlowAnswer,     ///< It is carried out, and the answer comes after the time-out.
  CutAnswer,      ///< It is carried out, and the answer breaks off.
  GarbledAnswer,  ///< It is carried out, and the body of the 2xx answer is no JSON.
  OwnError,       ///< 500 of the service itself: nothing is done.
  GatewayBefore,  ///< 502, 503, 504 or 52x, and it never arrives.
  GatewayAfter,   ///< The same, and it is carried out.
  Timeout408,
  Conflict409,
  TooEarly425,
  Refused429,
  Quota429,
  Invalid400,
};
inline constexpr int fault_count = static_cast<int>(Fault::Invalid400) + 1;

const char* name_of(Fault fault) noexcept;

/// As the detail of a refusal: a wait of more than twenty minutes.
inline constexpr int asks_for_long = 6;

struct PlannedAttempt {
  Fault fault = Fault::None;
  int detail = 0;      ///< Which kind of it.
  int latency_ms = 0;  ///< There and back.
};

/// What happens to the list that is walked, before a page is given for the first time.
struct PlannedChange {
  int arrive_in_front = 0;
  int arrive_behind = 0;
  int remove = -1;  ///< The place of an item that goes.
};

/// How the service says that a list goes on.
enum class Says : unsigned char { TotalPages, HasMore, Nothing };

/// How pages are fetched ahead.
enum class Ahead : unsigned char { No, AtOnce, Later, Never, Throws };

/// What a version of a recording is known by.
enum class Validator : unsigned char { None, Tag, WeakTag, Date };

struct PlannedRecording {
  int size = 1;
  Validator validator = Validator::None;
  bool tells_length = false;
  bool ignores_range = false;
  bool starts_at_storage = false;
  int redirects = 0;                ///< More than three are not followed.
  std::optional<int> changes_at{};  ///< The attempt from which on there is another version.
};

struct PlannedCall {
  int number = 0;
  Kind kind = Kind::Sms;
  std::vector<PlannedAttempt> attempts{};  ///< Beyond them all is well.
  std::vector<PlannedChange> changes{};    ///< Of a walk: one for each page but the first.
  int items = 0;                           ///< Of a walk.
  int page_size = 1;                       ///< Of a walk.
  int hidden = 0;                          ///< Of a walk: one bit for each item that takes a place and is not shown.
  Says says = Says::TotalPages;            ///< Of a walk.
  Ahead ahead = Ahead::No;                 ///< Of a walk.
  int works_ms = 0;                        ///< Of a walk: on each item.
  std::optional<int> leaves_after{};       ///< Of a walk or a download: the number of items or parts.
  int ids = 0;                             ///< Of a batch.
  PlannedRecording recording{};            ///< Of a download.
  int pause_ms = 0;                        ///< Before it.
  int timeout_ms = 30'000;
  int max_attempts = 3;
  int max_delay_ms = 30'000;
  std::optional<int> deadline_ms{};
  std::optional<int> cancel_after_ms{};
  std::optional<int> process_dies_at{};  ///< Of an outbox: the attempt, counted over all lives.
  bool hooks_throw = false;
  bool hook_destroys = false;  ///< The client that the call was made on.
};

struct PlannedDelivery {
  int number = 0;
  int at_ms = 0;
  bool comes_twice = false;  ///< The network delivers each attempt twice, the second a little later.
  int handler_ms = 0;
  int handler_fails = 0;         ///< The first so many times.
  std::optional<int> dies_at{};  ///< The run of the handler in which the process dies.
  bool dies_after_handler = false;
  bool is_signed = false;
  bool has_id = true;  ///< A header `webhook-id`; without it the body tells.
  bool is_version_2 = false;
  bool is_queued = false;    ///< Into a persisted queue, from which it is handled later.
  bool store_fails = false;  ///< Once, when it is to be marked as done.
};

struct Plan {
  std::uint64_t seed = 0;
  bool paced = true;
  double reads_per_second = 10;
  double writes_per_second = 10;
  int service_limit = 20;               ///< Of each kind, in a second of the service's clock.
  int clock_offset_s = 0;               ///< Of the service's clock.
  std::optional<int> clock_jumps_ms{};  ///< When it does.
  int clock_jumps_by_s = 0;
  bool tells_limits = false;  ///< With each answer.
  bool has_hooks = false;
  bool memory_store = true;
  std::optional<int> client_destroyed_ms{};
  std::vector<std::vector<PlannedCall>> callers{};
  std::vector<PlannedDelivery> deliveries{};
};

/// What a seed says.
Plan plan_of(std::uint64_t seed);

/// For people: one line a call and a delivery.
std::string to_text(const Plan& plan);

/// The smallest plan that can be found for which `fails` still holds.
Plan shrink(Plan plan, const std::function<bool(const Plan&)>& fails);

}  // namespace simulation

#endif
