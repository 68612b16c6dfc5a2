#include "benchmark/corpus.hpp"

#include <array>
#include <cstdio>

namespace allo::benchmark {
namespace {

/// Sentences of the length that people speak, a few with characters beyond ASCII and with escapes.
std::string sentence(int seed) {
  static constexpr std::array<const char*, 8> sentences{
      "Thanks for calling, how can I help you today?",
      "Hi, I wanted to ask about the order that I placed last week, it still shows as pending on my side.",
      "Let me check that for you, could you give me the order number please?",
      "Sure, it should be on the confirmation, one second while I look for it.",
      "D'accord, je vérifie tout de suite avec l'équipe à Orléans.",
      "The courier said \\\"tomorrow before noon\\\", but nobody came.",
      "I see it here, it left the warehouse this morning and arrives on Thursday at the latest, would that work for "
      "you?",
      "Perfect, thank you so much for your help, have a lovely day!",
  };
  return sentences[static_cast<std::size_t>(seed) % sentences.size()];
}

std::string number(int seed) {
  char text[20];
  std::snprintf(text, sizeof text, "+1415555%04d", seed % 10000);
  return text;
}

std::string time_of(int minute, int second) {
  char text[32];
  std::snprintf(text, sizeof text, "2024-01-%02dT%02d:%02d:%02d", 1 + minute / 1440 % 28, minute / 60 % 24, minute % 60,
                second % 60);
  return text;
}

std::string quoted(const std::string& text) { return '"' + text + '"'; }

std::string transcript_line(int call, int line) {
  char seconds[64];
  std::snprintf(seconds, sizeof seconds, "\"start_seconds\":%d,\"end_seconds\":%d.5", line * 5, line * 5 + 4);
  return R"({"source":)" + quoted(line % 2 == 0 ? "AGENT" : "EXTERNAL") + R"(,"text":)" +
         quoted(sentence(call + line)) + R"(,"time":)" + quoted(time_of(call, line)) + "," + seconds + "}";
}

std::string call(int index) {
  std::string text =
      R"({"id":"call_)" + std::to_string(100000 + index) + R"(","from_number":)" + quoted(number(index)) +
      R"(,"to_number":"+1234567890","length_in_minutes":5.5,"type":"INBOUND","result":"ANSWERED","summary":)" +
      quoted(sentence(index) + " " + sentence(index + 3)) +
      R"(,"tag":"support","recording_url":"https://storage.example.com/recordings/)" + std::to_string(index) +
      R"(.mp3","start_date":)" + quoted(time_of(index, 0)) + R"(,"transcript":[)";
  for (int line = 0; line < 60; ++line) text.append(line > 0 ? "," : "").append(transcript_line(index, line));
  return text + "]}";
}

std::string entry(int item, int line) {
  return R"({"source":)" + quoted(line % 2 == 0 ? "USER" : "EXTERNAL") + R"(,"time":)" +
         quoted(time_of(item, line) + "Z") + R"(,"text":)" + quoted(sentence(item + line)) + "}";
}

std::string item(int index) {
  const std::string id = std::to_string(100000 + index);
  std::string text =
      R"({"id":"cll-)" + id + R"(","type":"CALL","direction":"INBOUND","allo_number":"+1234567890","contact_number":)" +
      quoted(number(index)) + R"(,"contacts":[{"id":"con-)" + id +
      R"(","name":"John Doe","company":{"id":"com-xyz789",)" +
      R"("name":"Acme Corporation"},"deals":[{"id":"dea-1","name":"Enterprise Plan","status":"OPEN"}]}],"user":{"id":"usr-abc123",)"
      R"("name":"Jane Doe","email":"jane@example.com"},"date":)" +
      quoted(time_of(index, 0) + "Z") +
      R"(,"duration":330,"result":"ANSWERED","recording_url":"https://storage.example.com/recordings/)" + id +
      R"(.mp3","summary":)" + quoted(sentence(index) + " " + sentence(index + 3)) +
      R"(,"tags":["support","follow_up"],"content":null,"status":null,"message_type":null,"transcript":[)";
  for (int line = 0; line < 60; ++line) text.append(line > 0 ? "," : "").append(entry(index, line));
  return text + "]}";
}

