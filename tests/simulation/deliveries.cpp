#include "simulation/schedule.hpp"

#include <allo/webhook_receiver.hpp>
#include <allo/webhook_signature.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

namespace simulation {
namespace {

using namespace std::chrono_literals;

constexpr const char* secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// What several processes share: a claim ends by itself after a minute.
class SharedStore final : public allo::WebhookDeduplicationStore {
 public:
  allo::WebhookClaim claim(std::string_view id) override {
    Entry& entry = entries_[std::string{id}];
    const Nanoseconds now = World::running()->now();
    if (entry.done) return {allo::WebhookClaim::State::Completed, 0};
    if (entry.claimed_until > now) return {allo::WebhookClaim::State::InProgress, 0};
    entry.claimed_until = now + 60s;
    return {allo::WebhookClaim::State::Granted, ++entry.token};
  }
  bool complete(std::string_view id, std::uint64_t token) override {
    Entry& entry = entries_[std::string{id}];
    if (entry.token != token || entry.claimed_until <= World::running()->now()) return false;
    entry.done = true;
    return true;
  }
  void release(std::string_view id, std::uint64_t token) noexcept override {
    Entry& entry = entries_[std::string{id}];
    if (entry.token == token) entry.claimed_until = 0s;
  }

 private:
  struct Entry {
    bool done = false;
    Nanoseconds claimed_until{0};
    std::uint64_t token = 0;
  };
  std::map<std::string, Entry> entries_{};
};

/// One event, and what the handlers and the service know of it.
struct Event {
  const PlannedDelivery* plan = nullptr;
  int runs = 0;
  int running = 0;
  int handled = 0;
  bool excused = false;     ///< That it was handled is not known to the store, or no more.
  bool is_claimed = false;  ///< Handled, and the store does not know of it yet.
  bool store_failed = false;
  std::uint64_t last_token = 0;
};

/// A process with a receiver. What still runs after its death does nothing any more.
struct Process {
  bool dead = false;
  allo::WebhookReceiver receiver{};
};

struct Gone : std::runtime_error {
  Gone() : std::runtime_error("the process is gone") {}
};

/// The store as one process sees it.
class StoreOfProcess final : public allo::WebhookDeduplicationStore {
 public:
  StoreOfProcess(std::shared_ptr<allo::WebhookDeduplicationStore> store, const Process& process,
                 std::map<std::string, Event*>& events)
      : store_(std::move(store)), process_(process), events_(events) {}

  allo::WebhookClaim claim(std::string_view id) override {
    if (process_.dead) throw Gone{};
    return store_->claim(id);
  }
  bool complete(std::string_view id, std::uint64_t token) override {
    if (process_.dead) throw Gone{};
    Event& event = *events_.at(std::string{id});
    if (event.plan->store_fails && !std::exchange(event.store_failed, true)) {
      event.excused = true;
      throw std::runtime_error("the store fails");
    }
    const bool is_complete = store_->complete(id, token);
    event.is_claimed = false;
    return is_complete;
  }
  void release(std::string_view id, std::uint64_t token) noexcept override {
    if (!process_.dead) store_->release(id, token);
  }

 private:
  std::shared_ptr<allo::WebhookDeduplicationStore> store_;
  const Process& process_;
  std::map<std::string, Event*>& events_;
};

}  // namespace

struct Deliveries::State {
  State(const Plan& planned, Judge& judging, World& all) : plan(planned), judge(judging), world(all) {}

  void start_process() {
    Process& process = processes.emplace_back();
    const auto inner = plan.memory_store ? allo::make_memory_deduplication_store() : shared;
    process.receiver.deduplicate(std::make_shared<StoreOfProcess>(inner, process, by_id));
    if (is_signed()) process.receiver.signing_secrets({secret});
    const auto number = [](const std::string& text) { return static_cast<std::size_t>(std::stoi(text)); };
    process.receiver.on_sms_received([this, &process, number](const auto& sms, const allo::WebhookEvent& event) {
      handle(process, events[number(sms.content)], event);
    });
    process.receiver.on(allo::WebhookTopic::SmsReceivedV2, [this, &process, number](const allo::WebhookEvent& event) {
      handle(process, events[number(event.get("content").value_or(""))], event);
    });
  }

  bool is_signed() const { return plan.deliveries.front().is_signed; }

