#include "core/url.hpp"

#include "support/fake_transport.hpp"

#include <gtest/gtest.h>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;
using test::refusal_of;

TEST(BaseUrl, LosesItsTrailingSlashesAndNothingElse) {
  EXPECT_EQ(checked_base_url("https://api.withallo.com/v1/api"), "https://api.withallo.com/v1/api");
  EXPECT_EQ(checked_base_url("https://api.withallo.com/v1/api//"), "https://api.withallo.com/v1/api");
  EXPECT_EQ(checked_base_url("https://host/"), "https://host");
  EXPECT_EQ(checked_base_url("HTTP://127.0.0.1:8080"), "HTTP://127.0.0.1:8080");
  EXPECT_EQ(checked_base_url("http://[::1]:65535/a%20b"), "http://[::1]:65535/a%20b");
  EXPECT_EQ(checked_base_url("https://[::]"), "https://[::]");
  EXPECT_EQ(checked_base_url("https://host:1"), "https://host:1");
  EXPECT_EQ(checked_base_url("http://allo_sandbox:80/x:y@z"), "http://allo_sandbox:80/x:y@z");
}

TEST(BaseUrl, MustBeAnAbsoluteHttpUrl) {
  for (const auto url : {""sv, "api.withallo.com"sv, "/v1"sv, "ftp://host"sv, "file:///etc/passwd"sv, "https:/host"sv,
                         " https://host"sv, "javascript:alert(1)"sv}) {
    EXPECT_EQ(refusal_of([&] { checked_base_url(url); }), "base_url must begin with https:// or http://") << url;
  }
  for (const auto url :
       {"https://"sv, "https:///path"sv, "https://:80"sv, "https://host:"sv, "https://host:0"sv, "https://host:65536"sv,
        "https://host:8a"sv, "https://ho st"sv, "https://h%6fst"sv, "https://[::1"sv, "https://[]"sv, "https://[:]"sv,
        "https://[::1]x"sv, "https://[::g]"sv, "https://host\0.evil"sv, "https://h\xC3\xB6st"sv, "https://host\\evil"sv,
        "https://host\r\nX: y"sv}) {
    EXPECT_EQ(refusal_of([&] { checked_base_url(url); }), "base_url has no valid host and port") << url;
  }
  for (const auto url : {"https://host/a b"sv, "https://host/%"sv, "https://host/%4"sv, "https://host/%zz"sv,
                         "https://host/a\nb"sv, "https://host/\xC3\xA9"sv, "https://host/../x"sv, "https://host/%2e"sv,
                         "https://host/a/.."sv, "https://host/a\\b"sv}) {
    EXPECT_EQ(refusal_of([&] { checked_base_url(url); }), "base_url has no valid path") << url;
  }
}

TEST(BaseUrl, HoldsNeitherUserNorQueryNorFragment) {
  const std::string user = refusal_of([] { checked_base_url("https://me:hunter2@host/"); });
  EXPECT_EQ(user, "base_url must not hold a user name or password");
  EXPECT_EQ(refusal_of([] { checked_base_url("https://host/?a=b"); }), "base_url must have neither query nor fragment");
  EXPECT_EQ(refusal_of([] { checked_base_url("https://host#x"); }), "base_url must have neither query nor fragment");
}

TEST(BaseUrl, OfVersion2StandsBesideThatOfVersion1) {
  EXPECT_EQ(version_2_of("https://host/v1/api"), "https://host/v2/api");
  EXPECT_EQ(version_2_of("https://host/v2/api"), "https://host/v2/api");
  EXPECT_EQ(version_2_of("https://gateway/allo/v1/api"), "https://gateway/allo/v2/api");
  for (const auto url : {"https://host"sv, "https://host/v1/api/x"sv, "https://host/v3/api"sv, "http://v"sv}) {
    EXPECT_EQ(version_2_of(url), std::nullopt) << url;
  }
}

TEST(Target, EncodesAnIdAsOneSegment) {
  const auto path = [](std::string_view id) { return Target{"/contact/{id}/conversation", id}.path_and_query(); };
  EXPECT_EQ(path("con_123-AZaz09.~"), "/contact/con_123-AZaz09.~/conversation");
  EXPECT_EQ(path("a/b"), "/contact/a%2Fb/conversation");
  EXPECT_EQ(path("a?b#c"), "/contact/a%3Fb%23c/conversation");
  EXPECT_EQ(path("%"), "/contact/%25/conversation");
  EXPECT_EQ(path("%2F"), "/contact/%252F/conversation");
  EXPECT_EQ(path("\xF0\x9F\x98\x80"), "/contact/%F0%9F%98%80/conversation");
  EXPECT_EQ(path("a\0b"sv), "/contact/a%00b/conversation");
  EXPECT_EQ(path("a\r\nb"), "/contact/a%0D%0Ab/conversation");
  EXPECT_EQ(path("+33 6"), "/contact/%2B33%206/conversation");
  EXPECT_EQ(path("."), "/contact/%2E/conversation");
  EXPECT_EQ(path(".."), "/contact/%2E%2E/conversation");
  EXPECT_EQ(path("..."), "/contact/.../conversation");
  EXPECT_EQ(path("../webhooks"), "/contact/..%2Fwebhooks/conversation");
  EXPECT_EQ(path("{id}"), "/contact/%7Bid%7D/conversation");
}