std::string contact(int index) {
  const std::string id = std::to_string(100000 + index);
  return R"({"id":"cnt_)" + id + R"(","name":"John","last_name":"Doe )" + id +
         R"(","company":{"name":"Acme Corporation","id":"com_xyz789"},"job_title":"Purchasing Manager","website":null,)"
         R"("status":"active","is_archived":false,"created_at":"2024-01-10T08:00:00","updated_at":)" +
         quoted(time_of(index, 1)) + R"(,"numbers":[)" + quoted(number(index)) +
         R"(],"is_whitelisted":true,"last_activity_date":"2024-01-15T10:30:00","engagement":"ENGAGED"})";
}

template <class Item>
std::string page(Item item, const char* metadata) {
  std::string text = R"({"data":{"results":[)";
  for (int index = 0; index < 100; ++index) text.append(index > 0 ? "," : "").append(item(index));
  return text + R"(],"metadata":)" + metadata + "}}";
}

}  // namespace

std::string numbers_document() {
  return R"({"data":[{"number":"+1234567890","name":"Main Line","country":"US","is_shared_number":false},)"
         R"({"number":"+33612345678","name":"France Office","country":"FR","is_shared_number":true}]})";
}

std::string contacts_document() { return page(contact, R"({"pagination":{"total_pages":5,"current_page":0}})"); }

std::string calls_document() { return page(call, R"({"total_pages":5,"current_page":0})"); }

std::string items_document() {
  std::string text = R"({"data":[)";
  for (int index = 0; index < 100; ++index) text.append(index > 0 ? "," : "").append(item(index));
  return text + R"(],"pagination":{"page":1,"size":100,"total_count":480,"total_pages":5,"has_more":true}})";
}

std::string call_event_document() {
  std::string text =
      R"({"topic":"CALL_RECEIVED","data":{"id":"call_abc123","start_date":"2024-01-15T10:30:00",)"
      R"("recording_url":"https://storage.example.com/recordings/abc123.mp3","from_number":"+14155551234",)"
      R"("from_name":"John Doe","to":"+1234567890","to_name":"Main Line","length_in_minutes":5.5,"length":"5m 30s",)"
      R"("tag":"support","summary":")" +
      sentence(1) + R"(","one_sentence_summary":")" + sentence(2) + R"(","transcriptions":[)";
  std::string spoken;
  for (int line = 0; line < 16; ++line) {
    text.append(line > 0 ? "," : "").append(R"({"source":"EXTERNAL","time":)").append(quoted(time_of(0, line)));
    text.append(R"(,"text":)").append(quoted(sentence(line))).append("}");
    spoken += sentence(line) + " ";
  }
  return text + R"(],"concatenated_transcript":)" + quoted(spoken) +
         R"(,"data_collected":{"order":"A-1001","urgent":true},"ivr_result":[{"dtmf_key":"1","text_key":"sales"}],)"
         R"("type":"INBOUND","result":"ANSWERED","integration_id":null,"transfer_from":null,"transfer_to":null,)"
         R"("transfer_original_call_id":null,"user_email":"jane@example.com","original_to_number":null,"original_to_name":null}})";
}

std::string sms_event_document() {
  return R"({"topic":"SMS_RECEIVED","data":{"id":"sms_abc123","direction":"INBOUND","type":"SMS","content":")" +
         sentence(1) +
         R"(","sent_at":"2024-01-15T10:30:00","from_number":"+14155551234","to_number":"+1234567890","from_name":"John Doe",)"
         R"("to_name":null}})";
}

}  // namespace allo::benchmark
