#include "testing/engine_fixture.hpp"

#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

/// Version 2 of the API without a network.
class V2Test : public EngineTest {
 protected:
  detail::Response send2(const std::string& method, const std::string& path, const Json& body = nullptr,
                         detail::HeaderList more = {}) {
    detail::Request request;
    request.method = method;
    request.target = "/v2/api" + path;
    request.headers = {{"Authorization", "Api-Key key"}};
    if (!body.is_null()) {
      request.body = body.dump();
      request.headers.emplace_back("Content-Type", "application/json");
    }
    for (auto& header : more) request.headers.push_back(std::move(header));
    return engine.handle(request);
  }
  Json expect2(int status, const std::string& method, const std::string& path, const Json& body = nullptr) {
    const detail::Response response = send2(method, path, body);
    EXPECT_EQ(response.status, status) << method << ' ' << path << ' ' << body << '\n' << response.body;
    return response.body.empty() ? Json() : Json::parse(response.body);
  }
  Json get2(const std::string& path) { return expect2(200, "GET", path).at("data"); }
  std::string code2(int status, const std::string& method, const std::string& path, const Json& body = nullptr) {
    return expect2(status, method, path, body).at("error").at("code");
  }
  const Json no_fields = Json::object();
};

TEST_F(V2Test, TheKeyStandsBehindItsScheme) {
  detail::Request request;
  request.method = "GET";
  request.target = "/v2/api/me";
  for (const char* credentials : {"key", "Bearer key", "Api-Key other", "Api-Keykey", "Api-Key "}) {
    request.headers = {{"Authorization", credentials}, {"X-Request-Id", "mine-1"}};
    const detail::Response refused = engine.handle(request);
    EXPECT_EQ(refused.status, 401) << credentials;
    const Json error = Json::parse(refused.body).at("error");
    EXPECT_EQ(error.at("type"), "authentication_error");
    EXPECT_EQ(error.at("code"), "API_KEY_INVALID");
    EXPECT_EQ(error.at("retryable"), false);
    EXPECT_EQ(error.at("request_id"), "mine-1");
  }
  const Json me = get2("/me");
  EXPECT_EQ(me.at("rate_limits"), Json({{"read_per_second", 20}, {"write_per_second", 5}}));
  EXPECT_EQ(me.at("endpoints").size(), 48u);
}

TEST_F(V2Test, EveryRouteNeedsItsScope) {
  engine.keys().add("none", {});
  int routes = 0;
  for (const detail::Route& route : detail::routes()) {
    if (route.version != 2 || route.scope.empty()) continue;
    ++routes;
    detail::Request request;
    request.method = std::string{route.method};
    request.target = route.full;
    request.headers = {{"Authorization", "Api-Key none"}};
    const detail::Response refused = engine.handle(request);
    EXPECT_EQ(refused.status, 403) << route.full;
    EXPECT_NE(refused.body.find(std::string{route.scope}), std::string::npos) << refused.body;
  }
  EXPECT_EQ(routes, 47);
}

TEST_F(V2Test, AContactOfVersion1IsAPersonAndTheOtherWayRound) {
  const std::string id = post("/contacts", {{"name", "Ada"}, {"numbers", {"+12025550199"}}}).at("id");
  const Json person = get2("/crm/people/" + id);
  EXPECT_EQ(person.at("name"), "Ada");
  EXPECT_EQ(person.at("created_at"), "2026-03-02T09:00:00") << "the CRM writes no zone";
  EXPECT_EQ(person.at("interactions"), 0);
  const Json created =
      expect2(200, "POST", "/crm/people",
              {{"name", "Grace"}, {"numbers", {"+12025550198"}}, {"address", "1 Main St"}, {"company_id", "com_001"}})
          .at("data");
  EXPECT_EQ(created.at("address"), "1 Main St");
  EXPECT_EQ(created.at("company"), Json({{"id", "com_001"}, {"name", "Acme Corp"}}));
  const Json contact = get("/contact/" + created.at("id").get<std::string>());
  EXPECT_EQ(contact.at("name"), "Grace");
  EXPECT_EQ(contact.at("company").at("name"), "Acme Corp");
  EXPECT_EQ(code2(409, "POST", "/crm/people", {{"numbers", {"+12025550198"}}}), "NUMBER_ALREADY_ASSIGNED");
  expect2(200, "POST", "/crm/people", {{"numbers", {"+12025550198"}}, {"allow_duplicate_number", true}});
  const Json updated =
      expect2(200, "PUT", "/crm/people/" + id, {{"last_name", "L"}, {"company_id", nullptr}}).at("data");
  EXPECT_EQ(updated.at("name"), "Ada") << "PUT is partial";
  EXPECT_EQ(updated.at("last_name"), "L");
  EXPECT_EQ(code2(422, "POST", "/crm/people", {{"name", "x"}}), "INVALID_REQUEST_BODY");
  EXPECT_EQ(code2(404, "GET", "/crm/people/con-1"), "PERSON_NOT_FOUND");
}

