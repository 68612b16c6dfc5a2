#include "testing/payloads.hpp"

#include "testing/time_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

/// A topic of version 1 that reports a kind of change, and its name in version 2.
struct TopicPair {
  Change::Kind kind;
  std::string_view v1;
  std::string_view v2;
};

constexpr std::array<TopicPair, 6> topic_pairs{{
    {Change::Kind::CallEnded, "CALL_RECEIVED", "call.completed"},
    {Change::Kind::SmsIn, "SMS_RECEIVED", "sms.received"},
    {Change::Kind::SmsOut, "SMS_RECEIVED", "sms.sent"},
    {Change::Kind::SmsOut, "SMS_SENT", "sms.sent"},
    {Change::Kind::ContactCreated, "CONTACT_CREATED", "contact.created"},
    {Change::Kind::ContactUpdated, "CONTACT_UPDATED", "contact.updated"},
}};

Json name_of(const State& state, const std::string& number) {
  for (const PhoneNumber& own : state.numbers) {
    if (own.number == number) return own.name ? Json(*own.name) : Json(nullptr);
  }
  const Contact* contact = state.find_contact_by_number(number);
  if (contact == nullptr || !contact->name) return nullptr;
  return contact->last_name ? *contact->name + ' ' + *contact->last_name : *contact->name;
}

std::string length_for_people(double minutes) {
  const long seconds = std::lround(minutes * 60.0);
  return std::to_string(seconds / 60) + "m " + std::to_string(seconds % 60) + 's';
}

Json call_payload(const StoredCall& stored, const State& state, const Renderer& render) {
  const Call& call = stored.call;
  const std::string to = call.to_number.value_or(std::string{});
  Json lines = Json::array();
  std::string all_text;
  for (const TranscriptLine& line : call.transcript) {
    lines.push_back(
        {{"source", render.word(line.source.text())}, {"time", render.time(line.time)}, {"text", line.text}});
    all_text += std::string{line.source.text()} + ": " + line.text + '\n';
  }
  Json out = {{"id", call.id}, {"start_date", render.time(call.start_date)}};
  render.put(out, "recording_url", render.optional(call.recording_url));
  out["from_number"] = call.from_number;
  render.put(out, "from_name", name_of(state, call.from_number));
  out["to"] = to;
  render.put(out, "to_name", name_of(state, to));
  out["length_in_minutes"] = call.length_in_minutes;
  out["length"] = length_for_people(call.length_in_minutes);
  render.put(out, "tag", render.optional(call.tag));
  render.put(out, "summary", render.optional(call.summary));
  render.put(out, "one_sentence_summary", render.optional(call.summary));
  out["transcriptions"] = std::move(lines);
  out["concatenated_transcript"] = all_text;
  out["data_collected"] = stored.data_collected.is_null() ? Json::object() : Json::parse(stored.data_collected.str());
  out["ivr_result"] = Json::array();
  out["type"] = call.type ? render.word(call.type->text()) : Json(nullptr);
  out["result"] = call.result ? render.word(call.result->text()) : Json(nullptr);
  for (const char* absent : {"integration_id", "transfer_from", "transfer_to", "transfer_original_call_id"}) {
    render.put(out, absent, nullptr);
  }
  out["user_email"] = "team@example.com";
  render.put(out, "original_to_number", nullptr);
  render.put(out, "original_to_name", nullptr);
  return out;
}

Json sms_payload(const StoredMessage& stored, const State& state, const Renderer& render) {
  const SmsMessage& message = stored.message;
  const std::string from = message.from_number ? *message.from_number : message.sender_id.value_or(std::string{});
  Json out = {{"id", stored.id},
              {"direction", render.word(message.type.text())},
              {"type", render.word("SMS")},
              {"content", message.content},
              {"sent_at", render.time(message.start_date)},
              {"from_number", from},
              {"to_number", message.to_number}};
  render.put(out, "from_name", name_of(state, from));
  render.put(out, "to_name", name_of(state, message.to_number));
  return out;
}

Json contact_payload(const Contact& contact, const Renderer& render) {
  Json out = {{"id", contact.id}};
  render.put(out, "name", render.optional(contact.name));
  render.put(out, "last_name", render.optional(contact.last_name));
  render.put(out, "company", contact.company ? render.optional(contact.company->name) : Json(nullptr));
  out["emails"] = contact.emails;
  out["numbers"] = contact.numbers;
  return out;
}

/// The newest things stand last, and changes are reported as they happen.
template <class List, class HasId>
const auto& find_newest(const List& list, HasId has_id) {
  return *std::find_if(list.rbegin(), list.rend(), has_id);
}

}  // namespace

bool is_v2_topic(std::string_view topic) { return topic.find('.') != std::string_view::npos; }

Json payload_of(const Change& change, const State& state, const Quirks& quirks) {
  const Renderer render{quirks};
  switch (change.kind) {
    case Change::Kind::CallEnded:
      return render.finish(call_payload(
          find_newest(state.calls, [&](const StoredCall& call) { return call.call.id == change.id; }), state, render));
    case Change::Kind::SmsIn:
    case Change::Kind::SmsOut:
      return render.finish(sms_payload(
          find_newest(state.messages, [&](const StoredMessage& message) { return message.id == change.id; }), state,
          render));
    case Change::Kind::ContactCreated:
    case Change::Kind::ContactUpdated:
      return render.finish(contact_payload(*state.find_contact(change.id), render));
    case Change::Kind::WebhookDeleted:
      break;
  }
  return nullptr;
}

std::vector<std::string> topics_for(const Change& change, const Webhook& webhook, EnvelopeForm form) {
  std::vector<std::string> topics;
  for (const auto& topic : webhook.topics) {
    for (const TopicPair& pair : topic_pairs) {
      if (pair.kind != change.kind || (topic.text() != pair.v1 && topic.text() != pair.v2)) continue;
      const bool as_v2 = form == EnvelopeForm::V2Signed || is_v2_topic(topic.text());
      std::string word{as_v2 ? pair.v2 : topic.text()};
      if (std::find(topics.begin(), topics.end(), word) == topics.end()) topics.push_back(std::move(word));
    }
  }
  return topics;
}

std::string envelope(const std::string& topic, const Json& payload, Timestamp now) {
  Json out = {{"topic", topic}};
  if (is_v2_topic(topic)) {
    out["version"] = "2.0";
    out["timestamp"] = time_text(now, TimeForm::Zulu);
  }
  out["data"] = payload;
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
