#include "core/secrets.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

std::string hidden(std::string text) {
  hide_secrets(text);
  return text;
}

TEST(HideSecrets, OfASigningSecretEveryCharacterGoes) {
  constexpr std::string_view of_base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-";
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool is_of_secret = byte != 0 && of_base64.find(c) != std::string_view::npos;
    const std::string end = std::string{c} + "x";
    EXPECT_EQ(hidden("a whsec_" + end), is_of_secret ? "a [secret]" : "a [secret]" + end) << byte;
  }
  EXPECT_EQ(hidden("whsec_"), "[secret]");
  EXPECT_EQ(hidden("whsec_a whsec_b,whsec_c"), "[secret] [secret],[secret]");
  EXPECT_EQ(hidden("whsec"), "whsec");
}

TEST(HideSecrets, OfAMemberTheWholeValueGoes) {
  for (const std::string name : {"signing_secret", "signingSecret", "api_key", "apiKey"}) {
    EXPECT_EQ(hidden("{\"" + name + "\":\"abc\",\"b\":\"c\"}"), "{\"" + name + "\":\"[secret]\",\"b\":\"c\"}");
    EXPECT_EQ(hidden("\"" + name + "\" \t:\r\n \"a\\\"b\" ,"), "\"" + name + "\" \t:\r\n \"[secret]\" ,");
    EXPECT_EQ(hidden("\"" + name + "\":\"\""), "\"" + name + "\":\"[secret]\"");
    EXPECT_EQ(hidden("\"" + name + "\":\"cut off"), "\"" + name + "\":\"[secret]");
    EXPECT_EQ(hidden("\"" + name + R"(":"a","api_key":"b")"), "\"" + name + R"(":"[secret]","api_key":"[secret]")");
    for (const std::string& other :
         {"\"" + name, "\"" + name + "\"", "\"" + name + "\":", "\"" + name + "\" \"x\"", "\"" + name + "\":1",
          name + ":\"x\"", "\"" + name + "s\":\"x\"", "\"" + name + "\":x\""}) {
      EXPECT_EQ(hidden(other), other);
    }
  }
}

TEST(HideSecrets, InJsonThatIsQuotedInJsonToo) {
  EXPECT_EQ(hidden(R"({"body":"{\"api_key\":\"abc\",\"b\":1}"})"), R"({"body":"{\"api_key\":\"[secret]\",\"b\":1}"})");
  EXPECT_EQ(hidden(R"("\"api_key\": \"a\\\"b\", \"c\"")"), R"("\"api_key\": \"[secret]\", \"c\"")");
  EXPECT_EQ(hidden(R"(\\\"api_key\\\":\\\"a\\\\\\\"b\\\",)"), R"(\\\"api_key\\\":\\\"[secret]\\\",)");
}

}  // namespace
}  // namespace detail
ALLO_NAMESPACE_END