TEST(Target, RefusesAnIdThatIsEmptyOrNotUtf8) {
  EXPECT_EQ(refusal_of([] { Target("/contact/{id}", ""); }), "id is empty");
  EXPECT_EQ(refusal_of([] { Target("/contact/{id}", "a\xFF"); }), "id is not valid UTF-8");
}

TEST(Target, PutsASegmentInPlaceOfEachName) {
  const Target target{"/conversations/items/{id}/tags/{tag}", {"cll-1/2", "on {id} hold"}};
  EXPECT_EQ(target.path_and_query(), "/conversations/items/cll-1%2F2/tags/on%20%7Bid%7D%20hold");
  EXPECT_EQ(target.route(), "/conversations/items/{id}/tags/{tag}");
  EXPECT_EQ(Target("/numbers/{number}/default_summary_template", "+33612").path_and_query(),
            "/numbers/%2B33612/default_summary_template");
  EXPECT_EQ(refusal_of([] { Target("/a/{id}/tags/{tag}", {"1", ""}); }), "tag is empty");
  EXPECT_EQ(refusal_of([] { Target("/a/{contact_number}", "\xFF"); }), "contact_number is not valid UTF-8");
}

TEST(Target, WritesWhatIsNoTextAsJsonDoes) {
  Target target{"/conversations"};
  target.add("unread", true).add("archived", false).add("page", 1).add("since", 5'000'000'000LL).add("extend", "a,b");
  EXPECT_EQ(target.path_and_query(), "/conversations?unread=true&archived=false&page=1&since=5000000000&extend=a,b");
}

TEST(Target, KeepsTheTemplateApart) {
  const Target target{"/contact/{id}", "con_1"};
  EXPECT_EQ(target.route(), "/contact/{id}");
  EXPECT_EQ(Target::from_path("/v2/people/12").route(), "{path}");
}

TEST(Target, EncodesTheQuery) {
  Target target{"/calls"};
  target.add("allo_number", "+1234567890").add_if_set("contact_number", std::nullopt).add("page", 0);
  target.add_if_set("a b", "c&d=e f/\xC3\xA9,~");
  EXPECT_EQ(target.path_and_query(), "/calls?allo_number=%2B1234567890&page=0&a%20b=c%26d%3De%20f%2F%C3%A9,~");
  EXPECT_EQ(target.route(), "/calls");
  EXPECT_EQ(refusal_of([&] { target.add("tag", "\xC3"); }), "tag is not valid UTF-8");
  EXPECT_EQ(refusal_of([&] { target.add("\xC3", "x"); }), "the name of a query parameter is not valid UTF-8");
}

TEST(Target, TakesAPathThatStaysBelowTheBase) {
  EXPECT_EQ(Target::from_path("/calls/a%2Fb/x:y@z").path_and_query(), "/calls/a%2Fb/x:y@z");
  for (const auto path : {""sv, "calls"sv, "https://evil"sv, "@evil"sv}) {
    EXPECT_EQ(refusal_of([&] { Target::from_path(path); }), "path must begin with /");
  }
  for (const auto path : {"/a?b"sv, "/a#b"sv, "/a b"sv, "/%"sv, "/%g0"sv, "/a\r\nHost: x"sv, "/\0"sv, "/\xC3\xA9"sv}) {
    EXPECT_EQ(refusal_of([&] { Target::from_path(path); }), "path must be percent-encoded, without query and fragment");
  }
  for (const auto path : {"/."sv, "/.."sv, "/a/../b"sv, "/a/%2E%2e"sv, "/.%2e/x"sv, "/a/."sv, "/%2e/"sv}) {
    EXPECT_EQ(refusal_of([&] { Target::from_path(path); }), "path must not have a segment that is . or ..") << path;
  }
  EXPECT_EQ(Target::from_path("/.../a..b/.c").path_and_query(), "/.../a..b/.c");
}

TEST(AbsoluteHttpUrl, NeedsASchemeAndAHost) {
  for (const auto url :
       {"https://example.com/hook?a=b"sv, "http://localhost:3000"sv, "HTTPS://x"sv, "https://user:pw@example.com/"sv}) {
    EXPECT_TRUE(is_absolute_http_url(url)) << url;
  }
  for (const auto url : {""sv, "example.com"sv, "https://"sv, "https:///x"sv, "ftp://x"sv, "https://a b"sv,
                         "https://a\nb"sv, "https://?x"sv, "https://:80"sv, "https://a\0"sv}) {
    EXPECT_FALSE(is_absolute_http_url(url)) << url;
  }
}

}  // namespace
}  // namespace detail
ALLO_NAMESPACE_END
