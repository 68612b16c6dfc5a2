#include "base/http_headers_access.hpp"

#include <allo/errors.hpp>
#include <allo/http.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(HttpMethodText, IsTheNameOnTheWire) {
  EXPECT_EQ(to_string(HttpMethod::Get), "GET");
  EXPECT_EQ(to_string(HttpMethod::Post), "POST");
  EXPECT_EQ(to_string(HttpMethod::Put), "PUT");
  EXPECT_EQ(to_string(HttpMethod::Patch), "PATCH");
  EXPECT_EQ(to_string(HttpMethod::Delete), "DELETE");
}

TEST(HttpHeaders, KeepsOrderAndComparesNamesWithoutCase) {
  HttpHeaders headers{{"Accept", "application/json"}, {"X-A", "1"}};
  headers.add("x-a", "2");
  ASSERT_EQ(headers.size(), 3U);
  EXPECT_EQ(headers.get("ACCEPT"), "application/json");
  EXPECT_EQ(headers.get("X-a"), "1");
  EXPECT_EQ(headers.get("X-B"), std::nullopt);
  EXPECT_THAT(headers.all("X-A"), ElementsAre("1", "2"));
  std::string text;
  for (const HttpHeader header : headers) text.append(header.name).append("=").append(header.value).append(";");
  EXPECT_EQ(text, "Accept=application/json;X-A=1;x-a=2;");
}

TEST(HttpHeaders, IsEmptyAfterClearAndCanBeFilledAgain) {
  HttpHeaders headers{{"A", "1"}};
  headers.clear();
  EXPECT_TRUE(headers.empty());
  headers.add("B", "");
  EXPECT_EQ(headers.get("B"), "");
  EXPECT_EQ(headers.get("A"), std::nullopt);
}

TEST(HttpHeaders, AMovedFromListIsEmptyAndUsable) {
  HttpHeaders from{{"A", "1"}};
  const HttpHeaders to = std::move(from);
  EXPECT_EQ(to.get("A"), "1");
  from.clear();
  from.add("B", "2");
  EXPECT_EQ(from.get("B"), "2");
}

TEST(HttpHeaders, TakesTheViewsThatItGave) {
  const std::string value(1000, 'x');
  HttpHeaders headers{{"X-Id", value}};
  for (int i = 0; i < 20; ++i) headers.add((*headers.begin()).name, *headers.get("X-Id"));
  ASSERT_EQ(headers.size(), 21U);
  for (const HttpHeader header : headers) {
    EXPECT_EQ(header.name, "X-Id");
    EXPECT_EQ(header.value, value);
  }
}

TEST(HttpHeaders, RefusesNamesThatAreNoTokens) {
  HttpHeaders headers;
  const std::string_view bad_names[] = {"",    "a b",      "a:",   "a\r\nb",
                                        "a\n", "\xC3\xA9", "a(b)", std::string_view("a\0b", 3)};
  for (const std::string_view name : bad_names) {
    EXPECT_THROW(headers.add(name, "v"), InvalidArgumentException) << name;
  }
  EXPECT_TRUE(headers.empty());
}

TEST(HttpHeaders, RefusesControlCharactersInValuesWithoutQuotingThem) {
  HttpHeaders headers;
  const std::string_view bad_values[] = {"secret\r\nX: 1", "secret\n",  "secret\r", std::string_view("secret\0", 7),
                                         "secret\x7F",     "secret\x01"};
  for (const std::string_view value : bad_values) {
    try {
      headers.add("Authorization", value);
      ADD_FAILURE() << "accepted";
    } catch (const InvalidArgumentException& e) {
      EXPECT_THAT(e.what(), HasSubstr("Authorization"));
      EXPECT_THAT(e.what(), Not(HasSubstr("secret")));
    }
  }
  EXPECT_TRUE(headers.empty());
  headers.add("X", "a\tb");
  EXPECT_EQ(headers.get("X"), "a\tb");
}

