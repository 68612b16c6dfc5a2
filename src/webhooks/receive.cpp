#include "webhooks/events.hpp"
#include "webhooks/receiver_impl.hpp"
#include "webhooks/repeat_key.hpp"
#include "webhooks/responses.hpp"
#include "webhooks/topics.hpp"

#include <allo/errors.hpp>
#include <allo/webhook_receiver.hpp>

#include <optional>
#include <utility>
#include <variant>

ALLO_NAMESPACE_BEGIN

namespace {

std::optional<std::string_view> unverified_id(const HttpHeaders& headers) {
  std::optional<std::string_view> id;
  try {
    id = detail::single_header(headers, detail::webhook_id_header);
  } catch (const WebhookSignatureException& error) {
    throw InvalidWebhookPayloadException({}, error.what());
  }
  if (id && !detail::is_delivery_id(*id)) {
    throw InvalidWebhookPayloadException({}, "the header webhook-id is malformed");
  }
  return id;
}

/// The result of `decode`; what it refuses is an invalid payload.
template <class Decode>
auto checked(const Decode& decode) {
  try {
    return decode();
  } catch (const DecodeException& error) {
    throw InvalidWebhookPayloadException(error.path(), error.what());
  }
}

/// Gives a claim back unless the delivery was completed.
class Claim {
 public:
  Claim(WebhookDeduplicationStore& store, std::string_view id) : store_(store), id_(id), claim_(store.claim(id)) {}
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;
  ~Claim() {
    if (claim_.state == WebhookClaim::State::Granted) store_.release(id_, claim_.fencing_token);
  }

  const WebhookClaim& get() const noexcept { return claim_; }

  bool complete() {
    if (!store_.complete(id_, claim_.fencing_token)) return false;
    claim_.state = WebhookClaim::State::Completed;
    return true;
  }

 private:
  WebhookDeduplicationStore& store_;
  std::string_view id_;
  WebhookClaim claim_;
};

}  // namespace

void WebhookReceiver::Impl::check_size(std::string_view body) const {
  if (body.size() > max_body_size) throw WebhookTooLargeException(body.size(), max_body_size);
}

WebhookEvent WebhookReceiver::Impl::parse(std::string_view body) const {
  check_size(body);
  WebhookEvent event = checked([&] { return detail::decode_envelope(body, max_depth); });
  note_repeat_key(event, body);
  return event;
}

void WebhookReceiver::Impl::note_repeat_key(WebhookEvent& event, std::string_view text) const {
  if (!store || event.id || event.repeat_key || !detail::topic_info(event.topic).is_event) return;
  event.repeat_key = detail::repeat_key(event.topic, text);
}

std::optional<std::string_view> WebhookReceiver::Impl::check_headers(const HttpHeaders& headers,
                                                                     std::string_view body) const {
  if (!verify || !has_keys.load(std::memory_order_acquire)) return unverified_id(headers);
  const auto time = now();
  const detail::SigningKeys::Reading reading{keys};
  return detail::verify_signature(*reading, headers, body, time, tolerance);
}

detail::DecodedEvent WebhookReceiver::Impl::receive(std::string_view body, const HttpHeaders& headers) const {
  check_size(body);
  const std::optional<std::string_view> id = check_headers(headers, body);
  const auto wants = [this](WebhookTopic topic) { return handlers.want_payload(topic); };
  detail::DecodedEvent received =
      checked([&] { return detail::decode_event(body, max_depth, wants, numbers.is_set()); });
  if (id) received.event.id.emplace(*id);
  note_repeat_key(received.event, body);
  return received;
}

void WebhookReceiver::Impl::prepare(detail::DecodedEvent& received) const {
  if (std::holds_alternative<std::monostate>(received.payload)) {
    if (handlers.want_payload(received.event.topic)) {
      received.payload = checked([&] { return detail::decode_payload(received.event); });
    } else if (numbers.is_set()) {
      received.payload = checked([&] { return detail::decode_numbers(received.event); });
    }
  }
  numbers.check(received.event, received.payload);
}

