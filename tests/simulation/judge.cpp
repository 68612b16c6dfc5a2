#include "simulation/judge.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace simulation {
namespace {

using namespace std::chrono_literals;

bool is_post(Kind kind) noexcept { return !only_reads(kind) && kind != Kind::Update && kind != Kind::Delete2; }

std::string in_ms(Nanoseconds time) { return std::to_string(time.count() / 1'000'000) + " ms"; }

}  // namespace

bool only_reads(Kind kind) noexcept { return kind == Kind::Get || kind == Kind::Get2 || kind == Kind::Walk; }

void Judge::blame(const Call* call, const std::string& what) {
  if (breach_) return;
  breach_ = what + ", at " + in_ms(World::running()->now());
  if (call != nullptr) {
    *breach_ += ", call " + std::to_string(call->plan->number) + " (" + name_of(call->plan->kind) +
                ") in its attempt " + std::to_string(call->attempts);
  }
}

void Judge::throw_breach() const {
  if (breach_) throw Violation(*breach_);
}

Call& Judge::begin(const PlannedCall& plan, Item* item) {
  Call& call = calls_.emplace_back(plan);
  call.item = item != nullptr ? item : &this->item();
  call.began = World::running()->now();
  return call;
}

Item& Judge::item() { return items_.emplace_back(); }

void Judge::handed_over(Call& call, const allo::HttpRequest& request) {
  const Nanoseconds now = World::running()->now();
  ++attempts_;
  ++call.attempts;
  ++call.item->attempts;
  if (call.ended) blame(&call, "a request goes out after its call has ended");
  if (call.cancelled) blame(&call, "a request goes out after its cancellation");
  if (call.plan->kind != Kind::Walk) {
    if (call.attempts > call.plan->max_attempts) blame(&call, "more attempts than the policy allows");
    if (call.plan->deadline_ms) {
      const Nanoseconds left = call.began + std::chrono::milliseconds{*call.plan->deadline_ms} - now;
      if (left <= 0ns) blame(&call, "a request goes out after its deadline");
      if (request.timeout > left) blame(&call, "a request may take longer than its deadline");
    }
  }
  if (call.not_before && now < *call.not_before) blame(&call, "a request goes out before Retry-After");
  call.not_before.reset();

  if (!plan_->paced) return;
  const bool reads = request.method == allo::HttpMethod::Get;
  const double rate = reads ? plan_->reads_per_second : plan_->writes_per_second;
  const auto capacity = static_cast<std::size_t>(std::ceil(rate));
  const auto window = std::chrono::duration<double>{std::ceil(rate) / rate};
  auto& lane = lanes_[reads ? 0 : 1];
  lane.push_back(now);
  if (lane.size() > capacity) {
    if (now - lane.front() < window) blame(&call, "more requests than the rate allows in one window");
    lane.pop_front();
  }
  if (call.attempts > call.turns) blame(&call, "a request goes out without a turn of the pacer");
}

void Judge::executed(Call& call, allo::HttpMethod method) {
  ++call.executed;
  ++call.item->executed;
  if (method != allo::HttpMethod::Put && method != allo::HttpMethod::Delete && call.item->executed > 1) {
    blame(&call, "carried out twice");
  }
}

void Judge::check_report(const Call& call) {
  if (call.plan->kind == Kind::Walk) return;  // What it throws speaks of one of its requests.
  if (call.succeeded) {
    if ((only_reads(call.plan->kind) ? call.arrived : call.item->executed) == 0) {
      blame(&call, "a success that never was");
    }
  } else if (call.reported == allo::DeliveryState::NotSent) {
    if (call.arrived > 0) blame(&call, "NotSent, and it arrived");
  } else if (call.reported == allo::DeliveryState::Rejected) {
    if (call.executed > 0) blame(&call, "Rejected, and it was carried out");
  }
}

void Judge::ended(Call& call) {
  call.ended = true;
  const Nanoseconds now = World::running()->now();
  if (call.cancelled && now - call.cancelled_at > 50ms) blame(&call, "ends late after its cancellation");
  if (call.plan->deadline_ms && call.plan->kind != Kind::Walk &&
      now > call.began + std::chrono::milliseconds{*call.plan->deadline_ms} + 1ms) {
    blame(&call, "ends late after its deadline");
  }
  check_report(call);
}

void Judge::close() {
  for (const Call& call : calls_) {
    if (call.ended) check_report(call);
    if (is_post(call.plan->kind) && call.item->executed > 1) blame(&call, "carried out twice in the end");
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