TEST_F(V2Test, PeopleAreFoundByWhatTheyMatch) {
  const auto found = [this](const Json& body) {
    return expect2(200, "POST", "/crm/people/search", body).at("pagination").at("total_count");
  };
  EXPECT_EQ(found(no_fields), 36);
  EXPECT_EQ(found({{"filters", {{"name", "john"}, {"last_name", "doe"}}}}), 1);
  EXPECT_EQ(found({{"filters", {{"phone_number", "+12025550100"}}}}), 1);
  EXPECT_EQ(found({{"search", "joh do"}}), 1) << "each word by its beginning";
  EXPECT_EQ(found({{"search", "oe"}}), 0);
  const Json page = expect2(200, "POST", "/crm/people/search", {{"sort", "NAME_ASC"}, {"page", 2}, {"size", 30}});
  EXPECT_EQ(page.at("data").size(), 6u);
  EXPECT_EQ(page.at("pagination"),
            Json({{"page", 2}, {"size", 30}, {"total_count", 36}, {"total_pages", 2}, {"has_more", false}}));
  EXPECT_EQ(code2(422, "POST", "/crm/people/search", {{"size", 101}}), "INVALID_PAGE_SIZE");
}

TEST_F(V2Test, CompaniesAndDeals) {
  const Json company = expect2(201, "POST", "/crm/companies", {{"name", "Engines"}, {"unheard", 1}}).at("data");
  EXPECT_EQ(company.at("person_count"), 0);
  EXPECT_FALSE(company.contains("unheard")) << "dropped, not refused";
  const std::string id = company.at("id");
  expect2(200, "PUT", "/crm/people/cnt_abc123", {{"company_id", id}});
  EXPECT_EQ(get2("/crm/companies/" + id).at("person_count"), 1);
  expect2(200, "PUT", "/crm/companies/" + id, {{"name", "Motors"}});
  EXPECT_EQ(get("/contact/cnt_abc123").at("company").at("name"), "Motors");
  EXPECT_EQ(expect2(200, "POST", "/crm/companies/search", {{"filters", {{"name", "moto"}}}}).at("data").size(), 1u);
  const Json deal =
      expect2(201, "POST", "/crm/deals",
              {{"name", "Big"}, {"status", "won"}, {"amount", 12.5}, {"currency", "EUR"}, {"company_id", id}})
          .at("data");
  EXPECT_EQ(deal.at("company").at("name"), "Motors");
  const std::string path = "/crm/deals/" + deal.at("id").get<std::string>();
  EXPECT_EQ(expect2(200, "PATCH", path, {{"amount", 13}}).at("data").at("amount"), 13);
  EXPECT_EQ(
      expect2(200, "POST", "/crm/deals/search", {{"filters", {{"stage", "won"}}}, {"search", "mot"}}).at("data").size(),
      1u);
  EXPECT_EQ(get2("/conversations/items/call_abc123").at("contacts")[0].at("deals")[0].at("status"), "WON");
  EXPECT_EQ(code2(422, "PATCH", path, {{"currency", "EURO"}}), "INVALID_REQUEST_BODY");
  EXPECT_EQ(send2("DELETE", path).status, 204);
  EXPECT_EQ(code2(404, "DELETE", path), "DEAL_NOT_FOUND");
}

