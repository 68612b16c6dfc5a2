#include "testing/sandbox_impl.hpp"

#include <allo/errors.hpp>
#include <allo/testing/sandbox.hpp>
#include <allo/transport.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing {

using Parts = detail::Service::Parts;

SandboxError::~SandboxError() = default;
UnmetExpectations::~UnmetExpectations() = default;

SandboxOptions Sandbox::Impl::checked(SandboxOptions options) {
  const auto refuse = [](const char* message) { throw InvalidArgumentException(message); };
  if (options.latency < std::chrono::milliseconds{0}) refuse("latency must not be negative");
  if (options.reads_per_second < 1) refuse("reads_per_second must be 1 or more");
  if (options.writes_per_second < 1) refuse("writes_per_second must be 1 or more");
  if (options.delivery_timeout < std::chrono::milliseconds{1}) refuse("delivery_timeout must be 1 ms or more");
  if (options.requests_per_day && *options.requests_per_day < 0) refuse("requests_per_day must not be negative");
  return options;
}

Sandbox::Sandbox(SandboxOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Sandbox::~Sandbox() {
  // A control request may wait for deliveries, and the server for that request.
  impl_->service.deliveries().stop();
  const std::string report = impl_->locked([](Parts& parts) { return parts.expectations.report(); });
  // While an exception flies, the test fails of that.
  if (report.empty() || std::uncaught_exceptions() > 0) return;
  if (impl_->options.on_unmet) {
    impl_->options.on_unmet(report);
  } else {
    std::fprintf(stderr, "allo::testing::Sandbox: the requests were not as expected\n%s", report.c_str());
    std::abort();
  }
}

std::uint16_t Sandbox::port() const noexcept { return static_cast<std::uint16_t>(impl_->server.port()); }

std::string Sandbox::origin() const { return impl_->origin(); }

std::string Sandbox::Impl::origin() const {
  const std::string& host = options.host;
  // A wildcard is where the server listens, not where a client connects.
  const std::string shown = host == "0.0.0.0" || host == "::" ? "127.0.0.1" : host;
  const bool is_v6 = shown.find(':') != std::string::npos;
  return (options.tls ? "https://" : "http://") + (is_v6 ? '[' + shown + ']' : shown) + ':' +
         std::to_string(server.port());
}

std::string Sandbox::base_url() const { return origin() + "/v1/api"; }

std::string Sandbox::ca_pem() const { return impl_->tls ? impl_->tls->authority_pem() : std::string{}; }

AlloClientOptions Sandbox::client_options() const {
  AlloClientOptions options;
  options.api_key = key();
  options.base_url = base_url();
  if (impl_->tls) {
    CurlTransportOptions transport;
    transport.ca_pem = ca_pem();
    options.transport = make_curl_transport(std::move(transport));
  }
  return options;
}

void Sandbox::add_key(std::string key, std::vector<std::string> scopes) {
  detail::add_key(impl_->service, key, std::move(scopes));
}

Quirks Sandbox::quirks() const {
  return impl_->locked([](Parts& parts) { return parts.engine.quirks(); });
}

void Sandbox::set_quirks(const Quirks& quirks) {
  impl_->locked([&](Parts& parts) { parts.engine.quirks() = quirks; });
}

Timestamp Sandbox::now() const {
  return impl_->locked([](Parts& parts) { return parts.engine.clock().now(); });
}

void Sandbox::advance(std::chrono::microseconds step) { impl_->service.advance(step); }
Snapshot Sandbox::snapshot() const { return impl_->service.snapshot(); }
void Sandbox::restore(const Snapshot& snapshot) { impl_->service.restore(snapshot); }
void Sandbox::reset() { impl_->service.reset(); }

std::uint64_t Sandbox::arm(const Fault& fault) {
  return impl_->locked([&](Parts& parts) { return parts.faults.arm(fault); });
}

bool Sandbox::disarm(std::uint64_t id) {
  return impl_->locked([&](Parts& parts) { return parts.faults.disarm(id); });
}

void Sandbox::disarm_all() {
  impl_->locked([](Parts& parts) { parts.faults.disarm_all(); });
}

std::vector<ArmedFault> Sandbox::armed() const {
  return impl_->locked([](Parts& parts) { return parts.faults.armed(); });
}

std::vector<RecordedRequest> Sandbox::requests() const {
  return impl_->locked([](Parts& parts) { return parts.journal.entries(); });
}

void Sandbox::clear_requests() {
  impl_->locked([](Parts& parts) { parts.journal.clear(); });
}

void Sandbox::expect_request(const ExpectedRequest& expected) {
  impl_->locked([&](Parts& parts) { parts.expectations.add(expected); });
}

void Sandbox::verify() {
  const std::string report = impl_->locked([](Parts& parts) {
    std::string text = parts.expectations.report();
    parts.expectations.clear();
    return text;
  });
  if (!report.empty()) throw UnmetExpectations(report);
}

Call Sandbox::simulate_incoming_call(const IncomingCall& call) { return impl_->service.receive(call); }
SmsMessage Sandbox::simulate_incoming_sms(const IncomingSms& sms) { return impl_->service.receive(sms); }
std::size_t Sandbox::simulate_event(const SimulatedEvent& event) { return impl_->service.announce(event); }

std::vector<Delivery> Sandbox::deliveries() const { return impl_->service.deliveries().log(); }

bool Sandbox::wait_for_deliveries(std::chrono::milliseconds timeout) {
  return impl_->service.deliveries().wait(timeout);
}

void Sandbox::redeliver(std::uint64_t delivery_id) {
  if (!impl_->service.deliveries().redeliver(delivery_id)) throw InvalidArgumentException("no such delivery");
}

void Sandbox::duplicate_deliveries(int copies) { impl_->service.deliveries().set_duplicates(copies); }
void Sandbox::hold_deliveries() { impl_->service.deliveries().hold(); }
void Sandbox::release_deliveries(bool reversed) { impl_->service.deliveries().release(reversed); }

std::string Sandbox::signing_secret(std::string_view webhook_id) const {
  return impl_->service.secrets(std::string{webhook_id}).front();
}

std::string Sandbox::rotate_signing_secret(std::string_view webhook_id) {
  return impl_->service.rotate_secret(std::string{webhook_id});
}

void Sandbox::retire_old_signing_secrets(std::string_view webhook_id) {
  impl_->service.retire_old_secrets(std::string{webhook_id});
}

std::vector<PhoneNumber> Sandbox::numbers() const {
  return impl_->locked([](Parts& parts) { return parts.engine.state().numbers; });
}

std::vector<Contact> Sandbox::contacts() const {
  return impl_->locked([](Parts& parts) {
    return std::vector<Contact>(parts.engine.state().contacts.begin(), parts.engine.state().contacts.end());
  });
}

std::vector<Call> Sandbox::calls() const {
  return impl_->locked([](Parts& parts) {
    std::vector<Call> calls;
    for (const auto* item : parts.engine.state().calls()) calls.push_back(item->call);
    return calls;
  });
}

std::vector<SmsMessage> Sandbox::messages() const {
  return impl_->locked([](Parts& parts) {
    std::vector<SmsMessage> messages;
    for (const auto* item : parts.engine.state().messages()) messages.push_back(item->message);
    return messages;
  });
}

std::vector<Webhook> Sandbox::webhooks() const {
  return impl_->locked([](Parts& parts) {
    std::vector<Webhook> webhooks;
    for (const auto& stored : parts.engine.state().webhooks) {
      if (stored.version == 1) webhooks.push_back(stored.webhook);
    }
    return webhooks;
  });
}

void Sandbox::add_number(PhoneNumber number) { detail::add_number(impl_->service, std::move(number)); }

void Sandbox::add_sender_id(std::string sender_id, bool active) {
  detail::add_sender_id(impl_->service, std::move(sender_id), active);
}

Contact Sandbox::add_contact(Contact contact) { return detail::add_contact(impl_->service, std::move(contact)); }

Call Sandbox::add_call(Call call) { return impl_->service.add_past(std::move(call)); }

}  // namespace testing
ALLO_NAMESPACE_END
