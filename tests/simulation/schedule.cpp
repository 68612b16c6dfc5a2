#include "simulation/schedule.hpp"

#include "core/api_version.hpp"
#include "core/core.hpp"
#include "simulation/service.hpp"

#include <allo/allo.hpp>

#include <map>
#include <stdexcept>
#include <utility>

namespace simulation {
namespace {

using allo::DeliveryState;
using allo::HttpMethod;
using std::chrono::milliseconds;

/// The clients of one process.
struct Clients {
  allo::AlloClient one;
  std::shared_ptr<const allo::detail::Core> two;
};

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
      result.attempts = deliveries.attempts();
    } catch (const std::exception& error) {
      result.breach = error.what();
    } catch (...) {
      result.breach = "something was thrown that is no exception";
    }
    result.attempts += judge_.attempts();
    return result;
  }

 private:
  void throw_if_asked() {
    auto* const call = static_cast<Call*>(world_.local());
    if (call->plan->hooks_throw) throw std::runtime_error("a hook of the caller's");
  }

  void make_clients() {
    allo::AlloClientOptions options;
    options.api_key = "key";
    options.base_url = "https://allo.test/v1/api";
    options.transport = network_;
    options.pacer = pacer_;
    options.on_request = [this](const allo::RequestEvent&) { throw_if_asked(); };
    options.on_response = [this](const allo::ResponseEvent&) { throw_if_asked(); };
    allo::AlloClientOptions options2 = options;
    options2.base_url = "https://allo.test/v2/api";
    options2.auth_scheme = allo::AuthScheme::ApiKey;
    clients_ = std::make_unique<Clients>(
        Clients{allo::AlloClient{std::move(options)},
                std::make_shared<const allo::detail::Core>(std::move(options2), allo::detail::api_2)});
  }

  void carry_out(const PlannedCall& planned) {
    switch (planned.kind) {
      case Kind::Walk:
        return walk(planned);
      case Kind::Outbox1:
        return outbox(planned, {});
      case Kind::Outbox2:
        return outbox(planned, "outbox-" + std::to_string(planned.number));
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
    watch(call, [&] { send(planned, options); });
    return call;
  }

  void send(const PlannedCall& planned, const allo::RequestOptions& options) {
    // A copy, for the clients may be destroyed meanwhile.
    const allo::AlloClient one = clients_->one;
    const auto two = clients_->two;
    const std::string id = std::to_string(planned.number);
    const auto request = [&](HttpMethod method, std::string_view path, std::string_view body = {}) {
      static_cast<void>(two->request(method, path, {}, body, options));
    };
    switch (planned.kind) {
      case Kind::Sms:
      case Kind::TrustedSms:
      case Kind::Outbox1:
        static_cast<void>(one.sms.send({"+1234567890", "+12025550100", "x"}, options));
        break;
      case Kind::Create: {
        allo::CreateContactInput input;
        input.numbers = {"+12025550100"};
        static_cast<void>(one.contacts.create(input, options));
        break;
      }
      case Kind::Update: {
        allo::UpdateContactInput input;
        input.name = std::string{"Ada"};
        static_cast<void>(one.contacts.update("cnt_1", input, options));
        break;
      }
      case Kind::Get:
        static_cast<void>(one.contacts.get("cnt_1", {}, options));
        break;
      case Kind::Post2:
      case Kind::Outbox2:
        request(HttpMethod::Post, "/crm/people", R"({"name":"Ada"})");
        break;
      case Kind::Patch2:
        request(HttpMethod::Patch, "/crm/people/" + id, R"({"name":"Ada"})");
        break;
      case Kind::Delete2:
        request(HttpMethod::Delete, "/webhooks/" + id);
        break;
      case Kind::Get2:
        request(HttpMethod::Get, "/users/" + id);
        break;
      case Kind::Walk:
        break;
    }
  }

  allo::RequestOptions options_of(Call& call) {
    const PlannedCall& planned = *call.plan;
    allo::RequestOptions options;
    options.timeout = milliseconds{planned.timeout_ms};
    options.retry.emplace();
    options.retry->on_retry = [this](const allo::RetryEvent&) { throw_if_asked(); };
    options.retry->max_attempts = planned.max_attempts;
    options.retry->max_delay = milliseconds{planned.max_delay_ms};
    if (planned.deadline_ms && planned.kind != Kind::Walk) options.retry->deadline = milliseconds{*planned.deadline_ms};
    if (planned.kind == Kind::TrustedSms) options.retry->trust_idempotency_keys = true;
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
    for (int i = 0; i < planned.items; ++i) call.items.push_back("c" + std::to_string(i));
    const std::vector<std::string> stood = call.items;
    allo::RangeOptions range;
    range.page_size = planned.page_size;
    if (planned.prefetches) {
      range.prefetch = 1;
      range.executor = [this, &call](std::function<void()> task) {
        world_.spawn([this, &call, task = std::move(task)] {
          world_.local() = &call;
          task();
        });
      };
    }
    std::map<std::string, int> given;
    const allo::RequestOptions options = options_of(call);
    watch(call, [&] {
      const allo::AlloClient client = clients_->one;
      for (const allo::Contact& contact : client.contacts.all(range, options)) ++given[contact.id];
    });
    bool none_removed = true;
    bool few_arrive = true;
    for (std::size_t page = 1; page < call.pages_given && page <= planned.changes.size(); ++page) {
      const PlannedChange& change = planned.changes[page - 1];
      none_removed = none_removed && change.remove < 0;
      few_arrive = few_arrive && change.arrive_in_front < planned.page_size;
    }
    if (call.succeeded && none_removed) {
      for (const std::string& id : stood) {
        if (given.find(id) == given.end()) judge_.blame(&call, "a walk leaves out " + id);
      }
    }
    if (few_arrive) {
      for (const auto& [id, times] : given) {
        if (times > 1) judge_.blame(&call, "a walk gives " + id + " twice");
      }
    }
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
