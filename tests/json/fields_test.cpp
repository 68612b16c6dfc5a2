// Every field of every model: of the wrong kind it is an error with its path, null is the same as absent.
#include "json/both_tokenizers.hpp"
#include "json/support.hpp"

#include <string>
#include <vector>

namespace allo::test {
namespace {

enum class Kind { Text, TextOrName, Boolean, Integer, Number, Time, FreeObject, List, Object };

struct FieldKind {
  const char* name;
  Kind kind;
};

/// A JSON value of each kind, and what the messages call it.
struct Sample {
  const char* json;
  const char* found;
};
constexpr Sample samples[] = {{"\"text\"", "a string"}, {"true", "a boolean"}, {"7", "a number"},
                              {"7.5", "a number"},      {"[]", "an array"},    {"{}", "an object"}};

const char* expected_text(Kind kind) {
  switch (kind) {
    case Kind::Text:
    case Kind::TextOrName:
    case Kind::Time:
      return "a string";
    case Kind::Boolean:
      return "a boolean";
    case Kind::Integer:
      return "an integer";
    case Kind::Number:
      return "a number";
    case Kind::List:
      return "an array";
    default:
      return "an object";
  }
}

bool fits(Kind kind, std::string_view json) {
  switch (kind) {
    case Kind::Text:
      return json.front() == '"';
    case Kind::TextOrName:
      return json.front() == '"';
    case Kind::Time:
      return false;
    case Kind::Boolean:
      return json == "true";
    case Kind::Integer:
      return json == "7";
    case Kind::Number:
      return json.front() == '7';
    case Kind::List:
      return json == "[]";
    case Kind::FreeObject:
      return json == "{}" || json == "[]";  // As PHP writes an empty one.
    default:
      return json == "{}";
  }
}

std::string camel_case(std::string_view name) {
  std::string camel;
  bool upper = false;
  for (const char c : name) {
    if (c == '_') {
      upper = true;
    } else {
      camel += upper ? static_cast<char>(c - 'a' + 'A') : c;
      upper = false;
    }
  }
  return camel;
}

template <class T>
std::string error_of(const std::string& json, detail::Tokenizer tokenizer) {
  const Outcome result = outcome<T>(json, tokenizer);
  return result.accepted ? "no error" : result.what;
}

template <class T>
void check_model(const std::vector<FieldKind>& fields) {
  std::size_t decoded = 0;
  for (std::size_t i = 0; i < detail::info_of<T>().field_count; ++i) {
    if ((detail::info_of<T>().fields[i].flags & detail::DecodeOnly) == 0) ++decoded;
  }
  EXPECT_EQ(decoded, fields.size()) << "the list of the test and the table differ";

  for (const detail::Tokenizer tokenizer : {detail::Tokenizer::Nlohmann, detail::Tokenizer::Simdjson}) {
    for (const auto& [name, kind] : fields) {
      for (const std::string& spelling : {std::string{name}, camel_case(name)}) {
        for (const auto& [json, found] : samples) {
          const std::string document = "{\"" + spelling + "\":" + json + "}";
          std::string expected = "no error";
          if (kind == Kind::Time && json[0] == '"') {
            expected = std::string{name} + ": expected an ISO 8601 time";
          } else if (kind == Kind::Integer && std::string_view{json} == "7.5") {
            expected = std::string{name} + ": expected an integer, found a number with a fraction";
          } else if (kind == Kind::TextOrName && json[0] == '{') {
            expected = std::string{name} + ".name: missing";
          } else if (!fits(kind, json)) {
            expected = std::string{name} + ": expected " + expected_text(kind) + ", found " + found;
          }
          EXPECT_EQ(error_of<T>(document, tokenizer), expected) << document;
        }
      }
      const std::string null_document = std::string{"{\""} + name + "\":null}";
      EXPECT_EQ(outcome<T>(null_document, tokenizer).value, outcome<T>("{}", tokenizer).value) << null_document;
    }
  }
}

TEST(Fields, OfNumbersAndMessages) {
  check_model<PhoneNumber>(
      {{"number", Kind::Text}, {"name", Kind::Text}, {"country", Kind::Text}, {"is_shared_number", Kind::Boolean}});
  check_model<SmsMessage>({{"from_number", Kind::Text},
                           {"sender_id", Kind::Text},
                           {"to_number", Kind::Text},
                           {"type", Kind::Text},
                           {"content", Kind::Text},
                           {"start_date", Kind::Time}});
}

TEST(Fields, OfCalls) {
  check_model<TranscriptLine>({{"source", Kind::Text},
                               {"text", Kind::Text},
                               {"time", Kind::Time},
                               {"start_seconds", Kind::Number},
                               {"end_seconds", Kind::Number}});
  check_model<Call>({{"id", Kind::Text},
                     {"from_number", Kind::Text},
                     {"to_number", Kind::Text},
                     {"length_in_minutes", Kind::Number},
                     {"type", Kind::Text},
                     {"result", Kind::Text},
                     {"summary", Kind::Text},
                     {"tag", Kind::Text},
                     {"tags", Kind::List},
                     {"recording_url", Kind::Text},
                     {"start_date", Kind::Time},
                     {"transcript", Kind::List}});
}

TEST(Fields, OfContacts) {
  check_model<Company>({{"id", Kind::Text}, {"name", Kind::Text}});
  check_model<ContactActivity>({{"type", Kind::Text},
                                {"made_by", Kind::Text},
                                {"made_at", Kind::Time},
                                {"allo_number", Kind::Text},
                                {"content", Kind::Text}});
  check_model<Contact>({{"id", Kind::Text},
                        {"name", Kind::Text},
                        {"last_name", Kind::Text},
                        {"company", Kind::Object},
                        {"job_title", Kind::Text},
                        {"website", Kind::Text},
                        {"status", Kind::Text},
                        {"is_archived", Kind::Boolean},
                        {"created_at", Kind::Time},
                        {"updated_at", Kind::Time},
                        {"numbers", Kind::List},
                        {"emails", Kind::List},
                        {"is_whitelisted", Kind::Boolean},
                        {"last_activity_date", Kind::Time},
                        {"engagement", Kind::Text},
                        {"integration_data", Kind::FreeObject},
                        {"custom_properties", Kind::FreeObject},
                        {"activity", Kind::List},
                        {"conversation_url", Kind::Text}});
  check_model<ConversationEntry>({{"type", Kind::Text}, {"call", Kind::Object}, {"message", Kind::Object}});
}

TEST(Fields, OfWebhooksAndPages) {
  check_model<Webhook>({{"id", Kind::Text},
                        {"allo_number", Kind::Text},
                        {"enabled", Kind::Boolean},
                        {"url", Kind::Text},
                        {"topics", Kind::List}});
  check_model<Pagination>({{"total_pages", Kind::Integer}, {"current_page", Kind::Integer}});
  check_model<PageMetadata>({{"pagination", Kind::Object}});
  check_model<Page<Call>>({{"results", Kind::List}, {"metadata", Kind::Object}});
}

TEST(Fields, OfEvents) {
  check_model<TransferParty>({{"number", Kind::Text}, {"user_email", Kind::Text}, {"user_name", Kind::Text}});
  check_model<IvrChoice>({{"dtmf_key", Kind::Text}, {"text_key", Kind::Text}});
  check_model<CallReceivedPayload>({{"id", Kind::Text},
                                    {"start_date", Kind::Time},
                                    {"recording_url", Kind::Text},
                                    {"from_number", Kind::Text},
                                    {"from_name", Kind::Text},
                                    {"to", Kind::Text},
                                    {"to_name", Kind::Text},
                                    {"length_in_minutes", Kind::Number},
                                    {"length", Kind::Text},
                                    {"tag", Kind::Text},
                                    {"summary", Kind::Text},
                                    {"one_sentence_summary", Kind::Text},
                                    {"transcriptions", Kind::List},
                                    {"concatenated_transcript", Kind::Text},
                                    {"data_collected", Kind::FreeObject},
                                    {"ivr_result", Kind::List},
                                    {"type", Kind::Text},
                                    {"result", Kind::Text},
                                    {"integration_id", Kind::Text},
                                    {"transfer_from", Kind::Object},
                                    {"transfer_to", Kind::Object},
                                    {"transfer_original_call_id", Kind::Text},
                                    {"user_email", Kind::Text},
                                    {"original_to_number", Kind::Text},
                                    {"original_to_name", Kind::Text},
                                    {"allo_number", Kind::Text}});
  check_model<SmsReceivedPayload>({{"id", Kind::Text},
                                   {"direction", Kind::Text},
                                   {"type", Kind::Text},
                                   {"content", Kind::Text},
                                   {"sent_at", Kind::Time},
                                   {"from_number", Kind::Text},
                                   {"to_number", Kind::Text},
                                   {"from_name", Kind::Text},
                                   {"to_name", Kind::Text},
                                   {"allo_number", Kind::Text}});
  check_model<ContactEventPayload>({{"id", Kind::Text},
                                    {"name", Kind::Text},
                                    {"last_name", Kind::Text},
                                    {"company", Kind::TextOrName},
                                    {"emails", Kind::List},
                                    {"numbers", Kind::List}});
}

TEST(Fields, ElementsOfListsAreNamedByTheirIndex) {
  EXPECT_EQ(decode_error<Page<Call>>(R"({"data":{"results":[{},{},{},{"start_date":"soon"}]}})"),
            "data.results[3].start_date|data.results[3].start_date: expected an ISO 8601 time");
  EXPECT_EQ(decode_error_path<std::vector<PhoneNumber>>(R"({"data":[{},{},{"number":[]}]})"), "data[2].number");
  EXPECT_EQ(decode_error_path<Contact>(R"({"data":{"emails":["a","b",3]}})"), "data.emails[2]");
  EXPECT_EQ(decode_error_path<Page<Call>>(R"({"data":{"results":[{"transcript":[{},{"endSeconds":"1"}]}]}})"),
            "data.results[0].transcript[1].end_seconds");
  EXPECT_EQ(decode_error_path<Contact>(R"({"data":{"numbers":["a",null]}})"), "data.numbers[1]");
  EXPECT_EQ(decode_error_path<Page<Call>>(R"({"data":{"results":[null]}})"), "data.results[0]");
  EXPECT_EQ(decode_error_path<Contact>(R"({"data":{"company":{"name":1}}})"), "data.company.name");
  EXPECT_EQ(decode_error_path<Contact>(R"({"data":{"id":"x","unknown":[1,{}],"company":{"x":[],"id":false}}})"),
            "data.company.id");
}

TEST(Fields, DataMustBeThereAndOfThePromisedKind) {
  EXPECT_EQ(decode_error<Contact>("{}"), "data|data: missing");
  EXPECT_EQ(decode_error<Contact>(R"({"dat":{}})"), "data|data: missing");
  EXPECT_EQ(decode_error<Contact>(R"({"data":null})"), "data|data: expected an object, found null");
  EXPECT_EQ(decode_error<Contact>(R"({"data":[]})"), "data|data: expected an object, found an array");
  EXPECT_EQ(decode_error<Contact>(R"({"data":"x"})"), "data|data: expected an object, found a string");
  EXPECT_EQ(decode_error<std::vector<Webhook>>(R"({"data":{}})"), "data|data: expected an array, found an object");
  EXPECT_EQ(decode_error_path<Contact>("[]"), "");
  EXPECT_EQ(decode_error_path<Contact>("null"), "");
  EXPECT_EQ(decode_error_path<Contact>("\"data\""), "");
}

TEST(Fields, IntegersAreWholeAndInRange) {
  const auto pages = [](const std::string& number) {
    return R"({"data":{"metadata":{"pagination":{"total_pages":)" + number + "}}}}";
  };
  EXPECT_EQ(decode<Page<Call>>(pages("2147483647")).metadata.pagination.total_pages, 2147483647);
  EXPECT_EQ(decode<Page<Call>>(pages("-2147483648")).metadata.pagination.total_pages, -2147483648);
  EXPECT_EQ(decode<Page<Call>>(pages("5.0")).metadata.pagination.total_pages, 5);
  for (const char* number : {"2147483648", "-2147483649", "18446744073709551615", "99999999999999999999", "1e10"}) {
    EXPECT_EQ(decode_error<Page<Call>>(pages(number)),
              "data.metadata.pagination.total_pages|data.metadata.pagination.total_pages: the number is out of range")
        << number;
  }
  EXPECT_EQ(decode_error_path<Page<Call>>(pages("0.5")), "data.metadata.pagination.total_pages");
  EXPECT_EQ(decode_error_path<Page<Call>>(R"({"data":{"metadata":{"totalPages":0.5}}})"), "data.metadata.total_pages");
}

TEST(Fields, ErrorsDoNotQuoteWhatMayBePersonal) {
  for (const char* body : {R"({"data":{"created_at":"+33612345678"}})", R"({"data":{"numbers":"+33612345678"}})",
                           R"({"data":{"numbers":["+33612345678", nul]}})", R"({"data":{"x":"+33612345678)"}) {
    const std::string error = decode_error<Contact>(body);
    EXPECT_NE(error, "no error") << body;
    EXPECT_THAT(error, testing::Not(testing::HasSubstr("336"))) << body;
  }
}

}  // namespace
}  // namespace allo::test
