// What the service and its like were seen to send: halves of surrogates, numbers under any locale, numbers out of
// range, lists for empty objects.
#include "json/both_tokenizers.hpp"
#include "json/strings.hpp"
#include "json/support.hpp"

#include <allo/json.hpp>

#include <clocale>
#include <locale>
#include <string>
#include <utility>
#include <vector>

namespace allo::test {
namespace {

constexpr detail::Tokenizer tokenizers[] = {detail::Tokenizer::Nlohmann, detail::Tokenizer::Simdjson};

/// The name of a company as a string of JSON, decoded by both tokenizers.
std::string decoded(const std::string& json_string) {
  const std::string document = R"({"name":)" + json_string + "}";
  EXPECT_TRUE(compare<Company>(document).agree()) << json_string;
  std::string text;
  for (const detail::Tokenizer tokenizer : tokenizers) {
    Company company;
    try {
      detail::decode_document(document, document.size(), {detail::info_of<Company>(), &company}, tokenizer);
    } catch (const DecodeException& error) {
      return error.what();
    }
    EXPECT_TRUE(text.empty() || text == company.name) << json_string;
    text = company.name.value_or("no value");
  }
  return text;
}

constexpr const char* mark = "\xEF\xBF\xBD";  // U+FFFD

TEST(Surrogates, AHalfIsTheReplacementCharacter) {
  const std::string r = mark;
  EXPECT_EQ(decoded(R"("cut \ud83d")"), "cut " + r);
  EXPECT_EQ(decoded(R"("\ude00 cut")"), r + " cut");
  EXPECT_EQ(decoded(R"("\uD83D\uDE00")"), "\xF0\x9F\x98\x80");
  EXPECT_EQ(decoded(R"("\ud83d\ud83d\ude00")"), r + "\xF0\x9F\x98\x80");
  EXPECT_EQ(decoded(R"("\ude00\ud83d")"), r + r);
  EXPECT_EQ(decoded(R"("\ud83d\u0041")"), r + "A");
  EXPECT_EQ(decoded(R"("\ud83d\n")"), r + "\n");
  EXPECT_EQ(decoded(R"("\ud83d\\ude00")"), r + "\\ude00");
  EXPECT_EQ(decoded(R"("\\ud83d")"), "\\ud83d");
  EXPECT_EQ(decoded(R"("\\\ud83d")"), "\\" + r);
  EXPECT_EQ(decoded(R"("\ud7ff\ue000\u0000\u00e9\uffff")"),
            std::string("\xED\x9F\xBF\xEE\x80\x80\0\xC3\xA9\xEF\xBF\xBF", 12));
  EXPECT_EQ(decoded(R"("\uDBFF\uDFFF \ud800\udc00 \"\/\b\f\n\r\t")"),
            "\xF4\x8F\xBF\xBF \xF0\x90\x80\x80 \"/\b\f\n\r\t");
  // No escapes at all: as ever.
  for (const char* bad : {R"("\ud83")", R"("\ud83g")", R"("\ud83d\ude0")", R"("\ud83d\u")", R"("\ud83d\x")",
                          "\"\\ud83d", R"("\ud83d\ude00\")"}) {
    EXPECT_NE(decoded(bad).find("not JSON"), std::string::npos) << bad << " gives " << decoded(bad);
  }
}

TEST(Surrogates, InKeysAndInWhatNobodyReadsTheyAreNoError) {
  for (const char* document : {R"({"\ud83d":1,"name":"n"})", R"({"name":"n","x":{"\ude00":["\ud83d"]}})",
                               R"({"na\u006de":"n","\ud83d\ude00":"\ud83d"})"}) {
    const Comparison result = compare<Company>(document);
    EXPECT_TRUE(result.agree()) << document;
    EXPECT_EQ(result.simdjson.value, R"({"id":null,"name":"n"})") << document;
  }
  EXPECT_EQ(compare<Company>(R"({"nam\ud83d":"n"})").simdjson.value, R"({"id":null,"name":null})");
}

TEST(Surrogates, StayInFreeObjectsAsTheyCame) {
  const std::string raw = R"({ "a\ud83d" : "\ud83d", "b":{"c":"\ude00!"} })";
  const std::string document = R"({"id":"\ud83d","custom_properties":)" + raw + "}";
  const Comparison result = compare<Contact>(document);
  EXPECT_TRUE(result.agree());
  const auto contact = from_json_text<Contact>(document);
  EXPECT_EQ(contact.id, mark);
  EXPECT_EQ(contact.custom_properties, raw);
  EXPECT_EQ(contact.custom_properties.get("b.c"), mark + std::string{"!"});
  EXPECT_EQ(contact.custom_properties.get("b"), R"({"c":"\ude00!"})");
  EXPECT_EQ(contact.custom_properties.get(std::string{"a"} + mark), mark);
  EXPECT_NO_THROW(JsonText{R"(["\ud83d"])"});
  // nlohmann itself takes no halves.
  const nlohmann::json json = contact;
  EXPECT_EQ(json.at("custom_properties").at("b").at("c"), mark + std::string{"!"});
  EXPECT_EQ(nlohmann::json(contact.custom_properties).at("b").at("c"), mark + std::string{"!"});
}

TEST(Surrogates, DoNotHideWhatAResponseSays) {
  EXPECT_EQ(decode<Contact>(R"({"data":{"id":"c","name":"cut \ud83d"}})").name, std::string{"cut "} + mark);
  ApiError error;
  detail::decode_error_body(R"({"code":"INVALID_TO_NUMBER","message":"\ud83d"})", error);
  EXPECT_EQ(error.code, "INVALID_TO_NUMBER");
  EXPECT_EQ(error.message, mark);
}

TEST(Numbers, OutOfTheRangeOfTheirTypeAreErrorsThatNameThePath) {
  const auto page_error = [](const char* number) {
    const std::string document =
        std::string{R"({"results":[],"metadata":{"pagination":{"total_pages":)"} + number + "}}}";
    EXPECT_TRUE(compare<Page<Call>>(document).agree()) << number;
    const Outcome result = outcome<Page<Call>>(document, detail::Tokenizer::Simdjson);
    return result.accepted ? result.value : result.what;
  };
  const std::string path = "metadata.pagination.total_pages: ";
  for (const char* number : {"3000000000", "2147483648", "-2147483649", "18446744073709551615", "18446744073709551616",
                             "3e9", "2147483648.0", "-2147483649.0", "1e300", "-1e300"}) {
    EXPECT_EQ(page_error(number), path + "the number is out of range") << number;
  }
  EXPECT_EQ(page_error("7.5"), path + "expected an integer, found a number with a fraction");
  for (const auto& [number, written] : {std::pair{"2147483647", "2147483647"},
                                        {"-2147483648", "-2147483648"},
                                        {"2147483647.0", "2147483647"},
                                        {"5.0", "5"},
                                        {"2e3", "2000"},
                                        {"-0", "0"}}) {
    EXPECT_EQ(page_error(number), std::string{R"({"results":[],"metadata":{"pagination":{"total_pages":)"} + written +
                                      R"(,"current_page":0}}})")
        << number;
  }
}

TEST(Numbers, AreTheSameInBothTokenizersAtTheEdges) {
  const auto line = [](const std::string& number) {
    const std::string document = R"({"start_seconds":)" + number + "}";
    const Comparison result = compare<TranscriptLine>(document);
    EXPECT_TRUE(result.agree()) << number << ": " << result.nlohmann.what << " and " << result.simdjson.what;
    return result.simdjson.accepted ? from_json_text<TranscriptLine>(document).start_seconds.value() : -1;
  };
  EXPECT_EQ(line("5"), 5.0);
  EXPECT_EQ(line("5.5"), 5.5);
  EXPECT_EQ(line("-0.0"), 0.0);
  EXPECT_EQ(line("1e-400"), 0.0);
  EXPECT_EQ(line("4.9e-324"), 4.9e-324);
  EXPECT_EQ(line("1.7976931348623157e308"), 1.7976931348623157e308);
  EXPECT_EQ(line("0.3333333333333333333333333333333333"), 1.0 / 3);
  EXPECT_EQ(line("0.00000000000000000000000000000000000001e37"), 0.1);
  EXPECT_EQ(line("123456789012345678901234567890"), 123456789012345678901234567890.0);
  EXPECT_EQ(line("1e309"), -1);
  EXPECT_EQ(line("1.5e999"), -1);
  EXPECT_EQ(line("1e999999999999999999999"), -1);
  EXPECT_EQ(line(std::string(400, '9')), -1);
}

TEST(FreeObjects, OfPhpAreListsWhenTheyAreEmpty) {
  const auto contact = decode<Contact>(R"({"data":{"id":"c","integration_data":[],"custom_properties": [ ] }})");
  EXPECT_EQ(contact.id, "c");
  EXPECT_TRUE(contact.integration_data.is_null());
  EXPECT_TRUE(contact.custom_properties.is_null());
  EXPECT_EQ(decode_error<Contact>(R"({"data":{"custom_properties":[1]}})"),
            "data.custom_properties|data.custom_properties: expected an object, found an array");
  EXPECT_EQ(decode_error<Contact>(R"({"data":{"custom_properties":[[]]}})"),
            "data.custom_properties|data.custom_properties: expected an object, found an array");
  for (const char* document : {R"({"custom_properties":[]})", R"({"custom_properties":[null]})",
                               R"({"custom_properties":[],"custom_properties":{"a":1}})",
                               R"({"custom_properties":{"a":1},"custom_properties":[]})", R"({"custom_properties":[)",
                               R"({"custom_properties":[}})"}) {
    EXPECT_TRUE(compare<Contact>(document).agree()) << document;
  }
}

TEST(Depth, CountsObjectsAndArraysAlike) {
  const auto nested = [](std::size_t levels, bool objects) {
    std::string text = "0";
    for (std::size_t i = 0; i < levels; ++i) text = objects ? R"({"a":)" + text + "}" : "[" + text + "]";
    return text;
  };
  for (const bool objects : {true, false}) {
    // In a free document, in what nobody reads and in what is kept as text, each below two objects.
    EXPECT_NO_THROW(JsonText{nested(128, objects)});
    EXPECT_THROW(JsonText{nested(129, objects)}, InvalidArgumentException);
    for (const char* name : {"unknown", "custom_properties"}) {
      if (!objects && name[0] == 'c') continue;
      const auto document = [&](std::size_t levels) {
        return R"({"data":{")" + std::string{name} + "\":" + nested(levels, objects) + "}}";
      };
      EXPECT_EQ(decode_error<Contact>(document(126)), "no error") << name;
      EXPECT_NE(decode_error<Contact>(document(127)).find("nested deeper than 128 levels"), std::string::npos) << name;
      for (const std::size_t levels : {125U, 126U, 127U, 128U, 1100U}) {
        EXPECT_TRUE(compare<Response<Contact>>(document(levels)).agree()) << name << ' ' << levels;
      }
    }
  }
}

}  // namespace
}  // namespace allo::test
