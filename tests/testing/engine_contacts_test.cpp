#include "testing/engine_fixture.hpp"

#include <set>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

using ContactsTest = EngineTest;

TEST_F(ContactsTest, ACreatedContactIsFoundUpdatedAndListed) {
  const Json created = post("/contacts", {{"name", "Jean"},
                                          {"last_name", "Dupont"},
                                          {"job_title", "CTO"},
                                          {"emails", {"jean.dupont@example.com"}},
                                          {"numbers", {"+33612345678"}}});
  const auto id = created.at("id").get<std::string>();
  EXPECT_EQ(created.at("created_at"), "2026-03-02T09:00:00");
  EXPECT_EQ(created.at("numbers"), Json({"+33612345678"}));
  EXPECT_TRUE(created.at("status").is_null());
  EXPECT_TRUE(created.at("website").is_null());
  EXPECT_FALSE(created.contains("emails"));

  EXPECT_EQ(get("/contact/" + id).at("emails"), Json({"jean.dupont@example.com"}));

  engine.clock().advance(std::chrono::minutes{30});
  const Json updated = expect(200, "PUT", "/contacts/" + id, R"({"last_name":"Durand","job_title":null})").at("data");
  EXPECT_EQ(updated.at("name"), "Jean");
  EXPECT_EQ(updated.at("last_name"), "Durand");
  EXPECT_TRUE(updated.at("job_title").is_null());
  EXPECT_EQ(updated.at("created_at"), "2026-03-02T09:00:00");
  EXPECT_EQ(updated.at("updated_at"), "2026-03-02T09:30:00");

  const Json last_page = get("/contacts?page=0&size=100").at("results");
  EXPECT_EQ(last_page.back().at("id"), id);
}

TEST_F(ContactsTest, ListsReplaceAndEmpty) {
  const std::string id = "cnt_abc123";
  expect(200, "PUT", "/contacts/" + id, R"({"emails":["a@example.com","b@example.com"]})");
  EXPECT_EQ(get("/contact/" + id).at("emails").size(), 2u);
  expect(200, "PUT", "/contacts/" + id, R"({"emails":[]})");
  EXPECT_EQ(get("/contact/" + id).at("emails"), Json::array());
  expect(200, "PUT", "/contacts/" + id, R"({"emails":null,"numbers":["+12025550199"]})");
  EXPECT_EQ(get("/contact/" + id).at("numbers"), Json({"+12025550199"}));
}

TEST_F(ContactsTest, PagesCoverEveryContactOnce) {
  std::set<std::string> ids;
  int pages = 1;
  for (int page = 0; page < pages; ++page) {
    const Json data = get("/contacts?page=" + std::to_string(page) + "&size=10");
    pages = data.at("metadata").at("pagination").at("total_pages").get<int>();
    EXPECT_EQ(data.at("metadata").at("pagination").at("current_page"), page);
    for (const Json& contact : data.at("results")) EXPECT_TRUE(ids.insert(contact.at("id")).second);
  }
  EXPECT_EQ(pages, 4);
  EXPECT_EQ(ids.size(), 36u);
  EXPECT_EQ(get("/contacts?page=4&size=10").at("results"), Json::array());
  EXPECT_EQ(get("/contacts").at("results").size(), 10u);
}

TEST_F(ContactsTest, OneContactAsDocumented) {
  const Json contact = get("/contact/cnt_abc123");
  EXPECT_EQ(contact.at("name"), "John");
  EXPECT_EQ(contact.at("integration_data").at("HUBSPOT").at("contact_id"), "12345");
  EXPECT_EQ(contact.at("conversation_url"), "/v1/api/contact/cnt_abc123/conversation");
  for (const char* absent : {"engagement", "activity", "created_at", "status", "is_archived", "is_whitelisted"}) {
    EXPECT_FALSE(contact.contains(absent)) << absent;
  }
  const Json more = get("/contact/cnt_abc123?extend=engagement,activity");
  EXPECT_TRUE(more.at("engagement").is_string());
  EXPECT_FALSE(more.at("activity").empty());
  EXPECT_TRUE(more.at("activity")[0].at("made_at").is_string());
}

TEST_F(ContactsTest, AMissingContactIsA400) {
  const Json expected = Json::parse(R"({"code":"CONTACT_NOT_FOUND","details":null})");
  EXPECT_EQ(expect(400, "GET", "/contact/nobody"), expected);
  EXPECT_EQ(expect(400, "GET", "/contact/nobody/conversation"), expected);
  EXPECT_EQ(expect(400, "PUT", "/contacts/nobody", "{}"), expected);
  engine.quirks().contact_not_found_is_404 = true;
  EXPECT_EQ(expect(404, "GET", "/contact/nobody"), expected);
}

