// Both tokenizers give the same values, decisions and error paths: over the fixtures, hand-picked documents, and
// fixtures changed at random with a fixed seed.
#include "json/both_tokenizers.hpp"
#include "json/support.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace allo::test {
namespace {

template <class T>
void expect_agreement(std::string_view text) {
  const Comparison result = compare<T>(text);
  if (result.agree()) return;
  text = text.substr(0, 300);
  EXPECT_EQ(result.nlohmann.accepted, result.simdjson.accepted) << text;
  EXPECT_EQ(result.nlohmann.value, result.simdjson.value) << text;
  EXPECT_EQ(result.nlohmann.what, result.simdjson.what) << text;
  EXPECT_TRUE(result.same_decision) << "simdjson alone decides otherwise: " << text;
}

void expect_agreement(std::string_view text) {
  expect_agreement<Response<Page<ConversationEntry>>>(text);
  expect_agreement<Response<Page<Call>>>(text);
  expect_agreement<Response<Contact>>(text);
  expect_agreement<Response<std::vector<Webhook>>>(text);
  expect_agreement<WebhookEvent>(text);
}

std::vector<std::string> corpus() {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{ALLO_TEST_DATA}) {
    if (entry.is_regular_file() && entry.path().extension() == ".json") {
      texts.push_back(fixture(std::filesystem::relative(entry.path(), ALLO_TEST_DATA).string()));
    }
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

TEST(Tokenizers, AgreeOnTheFixtures) {
  if (detail::simdjson_padding() == 0) GTEST_SKIP() << "simdjson is not built in";
  ASSERT_GT(corpus().size(), 30U);
  for (const std::string& text : corpus()) expect_agreement(text);
}

TEST(Tokenizers, AgreeOnEveryKindOfValue) {
  if (detail::simdjson_padding() == 0) GTEST_SKIP() << "simdjson is not built in";
  using namespace std::string_literals;
  const std::vector<std::string> values{"0",
                                        "-0",
                                        "-0.0",
                                        "0.0",
                                        "1",
                                        "-1",
                                        "01",
                                        "-01",
                                        "00",
                                        "1.",
                                        ".1",
                                        "1.e1",
                                        "1e",
                                        "1e+",
                                        "1E+2",
                                        "1e-2",
                                        "+1",
                                        "-",
                                        "--1",
                                        "1e308",
                                        "1e309",
                                        "-1e309",
                                        "1e400",
                                        "1e+400",
                                        "-1E+0400",
                                        "1e-400",
                                        "4.9e-324",
                                        "2e-324",
                                        "1.7976931348623157e308",
                                        "1.7976931348623159e308",
                                        "9223372036854775807",
                                        "9223372036854775808",
                                        "-9223372036854775808",
                                        "-9223372036854775809",
                                        "18446744073709551615",
                                        "18446744073709551616",
                                        "123456789012345678901234567890",
                                        "0." + std::string(2000, '1'),
                                        "0.1844674407370955161625",
                                        "-0.1844674407370955161625e1",
                                        "0.00018446744073709551616250",
                                        "0.0000000000000000000000000",
                                        "0." + std::string(321, '0') + "1844674407370955161625",
                                        "0." + std::string(330, '0') + "1844674407370955161625",
                                        "1.844674407370955161625",
                                        std::string(400, '1'),
                                        "1" + std::string(300, '0') + ".5",
                                        "0x10",
                                        "1_0",
                                        "1a",
                                        "1\"",
                                        "1\x00"s,
                                        "1\v",
                                        "1\f",
                                        "Infinity",
                                        "NaN",
                                        "nan",
                                        "true",
                                        "tru",
                                        "truee",
                                        "True",
                                        "true\0"s,
                                        "false",
                                        "falsey",
                                        "null",
                                        "nul",
                                        "nulll",
                                        "null\xC2\xA0",
                                        "\xC2\xA0",
                                        "\"\"",
                                        "\"a\"",
                                        "\"a",
                                        "a\"",
                                        "\"\\\"",
                                        "\"\\\\\"",
                                        "\"\\/\"",
                                        "\"\\b\\f\\n\\r\\t\"",
                                        "\"\\v\"",
                                        "\"\\u0000\"",
                                        "\"\\u00e9\"",
                                        "\"\\u00E9\"",
                                        "\"\\u12\"",
                                        "\"\\u12g4\"",
                                        "\"\\U0041\"",
                                        "\"\\ud83d\\ude00\"",
                                        "\"\\ud83d\"",
                                        "\"\\ude00\"",
                                        "\"\\ud83d\\ud83d\"",
                                        "\"\\ud83d\\u0041\"",
                                        "\"\\ud83dx\"",
                                        "\"\\ud83d\\n\"",
                                        "\"\\udbff\\udfff\"",
                                        "\"\xEF\xBF\xBF\"",
                                        "\"\xF4\x8F\xBF\xBF\"",
                                        "\"\xF4\x90\x80\x80\"",
                                        "\"\xED\xA0\x80\"",
                                        "\"\xC0\x80\"",
                                        "\"\x80\"",
                                        "\"\xE2\x82\"",
                                        "\"\xFE\"",
                                        "\"\t\"",
                                        "\"\n\"",
                                        "\"\x00\""s,
                                        "\"\x1F\"",
                                        "\"\x7F\"",
                                        "'a'",
                                        "[]",
                                        "[ ]",
                                        "[1]",
                                        "[1,]",
                                        "[,1]",
                                        "[1,,2]",
                                        "[1 2]",
                                        "[1;2]",
                                        "[\"a\"\"b\"]",
                                        "[\"a\"b]",
                                        "[true\"x\"]",
                                        "[1",
                                        "1]",
                                        "[[]",
                                        "[]]",
                                        "[[1],[2]]",
                                        "{}",
                                        "{ }",
                                        "{\"a\":1}",
                                        "{\"a\":1,}",
                                        "{,}",
                                        "{\"a\"}",
                                        "{\"a\":}",
                                        "{\"a\" 1}",
                                        "{\"a\"::1}",
                                        "{a:1}",
                                        "{1:1}",
                                        "{\"a\":1 \"b\":2}",
                                        "{\"a\":1,\"a\":2}",
                                        "{\"\\u0061\":1}",
                                        "{\"\\ud800\":1}",
                                        "{\"\\\":1}",
                                        "{\"a\":{\"b\":[{}]}}",
                                        "{]",
                                        "[}",
                                        "{\"a\":[}",
                                        "{\"a\":]}",
                                        ",",
                                        ":",
                                        "",
                                        " ",
                                        "/**/",
                                        "//\n",
                                        "<a>",
                                        "\xEF\xBB\xBF",
                                        "\xEF\xBB\xBF"
                                        "1"};
  const std::vector<std::string> frames{"%",
                                        "{\"data\":%}",
                                        "{\"data\":{\"unknown\":%,\"id\":\"after\"}}",
                                        "{\"data\":{\"name\":%}}",
                                        "{\"data\":{\"numbers\":[%]}}",
                                        "{\"data\":{\"integration_data\": % }}",
                                        "{\"data\":{\"results\":[{\"length_in_minutes\":%}]}}",
                                        "{\"data\":{\"metadata\":{\"total_pages\": %\n}}}",
                                        "{\"topic\":\"PING\",\"data\":%}",
                                        "{\"topic\":\"PING\",\"data\":{\"a\":%} }",
                                        "{\"data\":{}}%",
                                        "%{\"data\":{}}",
                                        "{\"data\":{}}\n%\n",
                                        "{\"data\":{%}}"};
  for (const std::string& frame : frames) {
    const std::size_t hole = frame.find('%');
    for (const std::string& value : values) expect_agreement(frame.substr(0, hole) + value + frame.substr(hole + 1));
  }
}

TEST(Tokenizers, ServeManyThreadsAndDocumentsOfAnySize) {
  const std::string small = fixture("responses/contact.json");
  std::string large = R"({"data":{"results":[)";
  while (large.size() < (std::size_t{5} << 20)) large += R"({"id":"cnt_0123456789abcdef","numbers":["+33612345678"]},)";
  large += R"({"id":"last"}]}})";
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 50; ++round) {
        if (decode<Contact>(small).conversation_url != "/v1/api/contact/cnt_abc123/conversation") ++failures;
      }
      if (i % 4 == 0 && decode<Page<Contact>>(large).results.back().id != "last") ++failures;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
}

TEST(Tokenizers, AgreeOnDepth) {
  if (detail::simdjson_padding() == 0) GTEST_SKIP() << "simdjson is not built in";
  for (const std::size_t levels : {125U, 126U, 127U, 128U, 129U, 1000U, 1100U, 5000U}) {
    const std::string nested = std::string(levels, '[') + std::string(levels, ']');
    expect_agreement("{\"data\":{\"x\":" + nested + "}}");
    expect_agreement("{\"data\":{\"integration_data\":{\"x\":" + nested + "}}}");
    expect_agreement(std::string(levels, '['));
  }
}

TEST(Tokenizers, AgreeOnChangedFixtures) {
  if (detail::simdjson_padding() == 0) GTEST_SKIP() << "simdjson is not built in";
  std::mt19937 random{20240115};
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>{0, bound - 1}(random);
  };
  using namespace std::string_literals;
  const std::string bytes = "{}[]:,\"\\ \n\t0123456789.eE+-truefalsnudx\x01\x7F\x80\xC3\xEF\xBB\xBF\xFF\0"s;
  for (const std::string& original : corpus()) {
    for (int round = 0; round < 60; ++round) {
      std::string text = original;
      for (std::size_t changes = 1 + below(3); changes > 0 && !text.empty(); --changes) {
        const std::size_t where = below(text.size());
        switch (below(5)) {
          case 0:
            text[where] = bytes[below(bytes.size())];
            break;
          case 1:
            text.insert(where, 1, bytes[below(bytes.size())]);
            break;
          case 2:
            text.erase(where, 1 + below(4));
            break;
          case 3:
            text.insert(where, text.substr(below(text.size()), below(40)));
            break;
          default:
            text.resize(where);
            break;
        }
      }
      expect_agreement(text);
      if (HasFailure()) return;
    }
  }
}

}  // namespace
}  // namespace allo::test
