#ifndef ALLO_WEBHOOK_RECEIVER_HPP
#define ALLO_WEBHOOK_RECEIVER_HPP

#include <allo/export.hpp>
#include <allo/http.hpp>
#include <allo/webhook_deduplication.hpp>
#include <allo/webhook_errors.hpp>
#include <allo/webhook_events.hpp>
#include <allo/webhook_signature.hpp>
#include <allo/webhooks.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN

/// What to answer to a delivery.
struct WebhookResponse {
  int status = 0;      ///< The HTTP status; see WebhookReceiver::respond.
  std::string body{};  ///< JSON, or empty. Says nothing that a stranger could use.
};

/// Turns deliveries of webhooks into calls of handlers. Opens no socket: any web server hands it the headers and the
/// body.
///
///     allo::WebhookReceiver receiver;
///     receiver.signing_secrets({secret}).on("call.completed", [](const allo::WebhookEvent& event) { ... });
///     auto response = receiver.respond(allo::webhook_headers(request.headers), request.body);
///
/// A receiver without signing secrets accepts every delivery, since the service does not sign those of version 1: keep
/// its URL secret. With secrets it refuses every delivery that is not signed with one of them.
///
/// Threads: register first, from one thread; then deliver from any number of threads at once. Delivering takes no lock
/// of its own (a store of deduplicate() may). Every member that configures throws std::logic_error from the first
/// delivery on. Handlers run on the thread that delivers and must be safe to call at once.
///
/// Movable, not copyable (two copies would not know of each other's deliveries). A moved-from receiver may only be
/// destroyed or assigned to. Do not move or destroy one while another thread delivers.
class ALLO_EXPORT WebhookReceiver {
 public:
  /// A handler of events as they came.
  using EventHandler = std::function<void(const WebhookEvent&)>;
  /// A handler of a payload.
  template <class Payload>
  using PayloadHandler = std::function<void(const Payload&)>;
  /// A handler of a payload that also wants the event: its id, its time stamp, fields that the payload lacks.
  template <class Payload>
  using PayloadEventHandler = std::function<void(const Payload&, const WebhookEvent&)>;

  /// No handlers, and every delivery is accepted.
  WebhookReceiver();
  ~WebhookReceiver();

  /// @{
  /// Takes over the handlers, the settings and what is remembered of deliveries.
  WebhookReceiver(WebhookReceiver&& other) noexcept;
  WebhookReceiver& operator=(WebhookReceiver&& other) noexcept;
  /// @}

  WebhookReceiver(const WebhookReceiver&) = delete;
  WebhookReceiver& operator=(const WebhookReceiver&) = delete;

  /// @name Handlers
  /// A topic may have several handlers; they are called in the order of registration, and the first one that throws
  /// ends the delivery. @throws InvalidArgumentException for an empty function; std::logic_error after the first
  /// delivery
  /// @{

  /// Topic CALL_RECEIVED of version 1: a call has ended.
  WebhookReceiver& on_call_received(PayloadHandler<CallReceivedPayload> handler);
  /// The same for a handler that also wants the event.
  WebhookReceiver& on_call_received(PayloadEventHandler<CallReceivedPayload> handler);
  /// Topic SMS_RECEIVED of version 1: a text message came in or went out.
  WebhookReceiver& on_sms_received(PayloadHandler<SmsReceivedPayload> handler);
  /// The same for a handler that also wants the event.
  WebhookReceiver& on_sms_received(PayloadEventHandler<SmsReceivedPayload> handler);
  /// Topic CONTACT_CREATED of version 1.
  WebhookReceiver& on_contact_created(PayloadHandler<ContactEventPayload> handler);
  /// The same for a handler that also wants the event.
  WebhookReceiver& on_contact_created(PayloadEventHandler<ContactEventPayload> handler);
  /// Topic CONTACT_UPDATED of version 1.
  WebhookReceiver& on_contact_updated(PayloadHandler<ContactEventPayload> handler);
  /// The same for a handler that also wants the event.
  WebhookReceiver& on_contact_updated(PayloadEventHandler<ContactEventPayload> handler);

