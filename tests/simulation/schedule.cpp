#include "simulation/schedule.hpp"

#include "simulation/callers.hpp"
#include "simulation/service.hpp"

#include <stdexcept>
#include <utility>

namespace simulation {
namespace {

using allo::DeliveryState;
using allo::HttpMethod;
using std::chrono::milliseconds;

class Schedule {
 public:
  explicit Schedule(const Plan& plan) : plan_(plan), world_(plan.seed), judge_(plan), service_(plan, judge_) {
    network_ = make_network(judge_, service_);
    if (plan.paced) pacer_ = watched_pacer(plan, judge_);
    make_clients();
  }

  Result run() {
    Result result;
    try {
      Deliveries deliveries{plan_, judge_, world_};
      if (plan_.client_destroyed_ms) world_.at(milliseconds{*plan_.client_destroyed_ms}, [this] { make_clients(); });
      for (const auto& caller : plan_.callers) {
        world_.spawn([this, &caller] {
          for (const PlannedCall& call : caller) {
            if (call.pause_ms > 0) world_.sleep_until(world_.now() + milliseconds{call.pause_ms});
            carry_out(call);
          }
        });
      }
      world_.run([this] { judge_.throw_breach(); });
      deliveries.close();
      judge_.close();
      judge_.throw_breach();
      result.deliveries = deliveries.attempts();
    } catch (const std::exception& error) {
      result.breach = error.what();
    } catch (...) {
      result.breach = "something was thrown that is no exception";
    }
    result.attempts = judge_.attempts() + result.deliveries;
    return result;
  }

 private:
  /// What each hook does.
  void misbehave() {
    auto* const call = static_cast<Call*>(world_.local());
    if (call->plan->hook_destroys && !std::exchange(call->destroyed_client, true)) make_clients();
    if (call->plan->hooks_throw) throw std::runtime_error("a hook of the caller's");
  }

  void make_clients() {
    allo::AlloClientOptions options;
    options.api_key = "key";
    options.base_url = "https://allo.test/v1/api";
    options.transport = network_;
    options.pacer = pacer_;
    if (plan_.has_hooks) {
      options.on_request = [this](const allo::RequestEvent&) { misbehave(); };
      options.on_response = [this](const allo::ResponseEvent&) { misbehave(); };
    }
    clients_ = std::make_unique<Clients>(options);
  }

  void carry_out(const PlannedCall& planned) {
    if (traits_of(planned.kind).walks) return walk(planned);
    switch (planned.kind) {
      case Kind::Outbox1:
        return outbox(planned, {});
      case Kind::Outbox2:
        return outbox(planned, "outbox-" + std::to_string(planned.number));
      case Kind::OwnKey2:
        static_cast<void>(call(planned, nullptr, "own-" + std::to_string(planned.number)));
        return;
      default:
        static_cast<void>(call(planned, nullptr, {}));
    }
  }

  /// One call from beginning to end.
  const Call& call(const PlannedCall& planned, Item* item, const std::string& key) {
    Call& call = judge_.begin(planned, item);
    world_.local() = &call;
    allo::RequestOptions options = options_of(call);
    options.idempotency_key = key;
    watch(call, [&] { make_call(*clients_, options, call, judge_); });
    return call;
  }

  allo::RequestOptions options_of(Call& call) {
    const PlannedCall& planned = *call.plan;
    allo::RequestOptions options;
    options.timeout = milliseconds{planned.timeout_ms};
    options.retry.emplace();
    if (plan_.has_hooks) options.retry->on_retry = [this](const allo::RetryEvent&) { misbehave(); };
    options.retry->max_attempts = planned.max_attempts;
    options.retry->max_delay = milliseconds{planned.max_delay_ms};
    if (planned.deadline_ms) options.retry->deadline = milliseconds{*planned.deadline_ms};
    if (planned.kind == Kind::TrustedSms) options.retry->trust_idempotency_keys = true;
    if (planned.kind == Kind::Keyless2) options.retry->trust_idempotency_keys = false;
    if (planned.cancel_after_ms) {
      allo::CancellationSource source;
      options.cancellation = source.token();
      world_.at(world_.now() + milliseconds{*planned.cancel_after_ms}, [this, source, &call]() mutable {
        if (call.ended) return;
        call.cancelled = true;
        call.cancelled_at = world_.now();
        source.cancel();
      });
    }
    return options;
  }

  /// Notes what the caller learns.
  template <class Work>
  void watch(Call& call, Work work) {
    try {
      work();
      call.succeeded = true;
    } catch (const ProcessDied&) {
      call.ended = call.died = true;
      return;
    } catch (const CallerLeft&) {  // Of its own accord.
    } catch (const allo::AlloException& error) {
      call.reported = error.delivery();
    }
    judge_.ended(call);
  }

  /// Sends what stands in a persisted list until it is known to be done; or, without a key, until it may be.
  void outbox(const PlannedCall& planned, const std::string& key) {
    Item& item = judge_.item();
    const Nanoseconds first = world_.now();
    for (int tries = 0; tries < 6; ++tries) {
      const Call& last = call(planned, &item, key);
      if (last.succeeded) return;
      const bool may_be_done = last.died || last.reported == DeliveryState::MaybeSent;
      if (may_be_done && key.empty()) return;
      if (last.died) make_clients();
      world_.sleep_until(world_.now() + std::chrono::seconds{2});
      // The service keeps a key for an hour; a call may wait for almost as long between its attempts.
      if (!key.empty() && world_.now() - first > std::chrono::minutes{2}) return;
    }
  }

  void walk(const PlannedCall& planned) {
    Call& call = judge_.begin(planned, nullptr);
    world_.local() = &call;
    const allo::RequestOptions options = options_of(call);
    Walker walker{world_, judge_, call};
    watch(call, [&] { walker.walk(*clients_, options); });
    walker.check();
  }

  const Plan& plan_;
  World world_;
  Judge judge_;
  Service service_;
  std::shared_ptr<allo::HttpTransport> network_{};
  std::shared_ptr<allo::Pacer> pacer_{};
  std::unique_ptr<Clients> clients_{};
};

}  // namespace

Result run(const Plan& plan) { return Schedule{plan}.run(); }

}  // namespace simulation
