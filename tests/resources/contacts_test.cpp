#include "support/fake_transport.hpp"

#include <allo/contacts.hpp>

#include <gtest/gtest.h>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace {

using test::FakeClient;
using test::refusal_of;
using test::respond;

constexpr const char* one_contact = R"({"data":{"id":"con_1","name":"Jane","numbers":["+33612345678"]}})";

TEST(Contacts, AreSearched) {
  FakeClient fake;
  fake.transport->always([](const HttpRequest&) {
    return respond(200, R"({"data":{"results":[{"id":"con_1"}],
        "metadata":{"pagination":{"total_pages":2,"current_page":0}}}})");
  });
  const AlloClient client = fake.client();
  const ContactSearchResult result = client.contacts.search();
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/contacts?page=0&size=10");
  EXPECT_EQ(result.results.at(0).id, "con_1");
  EXPECT_EQ(result.metadata.pagination.total_pages, 2);
  client.contacts.search({.page = 3, .size = 50});
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/contacts?page=3&size=50");
  EXPECT_EQ(refusal_of([&] { client.contacts.search({.page = -1}); }), "page must not be negative");
  for (const int size : {0, -1, 101}) {
    EXPECT_EQ(refusal_of([&] { client.contacts.search({.size = size}); }), "size must be from 1 to 100");
  }
}

TEST(Contacts, AreReadUnderTheSingular) {
  FakeClient fake;
  fake.transport->always([](const HttpRequest&) { return respond(200, one_contact); });
  const AlloClient client = fake.client();
  EXPECT_EQ(client.contacts.get("con_1").name, "Jane");
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/contact/con_1");
  client.contacts.get("con_1", {.engagement = true});
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/contact/con_1?extend=engagement");
  client.contacts.get("con_1", {.activity = true});
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/contact/con_1?extend=activity");
  client.contacts.get("con_1", {.engagement = true, .activity = true});
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/contact/con_1?extend=engagement,activity");
  client.contacts.get("../webhooks?x=#");
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/contact/..%2Fwebhooks%3Fx%3D%23");
}

TEST(Contacts, ThatAreMissingAreNotFound) {
  FakeClient fake;
  fake.transport->then(respond(400, R"({"code":"CONTACT_NOT_FOUND","details":null})"));
  const auto error = test::thrown_by<ValidationException>([&] { fake.client().contacts.get("con_9"); });
  EXPECT_TRUE(error.not_found());
}

TEST(Contacts, AreCreated) {
  FakeClient fake;
  fake.transport->then(respond(200, one_contact));
  const Contact created =
      fake.client().contacts.create({.numbers = {"+33612345678"}, .name = "Jane", .emails = {"jane@example.com"}});
  EXPECT_EQ(created.id, "con_1");
  const HttpRequest request = fake.transport->last();
  EXPECT_EQ(request.method, HttpMethod::Post);
  EXPECT_EQ(request.url, "https://api.test/v1/api/contacts");
  const JsonText body{request.body};
  EXPECT_EQ(body.get("numbers"), R"(["+33612345678"])");
  EXPECT_EQ(body.get("name"), "Jane");
  EXPECT_EQ(body.get("emails"), R"(["jane@example.com"])");
  EXPECT_EQ(request.body.find("website"), std::string::npos);
}

TEST(Contacts, AreNotCreatedFromWhatCannotWork) {
  FakeClient fake;
  const AlloClient client = fake.client();
  EXPECT_EQ(refusal_of([&] { client.contacts.create({}); }), "numbers is empty: a contact needs at least one");
  EXPECT_EQ(refusal_of([&] {
              client.contacts.create({.numbers = {"+33612345678", "0612345678"}});
            }).find("numbers[1] is not in E.164 form"),
            0U);
  EXPECT_NE(refusal_of([&] { client.contacts.create({.numbers = {"+33612345678"}, .name = "\xFF"}); }).find("name"),
            std::string::npos);
  EXPECT_NE(refusal_of([&] {
              client.contacts.create({.numbers = {"+33612345678"}, .emails = {"ok", "\xC3"}});
            }).find("emails"),
            std::string::npos);
  EXPECT_EQ(fake.transport->count(), 0U);
}

TEST(Contacts, AreUpdatedUnderThePlural) {
  FakeClient fake;
  fake.transport->then(respond(200, one_contact));
  UpdateContactInput input;
  input.name = "Jane";
  input.website = allo::null;
  input.emails = std::vector<std::string>{};
  EXPECT_EQ(fake.client().contacts.update("con/1", input).id, "con_1");
  const HttpRequest request = fake.transport->last();
  EXPECT_EQ(request.method, HttpMethod::Put);
  EXPECT_EQ(request.url, "https://api.test/v1/api/contacts/con%2F1");
  EXPECT_NE(request.body.find(R"("website":null)"), std::string::npos) << request.body;
  EXPECT_NE(request.body.find(R"("emails":[])"), std::string::npos);
  EXPECT_NE(request.body.find(R"("name":"Jane")"), std::string::npos);
  EXPECT_EQ(request.body.find("numbers"), std::string::npos);
  EXPECT_EQ(request.body.find("job_title"), std::string::npos);
}

TEST(Contacts, AreNotUpdatedFromWhatCannotWork) {
  FakeClient fake;
  const AlloClient client = fake.client();
  EXPECT_EQ(refusal_of([&] { client.contacts.update("con_1", {}); }), "the update sets no field");
  EXPECT_EQ(refusal_of([&] { client.contacts.update("", {.name = "x"}); }), "id is empty");
  EXPECT_EQ(refusal_of([&] {
              client.contacts.update("con_1", {.numbers = std::vector<std::string>{"+1"}});
            }).find("numbers[0] is not in E.164 form"),
            0U);
  EXPECT_NE(refusal_of([&] { client.contacts.update("con_1", {.last_name = "\xC0\x80"}); }).find("last_name"),
            std::string::npos);
  EXPECT_EQ(fake.transport->count(), 0U);
}

TEST(Contacts, HaveConversations) {
  FakeClient fake;
  fake.transport->then(respond(200, R"({"data":{"results":[
      {"type":"TEXT_MESSAGE","call":null,"message":{"from_number":"+1234567890","sender_id":null,
       "to_number":"+33612345678","type":"OUTBOUND","content":"Hello","start_date":"2024-01-15T10:30:00Z"}}],
      "metadata":{"pagination":{"total_pages":1,"current_page":0}}}})"));
  const AlloClient client = fake.client();
  const ConversationResult result = client.contacts.conversation("con_1", {.size = 5, .allo_number = "+1234567890"});
  ASSERT_EQ(result.results.size(), 1U);
  EXPECT_EQ(result.results[0].type, ConversationEntryType::TextMessage);
  ASSERT_TRUE(result.results[0].message);
  EXPECT_EQ(result.results[0].message->content, "Hello");
  EXPECT_EQ(fake.transport->last().url,
            "https://api.test/v1/api/contact/con_1/conversation?page=0&size=5&allo_number=%2B1234567890");
  EXPECT_EQ(refusal_of([&] { client.contacts.conversation(""); }), "id is empty");
  EXPECT_EQ(refusal_of([&] { client.contacts.conversation("con_1", {.page = -1}); }), "page must not be negative");
  for (const int size : {0, 101}) {
    EXPECT_EQ(refusal_of([&] { client.contacts.conversation("con_1", {.size = size}); }), "size must be from 1 to 100");
  }
  EXPECT_EQ(refusal_of([&] { client.contacts.conversation("con_1", {.allo_number = "1"}); }).find("allo_number is not"),
            0U);
}

}  // namespace
ALLO_NAMESPACE_END