TEST_F(V2Test, CallsAndMessagesAreItems) {
  const Json call = get2("/conversations/items/call_abc123?extend=transcript");
  EXPECT_EQ(call.at("type"), "CALL");
  EXPECT_EQ(call.at("contact_number"), "+12025550100");
  EXPECT_EQ(call.at("result"), "ANSWERED");
  EXPECT_EQ(call.at("transcript")[0].at("source"), "EXTERNAL");
  EXPECT_EQ(call.at("date").get<std::string>().back(), 'Z');
  EXPECT_TRUE(get2("/conversations/items/call_abc123").at("transcript").is_null());
  EXPECT_EQ(code2(400, "GET", "/conversations/items/call_abc123?extend=all"), "UNSUPPORTED_EXTEND_VALUE");
  EXPECT_EQ(code2(404, "GET", "/conversations/items/cll-1"), "CONVERSATION_ITEM_NOT_FOUND");
  post("/sms", {{"from", "+1234567890"}, {"to", "+12025550100"}, {"message", "Your table is ready"}});
  const Json found = expect2(200, "POST", "/conversations/items/search", {{"search", "tabl read"}}).at("data");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].at("content"), "Your table is ready");
  EXPECT_EQ(found[0].at("direction"), "OUTBOUND");
  EXPECT_EQ(expect2(200, "POST", "/conversations/items/search").at("pagination").at("total_count"), 171)
      << "no body needed";
  EXPECT_EQ(expect2(200, "POST", "/conversations/items/search", {{"type", "CALL"}, {"sort", "DATE"}})
                .at("pagination")
                .at("total_count"),
            90);
  EXPECT_EQ(
      expect2(200, "POST", "/conversations/items/search", {{"date", {{"from", "2026-02-23"}, {"to", "2026-03-02"}}}})
              .at("pagination")
              .at("total_count")
              .get<int>() > 20,
      true)
      << "the last seven days have items";
  EXPECT_EQ(
      code2(400, "POST", "/conversations/items/search", {{"date", {{"from", "2026-03-02"}, {"to", "2026-03-01"}}}}),
      "INVALID_DATE_RANGE");
  const Json batch =
      expect2(200, "POST", "/conversations/items/batch", {{"ids", {"call_abc123", "nothing"}}}).at("data");
  EXPECT_EQ(batch.size(), 1u);
  EXPECT_EQ(code2(400, "POST", "/conversations/items/batch", {{"ids", Json(101, "x")}}), "BATCH_TOO_LARGE");
}

TEST_F(V2Test, ASearchByRelevancePutsFirstWhatSaysTheWordsMostOften) {
  const auto send_text = [this](const char* text) {
    post("/sms", {{"from", "+1234567890"}, {"to", "+12025550100"}, {"message", text}});
    engine.clock().advance(std::chrono::seconds{1});
  };
  send_text("Zebra, zebras and a zebra crossing");
  send_text("A zebra crossing, crossed");
  send_text("One zebra crossing");
  const auto found = [this](const char* sort) {
    Json texts = Json::array();
    const Json answer =
        expect2(200, "POST", "/conversations/items/search", {{"search", "zebra cross"}, {"sort", sort}});
    for (const Json& item : answer.at("data")) texts.push_back(item.at("content").get<std::string>().substr(0, 3));
    return texts;
  };
  EXPECT_EQ(found("RELEVANCE"), Json({"Zeb", "A z", "One"})) << "four, three and two words";
  EXPECT_EQ(found("DATE_DESC"), Json({"One", "A z", "Zeb"}));
  EXPECT_EQ(found("DATE_ASC"), Json({"Zeb", "A z", "One"}));
}

