#ifndef ALLO_TESTS_SIMULATION_SCHEDULE_HPP
#define ALLO_TESTS_SIMULATION_SCHEDULE_HPP

#include "simulation/judge.hpp"
#include "simulation/plan.hpp"
#include "simulation/world.hpp"

#include <memory>
#include <optional>
#include <string>

namespace simulation {

struct Result {
  long long attempts = 0;    ///< Requests handed to the transport, and deliveries to the receiver.
  long long deliveries = 0;  ///< Of them to the receiver.
  std::optional<std::string> breach{};
};

/// Runs a plan from its beginning to its end.
Result run(const Plan& plan);

/// Lets the service deliver webhooks to a receiver while the rest of the schedule runs. Counts into `delivered`.
/// The plan, the judge and the world outlive what is begun here.
class Deliveries {
 public:
  Deliveries(const Plan& plan, Judge& judge, World& world);
  ~Deliveries();
  Deliveries(const Deliveries&) = delete;
  Deliveries& operator=(const Deliveries&) = delete;

  long long attempts() const noexcept;
  /// At the end of the world.
  void close();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace simulation

#endif