bool WebhookReceiver::Impl::run(detail::DecodedEvent& received, Stage& stage) const {
  prepare(received);
  auto& [event, payload] = received;
  stage = Stage::Work;
  const std::optional<std::string>& key = event.id ? event.id : event.repeat_key;
  if (!store || !key) {
    handlers.call(event, payload);
    return true;
  }
  Claim claim{*store, *key};
  if (claim.get().state == WebhookClaim::State::Completed) return false;
  if (claim.get().state == WebhookClaim::State::InProgress) {
    stage = Stage::Check;
    throw WebhookInProgressException("the same delivery is being handled at this moment");
  }
  event.fencing_token = claim.get().fencing_token;
  handlers.call(event, payload);
  if (!claim.complete()) {
    stage = Stage::Check;
    throw WebhookInProgressException("the claim on the delivery ran out while its handlers ran");
  }
  return true;
}

void WebhookReceiver::Impl::report(const std::exception& error, int status) const noexcept {
  for (const auto& handler : error_handlers) {
    try {
      handler(error, status);
    } catch (...) {
      // The answer to the delivery does not depend on whether its failure could be logged.
    }
  }
}

WebhookResponse WebhookReceiver::Impl::refuse(Stage stage) const noexcept {
  int status = 500;
  try {
    throw;
  } catch (const std::exception& error) {
    status = stage == Stage::Check ? detail::status_of(error) : detail::status_of_work(error);
    report(error, status);
  } catch (...) {
    struct NotAnException : std::exception {
      const char* what() const noexcept override { return "a handler threw what is not a std::exception"; }
    };
    report(NotAnException{}, status);
  }
  return detail::make_response(status);
}

WebhookResponse WebhookReceiver::Impl::refuse(const std::exception& error, int status) const noexcept {
  report(error, status);
  return detail::make_response(status);
}

WebhookResponse WebhookReceiver::respond(const HttpHeaders& headers, std::string_view body) noexcept {
  impl_->begin();
  Impl::Stage stage = Impl::Stage::Check;
  try {
    detail::DecodedEvent received = impl_->receive(body, headers);
    return detail::make_response(impl_->run(received, stage) ? 204 : 200);
  } catch (...) {
    return impl_->refuse(stage);
  }
}

WebhookResponse WebhookReceiver::respond(const HttpHeaders& headers, std::string_view body,
                                         const std::function<bool(WebhookEvent)>& enqueue) noexcept {
  impl_->begin();
  Impl::Stage stage = Impl::Stage::Check;
  try {
    detail::DecodedEvent received = impl_->receive(body, headers);
    impl_->prepare(received);
    stage = Impl::Stage::Work;
    if (enqueue(std::move(received.event))) return detail::make_response(202);
    return impl_->refuse(WebhookUnavailableException("there is no room for the delivery in the queue"), 503);
  } catch (...) {
    return impl_->refuse(stage);
  }
}

WebhookEvent WebhookReceiver::handle(std::string_view body) { return handle(body, HttpHeaders{}); }

WebhookEvent WebhookReceiver::handle(std::string_view body, const HttpHeaders& headers) {
  impl_->begin();
  Impl::Stage stage = Impl::Stage::Check;
  detail::DecodedEvent received = impl_->receive(body, headers);
  impl_->run(received, stage);
  return std::move(received.event);
}

WebhookEvent WebhookReceiver::accept(std::string_view body, const HttpHeaders& headers) {
  impl_->begin();
  detail::DecodedEvent received = impl_->receive(body, headers);
  impl_->prepare(received);
  return std::move(received.event);
}

WebhookEvent WebhookReceiver::parse(std::string_view body) const { return impl_->parse(body); }

void WebhookReceiver::dispatch(const WebhookEvent& event) {
  impl_->begin();
  Impl::Stage stage = Impl::Stage::Check;
  detail::DecodedEvent received{event, {}};
  // Of an event that was not parsed by this receiver the raw body is not known; what it holds will do.
  impl_->note_repeat_key(received.event, event.data.str());
  impl_->run(received, stage);
}

ALLO_NAMESPACE_END