TEST_F(V2Test, AnItemIsUnrespondedUntilSomethingGoesOut) {
  const auto unresponded = [this](bool wanted) {
    const Json body = {{"contact_number", "+12025550100"}, {"unresponded", wanted}, {"direction", "INBOUND"}};
    return expect2(200, "POST", "/conversations/items/search", body).at("pagination").at("total_count").get<int>();
  };
  const int before = unresponded(true) + unresponded(false);
  engine.clock().advance(std::chrono::seconds{1});
  post("/sms", {{"from", "+1234567890"}, {"to", "+12025550100"}, {"message", "Hello"}});
  EXPECT_EQ(unresponded(true), 0);
  EXPECT_EQ(unresponded(false), before);
}

TEST_F(V2Test, ADealOutlivesItsCompany) {
  const std::string id =
      expect2(201, "POST", "/crm/deals", {{"name", "Big"}, {"company_id", "com_001"}}).at("data").at("id");
  EXPECT_EQ(get2("/crm/deals/" + id).at("company").at("name"), "Acme Corp");
  engine.state().companies.remove("com_001");
  EXPECT_TRUE(get2("/crm/deals/" + id).at("company").is_null());
  EXPECT_EQ(expect2(200, "POST", "/crm/deals/search", {{"search", "big"}}).at("data").size(), 1u);
}

TEST_F(V2Test, TagsSummariesAndMarksAreKept) {
  const std::string path = "/conversations/items/call_abc123";
  EXPECT_EQ(send2("POST", path + "/tags", {{"tags", {"follow_up"}}}).body, "");
  EXPECT_EQ(code2(409, "POST", path + "/tags", {{"tags", {"follow_up"}}}), "TAG_ALREADY_EXISTS");
  EXPECT_EQ(code2(404, "POST", path + "/tags", {{"tags", {"unheard"}}}), "TAG_NOT_FOUND");
  EXPECT_EQ(code2(400, "POST", path + "/tags", {{"tags", Json::array()}}), "TAGS_REQUIRED");
  EXPECT_EQ(get2(path).at("tags").back(), "follow_up");
  bool seen = false;
  const Json conversation = get("/contact/cnt_abc123/conversation?size=100");
  for (const Json& entry : conversation.at("results")) {
    seen |= entry.at("type") == "CALL" && entry.at("call").at("tags").back() == "follow_up";
  }
  EXPECT_TRUE(seen) << "version 1 shows the tag, too";
  EXPECT_EQ(send2("DELETE", path + "/tags/follow_up").status, 200);
  EXPECT_EQ(code2(404, "DELETE", path + "/tags/follow_up"), "TAG_NOT_FOUND");
  const Json summary = expect2(200, "PATCH", path + "/summary", {{"content", "# New"}}).at("data");
  EXPECT_EQ(summary.at("version"), 1);
  EXPECT_EQ(get2(path).at("summary"), "# New");
  const std::string conversations = "/conversations?allo_number=%2B1234567890&unread=";
  expect2(200, "PUT", "/conversations/%2B12025550100/action", {{"action", "UNREAD"}});
  const auto unread = [&] {
    const Json listed = get2(conversations + "true&size=100");
    return std::any_of(listed.begin(), listed.end(),
                       [](const Json& each) { return each.at("contact_number") == "+12025550100"; });
  };
  EXPECT_TRUE(unread());
  expect2(200, "PUT", "/conversations/%2B12025550100/action", {{"action", "ARCHIVE"}});
  EXPECT_FALSE(unread()) << "to archive marks as read";
  EXPECT_EQ(code2(400, "PUT", "/conversations/%2B12025550100/action", {{"action", "BURN"}}), "INVALID_ACTION");
  EXPECT_EQ(code2(404, "PUT", "/conversations/%2B12025559999/action", {{"action", "READ"}}),
            "CONVERSATION_ITEM_NOT_FOUND");
  EXPECT_EQ(code2(400, "GET", "/conversations"), "MISSING_ALLO_NUMBER");
}

