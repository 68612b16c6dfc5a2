// Hostile deliveries: `respond` answers each with a documented status and calls a handler exactly when it says so.
//
// An input is a line of options, three lines of headers (id, time stamp, signatures) and a body. With the option 's'
// the body is signed rightly, since no fuzzer guesses an HMAC; a header line then makes a second header of its name.
#include "fuzz/expect.hpp"

#include <allo/errors.hpp>
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

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

bool has(std::string_view options, char option) { return options.find(option) != std::string_view::npos; }

bool is_documented(int status) {
  for (const int known : {200, 204, 400, 401, 403, 413}) {
    if (status == known) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest{reinterpret_cast<const char*>(data), size};
  const std::string_view options = take_line(rest);
  const std::string_view id = take_line(rest);
  const std::string_view timestamp = take_line(rest);
  const std::string_view signatures = take_line(rest);

  allo::WebhookReceiver receiver;
  int calls = 0;
  int refusals = 0;
  receiver.clock([] { return now; })
      .on_call_received([&](const allo::CallReceivedPayload&, const allo::WebhookEvent& event) {
        ++calls;
        (void)event.get("transfer_from.user_name");
      })
      .on_sms_received([&](const allo::SmsReceivedPayload&) { ++calls; })
      .on_contact_created([&](const allo::ContactEventPayload&) { ++calls; })
      .on_contact_updated([&](const allo::ContactEventPayload&) { ++calls; })
      .on_unhandled([&](const allo::WebhookEvent& event) {
        ++calls;
        expect(!event.topic.text().empty(), "an event has a topic");
        (void)event.get("a.0.b");
      })
      .on_error([&](const std::exception& error, int) {
        ++refusals;
        expect(std::string_view{error.what()}.find("MfKQ9r8G") == std::string_view::npos, "no error holds the secret");
      });
  if (has(options, 'k')) receiver.signing_secrets({secret});
  if (has(options, 'n')) receiver.allowed_allo_numbers({"+14155550100"});
  if (has(options, 'd')) receiver.deduplicate();
  if (has(options, 'b')) receiver.max_body_size(100);

  std::vector<std::pair<std::string, std::string>> pairs;
  if (has(options, 's')) {
    const allo::WebhookDelivery delivery =
        allo::make_delivery({.body = std::string{rest}, .secret = secret, .id = "msg_1", .timestamp = now});
    for (const allo::HttpHeader header : delivery.headers) pairs.emplace_back(header.name, header.value);
  }
  if (!id.empty()) pairs.emplace_back("webhook-id", id);
  if (!timestamp.empty()) pairs.emplace_back("Webhook-Timestamp", timestamp);
  if (!signatures.empty()) pairs.emplace_back("webhook-signature", signatures);

  const allo::HttpHeaders headers = allo::webhook_headers(pairs);
  const allo::WebhookResponse response = receiver.respond(headers, rest);
  expect(is_documented(response.status), "the status is documented");
  expect(calls == (response.status == 204 ? 1 : 0), "a handler runs exactly when the answer says so");
  expect(refusals == (response.status == 204 ? 0 : 1), "a refusal is reported");
  expect(response.status == 204 || !response.body.empty(), "a refusal has a body");
  if (has(options, 'k') && !has(options, 's')) expect(response.status != 204, "nobody guesses a signature");
  if (has(options, 'd') && response.status == 204 && headers.get("webhook-id")) {
    expect(receiver.respond(headers, rest).status == 200 && calls == 1, "a delivery runs once");
  }
  return 0;
}
