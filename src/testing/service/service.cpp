#include "testing/service/service.hpp"

#include "testing/service/events.hpp"
#include "testing/service/recordings.hpp"

#include <allo/errors.hpp>

#include <algorithm>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

EngineOptions engine_options(const SandboxOptions& options) {
  EngineOptions out;
  out.seed = options.seed;
  out.empty_account = options.empty_account;
  out.standing_time = options.start_time;
  out.quirks = options.quirks;
  out.rate_limits = {options.rate_limit, options.reads_per_second, options.writes_per_second, options.requests_per_day};
  return out;
}

/// `allo_number` is what a change concerns; empty: every number.
bool is_told(const Webhook& webhook, const std::string& allo_number) {
  return webhook.enabled && (allo_number.empty() || webhook.allo_number.empty() || allo_number == webhook.allo_number);
}

}  // namespace

Service::Parts::Parts(const SandboxOptions& options, Tell tell)
    : engine(engine_options(options), std::move(tell)), faults(options.tls), journal(options.journal_size) {
  engine.keys().add(std::string{Sandbox::default_key}, all_scopes());
}

Service::Service(const SandboxOptions& options, std::unique_ptr<Courier> courier)
    : parts_(options, [this](const Happening& happening) { announce(happening); }),
      deliveries_(parts_.engine.clock(), std::move(courier)) {}

Plan Service::plan(const Routed& head, bool reused_connection) {
  if (head.match.version == 0 && !is_recording(head.parsed.path)) return {};
  const std::lock_guard lock{mutex_};
  return parts_.faults.plan(head.method, head.match.route, reused_connection,
                            [this] { return parts_.engine.state().next_random(); });
}

std::optional<FaultKind> Service::plan_handshake() {
  const std::lock_guard lock{mutex_};
  return parts_.faults.plan_handshake([this] { return parts_.engine.state().next_random(); });
}

Response Service::respond(const Routed& request, const Plan& plan, bool reused_connection) {
  const std::lock_guard lock{mutex_};
  RecordedRequest entry = record(request);
  entry.reused_connection = reused_connection;
  if (plan.fault) entry.fault = plan.fault->kind;
  Response response;
  if (plan.carries_out()) {
    response = parts_.engine.handle(request);
    entry.carried_out = response.status < 300;
  }
  if (plan.replaces_answer()) response = fault_response(*plan.fault, parts_.engine.clock().now(), request);
  entry.status = plan.is(FaultKind::ResetAfterReading) ? 0 : response.status;
  if (entry.status != 0 && !is_recording(request.parsed.path)) entry.answer = response.body;
  note(std::move(entry));
  return response;
}

void Service::note_unhandled(const Routed& head, std::optional<FaultKind> fault, int status, bool reused_connection) {
  if (head.match.version == 0) return;
  const std::lock_guard lock{mutex_};
  RecordedRequest entry = record(head);
  entry.reused_connection = reused_connection;
  entry.fault = fault;
  entry.status = status;
  note(std::move(entry));
}

void Service::note(RecordedRequest request) {
  request.time = parts_.engine.clock().now();
  parts_.expectations.see(request);
  parts_.journal.add(std::move(request));
}

void Service::announce(const Happening& happening) {
  if (happening.topic == "webhook.deleted") return deliveries_.drop(happening.id);
  const State& state = parts_.engine.state();
  const Quirks& quirks = parts_.engine.quirks();
  for (const StoredWebhook& stored : state.webhooks) {
    if (stored.version == 2) {
      const auto& topics = stored.webhook.topics;
      const bool wants =
          std::any_of(topics.begin(), topics.end(), [&](auto& topic) { return topic.text() == happening.topic; });
      if (wants && stored.webhook.enabled) deliver(stored, happening.topic, payload_of_v2(happening, state, quirks));
      continue;
    }
    if (!is_told(stored.webhook, happening.allo_number)) continue;
    for (const std::string& topic : topics_for(happening, stored.webhook, quirks.envelope)) {
      deliver(stored, topic, payload_of(happening, state, quirks));
    }
  }
}

