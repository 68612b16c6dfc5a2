#include "json/support.hpp"
#include "webhooks/events.hpp"

#include <allo/contacts.hpp>
#include <allo/json_text.hpp>
#include <allo/numbers.hpp>
#include <allo/version.hpp>
#include <allo/webhook_events.hpp>

#include <sstream>
#include <string>
#include <variant>
#include <vector>

namespace allo::test {
namespace {

TEST(JsonTextValue, HoldsOneValidDocument) {
  EXPECT_EQ(JsonText{}.str(), "null");
  EXPECT_TRUE(JsonText{}.is_null());
  EXPECT_EQ(JsonText{" {\"a\": 1.10} "}.str(), " {\"a\": 1.10} ");
  EXPECT_EQ(JsonText{"\xEF\xBB\xBF[1]"}.str(), "[1]");
  EXPECT_FALSE(JsonText{"0"}.is_null());
  std::ostringstream out;
  out << JsonText{"[1]"};
  EXPECT_EQ(out.str(), "[1]");
  for (const char* bad : {"", "{", "nul", "[1,]", "{} {}", "\"\xFF\"", "1e999", "<html>"}) {
    EXPECT_THROW(JsonText{bad}, InvalidArgumentException) << bad;
  }
  EXPECT_NO_THROW(JsonText{std::string(128, '[') + std::string(128, ']')});
  EXPECT_THROW(JsonText{std::string(129, '[') + std::string(129, ']')}, InvalidArgumentException);
}

TEST(JsonTextValue, GetFollowsKeysAndIndices) {
  const JsonText json{
      R"({"a":{"b":"text \u00e9","n":1.10,"i":-7,"u":18446744073709551615,"big":123456789012345678901,)"
      R"("t":true,"z":null,"o":{ "x" : 1 },"l":[ 1, {"k":"v"} ]},"items":[[1,2],{"id":"x"}],"":{"":"e"}})"};
  EXPECT_EQ(json.get("a.b"), "text \xC3\xA9");
  EXPECT_EQ(json.get("a.n"), "1.10");
  EXPECT_EQ(json.get("a.i"), "-7");
  EXPECT_EQ(json.get("a.u"), "18446744073709551615");
  EXPECT_EQ(json.get("a.big"), "123456789012345678901");
  EXPECT_EQ(json.get("a.t"), "true");
  EXPECT_EQ(json.get("a.z"), std::nullopt);
  EXPECT_EQ(json.get("a.o"), R"({ "x" : 1 })");
  EXPECT_EQ(json.get("a.l"), R"([ 1, {"k":"v"} ])");
  EXPECT_EQ(json.get("a.l.1.k"), "v");
  EXPECT_EQ(json.get("items.0.1"), "2");
  EXPECT_EQ(json.get("items.1.id"), "x");
  EXPECT_EQ(json.get("."), "e");
  for (const char* nowhere : {"b", "a.b.c", "a.l.2", "a.l.x", "a.l.-1", "a.l.1.k.", "items.id", "a..b", "items.00x",
                              "items.99999999999999999999", "a.z.x", "k"}) {
    EXPECT_EQ(json.get(nowhere), std::nullopt) << nowhere;
  }
  EXPECT_EQ(JsonText{"[5]"}.get("0"), "5");
  EXPECT_EQ(JsonText{"5"}.get("0"), std::nullopt);
  EXPECT_EQ(JsonText{}.get("a"), std::nullopt);
}

TEST(JsonTextValue, GetTakesTheLastOfAKeyGivenTwice) {
  EXPECT_EQ(JsonText{R"({"a":1,"a":2})"}.get("a"), "2");
  EXPECT_EQ(JsonText{R"({"a":{"b":1},"a":{"c":2}})"}.get("a.b"), std::nullopt);
  EXPECT_EQ(JsonText{R"({"a":{"b":1},"a":5})"}.get("a.b"), std::nullopt);
  EXPECT_EQ(JsonText{R"({"a":1,"a":null})"}.get("a"), std::nullopt);
}

template <class T>
void expect_round_trip(const T& value) {
  const JsonText text = to_json_text(value);
  EXPECT_EQ(to_json_text(from_json_text<T>(text.str())), text);
}

TEST(JsonTextOfModels, EveryFixtureGoesThereAndBack) {
  expect_round_trip(decode<std::vector<PhoneNumber>>(fixture("responses/numbers.json")));
  expect_round_trip(decode<Page<Call>>(fixture("responses/calls_flat_pagination.json")));
  expect_round_trip(decode<Page<Call>>(fixture("responses/calls_nested_pagination.json")));
  expect_round_trip(decode<Page<Contact>>(fixture("responses/contacts.json")));
  expect_round_trip(decode<Contact>(fixture("responses/contact.json")));
  expect_round_trip(decode<Contact>(fixture("responses/contact_of_nulls.json")));
  expect_round_trip(decode<Contact>(fixture("responses/contact_with_unknown_fields.json")));
  expect_round_trip(decode<Page<ConversationEntry>>(fixture("responses/conversation.json")));
  expect_round_trip(decode<SmsMessage>(fixture("responses/sms_sent.json")));
  expect_round_trip(decode<std::vector<Webhook>>(fixture("responses/webhooks.json")));
  const auto event = [](const char* name) { return detail::decode_envelope(fixture(name), 128); };
  for (const char* name : {"events/call_received.json", "events/call_received_nulls.json"}) {
    expect_round_trip(event(name));
    expect_round_trip(std::get<CallReceivedPayload>(detail::decode_payload(event(name))));
  }
  expect_round_trip(std::get<SmsReceivedPayload>(detail::decode_payload(event("events/sms_received.json"))));
  expect_round_trip(std::get<ContactEventPayload>(detail::decode_payload(event("events/contact_created.json"))));
}

TEST(JsonTextOfModels, WritesTheDocumentedForm) {
  Page<Call> page;
  page.results.push_back({.id = "c",
                          .from_number = "anonymous",
                          .length_in_minutes = 5.0,
                          .type = OpenEnum<CallDirection>{CallDirection::Inbound},
                          .result = OpenEnum<CallResult>::parse("TELEPORTED"),
                          .tags = {"a"},
                          .start_date = at(2024, 1, 15, 10, 30, 0),
                          .transcript = {{.source = TranscriptSource::Agent, .text = "t", .start_seconds = 0.5}}});
  page.metadata.pagination = {.total_pages = 3, .current_page = 1};
  EXPECT_EQ(
      to_json_text(page),
      R"({"results":[{"id":"c","from_number":"anonymous","to_number":null,"length_in_minutes":5.0,"type":"INBOUND",)"
      R"("result":"TELEPORTED","summary":null,"tag":null,"tags":["a"],"recording_url":null,)"
      R"("start_date":"2024-01-15T10:30:00Z","transcript":[{"source":"AGENT","text":"t","time":null,)"
      R"("start_seconds":0.5,"end_seconds":null}]}],"metadata":{"pagination":{"total_pages":3,"current_page":1}}})");
  EXPECT_EQ(to_json_text(SendSmsInput{.from = "a", .to = "b", .message = "c"}),
            R"({"from":"a","to":"b","message":"c"})");
  EXPECT_EQ(to_json_text(Contact{.custom_properties = JsonText{R"({"n":1.10})"}}).get("custom_properties.n"), "1.10");
  WebhookEvent event;
  event.topic = WebhookTopic::Ping;
  event.id = "msg_1";
  event.data = JsonText{"{}"};
  EXPECT_EQ(to_json_text(event), R"({"topic":"PING","version":"","timestamp":null,"data":{},"id":"msg_1"})");
  EXPECT_EQ(from_json_text<WebhookEvent>(to_json_text(event).str()).id, "msg_1");
}

TEST(JsonTextOfModels, ErrorsNameTheField) {
  try {
    to_json_text(Page<Call>{.results = {Call{}, Call{.transcript = {{.text = "\xFF"}}}}});
    FAIL();
  } catch (const InvalidArgumentException& error) {
    EXPECT_STREQ(error.what(), "results[1].transcript[0].text: not valid UTF-8");
  }
  try {
    to_json_text(Call{.start_date = Timestamp::max()});
    FAIL();
  } catch (const InvalidArgumentException& error) {
    EXPECT_STREQ(error.what(), "start_date: the year is outside 0 to 9999");
  }
  try {
    from_json_text<Contact>(R"({"company":[]})");
    FAIL();
  } catch (const DecodeException& error) {
    EXPECT_EQ(error.path(), "company");
    EXPECT_EQ(error.delivery(), DeliveryState::NotSent);
  }
  EXPECT_THROW(from_json_text<Contact>("null"), DecodeException);
}

TEST(JsonTokenizer, IsNamed) {
  EXPECT_THAT(json_tokenizer(), testing::AnyOf(testing::StrEq("nlohmann"), testing::StrEq("simdjson")));
}

}  // namespace
}  // namespace allo::test
