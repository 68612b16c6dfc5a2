// What proxies, broken connections and hostile senders make of a document.
#include "json/both_tokenizers.hpp"
#include "json/support.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace allo::test {
namespace {

TEST(BadDocuments, AreRefusedAsAWhole) {
  EXPECT_EQ(decode_error<Contact>(""), "|not JSON: the document is empty");
  EXPECT_EQ(decode_error<Contact>(" \r\n\t "), "|not JSON: the document is empty");
  EXPECT_EQ(decode_error<Contact>(fixture("errors/bad_gateway.html")), "|not JSON but markup, such as an HTML page");
  EXPECT_EQ(decode_error<Contact>("OK"), "|not JSON: error at byte 0");
  EXPECT_EQ(decode_error<Contact>(R"({"data":{}} x)"), "|not JSON: error at byte 12");
  EXPECT_EQ(decode_error<Contact>(R"({"data":{}}{"data":{}})"), "|not JSON: error at byte 11");
  EXPECT_EQ(decode_error<Contact>("\xEF\xBB\xBF{\"data\":{}} x"), "|not JSON: error at byte 15");
}

TEST(BadDocuments, CutOffAtAnyByteAreAnErrorAndNeverAnEmptyResult) {
  for (const char* name : {"responses/calls_flat_pagination.json", "responses/contact.json",
                           "responses/conversation.json", "responses/contact_with_unknown_fields.json"}) {
    std::string whole = fixture(name);
    while (whole.back() == '\n') whole.pop_back();
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const std::string error = decode_error<Page<ConversationEntry>>(whole.substr(0, size));
      ASSERT_NE(error, "no error") << name << " cut to " << size;
      ASSERT_TRUE(error.front() == '|' || error.rfind("data", 0) == 0) << error;
    }
  }
}

TEST(BadDocuments, SayWhereTheyAreCutOff) {
  EXPECT_EQ(decode_error<Page<Call>>(R"({"data":{"results":[{"id":"a"},{"start_date":)"),
            "data.results[1].start_date|data.results[1].start_date: not JSON: the document is cut off at byte 45");
}

TEST(BadDocuments, OfEmptyObjectsTakeNoMoreMemoryThanAMillionOfThem) {
  std::string text = R"({"data":[{})";
  for (int i = 1; i < 1'000'000; ++i) text += ",{}";
  EXPECT_EQ(decode_error<std::vector<PhoneNumber>>(text + "]}"),
            "data[999998]|data[999998]: more than 1000000 objects and arrays");
}

TEST(BadDocuments, UnknownFieldsAreCheckedToo) {
  for (const char* value : {"[1,]",
                            "{\"a\"}",
                            "01",
                            "1.",
                            "-",
                            "+1",
                            ".5",
                            "1e",
                            "1e400",
                            "1e+400",
                            "-1E+400",
                            "tru",
                            "nulll",
                            "NaN",
                            "'x'",
                            "\"\\x\"",
                            "\"a\nb\"",
                            "\"\x01\"",
                            "[1 2]",
                            "{\"a\":1,}",
                            "{\"a\" 1}",
                            "{a:1}",
                            "[}",
                            "{]",
                            "\"\xFF\"",
                            "\"\xC0\xAF\"",
                            "\"\xED\xA0\x80\"",
                            "\"\xF4\x90\x80\x80\"",
                            "\"\xE2\x82\"",
                            "/*x*/1",
                            "1 //x\n",
                            "\"\\u12\"",
                            "\"x",
                            ""}) {
    const std::string body = std::string{R"({"data":{"id":"x","unknown":)"} + value + "}}";
    EXPECT_NE(decode_error<Contact>(body), "no error") << value;
  }
}

TEST(BadDocuments, HoldNoNul) {
  using namespace std::string_literals;
  EXPECT_EQ(decode_error<Contact>("{\"data\":{}}\0"s), "|not JSON: error at byte 11");
  EXPECT_EQ(decode_error<Contact>("{\"data\":{}}\0junk"s), "|not JSON: error at byte 11");
  EXPECT_NE(decode_error<Contact>("{\"data\":{\"id\":\"a\0b\"}}"s), "no error");
  EXPECT_NE(decode_error<Contact>("{\"data\":{\"x\":1\0}}"s), "no error");
  EXPECT_NE(decode_error<Contact>("\0{\"data\":{}}"s), "no error");
}

TEST(BadDocuments, DepthIsBounded) {
  const auto nested = [](std::size_t levels) {
    return R"({"data":{"unknown":)" + std::string(levels, '[') + std::string(levels, ']') + "}}";
  };
  EXPECT_EQ(decode_error<Contact>(nested(126)), "no error");
  EXPECT_EQ(decode_error<Contact>(nested(127)), "data|data: nested deeper than 128 levels");
  EXPECT_EQ(decode_error<Contact>(nested(100'000)), "data|data: nested deeper than 128 levels");
  EXPECT_EQ(decode_error_path<Contact>(std::string(100'000, '[')), "");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += R"({"data":)";
  EXPECT_EQ(decode_error_path<Contact>(objects), "data");
}

TEST(BadDocuments, CheckJsonNamesTheByte) {
  EXPECT_NO_THROW(detail::check_json(" [1, {\"a\": null}] "));
  EXPECT_NO_THROW(detail::check_json("5"));
  const auto what = [](std::string_view text, std::size_t depth) -> std::string {
    try {
      detail::check_json(text, depth);
    } catch (const DecodeException& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_EQ(what("[1, x]", 128), "not JSON: error at byte 4");
  EXPECT_EQ(what("[1, 2", 128), "not JSON: the document is cut off at byte 5");
  EXPECT_EQ(what("[1e999]", 128), "a number is out of range, ending at byte 5");
  EXPECT_EQ(what("[1.5e999]", 128), "a number is out of range, ending at byte 7");
  EXPECT_EQ(what("[[]]", 2), "no error");
  EXPECT_EQ(what("[[[]]]", 2), "nested deeper than 2 levels");
}

}  // namespace
}  // namespace allo::test