TEST_F(V2Test, TheTeamItsTagsAndNumbers) {
  EXPECT_EQ(get2("/users").size(), 3u);
  EXPECT_EQ(get2("/users?status=BLOCKED").size(), 1u);
  EXPECT_EQ(get2("/users?role=ADMIN")[0].at("name"), "Jane Smith");
  EXPECT_EQ(get2("/users/usr-001").at("email"), "jane.smith@example.com");
  EXPECT_EQ(code2(404, "GET", "/users/usr-9"), "MEMBER_NOT_FOUND");
  EXPECT_EQ(get2("/tags").size(), 5u);
  const Json numbers = get2("/numbers");
  ASSERT_EQ(numbers.size(), 4u);
  EXPECT_EQ(numbers[2].at("capabilities"), Json({"VOICE"})) << "its provider carries no SMS";
  EXPECT_TRUE(numbers[3].at("number").is_null());
  EXPECT_EQ(numbers[3].at("type"), "SENDER_ID");
}

TEST_F(V2Test, SummaryTemplates) {
  const Json sections = Json::array({{{"title", "All"}, {"order", 0}}});
  const Json created =
      expect2(201, "POST", "/summary_templates", {{"name", "Short"}, {"icon", "📞"}, {"sections", sections}}).at("data");
  const std::string path = "/summary_templates/" + created.at("id").get<std::string>();
  const Json replaced = expect2(200, "PUT", path, {{"name", "Shorter"}}).at("data");
  EXPECT_TRUE(replaced.at("icon").is_null()) << "a whole replacement";
  EXPECT_EQ(replaced.at("sections"), Json::array());
  const std::string number = "/numbers/%2B1234567890/default_summary_template";
  EXPECT_EQ(expect2(200, "PUT", number, {{"summary_template_id", created.at("id")}})
                .at("data")
                .at("default_summary_template_id"),
            created.at("id"));
  EXPECT_TRUE(expect2(200, "PUT", number, no_fields).at("data").at("default_summary_template_id").is_null())
      << "omitted clears";
  EXPECT_EQ(code2(404, "PUT", "/numbers/%2B1/default_summary_template", no_fields), "PHONE_NUMBER_NOT_FOUND");
  EXPECT_EQ(send2("DELETE", path).status, 204);
  EXPECT_EQ(code2(404, "DELETE", path), "SUMMARY_TEMPLATE_NOT_FOUND");
  EXPECT_EQ(code2(400, "POST", "/summary_templates", {{"name", "x"}, {"call_context", std::string(4001, 'x')}}),
            "INVALID_REQUEST_BODY");
}

TEST_F(V2Test, WebhooksShowTheirSecretAsTheServiceDoes) {
  const Json hook = {{"url", "https://a.example/x"}, {"topics", {"call.completed"}}};
  const Json created = expect2(201, "POST", "/webhooks", hook).at("data");
  EXPECT_EQ(created.at("signing_secret").get<std::string>().substr(0, 6), "whsec_");
  EXPECT_EQ(created.at("enabled"), true);
  const std::string path = "/webhooks/" + created.at("id").get<std::string>();
  EXPECT_EQ(get2(path).at("signing_secret"), created.at("signing_secret"));
  EXPECT_FALSE(get2("/webhooks")[0].contains("signing_secret"));
  engine.quirks().secret_on_creation_only = true;
  EXPECT_FALSE(get2(path).contains("signing_secret"));
  EXPECT_EQ(expect2(200, "PUT", path, {{"enabled", false}}).at("data").at("url"), "https://a.example/x");
  EXPECT_EQ(get("/webhooks"), Json::array()) << "those of version 1 are apart";
  EXPECT_EQ(get2("/webhooks/event_types").size(), 11u);
  EXPECT_EQ(code2(400, "POST", "/webhooks", {{"url", "https://a.example"}, {"topics", {"PING"}}}),
            "INVALID_EVENT_TYPE");
  EXPECT_EQ(send2("DELETE", path).status, 204);
  EXPECT_EQ(code2(404, "GET", path), "WEBHOOK_NOT_FOUND");
}