std::size_t Service::announce(const SimulatedEvent& event) {
  if (event.topic.empty()) throw InvalidArgumentException("topic: must not be empty");
  const Json payload = event.data.is_null() ? Json::object() : Json::parse(event.data.str());
  if (!payload.is_object()) throw InvalidArgumentException("data: must be an object or null");
  const std::lock_guard lock{mutex_};
  const State& state = parts_.engine.state();
  if (!event.allo_number.empty() && !state.owns_number(event.allo_number)) {
    throw InvalidArgumentException("allo_number: no number of the account");
  }
  WebhookTopic known = WebhookTopic::Unknown;
  const bool anyone = !from_string(event.topic, known);
  std::size_t told = 0;
  for (const StoredWebhook& stored : state.webhooks) {
    const auto& topics = stored.webhook.topics;
    const bool subscribed = anyone || std::find(topics.begin(), topics.end(), known) != topics.end();
    if (!subscribed || !is_told(stored.webhook, event.allo_number)) continue;
    deliver(stored, event.topic, payload);
    ++told;
  }
  return told;
}

void Service::deliver(const StoredWebhook& webhook, const std::string& topic, const Json& payload) {
  Delivery delivery;
  delivery.message_id = parts_.engine.state().next_id("msg_");
  delivery.webhook_id = webhook.webhook.id;
  delivery.url = webhook.webhook.url;
  delivery.topic = topic;
  delivery.body = envelope(topic, payload, parts_.engine.clock().now());
  delivery.has_id = parts_.engine.quirks().webhook_id_header;
  const bool is_signed = parts_.engine.quirks().envelope != EnvelopeForm::V1 || is_v2_topic(topic);
  deliveries_.add(std::move(delivery), is_signed ? webhook.secrets : std::vector<std::string>{});
}

Dialed Service::dial_next() {
  const std::lock_guard lock{mutex_};
  return detail::dial_next(parts_.engine.state(), parts_.engine.clock().now(), parts_.engine.tell());
}

void Service::listens_at(const std::string& origin) {
  const std::lock_guard lock{mutex_};
  parts_.engine.listens_at(origin);
}

void Service::remember_start() {
  const std::lock_guard lock{mutex_};
  parts_.engine.remember_start();
}

void Service::advance(std::chrono::microseconds step) {
  if (step < std::chrono::microseconds{0}) throw InvalidArgumentException("step must not be negative");
  // Ten years a step keep the clock within what a time stamp can hold.
  if (step > std::chrono::hours{24 * 3653}) throw InvalidArgumentException("step must be at most ten years");
  {
    const std::lock_guard lock{mutex_};
    parts_.engine.clock().advance(step);
  }
  deliveries_.wake();
}

Snapshot Service::snapshot() const {
  const std::lock_guard lock{mutex_};
  return Snapshot{
      std::make_shared<const Snapshot::Data>(Snapshot::Data{parts_.engine.state(), parts_.engine.clock().offset()})};
}

void Service::restore(const Snapshot& snapshot) {
  const std::lock_guard lock{mutex_};
  parts_.engine.restore(snapshot.data().state, snapshot.data().clock_offset);
  deliveries_.drop_all();
}

void Service::reset() {
  const std::lock_guard lock{mutex_};
  parts_.engine.reset();
  parts_.faults.disarm_all();
  parts_.journal.clear();
  parts_.expectations.clear();
  deliveries_.clear();
}

StoredWebhook& Service::find_webhook(Parts& parts, const std::string& id) {
  StoredWebhook* found = parts.engine.state().webhooks.find(id);
  if (found == nullptr) throw InvalidArgumentException("webhook_id: no such webhook");
  return *found;
}

std::vector<std::string> Service::secrets(const std::string& webhook_id) const {
  const std::lock_guard lock{mutex_};
  return find_webhook(parts_, webhook_id).secrets;
}

std::string Service::rotate_secret(const std::string& webhook_id) {
  const std::lock_guard lock{mutex_};
  StoredWebhook& webhook = find_webhook(parts_, webhook_id);
  constexpr std::size_t most = 10;  // Each of them signs every delivery.
  webhook.secrets.insert(webhook.secrets.begin(), parts_.engine.state().next_secret());
  if (webhook.secrets.size() > most) webhook.secrets.resize(most);
  deliveries_.set_secrets(webhook_id, webhook.secrets);
  return webhook.secrets.front();
}

void Service::retire_old_secrets(const std::string& webhook_id) {
  const std::lock_guard lock{mutex_};
  StoredWebhook& webhook = find_webhook(parts_, webhook_id);
  webhook.secrets.resize(1);
  deliveries_.set_secrets(webhook_id, webhook.secrets);
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
