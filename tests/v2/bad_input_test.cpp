#include "v2/operations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// Ids, tags and numbers that are no part of a path as they stand.
namespace allo::test {
namespace {

/// Calls with one text in the path.
std::map<std::string, std::function<void(const v2::Client&, std::string_view)>> calls() {
  using C = const v2::Client&;
  using S = std::string_view;
  v2::UpdateWebhookInput webhook;
  webhook.enabled = true;
  v2::UpdatePersonInput person;
  person.name = "x";
  v2::UpdateCompanyInput company;
  company.website = "x";
  v2::UpdateDealInput deal;
  deal.status = "won";
  return {
      {"/users/", [](C c, S s) { c.users.get(s); }},
      {"/summary_templates/", [](C c, S s) { c.summary_templates.get(s); }},
      {"/summary_templates/ ", [](C c, S s) { c.summary_templates.replace(s, {.name = "x"}); }},
      {"/summary_templates/  ", [](C c, S s) { c.summary_templates.remove(s); }},
      {"/webhooks/", [](C c, S s) { c.webhooks.get(s); }},
      {"/webhooks/ ", [webhook](C c, S s) { c.webhooks.update(s, webhook); }},
      {"/webhooks/  ", [](C c, S s) { c.webhooks.remove(s); }},
      {"/conversations/items/", [](C c, S s) { c.items.get(s); }},
      {"/crm/people/", [](C c, S s) { c.people.get(s); }},
      {"/crm/people/ ", [person](C c, S s) { c.people.update(s, person); }},
      {"/crm/companies/", [](C c, S s) { c.companies.get(s); }},
      {"/crm/companies/ ", [company](C c, S s) { c.companies.update(s, company); }},
      {"/crm/deals/", [](C c, S s) { c.deals.get(s); }},
      {"/crm/deals/ ", [deal](C c, S s) { c.deals.update(s, deal); }},
      {"/crm/deals/  ", [](C c, S s) { c.deals.remove(s); }},
      {"/partner/accounts/", [](C c, S s) { c.partner_accounts.get(s); }},
      {"/partner/accounts/ ", [](C c, S s) { c.partner_accounts.remove(s); }},
      {"/conversations/items/cll-1/tags/", [](C c, S s) { c.items.remove_tag("cll-1", s); }},
  };
}

/// Calls whose path goes on after the text.
std::map<std::string, std::function<void(const v2::Client&, std::string_view)>> inner_calls() {
  using C = const v2::Client&;
  using S = std::string_view;
  return {
      {"/conversations/items/*/summary", [](C c, S s) { c.items.update_summary(s, {.content = "x"}); }},
      {"/conversations/items/*/tags", [](C c, S s) { c.items.add_tags(s, {"x"}); }},
      {"/conversations/items/*/tags/vip", [](C c, S s) { c.items.remove_tag(s, "vip"); }},
      {"/conversations/*/action", [](C c, S s) { c.conversations.mark(s, v2::ConversationAction::Read); }},
      {"/numbers/*/default_summary_template", [](C c, S s) { c.numbers.set_default_summary_template(s, "tst-1"); }},
  };
}

std::string without_blanks(const std::string& path) { return path.substr(0, path.find(' ')); }

struct Odd {
  const char* text;
  const char* encoded;
};
constexpr Odd odd_texts[] = {
    {"a/b", "a%2Fb"},
    {"a?b=c", "a%3Fb%3Dc"},
    {"a#b", "a%23b"},
    {"100%", "100%25"},
    {"a b", "a%20b"},
    {"\xF0\x9F\x93\x9E", "%F0%9F%93%9E"},
    {"é", "%C3%A9"},
    {"+33612345678", "%2B33612345678"},
    {"../../me", "..%2F..%2Fme"},
    {"%2e%2e", "%252e%252e"},
    {".", "%2E"},
    {"..", "%2E%2E"},
    {"a&b", "a%26b"},
    {"a\\b", "a%5Cb"},
};

TEST(PathTexts, AreEncodedAsOneSegment) {
  const auto check = [](const auto& call, const std::string& before, const std::string& behind) {
    for (const Odd& odd : odd_texts) {
      const FakeV2 fake;
      fake.transport->always([](const HttpRequest&) { return respond(200, R"({"data":{}})"); });
      call(fake.v2(), odd.text);
      EXPECT_EQ(fake.transport->last().url, "https://api.test/v2/api" + before + odd.encoded + behind);
    }
  };
  for (const auto& [path, call] : calls()) check(call, without_blanks(path), "");
  for (const auto& [path, call] : inner_calls()) {
    const std::size_t star = path.find('*');
    check(call, path.substr(0, star), path.substr(star + 1));
  }
}

TEST(PathTexts, ThatAreEmptyOrNoTextAreRefused) {
  const auto check = [](const auto& call) {
    for (const char* bad : {"", "\xFF\xFE"}) {
      const FakeV2 fake;
      fake.transport->always([](const HttpRequest&) { return respond(200, R"({"data":{}})"); });
      EXPECT_THROW(call(fake.v2(), bad), InvalidArgumentException) << '"' << bad << '"';
      EXPECT_EQ(fake.transport->count(), 0U);
    }
  };
  for (const auto& entry : calls()) check(entry.second);
  for (const auto& entry : inner_calls()) check(entry.second);
}

TEST(BodyTexts, KeepEveryCharacter) {
  const std::string odd = "../\"\\\n\t?#%20 \xF0\x9F\x93\x9E";
  const FakeV2 fake;
  fake.transport->then(respond(200, ""));
  fake.v2().items.add_tags("cll-1", {odd});
  EXPECT_EQ(Json::parse(fake.transport->last().body)["tags"][0], odd);
}

TEST(BodyTexts, ThatAreNoTextAreRefusedWithTheirField) {
  const FakeV2 fake;
  const auto refused = [&](const auto& call) { return refusal_of([&] { call(fake.v2()); }); };
  using C = const v2::Client&;
  EXPECT_THAT(refused([](C c) { c.people.create({.numbers = {"+1"}, .emails = {"\xFF"}}); }),
              testing::HasSubstr("emails[0]"));
  EXPECT_THAT(refused([](C c) { c.dialing_queue.append({.numbers = {{.number = "+1", .name = "\xFF"}}}); }),
              testing::HasSubstr("numbers[0].name"));
  EXPECT_THAT(refused([](C c) { c.items.search({.search = "\xFF"}); }), testing::HasSubstr("search"));
  EXPECT_THAT(refused([](C c) { c.conversations.list({.allo_number = "\xFF"}); }), testing::HasSubstr("allo_number"));
  EXPECT_EQ(fake.transport->count(), 0U);
}

}  // namespace
}  // namespace allo::test
