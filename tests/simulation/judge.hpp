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

/// One call of the client, as the caller, the network and the service see it.
struct Call {
  explicit Call(const PlannedCall& planned) : plan(&planned) {}

  const PlannedCall* plan;
  Item* item = nullptr;
  Nanoseconds began{0};
  bool cancelled = false;
  Nanoseconds cancelled_at{0};
  std::optional<Nanoseconds> not_before{};  ///< What the service asked for with its last answer.
  int attempts = 0;                         ///< Handed to the transport.
  int turns = 0;                            ///< That the pacer granted.
  int arrived = 0;
  int executed = 0;
  bool ended = false;
  bool succeeded = false;
  bool died = false;  ///< Its process ended before it did.
  std::optional<allo::DeliveryState> reported{};

  // Of a walk.
  std::vector<std::string> items{};
  std::size_t pages_given = 0;
};

/// Holds what happens against what is promised. The first breach counts.
class Judge {
 public:
  explicit Judge(const Plan& plan) : plan_(&plan) {}

  void blame(const Call* call, const std::string& what);
  void throw_breach() const;

  Call& begin(const PlannedCall& plan, Item* item);
  Item& item();

  void handed_over(Call& call, const allo::HttpRequest& request);
  void arrived(Call& call) const noexcept { ++call.arrived; }
  void executed(Call& call, allo::HttpMethod method);
  void ended(Call& call);
  /// At the end of the world.
  void close();

  long long attempts() const noexcept { return attempts_; }

 private:
  void check_report(const Call& call);

  const Plan* plan_;
  std::optional<std::string> breach_{};
  std::deque<Call> calls_{};
  std::deque<Item> items_{};
  std::array<std::deque<Nanoseconds>, 2> lanes_{};
  long long attempts_ = 0;
};

/// The pacer of the library, watched: whoever came first goes first.
std::shared_ptr<allo::Pacer> watched_pacer(const Plan& plan, Judge& judge);

bool only_reads(Kind kind) noexcept;

}  // namespace simulation

#endif