TEST_F(V2Test, TheDialingQueue) {
  const std::string path = "/dialing-queues/current";
  const Json none = expect2(200, "GET", path);
  EXPECT_FALSE(none.contains("queue"));
  EXPECT_EQ(none.at("pagination").at("total_count"), 0);
  EXPECT_EQ(code2(404, "DELETE", path + "/numbers?unassigned=true"), "DIALING_QUEUE_NOT_FOUND");
  EXPECT_EQ(expect2(200, "PATCH", path, {{"name", "Monday"}}).at("data").at("name"), "Monday");
  const Json numbers = {{{"number", "+1 (202) 555-0100"}},
                        {{"number", "nobody"}},
                        {{"number", "+12025550197"}, {"name", "New"}, {"company", "Newco"}}};
  const Json appended = expect2(200, "POST", path + "/numbers", {{"numbers", numbers}}).at("data");
  EXPECT_EQ(appended.at("added").size(), 2u);
  EXPECT_EQ(appended.at("added")[1].at("position"), 1);
  EXPECT_EQ(appended.at("skipped"), Json::array({{{"number", "nobody"}, {"reason", "INVALID_PHONE_NUMBER"}}}));
  EXPECT_EQ(expect2(200, "POST", "/crm/people/search", {{"filters", {{"company", "Newco"}}}}).at("data").size(), 1u);
  const Json current = expect2(200, "GET", path);
  EXPECT_EQ(current.at("queue").at("name"), "Monday");
  EXPECT_FALSE(current.at("queue").contains("numbers"));
  EXPECT_EQ(current.at("data").size(), 2u);
  EXPECT_EQ(code2(400, "DELETE", path + "/numbers"), "DIALING_QUEUE_DELETE_FILTER_REQUIRED");
  EXPECT_EQ(code2(400, "DELETE", path + "/numbers?unassigned=true&position=0"), "DIALING_QUEUE_DELETE_FILTER_CONFLICT");
  EXPECT_EQ(code2(404, "DELETE", path + "/numbers?position=7"), "QUEUE_NUMBER_POSITION_NOT_FOUND");
  EXPECT_EQ(expect2(200, "DELETE", path + "/numbers?number=%2B12025550100").at("data").at("removed"), 1);
  EXPECT_EQ(code2(404, "GET", path + "?user_id=usr-9"), "ASSIGNEE_NOT_FOUND");
  EXPECT_FALSE(expect2(200, "GET", path + "?email=alex.martin@example.com").contains("queue")) << "a queue each";
  EXPECT_EQ(expect2(200, "POST", path).at("data").at("numbers"), Json::array()) << "a new empty one";
}

TEST_F(V2Test, AnalyticsAreCountedFromTheState) {
  const Json range = {{"from", "2025-06-01"}, {"to", "2026-03-02"}};
  const Json overview = expect2(200, "POST", "/analytics/overview",
                                {{"date", range}, {"compare_date", {{"from", "2024-01-01"}, {"to", "2024-01-02"}}}})
                            .at("data");
  EXPECT_EQ(overview.at("summary").at("total_calls").at("value"), 90);
  EXPECT_EQ(overview.at("summary").at("total_calls").at("previous"), 0);
  double calls = 0;
  for (const Json& user : overview.at("breakdown")) calls += user.at("calls").at("value").get<double>();
  EXPECT_EQ(calls, 90);
  const Json outbound =
      expect2(200, "POST", "/analytics/outbound",
              {{"date", range}, {"granularity", "MONTH"}, {"extend", "items"}, {"stage", "CONNECTED"}})
          .at("data");
  const double dials = outbound.at("funnel").at("dials").at("count").at("value").get<double>();
  EXPECT_EQ(expect2(200, "POST", "/conversations/items/search", {{"type", "CALL"}, {"direction", "OUTBOUND"}})
                .at("pagination")
                .at("total_count"),
            dials);
  EXPECT_EQ(outbound.at("items").at("pagination").at("total_count"),
            outbound.at("funnel").at("connected").at("count").at("value"));
  EXPECT_EQ(code2(400, "POST", "/analytics/outbound", {{"date", range}, {"granularity", "YEAR"}}),
            "INVALID_GRANULARITY");
  EXPECT_EQ(code2(400, "POST", "/analytics/overview", no_fields), "INVALID_DATE_RANGE");
  EXPECT_EQ(code2(400, "POST", "/analytics/overview", {{"date", {{"from", "2020-01-01"}, {"to", "2026-01-01"}}}}),
            "DATE_RANGE_TOO_WIDE");
}

