#ifndef ALLO_TESTS_SIMULATION_JUDGE_HPP
#define ALLO_TESTS_SIMULATION_JUDGE_HPP

#include "simulation/plan.hpp"
#include "simulation/world.hpp"

#include <allo/errors.hpp>
#include <allo/http.hpp>
#include <allo/pacing.hpp>

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace simulation {

/// Something that is to be done once, over however many calls.
struct Item {
  int executed = 0;
  int attempts = 0;  ///< Handed to the transport, over all calls.
};

/// One entry of a list that is walked.
struct Entry {
  std::string id{};
  bool hidden = false;   ///< Takes a place and is not shown.
  bool stood = false;    ///< From the beginning.
  bool excused = false;  ///< Something in front of it was removed, so a walk may pass it by.
};

/// One call of the client, as the caller, the network and the service see it.
struct Call {
  explicit Call(const PlannedCall& planned)
      : plan(&planned), traits(&traits_of(planned.kind)), id(std::to_string(planned.number)) {}

  const PlannedCall* plan;
  const KindTraits* traits;
  std::string id;  ///< Of what it is about.
  Item* item = nullptr;
  Nanoseconds began{0};
  bool cancelled = false;
  Nanoseconds cancelled_at{0};
  Nanoseconds busy_until{0};                ///< The caller, with what the call gave it.
  std::optional<Nanoseconds> not_before{};  ///< What the service asked for with its last answer.
  Nanoseconds asked{0};                     ///< The same as a wait.
  bool may_go_on = false;                   ///< What failed last is to be tried again.
  bool may_be_done = false;                 ///< As far as the client can know.
  int turns = 0;                            ///< That the pacer granted.
  int attempts = 0;                         ///< Handed to the transport.
  int arrived = 0;
  int executed = 0;
  bool ended = false;
  bool succeeded = false;
  bool destroyed_client = false;
  bool died = false;  ///< Its process ended before it did.
  std::optional<allo::DeliveryState> reported{};

  // The request of it that is on its way; a walk has several.
  int request = 0;
  std::optional<Nanoseconds> request_began{};
  int request_attempts = 0;
  int request_arrived = 0;

  std::string received{};  ///< Of a download.

  // Of a walk.
  std::vector<Entry> list{};
  std::vector<std::string> pages{};  ///< As they were given.
  std::size_t pages_given = 0;
  int pages_of_nothing = 0;  ///< In a row.
  bool may_end = false;      ///< It was shown nothing new for so long that it need not go on.
};

/// Holds what happens against what is promised. The first breach counts.
class Judge {
 public:
  explicit Judge(const Plan& plan) : plan_(&plan) {}

  void blame(const Call* call, const std::string& what);
  void throw_breach() const;

  Call& begin(const PlannedCall& plan, Item* item);
  Item& item();

  void wants_turn(Call& call) const noexcept;
  void handed_over(Call& call, const allo::HttpRequest& request);
  /// To where a download was redirected: still the same attempt.
  void followed(Call& call, const allo::HttpRequest& request);
  /// `request` is what Call::request was when it was handed over.
  void arrived(Call& call, int request);
  void executed(Call& call, allo::HttpMethod method);
  /// The client got the answer that it wants.
  void answered(Call& call) const noexcept;
  void ended(Call& call);
  /// At the end of the world.
  void close();

  long long attempts() const noexcept { return attempts_; }

 private:
  void check_key(const Call& call, const allo::HttpRequest& request);
  void check_time(Call& call, const allo::HttpRequest& request);
  void check_rate(const Call& call, allo::HttpMethod method);
  void check_report(const Call& call);
  void check_effort(const Call& call);

  const Plan* plan_;
  std::optional<std::string> breach_{};
  std::deque<Call> calls_{};
  std::deque<Item> items_{};
  std::array<std::deque<Nanoseconds>, 2> lanes_{};
  long long attempts_ = 0;
};

/// The pacer of the library, watched: whoever came first goes first.
std::shared_ptr<allo::Pacer> watched_pacer(const Plan& plan, Judge& judge);

}  // namespace simulation

#endif
