#include "missed_calls.hpp"

#include <allo/e164.hpp>
#include <allo/errors.hpp>

#include <string>

MissedCalls::MissedCalls(const allo::AlloClient& allo) : allo_(allo) {
  // A delivery may come more than once; nobody shall get two messages for it. A call without an id is known by its
  // body.
  receiver_.deduplicate().on_call_received([this](const allo::CallReceivedPayload& call) { text_back(call); });
}

allo::WebhookResponse MissedCalls::on_delivery(const allo::HttpHeaders& headers, std::string_view body) {
  return receiver_.respond(headers, body);
}

void MissedCalls::text_back(const allo::CallReceivedPayload& call) {
  const bool missed = call.result == allo::CallResult::Voicemail || call.result == allo::CallResult::Failed;
  const bool can_be_texted = call.type == allo::CallDirection::Inbound && allo::E164::is_valid(call.from_number);
  if (!missed || !can_be_texted) return;
  const std::string name = call.from_name ? " " + *call.from_name : "";
  try {
    allo_.sms.send({.from = call.to,
                    .to = call.from_number,
                    .message = "Hello" + name + ", we missed your call. We will call you back today."});
  } catch (const allo::TransportException& error) {
    // The message may be on its way already: rather none than two.
    if (!error.request_may_have_been_sent()) throw;
  } catch (const allo::ValidationException&) {
    // A number that cannot be texted, such as a landline, will not be better next time.
  }
}
