#include "http/header_lines.hpp"

#include <allo/errors.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

std::vector<std::string> lines_of(detail::HeaderLines& lines) {
  std::vector<std::string> out;
  for (const curl_slist* line = lines.list(); line != nullptr; line = line->next) out.emplace_back(line->data);
  return out;
}

using Lines = std::vector<std::string>;

/// What stands before and behind the id, in requests of one size, as two clients of one transport send them.
HttpHeaders request(const char* before, const char* id, const char* behind) {
  return {{"Authorization", before}, {"X-Request-Id", id}, {"X-Tenant", behind}};
}

TEST(HeaderLines, AnotherIdAloneKeepsTheList) {
  detail::HeaderLines lines;
  EXPECT_TRUE(lines.assign(request("key_1", "id_1", "a"), false));
  const curl_slist* list = lines.list();
  EXPECT_FALSE(lines.assign(request("key_1", "id_2", "a"), false));
  EXPECT_EQ(lines.list(), list);
  EXPECT_EQ(lines_of(lines), (Lines{"Authorization: key_1", "X-Request-Id: id_2", "X-Tenant: a"}));
  EXPECT_EQ(lines.request_id(), "id_2");
}

TEST(HeaderLines, NothingElseOfAnEarlierRequestStays) {
  detail::HeaderLines lines;
  lines.assign(request("key_1", "id_1", "a"), false);
  EXPECT_TRUE(lines.assign(request("key_2", "id_1", "a"), false)) << "another key before the id";
  EXPECT_EQ(lines_of(lines), (Lines{"Authorization: key_2", "X-Request-Id: id_1", "X-Tenant: a"}));
  EXPECT_TRUE(lines.assign(request("key_2", "id_1", "b"), false)) << "another header behind it";
  EXPECT_EQ(lines_of(lines), (Lines{"Authorization: key_2", "X-Request-Id: id_1", "X-Tenant: b"}));
  EXPECT_TRUE(lines.assign(request("key_2", "id_1", "b"), true)) << "a body";
  EXPECT_EQ(lines_of(lines),
            (Lines{"Authorization: key_2", "X-Request-Id: id_1", "X-Tenant: b", "Expect:", "Content-Type:"}));
  EXPECT_TRUE(lines.assign(request("key_2", "    ", "b"), true)) << "an id of the same size that is none";
  EXPECT_EQ(lines_of(lines),
            (Lines{"Authorization: key_2", "X-Request-Id;", "X-Tenant: b", "Expect:", "Content-Type:"}));
  EXPECT_EQ(lines.request_id(), "");
  EXPECT_TRUE(lines.assign({}, false));
  EXPECT_EQ(lines_of(lines), Lines{});
}

TEST(HeaderLines, AFailureLeavesNoListThatPassesForTheNext) {
  detail::HeaderLines lines;
  lines.assign(request("key_1", "id_1", "a"), false);
  EXPECT_THROW(lines.assign({{"Authorization", "key_2"}, {"Content-Length", "3"}}, false), InvalidArgumentException);
  EXPECT_TRUE(lines.assign(request("key_1", "id_1", "a"), false));
  EXPECT_EQ(lines_of(lines), (Lines{"Authorization: key_1", "X-Request-Id: id_1", "X-Tenant: a"}));
}

TEST(HeaderLines, AnIdThatHoldsAnotherHeaderIsNone) {
  detail::HeaderLines lines;
  lines.assign({{"X-Request-Id", "abcdef"}}, false);
  EXPECT_TRUE(lines.assign({{"X-Request-Id", "a"}, {"B", "cd"}}, false)) << "of one size";
  EXPECT_EQ(lines_of(lines), (Lines{"X-Request-Id: a", "B: cd"}));
  EXPECT_EQ(lines.request_id(), "a");
}

TEST(HeaderLines, TheFirstIdThatIsOneIsTheName) {
  detail::HeaderLines lines;
  lines.assign({{"X-Request-Id", ""}, {"x-request-id", "one"}, {"X-Request-Id", "three"}}, false);
  EXPECT_EQ(lines.request_id(), "one");
  EXPECT_EQ(lines_of(lines), (Lines{"X-Request-Id;", "x-request-id: one", "X-Request-Id: three"}));
  EXPECT_FALSE(lines.assign({{"X-Request-Id", ""}, {"x-request-id", "two"}, {"X-Request-Id", "three"}}, false));
  EXPECT_EQ(lines.request_id(), "two");
  EXPECT_TRUE(lines.assign({{"X-Request-Id", ""}, {"x-request-id", "two"}, {"X-Request-Id", "seven"}}, false));
  EXPECT_EQ(lines_of(lines), (Lines{"X-Request-Id;", "x-request-id: two", "X-Request-Id: seven"}));
}

TEST(HeaderLines, AreWrittenOverThoseOfTheRequestBefore) {
  detail::HeaderLines lines;
  const auto assign = [&](const char* key) {
    lines.assign(request(key, "id_1", "a"), false);
    return static_cast<const void*>(lines.list()->data);
  };
  const void* const before = assign("key_1");
  for (const char* const key : {"key_2", "key_3", "key_4"}) EXPECT_EQ(assign(key), before);
  EXPECT_EQ(lines_of(lines), (Lines{"Authorization: key_4", "X-Request-Id: id_1", "X-Tenant: a"}));
}

TEST(HeaderLines, StateATypeOfTheirOwnForABody) {
  detail::HeaderLines lines;
  lines.assign({{"content-TYPE", "text/plain"}, {"A", "1"}}, true);
  EXPECT_EQ(lines_of(lines), (Lines{"content-TYPE: text/plain", "A: 1", "Expect:"}));
  lines.assign({{"A", "\t "}, {"B", "x"}}, true);
  EXPECT_EQ(lines_of(lines), (Lines{"A;", "B: x", "Expect:", "Content-Type:"}));
}

}  // namespace
ALLO_NAMESPACE_END