  /// The topic whose payloads are of a type, such as those of <allo/v2/webhook_events.hpp>:
  /// `receiver.on<allo::v2::CallCompletedPayload>([](const allo::v2::CallCompletedPayload& call) { ... })`. There is
  /// one for each type of payload that belongs to one topic alone.
  template <class Payload>
  WebhookReceiver& on(PayloadHandler<Payload> handler);
  /// The same for a handler that also wants the event.
  template <class Payload>
  WebhookReceiver& on(PayloadEventHandler<Payload> handler);

  /// Any topic that this version knows, such as WebhookTopic::CallCompleted.
  /// @throws InvalidArgumentException also for WebhookTopic::Unknown
  WebhookReceiver& on(WebhookTopic topic, EventHandler handler);
  /// Any topic by its text on the wire, such as "call.completed", known to this version or not.
  /// @throws InvalidArgumentException also for an empty text
  WebhookReceiver& on(std::string_view topic, EventHandler handler);
  /// Every event that no other handler is registered for. Without one, such an event is accepted and done.
  WebhookReceiver& on_unhandled(EventHandler handler);

  /// Called by respond() for every refusal and failure, with what was thrown and the status that is answered, so that
  /// it can be logged. Several are called in the order of registration; what one throws is dropped.
  WebhookReceiver& on_error(std::function<void(const std::exception& error, int status)> handler);
  /// @}

  /// @name What is accepted
  /// A second call replaces the first. @throws std::logic_error after the first delivery
  /// @{

  /// Accepts only what concerns one of these numbers, which are compared after E164::normalize. That number is the
  /// payload's `allo_number` where it has one; else the called number of an inbound call (before any transfer) or
  /// message and the calling number of an outbound one, in both versions; where the direction is unknown, either. An
  /// event that concerns no number, or does not say which, passes: contact events, topics that this version does not
  /// know and that have no `allo_number`, and events of version 2 that name no numbers. Nothing but the numbers is read
  /// for this: what else is wrong with an event concerns only those who handle its payload.
  /// @throws InvalidArgumentException for an empty list or what is no number
  WebhookReceiver& allowed_allo_numbers(const std::vector<std::string>& numbers);

  /// Demands a valid signature (Standard Webhooks, `v1`) under one of these secrets of every delivery; several at once
  /// are for rotation. A secret is base64 of at least 16 bytes, with or without "whsec_" in front.
  /// @throws InvalidArgumentException for an empty list or a malformed secret, which it does not quote
  WebhookReceiver& signing_secrets(const std::vector<std::string>& secrets);

  /// Replaces the signing secrets while deliveries run, from any thread: a rotation without a restart. A delivery is
  /// checked with the secrets before or with these, and when this returns none is checked with those before any more.
  /// May be called at any time.
  /// @throws InvalidArgumentException as signing_secrets() does; the secrets before then stay in force
  void replace_signing_secrets(const std::vector<std::string>& secrets);

  /// Accepts deliveries without checking any signature although signing_secrets() is set: anybody who knows the URL can
  /// then call the handlers. For tests on one machine.
  WebhookReceiver& accept_unsigned_deliveries_insecurely();

  /// How far the time stamp of a signature may be off, either way, inclusive; 5 minutes unless told.
  /// @throws InvalidArgumentException when negative
  WebhookReceiver& tolerance(std::chrono::seconds tolerance);

  /// The time, for signatures and deduplicate(window); the system's clock unless told. Called from every delivering
  /// thread.
  WebhookReceiver& clock(std::function<std::chrono::system_clock::time_point()> now);

  /// The largest body in bytes; 1 MiB unless told.
  WebhookReceiver& max_body_size(std::size_t bytes);

  /// The deepest nesting of the body in levels; 64 unless told.
  /// @throws InvalidArgumentException unless 2 to 128
  WebhookReceiver& max_depth(std::size_t levels);

  /// Runs every delivery once: one that was handled within the window is answered like a success, one that is being
  /// handled is refused with 409, and one that failed may come again. Deliveries are told apart by their `webhook-id`.
  /// Where there is none, as in version 1, a call or a message is known by its topic and the SHA-256 of its raw body;
  /// every other event, such as a contact's, says what is so now and is always handled. Off unless called; remembers
  /// at most 100,000 deliveries in the memory of this process.
  /// @throws InvalidArgumentException for a window that is not positive or longer than a year
  WebhookReceiver& deduplicate(std::chrono::seconds window = default_deduplication_window);
  /// The same with a store of the caller's, which receivers on several machines may share.
  /// @throws InvalidArgumentException for a null pointer
  WebhookReceiver& deduplicate(std::shared_ptr<WebhookDeduplicationStore> store);
  /// @}

