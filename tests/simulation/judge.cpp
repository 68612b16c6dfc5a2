#include "simulation/judge.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace simulation {
namespace {

using namespace std::chrono_literals;

std::string in_ms(Nanoseconds time) { return std::to_string(time.count() / 1'000'000) + " ms"; }

}  // namespace

void Judge::blame(const Call* call, const std::string& what) {
  if (breach_) return;
  breach_ = what + ", at " + in_ms(World::running()->now());
  if (call != nullptr) {
    *breach_ += ", call " + std::to_string(call->plan->number) + " (" + call->traits->name + ") in its attempt " +
                std::to_string(call->attempts);
  }
}

void Judge::throw_breach() const {
  if (breach_) throw Violation(*breach_);
}

Call& Judge::begin(const PlannedCall& plan, Item* item) {
  Call& call = calls_.emplace_back(plan);
  call.item = item != nullptr ? item : &this->item();
  call.began = World::running()->now();
  if (!call.traits->several) call.request_began = call.began;
  return call;
}

Item& Judge::item() { return items_.emplace_back(); }

/// What the first request of a walk waits for, and nothing before it.
void Judge::wants_turn(Call& call) const noexcept {
  if (!call.request_began) call.request_began = World::running()->now();
}

void Judge::handed_over(Call& call, const allo::HttpRequest& request) {
  wants_turn(call);
  ++attempts_;
  ++call.attempts;
  ++call.request_attempts;
  ++call.item->attempts;
  if (call.plan->kind == Kind::Download) check_key(call, request);
  if (call.ended) blame(&call, "a request goes out after its call has ended");
  if (call.cancelled) blame(&call, "a request goes out after its cancellation");
  if (call.request_attempts > call.plan->max_attempts) blame(&call, "more attempts than the policy allows");
  if (call.may_be_done && call.traits->again == Again::Never) {
    blame(&call, "sent again though it may have been carried out");
  }
  check_time(call, request);
  call.may_go_on = false;
  call.not_before.reset();

  if (call.traits->is_version_2 && call.plan->kind != Kind::Keyless2) {
    const bool has_key = request.headers.get("Idempotency-Key").has_value();
    if (has_key == call.traits->reads) blame(&call, has_key ? "a read carries a key" : "a write carries no key");
  }
  if (!plan_->paced) return;
  if (call.attempts > call.turns) blame(&call, "a request goes out without a turn of the pacer");
  check_rate(call, request.method);
}

void Judge::followed(Call& call, const allo::HttpRequest& request) {
  ++attempts_;
  check_key(call, request);
  if (call.cancelled) blame(&call, "a redirect is followed after the cancellation");
  const Nanoseconds now = World::running()->now();
  if (call.plan->deadline_ms && now > call.began + std::chrono::milliseconds{*call.plan->deadline_ms}) {
    blame(&call, "a redirect is followed after the deadline");
  }
}

void Judge::check_key(const Call& call, const allo::HttpRequest& request) {
  const bool is_ours = request.url.compare(0, 18, "https://allo.test/") == 0;
  if (is_ours != request.headers.get("Authorization").has_value()) {
    blame(&call, is_ours ? "a request without the key" : "the key goes to somebody else");
  }
}

void Judge::check_time(Call& call, const allo::HttpRequest& request) {
  const Nanoseconds now = World::running()->now();
  if (call.not_before && now < *call.not_before) blame(&call, "a request goes out before Retry-After");
  if (!call.plan->deadline_ms) return;
  const Nanoseconds left = *call.request_began + std::chrono::milliseconds{*call.plan->deadline_ms} - now;
  if (left <= 0ns) blame(&call, "a request goes out after its deadline");
  if (request.timeout > left) blame(&call, "a request may take longer than its deadline");
}

void Judge::check_rate(const Call& call, allo::HttpMethod method) {
  const Nanoseconds now = World::running()->now();
  const bool reads = method == allo::HttpMethod::Get;
  const double rate = reads ? plan_->reads_per_second : plan_->writes_per_second;
  const auto capacity = static_cast<std::size_t>(std::ceil(rate));
  const auto window = std::chrono::duration<double>{std::ceil(rate) / rate};
  auto& lane = lanes_[reads ? 0 : 1];
  lane.push_back(now);
  if (lane.size() <= capacity) return;
  if (now - lane.front() < window) blame(&call, "more requests than the rate allows in one window");
  lane.pop_front();
}

