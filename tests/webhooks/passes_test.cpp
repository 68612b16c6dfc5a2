// Envelope and payload, read in one pass, are what two passes give, error paths and texts included.
#include "webhooks/passes.hpp"

#include "webhooks/deliveries.hpp"
#include "webhooks/events.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace {

using namespace std::string_literals;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("nothing to replace");
  return text.replace(at, from.size(), to);
}

const std::vector<std::string> topics{R"("CALL_RECEIVED")",
                                      R"("SMS_RECEIVED")",
                                      R"("CONTACT_CREATED")",
                                      R"("CONTACT_UPDATED")",
                                      R"("SMS_SENT")",
                                      R"("PING")",
                                      R"("call.completed")",
                                      R"("sms.received")",
                                      R"("contact.created")",
                                      R"("topic.of.tomorrow")",
                                      R"("CALL\u005fRECEIVED")",
                                      R"("")",
                                      "null",
                                      "7"};

std::vector<std::string> payloads() {
  using deliveries::call_data;
  using deliveries::contact_data;
  using deliveries::sms_data;
  std::string camel_case = replaced(call_data, "start_date", "startDate");
  for (const auto& [from, to] :
       std::initializer_list<std::pair<const char*, const char*>>{{"from_number", "fromNumber"},
                                                                  {"length_in_minutes", "lengthInMinutes"},
                                                                  {"ivr_result", "ivrResult"},
                                                                  {"dtmf_key", "dtmfKey"},
                                                                  {"transfer_from", "transferFrom"},
                                                                  {"user_name", "userName"},
                                                                  {"data_collected", "dataCollected"}}) {
    camel_case = replaced(camel_case, from, to);
  }
  std::vector<std::string> all{
      call_data,
      sms_data,
      contact_data,
      camel_case,
      "{}",
      "{ }",
      "null",
      "[]",
      "7",
      "\"{}\"",
      R"({"start_date":"yesterday"})",
      R"({"start_date":null,"sent_at":5})",
      R"({"sent_at":"2024-01-15T10:30:00","start_date":"2024-01-15T10:30:00+25:00"})",
      R"({"id":7})",
      R"({"transcriptions":[{"text":"a"},{"text":1}]})",
      R"({"ivr_result":{}})",
      R"({"data_collected":[]})",
      R"({"data_collected": {"a":[1, {"b":"}"} ]  } ,"id":"x","data_collected":{"last":1.10}})",
      R"({"id":"first","id":"last","emails":["a"],"emails":["b"],"numbers":null,"numbers":[]})",
      R"({"unknown":{"id":1,"data":{"topic":[{}]}},"data":{"x":1},"topic":"PING","id":"x"})",
      R"({"id":"A\n\ud83d\ude00\"","summary":"\\"})",
      R"({"id":"\ud83d"})",
      R"({"length_in_minutes":1e400})",
      R"({"unknown":1e400})",
      R"({"length_in_minutes":123456789012345678901234567890})",
      R"({"id":"a",})",
      R"({"id" "a"})",
      R"({"id":"a")",
      "{\"id\":\"\xC3\x28\"}",
      "{\"id\":\"a\tb\"}",
      "{\"id\":\"a\0\"}"s,
  };
  for (const std::size_t levels : {5U, 6U, 7U, 61U, 62U, 63U, 125U}) {
    all.push_back(R"({"unknown":)" + nested(levels) + "}");
    all.push_back(R"({"data_collected":{"a":)" + nested(levels - 1) + "}}");
  }
  return all;
}

/// Envelopes with the topics %T and %t and the payloads %D and %d.
const std::vector<std::string_view> single_frames{
    R"({"topic":%T,"data":%D})",
    R"({"data":%D,"topic":%T})",
    " {\n \"topic\" : %T ,\n \"data\" : %D\t}\r\n",
    "\xEF\xBB\xBF{\"topic\":%T,\"data\":%D}",
    R"({"version":"2.0","topic":%T,"timestamp":"2024-01-15T10:30:00Z","id":{"a":1},"data":%D,"x":[{}]})",
    R"({"topic":%T,"data":%D,"timestamp":"2024-01-15T10:30:00Z","version":2})",
    R"({"\u0074opic":%T,"d\u0061ta":%D,"version":""})",
    R"({"topic":%T,"data":%D}})",
    R"({"topic":%T,"data":%D)",
    R"({"topic":%T,"data":%D,"timestamp":"tomorrow"})",
    R"([{"topic":%T,"data":%D}])",
};
const std::vector<std::string_view> double_frames{
    R"({"topic":%T,"data":%D,"topic":%t})",
    R"({"topic":%t,"topic":%T,"data":%D})",
    R"({"topic":%T,"data":%D,"data":%d})",
    R"({"topic":%T,"data":%D,"topic":%t,"data":%d})",
    R"({"topic":%T,"data":%D,"topic":%t,"topic":%T})",
    R"({"data":%D,"topic":%T,"data":%d})",
    R"({"topic":%T,"topic":%t,"data":%D,"data":%d,"topic":%T})",
};

