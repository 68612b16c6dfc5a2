#include "simulation/plan.hpp"

#include "simulation/world.hpp"

#include <array>
#include <cstddef>
#include <sstream>
#include <utility>

namespace simulation {
namespace {

constexpr std::array<const char*, fault_count> fault_names = {
    "none", "never leaves",  "lost request",  "lost answer", "arrives late", "slow answer", "cut answer", "garbled",
    "500",  "gateway, lost", "gateway, done", "408",         "409",          "425",         "429",        "429 quota",
    "400"};

PlannedAttempt attempt_of(Random& random, int trouble) {
  PlannedAttempt attempt;
  attempt.latency_ms = random.one_in(8) ? random.below(2'000) : 1 + random.below(120);
  attempt.detail = random.below(1 << 16);
  if (random.below(100) < trouble) attempt.fault = static_cast<Fault>(1 + random.below(fault_count - 1));
  return attempt;
}

void plan_walk(Random& random, PlannedCall& call) {
  call.page_size = 1 + random.below(4);
  call.items = random.below(13);
  call.ahead = random.one_in(3) ? static_cast<Ahead>(1 + random.below(4)) : Ahead::No;
  call.says = random.one_in(3) ? static_cast<Says>(random.below(3)) : Says::TotalPages;
  if (call.kind == Kind::Walk && call.says == Says::HasMore) call.says = Says::TotalPages;
  if (call.kind != Kind::Walk && call.says == Says::TotalPages && !random.one_in(4)) call.says = Says::HasMore;
  // A walk ends after ten pages of nothing, and without any number at the first.
  if (call.says != Says::Nothing && random.one_in(4)) {
    for (int i = 0; i < 6; ++i) call.hidden |= 1 << random.below(12);
  }
  if (random.one_in(4)) call.works_ms = random.below(500);
  if (random.one_in(6)) call.leaves_after = random.below(8);
  const bool may_remove = random.one_in(4);
  call.changes.reserve(15);
  for (int page = 1; page < 16; ++page) {
    PlannedChange change;
    if (random.one_in(3)) change.arrive_in_front = random.below(call.page_size + 1);
    if (random.one_in(6)) change.arrive_behind = random.below(3);
    if (may_remove && random.one_in(3)) change.remove = random.below(12);
    call.changes.push_back(change);
  }
}

/// Something may be done, and then the service asks for waits after which a key is too old.
void plan_patience(Random& random, PlannedCall& call) {
  call.max_delay_ms = 3'600'000;
  if (!random.one_in(3)) return;
  call.attempts[0].fault = random.one_in(2) ? Fault::LostAnswer : Fault::GatewayAfter;
  for (std::size_t i = 1; i < 3; ++i) {
    call.attempts[i].fault = Fault::Refused429;
    call.attempts[i].detail = asks_for_long + 12 * random.below(5'000);
  }
}

PlannedRecording recording_of(Random& random) {
  PlannedRecording recording;
  recording.size = random.below(300);
  recording.validator = static_cast<Validator>(random.below(4));
  recording.tells_length = !random.one_in(3);
  recording.ignores_range = random.one_in(4);
  recording.starts_at_storage = random.one_in(3);
  recording.redirects = random.one_in(2) ? random.below(5) : 0;
  if (random.one_in(4)) recording.changes_at = 2 + random.below(2);
  return recording;
}

PlannedCall call_of(Random& random, int number, int trouble, bool has_hooks) {
  PlannedCall call;
  call.number = number;
  call.kind = static_cast<Kind>(random.below(kind_count));
  call.attempts.reserve(6);
  for (int i = 0; i < 6; ++i) call.attempts.push_back(attempt_of(random, trouble));
  call.pause_ms = random.one_in(3) ? random.below(1'500) : 0;
  call.timeout_ms = random.one_in(3) ? 500 + random.below(3'000) : 30'000;
  call.max_attempts = 1 + random.below(6);
  call.max_delay_ms = random.one_in(3) ? 2'000 : 30'000;
  if (random.one_in(6)) plan_patience(random, call);
  if (random.one_in(7)) call.deadline_ms = 1 + random.below(5'000);
  if (random.one_in(8)) call.cancel_after_ms = random.below(3'000);
  call.hooks_throw = has_hooks && random.one_in(6);
  call.hook_destroys = has_hooks && random.one_in(6);
  if (traits_of(call.kind).walks) plan_walk(random, call);
  if (call.kind == Kind::Download) {
    call.recording = recording_of(random);
    if (random.one_in(6)) call.leaves_after = 1 + random.below(5);
  }
  // More than a hundred take two requests, and as long as a whole schedule.
  if (call.kind == Kind::Batch2) call.ids = random.one_in(40) ? 90 + random.below(40) : 1 + random.below(6);
  if ((call.kind == Kind::Outbox1 || call.kind == Kind::Outbox2) && random.one_in(2)) {
    call.process_dies_at = 1 + random.below(3);
  }
  return call;
}

PlannedDelivery delivery_of(Random& random, int number) {
  PlannedDelivery delivery;
  delivery.number = number;
  delivery.at_ms = random.below(4'000);
  delivery.comes_twice = random.one_in(3);
  // Longer than a claim lasts, once in a while.
  delivery.handler_ms = random.one_in(2) ? (random.one_in(10) ? 70'000 : random.below(400)) : 0;
  delivery.handler_fails = random.one_in(3) ? 1 + random.below(2) : 0;
  if (random.one_in(5)) delivery.dies_at = 1 + random.below(2);
  delivery.dies_after_handler = random.one_in(2);
  delivery.is_signed = random.one_in(4);
  delivery.store_fails = random.one_in(8);
  delivery.has_id = !random.one_in(3);
  delivery.is_version_2 = random.one_in(2);
  delivery.is_queued = random.one_in(4);
  return delivery;
}

}  // namespace

const char* name_of(Fault fault) noexcept { return fault_names[static_cast<std::size_t>(fault)]; }

Plan plan_of(std::uint64_t seed) {
  Random random{seed * 0xD1342543DE82EF95U + 1};
  Plan plan;
  plan.seed = seed;
  plan.paced = !random.one_in(3);
  constexpr double rates[] = {1, 2.5, 5, 10, 20};
  plan.reads_per_second = rates[random.below(5)];
  plan.writes_per_second = rates[random.below(5)];
  plan.service_limit = random.one_in(3) ? 2 + random.below(5) : 20;
  plan.clock_offset_s = random.one_in(3) ? random.below(200'000) - 100'000 : 0;
  if (random.one_in(6)) {
    plan.clock_jumps_ms = random.below(4'000);
    plan.clock_jumps_by_s = random.below(8'000) - 4'000;
  }
  plan.tells_limits = random.one_in(4);
  plan.has_hooks = random.one_in(3);
  plan.memory_store = random.one_in(2);
  if (random.one_in(4)) plan.client_destroyed_ms = random.below(3'000);
  const int trouble = random.below(4) * 20;
  const int callers = 2 + random.below(4);
  int number = 1;
  for (int i = 0; i < callers; ++i) {
    const int calls = 4 + random.below(7);
    auto& caller = plan.callers.emplace_back();
    for (int j = 0; j < calls; ++j) caller.push_back(call_of(random, number++, trouble, plan.has_hooks));
  }
  const int deliveries = random.below(6);
  for (int i = 0; i < deliveries; ++i) plan.deliveries.push_back(delivery_of(random, i + 1));
  return plan;
}

std::string to_text(const Plan& plan) {
  std::ostringstream out;
  out << "seed " << plan.seed << ": ";
  if (plan.paced) {
    out << "paced at " << plan.reads_per_second << " reads and " << plan.writes_per_second << " writes a second";
  } else {
    out << "not paced";
  }
  out << ", the service takes " << plan.service_limit << " a second, its clock is off by " << plan.clock_offset_s
      << " s";
  if (plan.clock_jumps_ms)
    out << " and jumps by " << plan.clock_jumps_by_s << " s at " << *plan.clock_jumps_ms << " ms";
  out << (plan.tells_limits ? ", it tells its limits" : "") << (plan.has_hooks ? ", hooks, " : ", ")
      << (plan.memory_store ? "a store in memory" : "a shared store");
  if (plan.client_destroyed_ms) out << ", the clients are destroyed after " << *plan.client_destroyed_ms << " ms";
  out << '\n';
  for (std::size_t i = 0; i < plan.callers.size(); ++i) {
    for (const PlannedCall& call : plan.callers[i]) {
      out << "  caller " << i << ", call " << call.number << ": " << traits_of(call.kind).name << ", after "
          << call.pause_ms << " ms, " << call.max_attempts << " attempts of " << call.timeout_ms << " ms, waits up to "
          << call.max_delay_ms << " ms";
      if (call.deadline_ms) out << ", deadline " << *call.deadline_ms << " ms";
      if (call.cancel_after_ms) out << ", cancelled after " << *call.cancel_after_ms << " ms";
      if (call.process_dies_at) out << ", the process dies in attempt " << *call.process_dies_at;
      if (call.hooks_throw) out << ", hooks throw";
      if (call.hook_destroys) out << ", a hook destroys the client";
      if (call.kind == Kind::Batch2) out << ", " << call.ids << " ids";
      if (call.kind == Kind::Download) {
        constexpr const char* validators[] = {"no validator", "a tag", "a weak tag", "a date"};
        const PlannedRecording& recording = call.recording;
        out << ", " << recording.size << " bytes with " << validators[static_cast<int>(recording.validator)]
            << (recording.tells_length ? ", length told" : "") << (recording.ignores_range ? ", no ranges" : "")
            << (recording.starts_at_storage ? ", from storage" : "") << ", " << recording.redirects << " redirects";
        if (recording.changes_at) out << ", changes at attempt " << *recording.changes_at;
        if (call.leaves_after) out << ", left after " << *call.leaves_after;
      }
      if (traits_of(call.kind).walks) {
        constexpr const char* says[] = {"total_pages", "has_more", "nothing"};
        constexpr const char* ahead[] = {"one by one", "fetched ahead", "fetched ahead late", "fetched ahead never",
                                         "an executor that throws"};
        out << ", " << call.items << " items in pages of " << call.page_size << " (hidden " << call.hidden << "), "
            << says[static_cast<int>(call.says)] << ", " << ahead[static_cast<int>(call.ahead)] << ", " << call.works_ms
            << " ms on each";
        if (call.leaves_after) out << ", left after " << *call.leaves_after;
        for (const PlannedChange& change : call.changes) {
          out << " [" << change.arrive_in_front << '+' << change.arrive_behind << ' ' << change.remove << ']';
        }
      }
      out << "; attempts:";
      for (const PlannedAttempt& attempt : call.attempts) {
        out << ' ' << name_of(attempt.fault) << '/' << attempt.detail << '/' << attempt.latency_ms << ',';
      }
      out << '\n';
    }
  }
  for (const PlannedDelivery& delivery : plan.deliveries) {
    out << "  delivery " << delivery.number << " at " << delivery.at_ms << " ms"
        << (delivery.comes_twice ? ", twice" : "") << ", handled in " << delivery.handler_ms << " ms, fails "
        << delivery.handler_fails << " times";
    if (delivery.dies_at) {
      out << ", the process dies in run " << *delivery.dies_at << (delivery.dies_after_handler ? " after it" : "");
    }
    out << (delivery.is_version_2 ? ", version 2" : "") << (delivery.is_queued ? ", queued" : "")
        << (delivery.has_id ? "" : ", without id");
    out << (delivery.is_signed ? ", signed" : "") << (delivery.store_fails ? ", the store fails once" : "") << '\n';
  }
  return out.str();
}

namespace {

/// Tries a change; keeps it where the plan still fails.
template <class Change>
bool attempt(Plan& plan, const std::function<bool(const Plan&)>& fails, Change change) {
  Plan smaller = plan;
  if (!change(smaller) || !fails(smaller)) return false;
  plan = std::move(smaller);
  return true;
}

template <class T>
bool reset(T& value, const T& to) {
  if (value == to) return false;
  value = to;
  return true;
}

template <class T>
bool erase(std::vector<T>& list, std::size_t place) {
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(place));
  return true;
}

bool simplify_call(Plan& plan, const std::function<bool(const Plan&)>& fails, std::size_t caller, std::size_t place) {
  const auto change = [&](auto edit) {
    return attempt(plan, fails, [&](Plan& smaller) { return edit(smaller.callers[caller][place]); });
  };
  bool changed = false;
  changed |= change([](PlannedCall& call) { return reset(call.deadline_ms, std::optional<int>{}); });
  changed |= change([](PlannedCall& call) { return reset(call.cancel_after_ms, std::optional<int>{}); });
  changed |= change([](PlannedCall& call) { return reset(call.process_dies_at, std::optional<int>{}); });
  changed |= change([](PlannedCall& call) { return reset(call.hooks_throw, false); });
  changed |= change([](PlannedCall& call) { return reset(call.hook_destroys, false); });
  changed |= change([](PlannedCall& call) { return reset(call.ahead, Ahead::No); });
  changed |= change([](PlannedCall& call) { return reset(call.works_ms, 0); });
  changed |= change([](PlannedCall& call) { return reset(call.hidden, 0); });
  changed |= change([](PlannedCall& call) { return reset(call.recording.redirects, 0); });
  changed |= change([](PlannedCall& call) { return reset(call.recording.changes_at, std::optional<int>{}); });
  changed |= change([](PlannedCall& call) { return reset(call.recording.ignores_range, false); });
  changed |= change([](PlannedCall& call) { return reset(call.leaves_after, std::optional<int>{}); });
  changed |= change([](PlannedCall& call) { return reset(call.pause_ms, 0); });
  changed |= change([](PlannedCall& call) { return reset(call.timeout_ms, 30'000); });
  while (!plan.callers[caller][place].attempts.empty() && change([](PlannedCall& call) {
    call.attempts.pop_back();
    return true;
  })) {
    changed = true;
  }
  while (!plan.callers[caller][place].changes.empty() && change([](PlannedCall& call) {
    call.changes.pop_back();
    return true;
  })) {
    changed = true;
  }
  for (std::size_t i = 0; i < plan.callers[caller][place].attempts.size(); ++i) {
    changed |= change([&](PlannedCall& call) { return reset(call.attempts[i].fault, Fault::None); });
    changed |= change([&](PlannedCall& call) { return reset(call.attempts[i].latency_ms, 10); });
  }
  return changed;
}

}  // namespace

Plan shrink(Plan plan, const std::function<bool(const Plan&)>& fails) {
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = plan.callers.size(); i-- > 0;) {
      changed |= attempt(plan, fails, [&](Plan& smaller) { return erase(smaller.callers, i); });
    }
    for (std::size_t i = plan.deliveries.size(); i-- > 0;) {
      changed |= attempt(plan, fails, [&](Plan& smaller) { return erase(smaller.deliveries, i); });
    }
    for (std::size_t i = 0; i < plan.callers.size(); ++i) {
      for (std::size_t j = plan.callers[i].size(); j-- > 0;) {
        changed |= attempt(plan, fails, [&](Plan& smaller) { return erase(smaller.callers[i], j); });
      }
      for (std::size_t j = 0; j < plan.callers[i].size(); ++j) changed |= simplify_call(plan, fails, i, j);
    }
    changed |=
        attempt(plan, fails, [](Plan& smaller) { return reset(smaller.client_destroyed_ms, std::optional<int>{}); });
    changed |= attempt(plan, fails, [](Plan& smaller) { return reset(smaller.clock_offset_s, 0); });
    changed |= attempt(plan, fails, [](Plan& smaller) { return reset(smaller.clock_jumps_ms, std::optional<int>{}); });
    changed |= attempt(plan, fails, [](Plan& smaller) { return reset(smaller.tells_limits, false); });
    changed |= attempt(plan, fails, [](Plan& smaller) { return reset(smaller.paced, false); });
  }
  return plan;
}

}  // namespace simulation
