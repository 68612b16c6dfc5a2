#include "testing/service/events.hpp"

#include "testing/model/time_text.hpp"
#include "testing/service/resources.hpp"

#include <allo/webhook_events.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

/// What happened, and a topic of version 1 that reports it.
struct TopicPair {
  std::string_view v2;
  std::string_view v1;
};

constexpr std::array<TopicPair, 6> topic_pairs{{
    {"call.completed", "CALL_RECEIVED"},
    {"sms.received", "SMS_RECEIVED"},
    {"sms.sent", "SMS_RECEIVED"},
    {"sms.sent", "SMS_SENT"},
    {"contact.created", "CONTACT_CREATED"},
    {"contact.updated", "CONTACT_UPDATED"},
}};

std::optional<std::string> name_of(const State& state, const std::string& number) {
  for (const PhoneNumber& own : state.numbers) {
    if (own.number == number) return own.name;
  }
  const Contact* contact = state.find_contact_by_number(number);
  if (contact == nullptr || !contact->name) return std::nullopt;
  return contact->last_name ? *contact->name + ' ' + *contact->last_name : *contact->name;
}

std::string length_for_people(double minutes) {
  const long seconds = std::lround(minutes * 60.0);
  return std::to_string(seconds / 60) + "m " + std::to_string(seconds % 60) + 's';
}

Json call_payload(const Item& item, const State& state) {
  const Call& call = item.call;
  CallReceivedPayload out;
  out.id = call.id;
  out.start_date = call.start_date;
  out.recording_url = call.recording_url;
  out.from_number = call.from_number;
  out.from_name = name_of(state, call.from_number);
  out.to = call.to_number.value_or(std::string{});
  out.to_name = name_of(state, out.to);
  out.length_in_minutes = call.length_in_minutes;
  out.length = length_for_people(call.length_in_minutes);
  out.tag = call.tag;
  out.summary = out.one_sentence_summary = call.summary;
  out.transcriptions = call.transcript;
  for (const TranscriptLine& line : call.transcript) {
    out.concatenated_transcript.append(line.source.text()).append(": ").append(line.text).append("\n");
  }
  out.data_collected = item.data_collected.is_null() ? JsonText{"{}"} : item.data_collected;
  if (call.type) out.type = *call.type;
  if (call.result) out.result = *call.result;
  out.user_email = "team@example.com";
  return to_document(out);
}

Json sms_payload(const Item& item, const State& state) {
  const SmsMessage& message = item.message;
  SmsReceivedPayload out;
  out.id = item.id;
  out.direction = message.type;
  out.type = SmsType::Sms;
  out.content = message.content;
  out.sent_at = message.start_date;
  out.from_number = message.from_number ? *message.from_number : message.sender_id.value_or(std::string{});
  out.to_number = message.to_number;
  out.from_name = name_of(state, out.from_number);
  out.to_name = name_of(state, out.to_number);
  return to_document(out);
}

Json contact_payload(const Contact& contact) {
  ContactEventPayload out;
  out.id = contact.id;
  out.name = contact.name;
  out.last_name = contact.last_name;
  if (contact.company) out.company = contact.company->name;
  out.emails = contact.emails;
  out.numbers = contact.numbers;
  return to_document(out);
}

}  // namespace

bool is_v2_topic(std::string_view topic) { return topic.find('.') != std::string_view::npos; }

Json payload_of(const Happening& happening, const State& state, const Quirks& quirks) {
  if (const Item* item = state.items.find(happening.id)) {
    return item->is_call ? shape(read_type("CallReceived"), call_payload(*item, state), quirks)
                         : shape(read_type("SmsReceived"), sms_payload(*item, state), quirks);
  }
  const Contact* contact = state.contacts.find(happening.id);
  return contact == nullptr ? Json(nullptr) : shape(read_type("ContactEvent"), contact_payload(*contact), quirks);
}

std::vector<std::string> topics_for(const Happening& happening, const Webhook& webhook, EnvelopeForm form) {
  std::vector<std::string> topics;
  for (const auto& topic : webhook.topics) {
    for (const TopicPair& pair : topic_pairs) {
      if (pair.v2 != happening.topic || (topic.text() != pair.v1 && topic.text() != pair.v2)) continue;
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
  return to_text(out);
}

Resource v1_events() {
  return {1, R"(
CallResult: |ANSWERED|VOICEMAIL|TRANSFERRED_AI|TRANSFERRED_EXTERNAL|BLOCKED|FAILED|FAILED_EXTERNAL|RECEIVED|CLOSED
SpokenPart: source AGENT|EXTERNAL|USER time time text text
IvrChoice: dtmf_key text? text_key text
TransferParty: number text? user_email text? user_name text?
CallReceived: id text start_date time recording_url text? from_number text from_name text? to text to_name text?
  length_in_minutes num length text tag text? summary text? one_sentence_summary text? transcriptions [SpokenPart]
  concatenated_transcript text data_collected free ivr_result [IvrChoice] type INBOUND|OUTBOUND result CallResult
  integration_id text? transfer_from TransferParty? transfer_to TransferParty? transfer_original_call_id text?
  user_email text original_to_number text? original_to_name text?
SmsReceived: id text direction INBOUND|OUTBOUND type SMS|MMS content text sent_at time from_number text to_number text
  from_name text? to_name text?
ContactEvent: id text name text? last_name text? company text? emails [text] numbers [text]
)"};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
