// <allo/json.hpp>: models, enumerations, times and free objects to and from any nlohmann::basic_json.
#include "json/support.hpp"

#include <allo/json.hpp>

#include <string>
#include <vector>

namespace allo::test {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

TEST(Bridge, ModelsGoThereAndBack) {
  const auto page = decode<Page<Call>>(fixture("responses/calls_flat_pagination.json"));
  const Json json = page;
  EXPECT_EQ(json.at("results").at(0).at("start_date"), "2024-01-15T10:30:00Z");
  EXPECT_EQ(json.at("results").at(0).at("length_in_minutes"), 5.5);
  EXPECT_TRUE(json.at("results").at(0).at("result").is_null());
  EXPECT_EQ(json.at("metadata"), Json::parse(R"({"pagination":{"total_pages":5,"current_page":0}})"));
  EXPECT_EQ(to_json_text(json.get<Page<Call>>()), to_json_text(page));

  const auto contact = decode<Contact>(fixture("responses/contact.json"));
  const OrderedJson ordered = contact;
  EXPECT_EQ(ordered.begin().key(), "id");
  EXPECT_EQ(ordered.at("integration_data").at("HUBSPOT").at("contact_id"), "12345");
  EXPECT_EQ(to_json_text(ordered.get<Contact>()).get("custom_properties.vip_status"), "true");

  const Json list = decode<std::vector<Webhook>>(fixture("responses/webhooks.json"));
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list.get<std::vector<Webhook>>().at(1).topics.at(2).text(), "FAX_RECEIVED");
  EXPECT_THROW(Json::parse(R"({"id":5})").get<Contact>(), DecodeException);
}

TEST(Bridge, InputsAreWritten) {
  UpdateContactInput update;
  update.website = null;
  EXPECT_EQ(Json(update), Json::parse(R"({"website":null})"));
  EXPECT_EQ(Json(SendSmsInput{.from = "a", .to = "b", .message = "c"}).at("message"), "c");
  EXPECT_THROW(Json(SendSmsInput{.message = "\xFF"}), InvalidArgumentException);
}

TEST(Bridge, EnumerationsAreTheirText) {
  EXPECT_EQ(Json(CallDirection::Inbound), "INBOUND");
  EXPECT_EQ(Json("call.completed").get<WebhookTopic>(), WebhookTopic::CallCompleted);
  EXPECT_EQ(Json("FAX").get<WebhookTopic>(), WebhookTopic::Unknown);
  EXPECT_EQ(Json(OpenEnum<CallResult>::parse("TELEPORTED")), "TELEPORTED");
  EXPECT_EQ(Json("TELEPORTED").get<OpenEnum<CallResult>>().text(), "TELEPORTED");
  EXPECT_TRUE(Json(OpenEnum<CallResult>{}).is_null());
  EXPECT_EQ(Json(nullptr).get<OpenEnum<CallResult>>().text(), "");
}

TEST(Bridge, TimesAreIso8601) {
  EXPECT_EQ(Json(at(2024, 1, 15, 10, 30, 0)), "2024-01-15T10:30:00Z");
  EXPECT_TRUE(Json(Timestamp{}).is_null());
  EXPECT_EQ(Json("2024-01-15T12:30:00+02:00").get<Timestamp>(), at(2024, 1, 15, 10, 30, 0));
  EXPECT_EQ(Json(nullptr).get<Timestamp>(), Timestamp{});
  EXPECT_THROW(Json("soon").get<Timestamp>(), DecodeException);
}

TEST(Bridge, FreeObjectsAreTheirDocument) {
  const Json json = JsonText{R"({"a":[1,2]})"};
  EXPECT_EQ(json.at("a").at(1), 2);
  EXPECT_EQ(json.get<JsonText>(), R"({"a":[1,2]})");
  const Json object{{"text", JsonText{"[]"}}, {"direction", CallDirection::Outbound}, {"company", Company{.id = "c"}}};
  EXPECT_EQ(object, Json::parse(R"({"text":[],"direction":"OUTBOUND","company":{"id":"c","name":null}})"));
}

}  // namespace
}  // namespace allo::test