  /// @name Delivery
  /// @{

  /// Checks a delivery, runs its handlers and says what to answer:
  /// | status | when |
  /// |---|---|
  /// | 204 | the handlers returned, or the topic has none |
  /// | 200 | it was handled before |
  /// | 400 | not an envelope, or a payload that does not decode (InvalidWebhookPayloadException) |
  /// | 401 | no valid signature (WebhookSignatureException) |
  /// | 403 | it concerns another number (WebhookNumberNotAllowedException) |
  /// | 409 | the same delivery is being handled (WebhookInProgressException) |
  /// | 413 | larger than max_body_size (WebhookTooLargeException) |
  /// | 500 | a handler or the store threw, whatever it threw, but for |
  /// | 503 | WebhookUnavailableException |
  ///
  /// Everything outside 2xx makes the service deliver again later.
  WebhookResponse respond(const HttpHeaders& headers, std::string_view body) noexcept;

  /// The same for a server that answers before the work is done: hands a delivery that passed every check to `enqueue`
  /// instead of the handlers, and answers 202 when that returned true, 503 when it returned false (no room, which
  /// on_error() is told as WebhookUnavailableException) and 500 when it threw. Whoever takes the event from the queue
  /// gives it to dispatch(); the service does not hear of a failure there.
  WebhookResponse respond(const HttpHeaders& headers, std::string_view body,
                          const std::function<bool(WebhookEvent)>& enqueue) noexcept;

  /// Checks a delivery, runs its handlers and returns the event. With signing secrets, every delivery without headers
  /// is refused. @throws what respond() lists, and what a handler throws as it is
  WebhookEvent handle(std::string_view body);
  /// The same with the headers, which a signature and de-duplication need.
  WebhookEvent handle(std::string_view body, const HttpHeaders& headers);

  /// Checks size, signature, envelope and number without running a handler. The event then goes to dispatch().
  /// @throws the exceptions of 400, 401, 403 and 413
  WebhookEvent accept(std::string_view body, const HttpHeaders& headers);

  /// Reads an envelope. Checks no signature and no number.
  /// @throws InvalidWebhookPayloadException
  WebhookEvent parse(std::string_view body) const;

  /// Runs the handlers of an event once by its id or `repeat_key`, where deduplicate() is on; its number must be
  /// allowed. Checks no signature.
  /// @throws the exceptions of 400, 403 and 409, and what a handler or the store throws as it is
  void dispatch(const WebhookEvent& event);
  /// @}

 private:
  struct Impl;
  Impl* impl_;  // Its own. A smart pointer of this type is a hundredth of what <allo/allo.hpp> adds to a compilation.
};

namespace detail {
ALLO_EXPORT void add_webhook_header(HttpHeaders& headers, std::string_view name, std::string_view value);

template <class T, class = void>
struct HasNameString : std::false_type {};
template <class T>
struct HasNameString<T, std::void_t<decltype(std::declval<const T&>().name_string())>> : std::true_type {};

/// Any kind of string: also one of another library that the standard's does not know.
template <class Text>
std::string_view text_of(const Text& text) {
  if constexpr (std::is_convertible_v<const Text&, std::string_view>) {
    return text;
  } else {
    return {text.data(), text.size()};
  }
}
}  // namespace detail

/// The headers of a delivery that a receiver looks at, out of any range: of pairs of name and value, such as a
/// std::multimap or a vector of pairs, or of fields with name_string() and value(), such as Boost.Beast's. A value that
/// no header may have counts as empty, so that the receiver refuses it; nothing that came from the network is thrown
/// for.
template <class Range>
HttpHeaders webhook_headers(const Range& range) {
  HttpHeaders headers;
  for (const auto& field : range) {
    if constexpr (detail::HasNameString<std::decay_t<decltype(field)>>::value) {
      detail::add_webhook_header(headers, detail::text_of(field.name_string()), detail::text_of(field.value()));
    } else {
      const auto& [name, value] = field;
      detail::add_webhook_header(headers, detail::text_of(name), detail::text_of(value));
    }
  }
  return headers;
}

ALLO_NAMESPACE_END

#endif