  /// Longer than the claim of a store that processes share; that of one in memory lasts until it is given back.
  bool outlasts_its_claim(const Event& event) const { return !plan.memory_store && event.plan->handler_ms > 60'000; }

  void handle(Process& process, Event& event, const allo::WebhookEvent& received) {
    const PlannedDelivery& planned = *event.plan;
    by_id[received.id ? *received.id : received.repeat_key.value_or("")] = &event;
    const std::uint64_t token = received.fencing_token.value_or(0);
    if (!plan.memory_store && token <= std::exchange(event.last_token, token)) {
      judge.blame(nullptr, name(event) + " is handled under an old token");
    }
    ++event.runs;
    if (++event.running > 1 && !outlasts_its_claim(event)) {
      judge.blame(nullptr, name(event) + " is handled twice at one time");
    }
    const bool dies = planned.dies_at == event.runs;
    const bool fails = event.runs <= planned.handler_fails;
    if (planned.handler_ms > 0) world.sleep_until(world.now() + std::chrono::milliseconds{planned.handler_ms});
    if (process.dead) throw Gone{};
    --event.running;
    if (dies && !planned.dies_after_handler) die(process);
    if (fails) throw std::runtime_error("the handler fails");
    if (++event.handled > 1 && !event.excused) judge.blame(nullptr, name(event) + " is handled again without need");
    event.excused = outlasts_its_claim(event);
    event.is_claimed = true;
    if (dies) die(process);
  }

  /// What was handled and not noted yet comes again; with the store in its memory, all.
  void die(Process& process) {
    process.dead = true;
    for (Event& event : events) {
      event.running = 0;
      event.excused = event.excused || plan.memory_store || event.is_claimed;
    }
    start_process();
    throw Gone{};
  }

  static std::string name(const Event& event) { return "delivery " + std::to_string(event.plan->number); }

  void deliver(Event& event) {
    Process& process = processes.back();
    const std::string number = std::to_string(&event - events.data());
    ++attempts;
    allo::WebhookDelivery delivery = allo::make_delivery(
        {R"({"topic":")" + std::string{event.plan->is_version_2 ? R"(sms.received","version":"2.0)" : "SMS_RECEIVED"} +
             R"(","data":{"id":"sms_)" + number + R"(","direction":"INBOUND","type":"SMS","content":")" + number +
             R"(","sent_at":"2026-03-02T09:00:00Z","from_number":"+12025550100","to_number":"+1234567890"}})",
         is_signed() ? secret : "", "msg_" + number});
    if (!event.plan->has_id && !is_signed()) delivery.headers = {};
    const auto enqueue = [&](const allo::WebhookEvent& received) {
      if (process.dead) throw Gone{};
      world.spawn([this, &event, received] { work_off(event, received); });
      return true;
    };
    const int status = event.plan->is_queued ? process.receiver.respond(delivery.headers, delivery.body, enqueue).status
                                             : process.receiver.respond(delivery.headers, delivery.body).status;
    if (process.dead) return;  // Nobody answers.
    if (status == 204 || status == 200 || status == 202) {
      if (event.handled == 0 && status != 202) judge.blame(nullptr, name(event) + " is answered as done before it is");
      answered.insert(&event);
    } else if (status != 409 && status != 500) {
      judge.blame(nullptr, name(event) + " is answered with " + std::to_string(status));
    }
  }

  /// What stands in a persisted queue is handled by whichever process there is, until one has done it.
  void work_off(const Event& event, const allo::WebhookEvent& received) {
    for (int tries = 1; tries <= 12; ++tries) {
      Process& process = processes.back();
      try {
        process.receiver.dispatch(received);
        if (!process.dead) {
          if (event.handled == 0) judge.blame(nullptr, name(event) + " leaves the queue before it is done");
          return;
        }
      } catch (const std::exception&) {  // It stays in the queue.
      }
      world.sleep_until(world.now() + 10s * tries);
    }
  }

  void serve(Event& event) {
    const PlannedDelivery& planned = *event.plan;
    world.sleep_until(std::chrono::milliseconds{planned.at_ms});
    for (int tries = 1; tries <= 12 && answered.count(&event) == 0; ++tries) {
      const auto later = [this, &event] {
        world.sleep_until(world.now() + 5ms);
        deliver(event);
      };
      if (planned.comes_twice) world.spawn(later);
      if (planned.handler_ms > 20'000) {  // For so long the service waits for an answer.
        world.spawn(later);
        world.sleep_until(world.now() + 20s);
      } else {
        deliver(event);
      }
      if (answered.count(&event) == 0) world.sleep_until(world.now() + 10s * tries);
    }
  }

  const Plan& plan;
  Judge& judge;
  World& world;
  std::vector<Event> events{};
  std::map<std::string, Event*> by_id{};
  std::deque<Process> processes{};
  std::shared_ptr<allo::WebhookDeduplicationStore> shared = std::make_shared<SharedStore>();
  std::set<const Event*> answered{};
  long long attempts = 0;
};

Deliveries::Deliveries(const Plan& plan, Judge& judge, World& world)
    : state_(std::make_unique<State>(plan, judge, world)) {
  State& state = *state_;
  if (plan.deliveries.empty()) return;
  state.events.resize(plan.deliveries.size());
  for (std::size_t i = 0; i < plan.deliveries.size(); ++i) {
    state.events[i].plan = &plan.deliveries[i];
    state.by_id["msg_" + std::to_string(i)] = &state.events[i];
  }
  state.start_process();
  for (Event& event : state.events) world.spawn([&state, &event] { state.serve(event); });
}

Deliveries::~Deliveries() = default;

long long Deliveries::attempts() const noexcept { return state_->attempts; }

void Deliveries::close() {
  for (const Event& event : state_->events) {
    if (event.handled == 0) state_->judge.blame(nullptr, State::name(event) + " is never handled");
  }
}

}  // namespace simulation