void Judge::arrived(Call& call, int request) {
  ++call.arrived;
  if (request != call.request) return;  // A late one, of a page that came long ago.
  ++call.request_arrived;
  if (call.ended && call.reported == allo::DeliveryState::NotSent) blame(&call, "it was NotSent, and arrives");
}

void Judge::executed(Call& call, allo::HttpMethod method) {
  if (method == allo::HttpMethod::Get || call.traits->reads) return;
  ++call.executed;
  ++call.item->executed;
  if (call.traits->once && call.item->executed > 1) blame(&call, "carried out twice");
  if (call.ended && (call.reported == allo::DeliveryState::NotSent || call.reported == allo::DeliveryState::Rejected)) {
    blame(&call, "carried out after it was reported as undone");
  }
}

void Judge::answered(Call& call) const noexcept {
  ++call.request;
  call.may_be_done = false;
  call.request_attempts = 0;
  call.request_arrived = 0;
  if (call.traits->several) call.request_began.reset();
}

void Judge::check_report(const Call& call) {
  if (call.succeeded) {
    const bool was = call.traits->reads ? call.arrived > 0 || call.traits->several : call.item->executed > 0;
    if (!was) blame(&call, "a success that never was");
  } else if (call.reported == allo::DeliveryState::NotSent) {
    if (call.request_arrived > 0) blame(&call, "NotSent, and it arrived");
  } else if (call.reported == allo::DeliveryState::Rejected) {
    if (call.executed > 0) blame(&call, "Rejected, and it was carried out");
  }
}

/// A call gives up only where nothing else is left.
void Judge::check_effort(const Call& call) {
  if (call.succeeded || call.cancelled || !call.may_go_on || call.plan->deadline_ms) return;
  if (call.request_attempts >= call.plan->max_attempts) return;
  // Under one key no attempt begins later than 55 minutes after the first; a wait without Retry-After is a few seconds.
  if (World::running()->now() - *call.request_began + call.asked > 54min) return;
  blame(&call, "gives up too soon");
}

void Judge::ended(Call& call) {
  call.ended = true;
  const Nanoseconds now = World::running()->now();
  if (call.cancelled && now - std::max(call.cancelled_at, call.busy_until) > 50ms) {
    blame(&call, "ends late after its cancellation");
  }
  if (call.plan->deadline_ms && call.request_began && call.plan->ahead == Ahead::No &&
      now > *call.request_began + std::chrono::milliseconds{*call.plan->deadline_ms} + 1ms) {
    blame(&call, "ends late after its deadline");
  }
  check_report(call);
  check_effort(call);
}

void Judge::close() {
  for (const Call& call : calls_) {
    if (call.ended && !call.died) check_report(call);
    if (call.traits->once && call.item->executed > 1) blame(&call, "carried out twice in the end");
  }
}

namespace {

class WatchedPacer final : public allo::Pacer {
 public:
  WatchedPacer(const Plan& plan, Judge& judge) : judge_(&judge) {
    allo::PacingPolicy policy;
    policy.reads_per_second = plan.reads_per_second;
    policy.writes_per_second = plan.writes_per_second;
    inner_ = allo::make_pacer(policy);
  }

  allo::PacerTurn acquire(const allo::PacedRequest& request, std::uint64_t& ticket) override {
    auto* const call = static_cast<Call*>(World::running()->local());
    auto& queue = queues_[request.method == allo::HttpMethod::Get ? 0 : 1];
    const std::uint64_t number = count_++;
    queue.push_back(number);
    judge_->wants_turn(*call);
    const allo::PacerTurn turn = inner_->acquire(request, ticket);
    if (turn == allo::PacerTurn::Granted) {
      if (queue.front() != number) judge_->blame(call, "somebody who came later goes first");
      ++call->turns;
    }
    queue.erase(std::find(queue.begin(), queue.end(), number));
    return turn;
  }

  void finish(allo::HttpMethod method, std::uint64_t ticket, const allo::PacedOutcome& outcome) override {
    inner_->finish(method, ticket, outcome);
  }

 private:
  Judge* judge_;
  std::shared_ptr<allo::Pacer> inner_;
  std::array<std::deque<std::uint64_t>, 2> queues_{};
  std::uint64_t count_ = 0;
};

}  // namespace

std::shared_ptr<allo::Pacer> watched_pacer(const Plan& plan, Judge& judge) {
  return std::make_shared<WatchedPacer>(plan, judge);
}

}  // namespace simulation