std::string filled(std::string_view frame, const std::string& topic, const std::string& other_topic,
                   const std::string& payload, const std::string& other_payload) {
  std::string text;
  for (std::size_t i = 0; i < frame.size(); ++i) {
    if (frame[i] != '%') {
      text += frame[i];
      continue;
    }
    const char name = frame[++i];
    text += name == 'T' ? topic : name == 't' ? other_topic : name == 'D' ? payload : other_payload;
  }
  return text;
}

TEST(Passes, AreOneWhereTheTopicComesBeforeTheData) {
  const auto payload_of = [](const std::string& body, bool wants_payload, bool wants_numbers) {
    const auto wants = [=](allo::WebhookTopic) { return wants_payload; };
    return allo::detail::decode_event(body, 64, wants, wants_numbers).payload;
  };
  using None = std::monostate;
  const std::string& body = deliveries::call_body;
  EXPECT_TRUE(std::holds_alternative<allo::CallReceivedPayload>(payload_of(body, true, false)));
  EXPECT_TRUE(std::holds_alternative<allo::CallReceivedPayload>(payload_of(body, true, true)));
  EXPECT_TRUE(std::holds_alternative<allo::detail::EventNumbers>(payload_of(body, false, true)));
  EXPECT_TRUE(std::holds_alternative<None>(payload_of(body, false, false)));
  const std::string turned = filled(single_frames[1], R"("CALL_RECEIVED")", {}, deliveries::call_data, {});
  EXPECT_TRUE(std::holds_alternative<None>(payload_of(turned, true, true))) << "to be decoded in a second one";
}

TEST(Passes, AgreeOnEveryTopicAndPayload) {
  for (const std::string& topic : topics) {
    for (const std::string& payload : payloads()) {
      for (const std::string_view frame : single_frames) {
        const std::string body = filled(frame, topic, {}, payload, {});
        ASSERT_EQ(deliveries::difference_of_passes(body), "") << body;
      }
    }
  }
}

TEST(Passes, AgreeOnKeysThatComeTwice) {
  const std::vector<std::string> some_topics{
      R"("CALL_RECEIVED")", R"("SMS_RECEIVED")", R"("CONTACT_UPDATED")", R"("PING")", R"("")", "null"};
  const std::vector<std::string> some_payloads{deliveries::call_data, deliveries::sms_data,
                                               R"({"sent_at":"soon","start_date":1,"emails":7})", "null"};
  for (const std::string& topic : some_topics) {
    for (const std::string& other_topic : some_topics) {
      for (const std::string& payload : some_payloads) {
        for (const std::string& other_payload : some_payloads) {
          for (const std::string_view frame : double_frames) {
            const std::string body = filled(frame, topic, other_topic, payload, other_payload);
            ASSERT_EQ(deliveries::difference_of_passes(body), "") << body;
          }
        }
      }
    }
  }
}

TEST(Passes, AgreeOnChangedDeliveries) {
  std::mt19937 random{20240115};
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>{0, bound - 1}(random);
  };
  const std::string bytes = "{}[]:,\"\\ \n0123456789.eE+-truefalsnudx\x01\x80\xC3\xEF\xFF\0"s;
  for (const std::string* original : {&deliveries::call_body, &deliveries::sms_body, &deliveries::contact_body}) {
    for (int round = 0; round < 1'000; ++round) {
      std::string text = *original;
      const std::size_t where = below(text.size());
      switch (below(4)) {
        case 0:
          text[where] = bytes[below(bytes.size())];
          break;
        case 1:
          text.erase(where, 1 + below(4));
          break;
        case 2:
          text.insert(where, text.substr(below(text.size()), below(40)));
          break;
        default:
          text.resize(where);
          break;
      }
      ASSERT_EQ(deliveries::difference_of_passes(text), "") << text;
    }
  }
}

}  // namespace
