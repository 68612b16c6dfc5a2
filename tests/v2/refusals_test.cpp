#include "v2/operations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// What is refused before anything is sent, with the name of the field.
namespace allo::test {
namespace {

using testing::HasSubstr;

/// What `call` is refused for; nothing may go out.
template <class Call>
std::string refused(const Call& call) {
  const FakeV2 fake;
  const std::string text = refusal_of([&] { call(fake.v2()); });
  EXPECT_EQ(fake.transport->count(), 0U);
  return text;
}

using Api = const v2::Client&;

template <class Input, class Set>
Input with(const Set& set, Input input = {}) {
  set(input);
  return input;
}

TEST(Refused, DatesThatAreMalformedDoNotExistOrAreOutOfOrder) {
  const v2::DateRange good{"2026-01-01", "2026-02-28"};
  struct Case {
    v2::DateRange dates;
    const char* field;
  };
  for (const Case& bad :
       {Case{{"2026-02-30", "2026-03-01"}, "date.from"}, Case{{"2026-01-01", "2026-02-29"}, "date.to"},
        Case{{"2026-1-01", "2026-02-28"}, "date.from"}, Case{{"", "2026-02-28"}, "date.from"},
        Case{{"2026-01-01", ""}, "date.to"}, Case{{"2026-01-01", "2026-13-01"}, "date.to"},
        Case{{"2026-00-10", "2026-02-28"}, "date.from"}, Case{{"2026-01-00", "2026-02-28"}, "date.from"},
        Case{{"2026-01-01T00:00:00Z", "2026-02-28"}, "date.from"}, Case{{"2026-01-01", "2026-02-28 "}, "date.to"},
        Case{{"2100-02-29", "2100-03-01"}, "date.from"}, Case{{"2026-02-02", "2026-02-01"}, "date.from"},
        Case{{"0x26-02-02", "2026-02-03"}, "date.from"}, Case{{"+026-02-02", "2026-02-03"}, "date.from"}}) {
    SCOPED_TRACE(bad.dates.from + " to " + bad.dates.to);
    EXPECT_THAT(refused([&](Api c) { c.analytics.overview({.date = bad.dates}); }), HasSubstr(bad.field));
    EXPECT_THAT(refused([&](Api c) { c.analytics.outbound({.date = bad.dates}); }), HasSubstr(bad.field));
    EXPECT_THAT(refused([&](Api c) { c.items.search({.date = bad.dates}); }), HasSubstr(bad.field));
    EXPECT_THAT(refused([&](Api c) { c.items.search_all({.date = bad.dates}); }), HasSubstr(bad.field));
    EXPECT_THAT(refused([&](Api c) { c.analytics.overview({.date = good, .compare_date = bad.dates}); }),
                HasSubstr(std::string{"compare_"} + bad.field));
    EXPECT_THAT(refused([&](Api c) { c.analytics.outbound({.date = good, .compare_date = bad.dates}); }),
                HasSubstr(std::string{"compare_"} + bad.field));
  }
  for (const v2::DateRange& fine :
       {v2::DateRange{"2024-02-29", "2024-02-29"}, v2::DateRange{"2000-02-29", "2026-12-31"}}) {
    const FakeV2 fake;
    fake.transport->then(respond(200, example_answer("getTeamMetrics")));
    EXPECT_NO_THROW(fake.v2().analytics.overview({.date = fine}));
  }
}

TEST(Refused, PagesAndSizesOutOfBounds) {
  const v2::DateRange april{"2026-04-01", "2026-04-30"};
  for (const auto& [page, size, field] :
       {std::tuple{0, 20, "page"}, std::tuple{-1, 20, "page"}, std::tuple{1, 0, "size"}, std::tuple{1, 101, "size"}}) {
    SCOPED_TRACE(field);
    const int p = page;
    const int s = size;
    EXPECT_THAT(refused([&](Api c) { c.conversations.list({.allo_number = "+1415", .page = p, .size = s}); }),
                HasSubstr(field));
    EXPECT_THAT(refused([&](Api c) { c.items.search({.page = p, .size = s}); }), HasSubstr(field));
    EXPECT_THAT(refused([&](Api c) { c.people.search({.page = p, .size = s}); }), HasSubstr(field));
    EXPECT_THAT(refused([&](Api c) { c.companies.search({.page = p, .size = s}); }), HasSubstr(field));
    EXPECT_THAT(refused([&](Api c) { c.deals.search({.page = p, .size = s}); }), HasSubstr(field));
    EXPECT_THAT(refused([&](Api c) { c.dialing_queue.current({.page = p, .size = s}); }), HasSubstr(field));
    EXPECT_THAT(refused([&](Api c) {
                  c.analytics.outbound({.date = april, .stage = v2::Stage::Dial, .items = true, .page = p, .size = s});
                }),
                HasSubstr(field));
  }
  EXPECT_THAT(refused([](Api c) { c.items.search_all({.range = {.page_size = 101}}); }), HasSubstr("page_size"));
  EXPECT_THAT(refused([](Api c) { c.people.search_all({.range = {.first_page = -1}}); }), HasSubstr("first_page"));
}

TEST(Refused, WhatContradictsItself) {
  const v2::DateRange april{"2026-04-01", "2026-04-30"};
  EXPECT_THAT(
      refused([&](Api c) { c.analytics.overview({.date = april, .user_ids = {"usr-1"}, .allo_numbers = {"+1415"}}); }),
      AllOf(HasSubstr("user_ids"), HasSubstr("allo_numbers")));
  EXPECT_THAT(
      refused([&](Api c) { c.analytics.outbound({.date = april, .user_ids = {"usr-1"}, .allo_numbers = {"+1415"}}); }),
      AllOf(HasSubstr("user_ids"), HasSubstr("allo_numbers")));
  EXPECT_THAT(refused([&](Api c) { c.analytics.outbound({.date = april, .items = true}); }),
              AllOf(HasSubstr("items"), HasSubstr("stage")));
}

TEST(Refused, WhatMustNotBeEmpty) {
  EXPECT_THAT(refused([](Api c) { c.conversations.list({}); }), HasSubstr("allo_number"));
  EXPECT_THAT(refused([](Api c) { c.conversations.list_all({}); }), HasSubstr("allo_number"));
  EXPECT_THAT(refused([](Api c) { c.conversations.mark("+1", OpenEnum<v2::ConversationAction>{}); }),
              HasSubstr("action"));
  EXPECT_THAT(refused([](Api c) { c.conversations.mark("+1", v2::ConversationAction::Read, ""); }),
              HasSubstr("allo_number"));
  EXPECT_THAT(refused([](Api c) { c.items.add_tags("cll-1", {}); }), HasSubstr("tags"));
  EXPECT_THAT(refused([](Api c) { c.items.add_tags("cll-1", {"a", ""}); }), HasSubstr("tags[1]"));
  EXPECT_THAT(refused([](Api c) { c.items.search({.tags = {""}}); }), HasSubstr("tags[0]"));
  EXPECT_THAT(refused([](Api c) { c.items.update_summary("cll-1", {}); }), HasSubstr("content"));
  EXPECT_THAT(refused([](Api c) { c.items.get_many({"cll-1", ""}); }), HasSubstr("ids[1]"));
  EXPECT_THAT(refused([](Api c) { c.numbers.set_default_summary_template("+1415", ""); }),
              HasSubstr("summary_template_id"));
  EXPECT_THAT(refused([](Api c) { c.summary_templates.create({}); }), HasSubstr("name"));
  EXPECT_THAT(refused([](Api c) { c.summary_templates.replace("tst-1", {}); }), HasSubstr("name"));
  EXPECT_THAT(refused([](Api c) {
                c.summary_templates.create({.name = "x", .sections = {{"", "text", 0}}});
              }),
              HasSubstr("sections[0].title"));
  EXPECT_THAT(refused([](Api c) { c.webhooks.create({.url = "https://example.com", .topics = {}}); }),
              HasSubstr("topics"));
  EXPECT_THAT(
      refused([](Api c) { c.webhooks.create({.url = "https://example.com", .topics = {WebhookTopic::Unknown}}); }),
      HasSubstr("topics[0]"));
  EXPECT_THAT(refused([](Api c) { c.people.create({}); }), HasSubstr("numbers"));
  EXPECT_THAT(refused([](Api c) { c.people.create({.numbers = {""}}); }), HasSubstr("numbers[0]"));
  EXPECT_THAT(refused([](Api c) { c.companies.create({}); }), HasSubstr("name"));
  EXPECT_THAT(refused([](Api c) { c.deals.create({}); }), HasSubstr("name"));
  EXPECT_THAT(refused([](Api c) { c.dialing_queue.append({}); }), HasSubstr("numbers"));
  EXPECT_THAT(refused([](Api c) {
                c.dialing_queue.append({.numbers = {{"+1"}, {""}}});
              }),
              HasSubstr("numbers[1].number"));
  EXPECT_THAT(refused([](Api c) { c.dialing_queue.clear(v2::ClearNumbersInput::by_number("")); }), HasSubstr("number"));
  EXPECT_THAT(refused([](Api c) { c.dialing_queue.reset({.owner = {.user_id = ""}}); }), HasSubstr("user_id"));
  EXPECT_THAT(refused([](Api c) { c.dialing_queue.current({.owner = {.email = ""}}); }), HasSubstr("email"));
  const v2::CreatePartnerAccountInput account{.email = "a@example.com",
                                              .name = "Jane",
                                              .personal_mobile = "+33612345678",
                                              .number_preference = {.country = "FR"}};
  auto lacking = [&](auto change, const char* field) {
    v2::CreatePartnerAccountInput input = account;
    change(input);
    EXPECT_THAT(refused([&](Api c) { c.partner_accounts.create(input); }), HasSubstr(field));
  };
  lacking([](auto& input) { input.email.clear(); }, "email");
  lacking([](auto& input) { input.name.clear(); }, "name");
  lacking([](auto& input) { input.personal_mobile.clear(); }, "personal_mobile");
  lacking([](auto& input) { input.number_preference.country.clear(); }, "country");
}

TEST(Refused, TextsAndListsThatAreTooLong) {
  const auto text = [](std::size_t characters) {
    std::string made;
    for (std::size_t i = 0; i < characters; ++i) made += "📞";
    return made;
  };
  EXPECT_THAT(refused([&](Api c) { c.items.update_summary("cll-1", {.content = text(100'001)}); }),
              HasSubstr("content"));
  EXPECT_THAT(refused([&](Api c) { c.summary_templates.create({.name = "x", .call_context = text(4001)}); }),
              HasSubstr("call_context"));
  EXPECT_THAT(refused([&](Api c) { c.summary_templates.replace("tst-1", {.name = "x", .call_context = text(4001)}); }),
              HasSubstr("call_context"));
  EXPECT_THAT(refused([&](Api c) {
                c.summary_templates.create(
                    {.name = "x", .sections = std::vector<v2::SummaryTemplateSection>(11, {"t", "", 0})});
              }),
              HasSubstr("sections"));
  EXPECT_THAT(refused([&](Api c) { c.dialing_queue.reset({.name = text(256)}); }), HasSubstr("name"));
  EXPECT_THAT(refused([](Api c) { c.deals.create({.name = "x", .currency = "EURO"}); }), HasSubstr("currency"));
  EXPECT_THAT(refused([](Api c) { c.items.update_summary("cll-1", {.content = "\xFF"}); }), HasSubstr("content"));

  const FakeV2 fake;
  fake.transport->then(respond(200, example_answer("updateCallSummary")));
  EXPECT_NO_THROW(fake.v2().items.update_summary("cll-1", {.content = text(100'000)}));
  fake.transport->then(respond(200, example_answer("createSummaryTemplate")));
  EXPECT_NO_THROW(fake.v2().summary_templates.create({.name = "x", .call_context = text(4000)}));
}

TEST(Refused, AnUpdateOfNothing) {
  EXPECT_THAT(refused([](Api c) { c.webhooks.update("ep_1", {}); }), HasSubstr("update"));
  EXPECT_THAT(refused([](Api c) { c.people.update("per-1", {}); }), HasSubstr("update"));
  EXPECT_THAT(refused([](Api c) { c.companies.update("com-1", {}); }), HasSubstr("update"));
  EXPECT_THAT(refused([](Api c) { c.deals.update("dea-1", {}); }), HasSubstr("update"));
  // This one makes sure that there is a queue.
  const FakeV2 fake;
  fake.transport->then(respond(200, example_answer("upsertCurrentDialingQueue")));
  fake.v2().dialing_queue.upsert({});
  EXPECT_EQ(fake.transport->last().body, "{}");
}

TEST(Refused, ToClearWhatCannotBeCleared) {
  using v2::UpdateWebhookInput;
  EXPECT_THAT(
      refused([](Api c) { c.webhooks.update("ep_1", with<UpdateWebhookInput>([](auto& i) { i.url = null; })); }),
      HasSubstr("url"));
  EXPECT_THAT(
      refused([](Api c) { c.webhooks.update("ep_1", with<UpdateWebhookInput>([](auto& i) { i.topics = null; })); }),
      HasSubstr("topics"));
  EXPECT_THAT(refused([](Api c) {
                c.webhooks.update("ep_1", with<UpdateWebhookInput>([](auto& i) { i.description = null; }));
              }),
              HasSubstr("description"));
  EXPECT_THAT(
      refused([](Api c) { c.webhooks.update("ep_1", with<UpdateWebhookInput>([](auto& i) { i.enabled = null; })); }),
      HasSubstr("enabled"));
  EXPECT_THAT(refused([](Api c) {
                c.webhooks.update("ep_1", with<UpdateWebhookInput>(
                                              [](auto& i) { i.topics = std::vector<OpenEnum<WebhookTopic>>{}; }));
              }),
              HasSubstr("topics"));
  EXPECT_THAT(
      refused([](Api c) { c.companies.update("com-1", with<v2::UpdateCompanyInput>([](auto& i) { i.name = null; })); }),
      HasSubstr("name"));
  EXPECT_THAT(
      refused([](Api c) { c.deals.update("dea-1", with<v2::UpdateDealInput>([](auto& i) { i.name = null; })); }),
      HasSubstr("name"));
  // All of a person and of a queue can be.
  const FakeV2 fake;
  fake.transport->then(respond(200, example_answer("updatePerson")));
  fake.v2().people.update("per-1", with<v2::UpdatePersonInput>([](auto& i) {
                            i.name = null;
                            i.numbers = null;
                            i.emails = null;
                          }));
  EXPECT_EQ(fake.transport->last().body, R"({"name":null,"numbers":null,"emails":null})");
  fake.transport->then(respond(200, example_answer("upsertCurrentDialingQueue")));
  fake.v2().dialing_queue.upsert(with<v2::UpsertQueueInput>([](auto& i) {
    i.name = null;
    i.voicemail_handling = null;
    i.do_not_disturb = null;
  }));
  EXPECT_EQ(fake.transport->last().body, R"({"name":null,"voicemail_handling":null,"do_not_disturb":null})");
}

TEST(Refused, AWebhookThatWouldBeDeliveredInClear) {
  for (const char* url : {"http://example.com/hook", "http://localhost.example.com/", "http://127.0.0.1.example.com/",
                          "http://localhost@example.com/", "ftp://example.com", "example.com", "", "https://",
                          "https://exa mple.com", "//example.com"}) {
    SCOPED_TRACE(url);
    EXPECT_THAT(refused([&](Api c) { c.webhooks.create({.url = url, .topics = {WebhookTopic::CallCompleted}}); }),
                HasSubstr("url"));
    EXPECT_THAT(
        refused([&](Api c) { c.webhooks.update("ep_1", with<v2::UpdateWebhookInput>([&](auto& i) { i.url = url; })); }),
        HasSubstr("url"));
  }
  for (const char* url : {"https://example.com/hook", "HTTPS://example.com", "http://localhost:8080/hook",
                          "http://127.0.0.1:8080", "http://[::1]:8080/hook?x=1"}) {
    SCOPED_TRACE(url);
    const FakeV2 fake;
    fake.transport->then(respond(201, example_answer("createWebhook")));
    EXPECT_NO_THROW(fake.v2().webhooks.create({.url = url, .topics = {WebhookTopic::CallCompleted}}));
  }
}

TEST(Refused, APlaceInAQueueBelow0) {
  EXPECT_THAT(refused([](Api c) { c.dialing_queue.clear(v2::ClearNumbersInput::by_position(-1)); }),
              HasSubstr("position"));
  EXPECT_THAT(refused([](Api c) { c.dialing_queue.clear(v2::ClearNumbersInput::by_number_at("+1", -1)); }),
              HasSubstr("position"));
}

TEST(Sent, WordsThatThisVersionDoesNotKnow) {
  const FakeV2 fake;
  fake.transport->then(respond(200, example_answer("searchPeople")));
  fake.v2().people.search({.sort = OpenEnum<v2::CrmSort>::parse("AGE_ASC")});
  EXPECT_EQ(Json::parse(fake.transport->last().body)["sort"], "AGE_ASC");
  fake.transport->then(respond(200, example_answer("listUsers")));
  fake.v2().users.list({.role = OpenEnum<v2::UserRole>::parse("OWNER")});
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v2/api/users?role=OWNER");
  fake.transport->then(respond(201, example_answer("createWebhook")));
  fake.v2().webhooks.create(
      {.url = "https://example.com", .topics = {OpenEnum<WebhookTopic>::parse("thread.created")}});
  EXPECT_EQ(Json::parse(fake.transport->last().body)["topics"], Json::parse(R"(["thread.created"])"));
  fake.transport->then(respond(200, ""));
  fake.v2().conversations.mark("+1415", OpenEnum<v2::ConversationAction>::parse("SNOOZE"));
  EXPECT_EQ(fake.transport->last().body, R"({"action":"SNOOZE"})");
}

TEST(Sent, NullTakesADefaultTemplateAway) {
  const FakeV2 fake;
  fake.transport->then(respond(200, R"({"data":{"number":"+1415","default_summary_template_id":null}})"));
  const auto result = fake.v2().numbers.set_default_summary_template("+1415", std::nullopt);
  EXPECT_EQ(fake.transport->last().body, R"({"summary_template_id":null})");
  EXPECT_EQ(result.number, "+1415");
  EXPECT_FALSE(result.default_summary_template_id);
}

TEST(Sent, AListWithoutInputAsksForTheFirstPage) {
  const FakeV2 fake;
  fake.transport->then(respond(200, R"({"data":[],"pagination":{}})"));
  fake.v2().items.search();
  EXPECT_EQ(fake.transport->last().body, R"({"page":1,"size":20})");
  fake.transport->then(respond(200, R"({"data":[],"pagination":{}})"));
  fake.v2().dialing_queue.current();
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v2/api/dialing-queues/current?page=1&size=20");
  fake.transport->then(respond(200, R"({"data":[]})"));
  fake.v2().users.list();
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v2/api/users");
  fake.transport->then(respond(200, example_answer("getAnalyticsOutbound")));
  fake.v2().analytics.outbound({.date = {"2026-04-01", "2026-04-30"}});
  EXPECT_EQ(fake.transport->last().body, R"({"date":{"from":"2026-04-01","to":"2026-04-30"}})");
}

}  // namespace
}  // namespace allo::test
