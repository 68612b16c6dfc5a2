#include "core/redaction.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

using namespace std::string_literals;

TEST(Redaction, TakesOutTheKeyAsItIs) {
  EXPECT_EQ(without_key("", "secret_1"), "");
  EXPECT_EQ(without_key("secret_1", "secret_1"), "[api key]");
  EXPECT_EQ(without_key("a secret_1secret_1 b secret_", "secret_1"), "a [api key][api key] b secret_");
  EXPECT_EQ(without_key("ssecret_1 secrsecret_1", "secret_1"), "s[api key] secr[api key]");
  // Of a key that itself looks like escapes.
  EXPECT_EQ(without_key(R"(<a%25b\/&amp;>)", R"(a%25b\/&amp;)"), "<[api key]>");
}

TEST(Redaction, TakesOutTheKeyInAnyEscapes) {
  const std::string key = R"(k/1 %"&'=\z)";
  for (const std::string text : {
           R"(k\/1 %\"&'=\\z)",  // JSON
           R"(\u006B\u002f\u0031\u0020\u0025\u0022\u0026\u0027\u003d\u005c\u007A)",
           R"(k\\\/1 %\\\"&'=\\\\z)",       // JSON in a string of JSON
           "k%2F1%20%25%22%26%27%3D%5Cz",   // a URL
           "k%2f1+%25%22%26%27%3d%5cz",     // a form
           R"(k/1 %&quot;&amp;&apos;=\z)",  // HTML
           "k&#47;1&#x20;&#37;&#34;&#038;&#x27;&#X3D;&#92;z",
       }) {
    EXPECT_EQ(without_key("<" + text + ">", key), "<[api key]>") << text;
    EXPECT_EQ(without_key("k/1" + text, key), "k/1[api key]") << text;
  }
  EXPECT_EQ(without_key("<k%252F1_secret%25252F>", "k/1_secret/"), "<[api key]>");  // A URL in a URL
  EXPECT_EQ(without_key(R"("\"k\/1 %")", key), R"("\"k\/1 %")") << "half a key";
}

TEST(Redaction, LeavesOtherTextAlone) {
  const std::string key = "k/1_secret";
  for (const std::string text :
       {R"(C:\k\/1_secre)", R"(\\\\\\\\\\\\)", "%", "%2", "%25%25", "100%", "&", "&;", "&#;", "&#x;", "&#99999999999;",
        R"(\u00)", R"(\u-06b)", "%-1", "k&#x2F;1_secre&#", "k%2F1_secre%7"}) {
    EXPECT_EQ(without_key(text, key), text);
  }
  EXPECT_EQ(without_key("a short word", "short"), "a short word");
  EXPECT_EQ(without_key("a longer word", "longer"), "a [api key] word") << "six characters are a key";
}

TEST(Redaction, CutsNoKeyInTwo) {
  EXPECT_EQ(without_key("0123456789", "secret_1", 4), "0123");
  EXPECT_EQ(without_key("01secret_1", "secret_1", 4), "01[a");
  EXPECT_EQ(without_key(R"(0secret\u005f1)", "secret_1", 12), "0[api key]");
  EXPECT_EQ(without_key("secret_1secret_1secret_1", "secret_1", 17), "[api key][api key");
  EXPECT_EQ(without_key("secret", "short", 4), "secr");
}

TEST(Redaction, TakesTimeInProportionToTheText) {
  const std::clock_t started = std::clock();
  for (const std::string part : {"\\", "%25", "&#", "k"}) {
    std::string text;
    while (text.size() < 100'000) text += part;
    EXPECT_EQ(without_key(text, "k/1_secret"), text);
  }
  // Much less than a second of processor time; without a bound on the escapes of escapes it takes a minute.
  EXPECT_LT(std::clock() - started, 20 * CLOCKS_PER_SEC);
}

}  // namespace
}  // namespace detail
ALLO_NAMESPACE_END
