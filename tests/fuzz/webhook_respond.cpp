// Hostile deliveries: `respond` answers each with a documented status and calls a handler exactly when it says so.
//
// An input is a line of options, three lines of headers (id, time stamp, signatures) and a body. With the option 's'
// the body is signed rightly, since no fuzzer guesses an HMAC; a header line then makes a second header of its name.
// Other options: 'k' a signing secret, 'p' one that replaced another, 'n' an allowed number, 'd' de-duplication, 'b' a
// bound of 100 bytes; 'u' no handler of typed payloads, 't' handlers throw, 'r' handlers deliver the same again, 'q' a
// queue takes events, 'f' a queue is full.
#include "fuzz/expect.hpp"
#include "fuzz/reach.hpp"

#include <allo/errors.hpp>
#include <allo/json_text.hpp>
#include <allo/v2/webhook_events.hpp>
#include <allo/webhook_receiver.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const auto now = std::chrono::system_clock::time_point{std::chrono::seconds{1'700'000'000}};

constexpr int statuses[] = {200, 202, 204, 400, 401, 403, 409, 413, 500, 503};

Reach& goals() {
  // Never destroyed: it reports at the very end.
  static Reach& reach = *new Reach{"a topic of the future",
                                   "an envelope with a version",
                                   "an envelope with a time stamp",
                                   "an event with an id",
                                   "a byte order mark",
                                   "a signed delivery",
                                   "the older spelling",
                                   "an outbound call",
                                   "a transferred call",
                                   "a number that the payload names",
                                   "a repetition without an id",
                                   "an event without an id that is always handled",
                                   "an allowed number without a typed handler",
                                   "data that is no object",
                                   "a company that is an object",
                                   "a replaced secret",
                                   "a call of version 2 that comes in",
                                   "a call of version 2 that goes out",
                                   "a call of version 2 that is answered",
                                   "a call of version 2 that has ended"};
  return reach;
}

/// One goal for each field of a payload that was given and, for those that may be null, one for its absence.
template <class Payload>
class FieldGoals {
 public:
  /// `required` and `nullable` are the fields' names on the wire.
  FieldGoals(const std::string& topic, std::vector<std::string> required, std::vector<std::string> nullable)
      : topic_(topic), required_(std::move(required)), nullable_(std::move(nullable)) {
    for (const std::string& field : required_) goals().add(given(field));
    for (const std::string& field : nullable_) {
      goals().add(given(field));
      goals().add(null(field));
    }
  }

  void mark(const Payload& payload) {
    if (--looks_ < 0) return;
    const allo::JsonText written = allo::to_json_text(payload);
    for (const auto* fields : {&required_, &nullable_}) {
      for (const std::string& field : *fields) {
        const auto value = written.get(field);
        if (value && !value->empty() && value != "[]") goals().mark(given(field));
        if (!value && fields == &nullable_) goals().mark(null(field));
      }
    }
  }

 private:
  std::string given(const std::string& field) const { return topic_ + ": " + field; }
  std::string null(const std::string& field) const { return topic_ + ": no " + field; }

  std::string topic_;
  std::vector<std::string> required_;
  std::vector<std::string> nullable_;
  int looks_ = 1'000;  // The seeds come first; looking at every input would slow the fuzzer down.
};

/// Marks what an accepted delivery has shown.
class Marker {
 public:
  Marker() {
    for (const int status : statuses) goals().add("status " + std::to_string(status));
    for (int topic = 1; topic <= static_cast<int>(allo::WebhookTopic::SummaryUpdated); ++topic) {
      goals().add("topic " + std::string{to_string(static_cast<allo::WebhookTopic>(topic))});
    }
  }

