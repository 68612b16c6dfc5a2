#include "recordings/content_range.hpp"

#include <gtest/gtest.h>

namespace allo::detail {
namespace {

TEST(ContentRange, IsRead) {
  const auto part = parse_content_range("bytes 100-199/200").value();
  EXPECT_TRUE(part.has_bytes);
  EXPECT_EQ(part.first, 100u);
  EXPECT_EQ(part.last, 199u);
  EXPECT_EQ(part.total, 200u);
  EXPECT_EQ(parse_content_range(" Bytes 0-0/* ")->total, std::nullopt);
  const auto none = parse_content_range("bytes */7").value();
  EXPECT_FALSE(none.has_bytes);
  EXPECT_EQ(none.total, 7u);
  EXPECT_EQ(parse_content_range("bytes 0-18446744073709551614/18446744073709551615")->last, 18446744073709551614u);
}

TEST(ContentRange, IsRefused) {
  for (const char* text : {"", "bytes", "bytes ", "items 0-1/2", "bytes 0-1", "bytes 0-1/", "bytes 1-0/2",
                           "bytes 0-2/2", "bytes -1/2", "bytes 0-/2", "bytes +0-1/2", "bytes 0 - 1/2", "bytes 0-1/2x",
                           "bytes 0-1/x", "bytes 0-18446744073709551616/*", "bytes=0-1/2"}) {
    EXPECT_FALSE(parse_content_range(text)) << text;
  }
}

TEST(ContentLength, CountsOnlyWhereItFramesTheBody) {
  EXPECT_EQ(content_length({{"content-length", " 12 "}}), 12u);
  EXPECT_EQ(content_length({{"Content-Length", "12"}, {"Transfer-Encoding", "chunked"}}), std::nullopt);
  for (const char* text : {"", "-1", "+1", "1x", "0x10", "1.5", "99999999999999999999"}) {
    EXPECT_EQ(content_length({{"Content-Length", text}}), std::nullopt) << text;
  }
}

TEST(StrongValidator, IsAnETagBeforeATime) {
  EXPECT_EQ(strong_validator({{"ETag", " \"a\" "}, {"Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"}}), "\"a\"");
  EXPECT_EQ(strong_validator({{"ETag", "W/\"a\""}}), "");
  EXPECT_EQ(strong_validator({{"ETag", "a"}}), "");
  EXPECT_EQ(strong_validator({{"ETag", "\""}}), "");
}

TEST(StrongValidator, IsATimeThatCannotHaveChangedTwice) {
  constexpr const char* modified = "Sun, 06 Nov 1994 08:49:37 GMT";
  EXPECT_EQ(strong_validator({{"Last-Modified", modified}, {"Date", "Sun, 06 Nov 1994 08:49:38 GMT"}}), modified);
  EXPECT_EQ(strong_validator({{"Last-Modified", modified}, {"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}}), "");
  EXPECT_EQ(strong_validator({{"Last-Modified", modified}}), "");
  EXPECT_EQ(
      strong_validator({{"ETag", "W/\"a\""}, {"Last-Modified", modified}, {"Date", "Sun, 06 Nov 1994 08:50:00 GMT"}}),
      modified);
  EXPECT_EQ(strong_validator({{"Last-Modified", "yesterday"}, {"Date", "Sun, 06 Nov 1994 08:50:00 GMT"}}), "");
}

}  // namespace
}  // namespace allo::detail
