// Request bodies: what is absent is left out, what is cleared is null, and text is UTF-8.
#include "json/support.hpp"

#include <allo/contacts.hpp>
#include <allo/sms.hpp>
#include <allo/webhooks.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace allo::test {
namespace {

using detail::encode_request;

template <class Input>
std::string refusal(const Input& input) {
  try {
    encode_request(input);
  } catch (const InvalidArgumentException& error) {
    return error.what();
  }
  return "no error";
}

TEST(Requests, Messages) {
  EXPECT_EQ(encode_request(SendSmsInput{.from = "+1234567890", .to = "+0987654321", .message = "Hi \"you\"\n\xC3\xA9"}),
            "{\"from\":\"+1234567890\",\"to\":\"+0987654321\",\"message\":\"Hi \\\"you\\\"\\n\xC3\xA9\"}");
  EXPECT_EQ(encode_request(SendSmsFranceInput{.sender_id = "MyCompany", .to = "+33612345678", .message = "Bonjour"}),
            R"({"sender_id":"MyCompany","to":"+33612345678","message":"Bonjour"})");
}

TEST(Requests, Webhooks) {
  EXPECT_EQ(encode_request(CreateWebhookInput{.allo_number = "+1234567890",
                                              .url = "https://example.com/hook",
                                              .topics = {WebhookTopic::CallReceived, WebhookTopic::CallCompleted},
                                              .enabled = false}),
            R"({"allo_number":"+1234567890","enabled":false,"url":"https://example.com/hook",)"
            R"("topics":["CALL_RECEIVED","call.completed"]})");
}

TEST(Requests, ContactsLeaveOutWhatIsAbsent) {
  EXPECT_EQ(encode_request(CreateContactInput{.numbers = {"+33612345678"}}), R"({"numbers":["+33612345678"]})");
  EXPECT_EQ(encode_request(CreateContactInput{.numbers = {},
                                              .name = "Jean",
                                              .last_name = "Dupont",
                                              .job_title = "CTO",
                                              .website = "",
                                              .emails = {"a@example.com", "b@example.com"}}),
            R"({"numbers":[],"name":"Jean","last_name":"Dupont","job_title":"CTO","website":"",)"
            R"("emails":["a@example.com","b@example.com"]})");
}

TEST(Requests, UpdatesTellAbsentNullAndEmptyApart) {
  EXPECT_EQ(encode_request(UpdateContactInput{}), "{}");
  UpdateContactInput input;
  input.name = "Jean";
  input.last_name = null;
  input.emails = std::vector<std::string>{};
  input.numbers = null;
  EXPECT_EQ(encode_request(input), R"({"name":"Jean","last_name":null,"emails":[],"numbers":null})");
}

TEST(Requests, UpdatesTakeListsInOneOrTwoPairsOfBraces) {
  const std::string two = R"({"emails":["a@example.com","b@example.com"]})";
  EXPECT_EQ(encode_request(UpdateContactInput{.emails = {"a@example.com", "b@example.com"}}), two);
  EXPECT_EQ(encode_request(UpdateContactInput{.emails = {{"a@example.com", "b@example.com"}}}), two);
  const std::string a = "a@example.com";
  const std::string b = "b@example.com";
  EXPECT_EQ(encode_request(UpdateContactInput{.emails = {a, b}}), two);
  EXPECT_EQ(encode_request(UpdateContactInput{.emails = {{a, b}}}), two);
  EXPECT_EQ(encode_request(UpdateContactInput{.emails = {a, "b@example.com"}}), two);
  EXPECT_EQ(encode_request(UpdateContactInput{.emails = {{a, "b@example.com"}}}), two);
  UpdateContactInput input;
  input.emails = {{"a@example.com"}};
  EXPECT_EQ(encode_request(input), R"({"emails":["a@example.com"]})");
  input.emails = {{"a", "b", "c"}};
  EXPECT_EQ(encode_request(input), R"({"emails":["a","b","c"]})");
}

TEST(Requests, UpdatesTakeTextOfAnyKind) {
  const std::string_view view = "Jean";
  const char* const pointer = "CTO";
  UpdateContactInput input{.name = view, .job_title = pointer};
  input.last_name = view;
  EXPECT_EQ(encode_request(input), R"({"name":"Jean","last_name":"Jean","job_title":"CTO"})");
}

TEST(Requests, UpdatesAreClearedByNullptrAndWrittenBackFromWhatWasRead) {
  UpdateContactInput input{.name = nullptr, .emails = nullptr};
  input.website = nullptr;
  EXPECT_EQ(encode_request(input), R"({"name":null,"website":null,"emails":null})");
  const Contact read{.name = "Jean", .last_name = std::nullopt};
  input = {.name = Patch<std::string>::from(read.name), .last_name = Patch<std::string>::from(read.last_name)};
  EXPECT_EQ(encode_request(input), R"({"name":"Jean","last_name":null})");
  EXPECT_EQ(Patch<int>::from(5), Patch<int>{5});
  EXPECT_EQ(Patch<int>::from(std::nullopt), Patch<int>{null});

  // A literal 0 is a number, and no text, list or null.
  static_assert(!std::is_convertible_v<int, Patch<std::string>>);
  static_assert(!std::is_constructible_v<Patch<std::string>, int>);
  static_assert(!std::is_constructible_v<Patch<std::vector<std::string>>, int>);
  static_assert(std::is_convertible_v<std::nullptr_t, Patch<int>>);
  const Patch<int> zero = 0;
  EXPECT_FALSE(zero.is_null());
  ASSERT_NE(zero.value(), nullptr);
  EXPECT_EQ(*zero.value(), 0);
}

/// A request body as the vendor's example of that name has it; the order of its fields is of no account.
template <class Input>
void expect_example(const Input& input, const char* name) {
  EXPECT_EQ(nlohmann::json::parse(encode_request(input)),
            nlohmann::json::parse(fixture(std::string{"requests/"} + name + ".json")))
      << name;
}

TEST(Requests, AreThoseOfTheVendorsExamples) {
  expect_example(SendSmsInput{.from = "+1234567890", .to = "+0987654321", .message = "Hello, this is a test message"},
                 "sms_send");
  expect_example(
      SendSmsFranceInput{
          .sender_id = "MyCompany", .to = "+33612345678", .message = "Bonjour, ceci est un message de test"},
      "sms_send_france");
  expect_example(CreateContactInput{.numbers = {"+15551234567"},
                                    .name = "John",
                                    .last_name = "Doe",
                                    .job_title = "CEO",
                                    .website = "https://acme.com",
                                    .emails = {"john@acme.com"}},
                 "contact_create");
  expect_example(UpdateContactInput{.name = "John",
                                    .last_name = "Smith",
                                    .job_title = "CTO",
                                    .emails = {"john.smith@acme.com", "john@personal.com"}},
                 "contact_update");
}

TEST(Requests, TextThatIsNotUtf8IsRefusedByName) {
  EXPECT_EQ(refusal(SendSmsInput{.from = "a", .to = "b", .message = "\xFF"}), "message: not valid UTF-8");
  EXPECT_EQ(refusal(SendSmsInput{.from = "a", .to = "b", .message = "cut \xE2\x82"}), "message: not valid UTF-8");
  EXPECT_EQ(refusal(SendSmsInput{.from = "a", .to = "b", .message = "\xED\xA0\x80"}), "message: not valid UTF-8");
  EXPECT_EQ(refusal(SendSmsInput{.from = "a", .to = "b", .message = "\xC0\xAF"}), "message: not valid UTF-8");
  EXPECT_EQ(refusal(SendSmsFranceInput{.sender_id = "\x80", .to = "b", .message = "c"}), "sender_id: not valid UTF-8");
  EXPECT_EQ(refusal(CreateContactInput{.numbers = {"1", "\xFF"}}), "numbers[1]: not valid UTF-8");
  UpdateContactInput update;
  update.emails = {"\xFF"};
  EXPECT_EQ(refusal(update), "emails[0]: not valid UTF-8");
}

TEST(Requests, ControlCharactersAreEscaped) {
  using namespace std::string_literals;
  EXPECT_EQ(encode_request(SendSmsInput{.from = "", .to = "", .message = "a\0b\x1F"s}),
            R"({"from":"","to":"","message":"a\u0000b\u001f"})");
}

}  // namespace
}  // namespace allo::test