  void mark(const allo::WebhookEvent& event) {
    if (event.topic == allo::WebhookTopic::Unknown) {
      goals().mark("a topic of the future");
    } else {
      goals().mark("topic " + std::string{event.topic.text()});
    }
    if (event.version != "1.0") goals().mark("an envelope with a version");
    if (event.timestamp) goals().mark("an envelope with a time stamp");
    if (event.id) goals().mark("an event with an id");
    if (event.data.str().front() != '{') goals().mark("data that is no object");
  }
  void mark(const allo::v2::CallReceivedPayload& call, const allo::WebhookEvent& event) {
    mark(event);
    if (!call.to_number.empty()) goals().mark("a call of version 2 that comes in");
  }
  void mark(const allo::v2::CallTriggeredPayload& call, const allo::WebhookEvent& event) {
    mark(event);
    if (!call.to_number.empty()) goals().mark("a call of version 2 that goes out");
  }
  void mark(const allo::v2::CallAnsweredPayload& call, const allo::WebhookEvent& event) {
    mark(event);
    if (!call.to_number.empty()) goals().mark("a call of version 2 that is answered");
  }
  void mark(const allo::v2::CallCompletedPayload& call, const allo::WebhookEvent& event) {
    mark(event);
    if (!call.id.empty()) goals().mark("a call of version 2 that has ended");
  }
  void mark(const allo::CallReceivedPayload& call, const allo::WebhookEvent& event) {
    mark(event);
    calls_.mark(call);
    if (call.start_date != allo::Timestamp{} && event.get("startDate")) goals().mark("the older spelling");
    if (call.type == allo::CallDirection::Outbound) goals().mark("an outbound call");
    if (call.transfer_from && call.transfer_from->number) goals().mark("a transferred call");
  }
  void mark(const allo::SmsReceivedPayload& sms, const allo::WebhookEvent& event) {
    mark(event);
    messages_.mark(sms);
    if (sms.allo_number) goals().mark("a number that the payload names");
  }
  void mark(const allo::ContactEventPayload& contact, const allo::WebhookEvent& event) {
    mark(event);
    contacts_.mark(contact);
    if (contact.company && event.get("company.name") == contact.company) goals().mark("a company that is an object");
  }

 private:
  FieldGoals<allo::CallReceivedPayload> calls_{
      "call",
      {"id", "start_date", "from_number", "to", "length_in_minutes", "length", "transcriptions",
       "concatenated_transcript", "data_collected", "ivr_result", "type", "result", "user_email"},
      {"recording_url", "from_name", "to_name", "tag", "summary", "one_sentence_summary", "integration_id",
       "transfer_from", "transfer_to", "transfer_original_call_id", "original_to_number", "original_to_name"}};
  FieldGoals<allo::SmsReceivedPayload> messages_{
      "message",
      {"id", "direction", "type", "content", "sent_at", "from_number", "to_number"},
      {"from_name", "to_name", "allo_number"}};
  FieldGoals<allo::ContactEventPayload> contacts_{
      "contact", {"id", "emails", "numbers"}, {"name", "last_name", "company"}};
};

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

bool has(std::string_view options, char option) { return options.find(option) != std::string_view::npos; }

