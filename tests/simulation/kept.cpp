#include "simulation/kept.hpp"

#include <initializer_list>

namespace simulation {
namespace {

PlannedCall call(Kind kind, std::initializer_list<PlannedAttempt> attempts) {
  PlannedCall call;
  call.number = 1;
  call.kind = kind;
  call.attempts = attempts;
  return call;
}

Plan plan_with(const PlannedCall& call) {
  Plan plan;
  plan.paced = false;
  plan.callers = {{call}};
  return plan;
}

}  // namespace

std::vector<KeptPlan> kept_plans() {
  std::vector<KeptPlan> kept;

  PlannedCall cancelled = call(Kind::Sms, {{Fault::Refused429, 0, 10}});
  cancelled.cancel_after_ms = 11;
  kept.push_back(
      {"a call that was refused, and cancelled before the next attempt, said NotSent", plan_with(cancelled)});

  PlannedCall unconnected = call(Kind::Sms, {{Fault::Refused429, 0, 10}, {Fault::NeverLeaves, 0, 10}});
  unconnected.max_attempts = 2;
  kept.push_back({"a call that was refused, and then found no connection, said NotSent", plan_with(unconnected)});

  PlannedCall redirected = call(Kind::Download, {{Fault::NeverLeaves, 3, 10}});
  redirected.recording.redirects = 1;
  kept.push_back({"a download that was redirected, and then met no certificate that it trusts, said NotSent",
                  plan_with(redirected)});

  return kept;
}

}  // namespace simulation