TEST_F(V2Test, PartnerAccounts) {
  const Json wanted = {{"email", "a@b.example"},
                       {"name", "A"},
                       {"personal_mobile", "+12025550111"},
                       {"number_preference", {{"country", "US"}}}};
  const Json created = expect2(201, "POST", "/partner/accounts", wanted).at("data");
  EXPECT_TRUE(created.at("api_key").is_string());
  const std::string path = "/partner/accounts/" + created.at("id").get<std::string>();
  EXPECT_FALSE(get2(path).contains("api_key"));
  EXPECT_EQ(code2(409, "POST", "/partner/accounts", wanted), "PARTNER_ACCOUNT_ALREADY_EXISTS");
  EXPECT_EQ(send2("DELETE", path).status, 204);
  EXPECT_EQ(code2(404, "GET", path), "PARTNER_ACCOUNT_NOT_FOUND");
}

TEST_F(V2Test, AWriteUnderAKeyIsCarriedOutOnce) {
  const detail::HeaderList once{{"Idempotency-Key", "a"}};
  const Json company = {{"name", "Once"}};
  const detail::Response first = send2("POST", "/crm/companies", company, once);
  const detail::Response again = send2("POST", "/crm/companies", company, once);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(*detail::find_header(again.headers, "Idempotency-Replayed"), "true");
  EXPECT_EQ(Json::parse(send2("POST", "/crm/deals", company, once).body).at("error").at("code"),
            "IDEMPOTENCY_KEY_REUSE");
  EXPECT_EQ(send2("POST", "/crm/companies/search", no_fields, once).status, 200) << "a read takes no notice of it";
  engine.clock().advance(std::chrono::minutes{61});
  EXPECT_EQ(detail::find_header(send2("POST", "/crm/companies", company, once).headers, "Idempotency-Replayed"),
            nullptr);
}

TEST_F(V2Test, QuirksSayWhatPutAndCreateMean) {
  const std::string person = "/crm/people/cnt_abc123";
  EXPECT_EQ(expect2(200, "PUT", person, {{"job_title", "CEO"}}).at("data").at("last_name"), "Doe");
  engine.quirks().put_replaces = true;
  const Json replaced = expect2(200, "PUT", person, {{"name", "Joan"}}).at("data");
  EXPECT_EQ(replaced.at("name"), "Joan");
  EXPECT_TRUE(replaced.at("last_name").is_null());
  EXPECT_TRUE(replaced.at("company").is_null());

  const Json sections = Json::array({{{"title", "All"}, {"order", 0}}});
  const std::string path = "/summary_templates/" + expect2(201, "POST", "/summary_templates",
                                                           {{"name", "Short"}, {"icon", "*"}, {"sections", sections}})
                                                       .at("data")
                                                       .at("id")
                                                       .get<std::string>();
  engine.quirks().put_merges = true;
  const Json merged = expect2(200, "PUT", path, {{"name", "Shorter"}}).at("data");
  EXPECT_EQ(merged.at("icon"), "*");
  EXPECT_EQ(merged.at("sections").size(), 1u);

  expect2(200, "POST", "/crm/people", {{"numbers", {"+12025550190"}}});
  engine.quirks().created_is_201 = true;
  expect2(201, "POST", "/crm/people", {{"numbers", {"+12025550191"}}});
}

TEST_F(V2Test, ALateSearchMayFailOnce) {
  engine.quirks().search_fails_late = true;
  int failed = 0;
  for (int i = 0; i < 20; ++i) {
    const detail::Response response = send2("POST", "/conversations/items/search", {{"page", 30}, {"size", 1}});
    if (response.status != 500) continue;
    ++failed;
    EXPECT_EQ(Json::parse(response.body).at("error").at("retryable"), true);
  }
  EXPECT_GT(failed, 0);
  EXPECT_LT(failed, 20);
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