TEST_F(ContactsTest, RefusesWhatIsNotDocumented) {
  EXPECT_EQ(invalid_fields("POST", "/contacts", R"({"numbers":["+33612345678"],"nickname":"x"})"), "nickname");
  EXPECT_EQ(invalid_fields("POST", "/contacts", R"({"name":"x"})"), "numbers");
  EXPECT_EQ(invalid_fields("POST", "/contacts", R"({"numbers":[]})"), "numbers");
  EXPECT_EQ(invalid_fields("POST", "/contacts", R"({"numbers":null})"), "numbers");
  EXPECT_EQ(invalid_fields("POST", "/contacts", R"({"numbers":["+33612345678","0612345678"]})"), "numbers[1]");
  EXPECT_EQ(invalid_fields("POST", "/contacts", R"({"numbers":["+33612345678",7]})"), "numbers[1]");
  EXPECT_EQ(invalid_fields("POST", "/contacts", R"({"numbers":["+33612345678"],"name":7})"), "name");
  EXPECT_EQ(invalid_fields("POST", "/contacts", R"({"numbers":["+33612345678"],"emails":["x"]})"), "emails[0]");
  EXPECT_EQ(invalid_fields("POST", "/contacts", R"({"name":1,"emails":2,"numbers":3})"), "name emails numbers");
  EXPECT_EQ(invalid_fields("POST", "/contacts", "[]"), "");
  EXPECT_EQ(invalid_fields("POST", "/contacts", "{\"name\":\"\xff\"}"), "");
  EXPECT_EQ(invalid_fields("POST", "/contacts", R"({"numbers":)"), "");
  EXPECT_EQ(invalid_fields("PUT", "/contacts/cnt_abc123", R"({"name":true})"), "name");
  for (const char* query : {"size=0", "size=101", "size=ten", "size=", "size=1.5", "size=%2B5"}) {
    EXPECT_EQ(invalid_fields("GET", std::string{"/contacts?"} + query), "size") << query;
  }
  EXPECT_EQ(invalid_fields("GET", "/contacts?page=-1"), "page");
  EXPECT_EQ(invalid_fields("GET", "/contacts?page=99999999999999999999"), "page");
  EXPECT_EQ(invalid_fields("GET", "/contacts?page=1&page=2"), "page");
  EXPECT_EQ(invalid_fields("GET", "/contacts?q=x"), "q");
  EXPECT_EQ(invalid_fields("GET", "/contact/cnt_abc123?extend=everything"), "extend");
  EXPECT_EQ(get("/contacts?size=100").at("results").size(), 36u) << "a refused contact was created";
}

TEST_F(ContactsTest, DeepAndLargeDocumentsAreAnsweredNotCrashedOn) {
  EXPECT_EQ(invalid_fields("POST", "/contacts", std::string(100'000, '[') + std::string(100'000, ']')), "");
  const Json contact = post("/contacts", {{"numbers", {"+33612345678"}}, {"name", std::string(100'000, 'x')}});
  EXPECT_EQ(contact.at("name").get<std::string>().size(), 100'000u);
  const Json unicode = post("/contacts", {{"numbers", {"+33612345679"}}, {"name", "Zoë 👩‍💻 \u0000 北京"}});
  EXPECT_EQ(get("/contact/" + unicode.at("id").get<std::string>()).at("name"), unicode.at("name"));
}

TEST_F(ContactsTest, ConversationMergesCallsAndMessagesInOrderOfTime) {
  const Json data = get("/contact/cnt_abc123/conversation?size=100");
  std::string last;
  bool call_seen = false;
  bool message_seen = false;
  for (const Json& entry : data.at("results")) {
    const bool is_call = entry.at("type") == "CALL";
    const Json& what = entry.at(is_call ? "call" : "message");
    EXPECT_TRUE(entry.at(is_call ? "message" : "call").is_null());
    EXPECT_LE(last, what.at("start_date").get<std::string>());
    last = what.at("start_date");
    (is_call ? call_seen : message_seen) = true;
    if (is_call) {
      EXPECT_TRUE(what.at("tags").is_array());
    }
  }
  EXPECT_TRUE(call_seen && message_seen);
  EXPECT_EQ(get("/contact/cnt_abc123/conversation?size=100&allo_number=%2B33199001234").at("results"), Json::array());
  EXPECT_EQ(invalid_fields("GET", "/contact/cnt_abc123/conversation?allo_number=+33199001234"), "allo_number")
      << "an unescaped + is a space";
}

TEST_F(ContactsTest, AnSmsShowsInTheConversation) {
  post("/sms", {{"from", "+1234567890"}, {"to", "+12025550100"}, {"message", "Hello, John"}});
  const Json entries = get("/contact/cnt_abc123/conversation?size=100").at("results");
  EXPECT_EQ(entries.back().at("type"), "TEXT_MESSAGE");
  EXPECT_EQ(entries.back().at("message").at("content"), "Hello, John");
  EXPECT_EQ(entries.back().at("message").at("type"), "OUTBOUND");
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