/// The headers of an input.
allo::HttpHeaders read_headers(std::string_view options, std::string_view& rest) {
  const std::string_view id = take_line(rest);
  const std::string_view timestamp = take_line(rest);
  const std::string_view signatures = take_line(rest);
  std::vector<std::pair<std::string, std::string>> pairs;
  if (has(options, 's')) {
    const allo::WebhookDelivery delivery =
        allo::make_delivery({.body = std::string{rest}, .secret = secret, .id = "msg_1", .timestamp = now});
    for (const allo::HttpHeader header : delivery.headers) pairs.emplace_back(header.name, header.value);
  }
  if (!id.empty()) pairs.emplace_back("webhook-id", id);
  if (!timestamp.empty()) pairs.emplace_back("Webhook-Timestamp", timestamp);
  if (!signatures.empty()) pairs.emplace_back("webhook-signature", signatures);
  return allo::webhook_headers(pairs);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Marker marker;
  std::string_view rest{reinterpret_cast<const char*>(data), size};
  const std::string_view options = take_line(rest);
  const allo::HttpHeaders headers = read_headers(options, rest);

  allo::WebhookReceiver receiver;
  int calls = 0;
  int refusals = 0;
  bool known = false;  // By its id, or by its body.
  const auto handle = [&](const allo::WebhookEvent& event, const auto&... payload) {
    ++calls;
    marker.mark(payload..., event);
    known = has(options, 'd') && (event.id || event.repeat_key);
    if (has(options, 't')) throw 42;
    if (has(options, 'r') && calls < 3) {
      const int again = receiver.respond(headers, rest).status;
      goals().mark("status " + std::to_string(again));
      expect(again == (known ? 409 : 204), "the same delivery does not run inside itself");
    }
  };
  const auto typed = [&](const auto& payload, const allo::WebhookEvent& event) {
    (void)event.get("transfer_from.user_name");
    handle(event, payload);
  };
  if (!has(options, 'u')) {
    receiver.on_call_received(typed).on_sms_received(typed).on_contact_created(typed).on_contact_updated(typed);
    receiver.on<allo::v2::CallReceivedPayload>(typed).on<allo::v2::CallTriggeredPayload>(typed);
    receiver.on<allo::v2::CallAnsweredPayload>(typed).on<allo::v2::CallCompletedPayload>(typed);
  }
  receiver.clock([] { return now; })
      .on_unhandled([&](const allo::WebhookEvent& event) {
        expect(!event.topic.text().empty(), "an event has a topic");
        (void)event.get("a.0.b");
        handle(event);
      })
      .on_error([&](const std::exception& error, int) {
        ++refusals;
        expect(std::string_view{error.what()}.find("MfKQ9r8G") == std::string_view::npos, "no error holds the secret");
      });
  const bool replaced = has(options, 'p');
  if (replaced) receiver.signing_secrets({"whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"});
  if (replaced) receiver.replace_signing_secrets({secret});
  if (has(options, 'k')) receiver.signing_secrets({secret});
  if (has(options, 'n')) receiver.allowed_allo_numbers({"+14155550100"});
  if (has(options, 'd')) receiver.deduplicate();
  if (has(options, 'b')) receiver.max_body_size(100);

  const bool queued = has(options, 'q') || has(options, 'f');
  const allo::WebhookResponse response =
      queued ? receiver.respond(headers, rest, [&](const allo::WebhookEvent&) { return has(options, 'q'); })
             : receiver.respond(headers, rest);
  const int status = response.status;
  goals().mark("status " + std::to_string(status));  // Ends the program for one that is not documented.
  const bool done = status == 204;
  expect(calls > 0 ? done || status == 500 : !done && status != 500, "a handler runs exactly when the answer says so");
  expect(!queued || (!done && status != 500), "what is queued is not handled");
  expect((status != 202 && status != 503) || queued, "only a queue defers");
  expect(has(options, 't') || status != 500, "nothing fails but a handler");
  if (status / 100 >= 4) expect(refusals > 0, "a refusal is reported");
  expect(done || !response.body.empty(), "all but a 204 has a body");
  if (done && replaced) goals().mark("a replaced secret");
  if (done && has(options, 'n') && has(options, 'u')) goals().mark("an allowed number without a typed handler");
  if ((has(options, 'k') || replaced) && !has(options, 's'))
    expect(status == 401 || status == 413, "nobody guesses a signature");
  if (done && has(options, 'k')) goals().mark("a signed delivery");
  if (done && rest.substr(0, 3) == "\xef\xbb\xbf") goals().mark("a byte order mark");
  if (has(options, 'd') && done && !known) goals().mark("an event without an id that is always handled");
  if (done && known) {
    if (!headers.get("webhook-id")) goals().mark("a repetition without an id");
    const int before = calls;
    const int again = receiver.respond(headers, rest).status;
    goals().mark("status " + std::to_string(again));
    expect(again == 200 && calls == before, "a delivery runs once");
  }
  return 0;
}
