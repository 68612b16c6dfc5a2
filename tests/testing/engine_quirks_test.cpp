#include "testing/engine_fixture.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

using QuirksTest = EngineTest;

TEST_F(QuirksTest, EveryFormOfMetadata) {
  const auto metadata = [this](MetadataForm form, const char* path) {
    engine.quirks().metadata = form;
    const Json data = get(path);
    return data.contains("metadata") ? data.at("metadata") : Json("absent");
  };
  const char* calls = "/calls?allo_number=%2B442079460123";
  const char* contacts = "/contacts?size=12";
  const Json flat = {{"total_pages", 3}, {"current_page", 0}};
  const Json flat_empty = {{"total_pages", 0}, {"current_page", 0}};
  EXPECT_EQ(metadata(MetadataForm::Documented, calls), flat_empty);
  EXPECT_EQ(metadata(MetadataForm::Documented, contacts), Json({{"pagination", flat}}));
  EXPECT_EQ(metadata(MetadataForm::Nested, calls), Json({{"pagination", flat_empty}}));
  EXPECT_EQ(metadata(MetadataForm::Flat, contacts), flat);
  EXPECT_EQ(metadata(MetadataForm::Null, contacts), Json(nullptr));
  EXPECT_EQ(metadata(MetadataForm::Absent, contacts), Json("absent"));
}

TEST_F(QuirksTest, EveryFormOfTime) {
  engine.clock().advance(std::chrono::microseconds{120});
  const auto created_at = [this](TimeForm form) {
    engine.quirks().times = form;
    return post("/contacts", {{"numbers", {"+33612345678"}}}).at("created_at").get<std::string>();
  };
  EXPECT_EQ(created_at(TimeForm::NoZone), "2026-03-02T09:00:00");
  EXPECT_EQ(created_at(TimeForm::Zulu), "2026-03-02T09:00:00Z");
  EXPECT_EQ(created_at(TimeForm::Offset), "2026-03-02T11:00:00+02:00");
  EXPECT_EQ(created_at(TimeForm::Fraction), "2026-03-02T09:00:00.000120Z");
}

TEST_F(QuirksTest, NullsAndAbsences) {
  engine.quirks().optionals = OptionalForm::Null;
  EXPECT_TRUE(get("/contacts").at("results")[0].at("name").is_null());
  EXPECT_TRUE(get("/numbers")[0].at("number").is_null());
  engine.quirks().optionals = OptionalForm::Absent;
  const Json contact = post("/contacts", {{"numbers", {"+33612345678"}}});
  EXPECT_FALSE(contact.contains("name"));
  EXPECT_FALSE(contact.contains("engagement"));
  EXPECT_TRUE(contact.contains("created_at"));
}

TEST_F(QuirksTest, CamelCaseUnknownWordsAndExtraFields) {
  engine.quirks().camel_case = true;
  const Json contact = get("/contacts").at("results")[0];
  EXPECT_EQ(contact.at("lastName"), "Doe");
  EXPECT_FALSE(contact.contains("last_name"));
  EXPECT_EQ(get("/contact/cnt_abc123").at("customProperties").at("vip_status"), true)
      << "free objects stay as they are";
  engine.quirks() = {};
  engine.quirks().unknown_enum_values = true;
  engine.quirks().extra_fields = true;
  const Json call = get("/calls?allo_number=%2B1234567890").at("results")[0];
  EXPECT_EQ(call.at("type"), "FROM_THE_FUTURE");
  EXPECT_TRUE(call.contains("from_the_future"));
  EXPECT_TRUE(get("/numbers")[0].contains("from_the_future"));
}

TEST_F(QuirksTest, WebhooksAndStatuses) {
  const Json body = {
      {"allo_number", "+1234567890"}, {"url", "https://a.example"}, {"topics", {"PING"}}, {"enabled", true}};
  engine.quirks().camel_case_created_webhook = false;
  engine.quirks().created_is_201 = true;
  const Json created = expect(201, "POST", "/webhooks", body.dump()).at("data");
  EXPECT_EQ(created.at("allo_number"), "+1234567890");
  engine.quirks().webhook_without_id = true;
  EXPECT_FALSE(get("/webhooks")[0].contains("id"));
  engine.quirks().deleted_is_204 = true;
  const detail::Response deleted = send("DELETE", "/webhooks/" + created.at("id").get<std::string>());
  EXPECT_EQ(deleted.status, 204);
  EXPECT_EQ(deleted.body, "");
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