TEST(HttpHeaders, KeepsEmptyValuesColonsAndTabs) {
  const HttpHeaders headers{{"A", ""}, {"B", "x:y"}, {"C", " :\t"}, {"D", ""}};
  ASSERT_EQ(headers.size(), 4U);
  std::string seen;
  for (const HttpHeader header : headers) seen.append(header.name).append("=").append(header.value).append("|");
  EXPECT_EQ(seen, "A=|B=x:y|C= :\t|D=|");
  EXPECT_EQ(headers.get("d"), "");
}

using detail::HttpHeadersAccess;

TEST(HttpHeaderLines, AreTakenWithoutTheBlanksAroundTheirValues) {
  HttpHeaders headers;
  EXPECT_TRUE(HttpHeadersAccess::add_line(headers, "A: \t b c\t "));
  EXPECT_TRUE(HttpHeadersAccess::add_line(headers, "B:"));
  EXPECT_TRUE(HttpHeadersAccess::add_line(headers, "C:x:y"));
  EXPECT_EQ(HttpHeadersAccess::text(headers), "A:b c\nB:\nC:x:y\n");
  for (const std::string_view bad :
       {"", ":", ": x", "A", "A b: x", "A : x", " A: x", "A: x\x01", "A: x\x7F", "A: x\ny"}) {
    EXPECT_FALSE(HttpHeadersAccess::add_line(headers, bad)) << bad;
  }
  EXPECT_EQ(HttpHeadersAccess::text(headers), "A:b c\nB:\nC:x:y\n");
}

TEST(HttpHeaderLines, AreContinuedByASpaceWhereSomethingStandsBeforeIt) {
  HttpHeaders headers;
  EXPECT_FALSE(HttpHeadersAccess::continue_line(headers, "x")) << "there is no line";
  HttpHeadersAccess::add_line(headers, "A:");
  EXPECT_TRUE(HttpHeadersAccess::continue_line(headers, "\t one "));
  EXPECT_EQ(HttpHeadersAccess::text(headers), "A:one\n");
  EXPECT_TRUE(HttpHeadersAccess::continue_line(headers, "two"));
  EXPECT_TRUE(HttpHeadersAccess::continue_line(headers, "  ")) << "nothing to add";
  EXPECT_EQ(HttpHeadersAccess::text(headers), "A:one two\n");
  HttpHeadersAccess::add_line(headers, "B:");
  EXPECT_TRUE(HttpHeadersAccess::continue_line(headers, "three"));
  EXPECT_FALSE(HttpHeadersAccess::continue_line(headers, "\x02"));
  EXPECT_EQ(HttpHeadersAccess::text(headers), "A:one two\nB:three\n");
}

TEST(HttpHeaders, AreFoundByTheirWholeNameAlone) {
  const HttpHeaders headers{{"Abc", "1"}, {"Ab", "2"}, {"X-Abc", "3"}, {"D", "a:b"}};
  EXPECT_EQ(headers.get("ab"), "2");
  EXPECT_EQ(headers.get("abc"), "1");
  EXPECT_EQ(headers.get("D"), "a:b");
  for (const std::string_view none : {"", "A", "Abcd", "bc", "c", "2", "a", "D:a", "Abc:1", "X-Abc:3\nD"}) {
    EXPECT_EQ(headers.get(none), std::nullopt) << none;
    EXPECT_TRUE(headers.all(none).empty()) << none;
  }
  EXPECT_EQ(HttpHeaders{}.get(""), std::nullopt);
  EXPECT_EQ(headers.size(), 4U);
}

TEST(HttpHeaders, TheLastValueIsReplacedAlone) {
  HttpHeaders headers{{"A", "1"}, {"B", "22"}};
  HttpHeaders copy = HttpHeadersAccess::copy_with_room(headers, 10);
  EXPECT_TRUE(HttpHeadersAccess::same(copy, headers));
  HttpHeadersAccess::replace_last_value(copy, "33");
  EXPECT_EQ(HttpHeadersAccess::text(copy), "A:1\nB:33\n");
  EXPECT_FALSE(HttpHeadersAccess::same(copy, headers));
  EXPECT_EQ(HttpHeadersAccess::text(headers), "A:1\nB:22\n");
}

}  // namespace
ALLO_NAMESPACE_END
