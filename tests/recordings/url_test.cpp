#include "core/url.hpp"

#include "recordings/recording_url.hpp"
#include "recordings/streaming.hpp"

#include <gmock/gmock.h>

namespace allo::test {
namespace {

using detail::HttpUrl;
using detail::parse_http_url;
using testing::HasSubstr;
using testing::Not;

const HttpUrl service = *parse_http_url("https://api.withallo.com/v1/api");
const HttpUrl sandbox = *parse_http_url("http://127.0.0.1:8080/v1/api");

std::string accepted(std::string_view url, const HttpUrl& base = service, bool any_host = false) {
  return detail::checked_recording_url(url, base, any_host);
}

std::string refused(std::string_view url, const HttpUrl& base = service, bool any_host = false) {
  return refusal_of([&] { accepted(url, base, any_host); });
}

TEST(RecordingUrl, IsTakenApart) {
  const std::string text = "HTTPS://Api.Test:8443/a/b?c=d#e";
  const HttpUrl url = parse_http_url(text).value();
  EXPECT_TRUE(url.tls);
  EXPECT_EQ(url.host, "Api.Test");
  EXPECT_EQ(url.port, 8443);
  EXPECT_EQ(url.origin, "HTTPS://Api.Test:8443");
  EXPECT_EQ(url.rest, "/a/b?c=d");
  EXPECT_EQ(parse_http_url("http://[::1]/x")->host, "[::1]");
  EXPECT_EQ(parse_http_url("http://[::1]/x")->port, 80);
  EXPECT_EQ(parse_http_url("https://[::1]:99")->port, 99);
  EXPECT_EQ(parse_http_url("https://h?q")->rest, "?q");
  EXPECT_EQ(parse_http_url("https://h")->port, 443);
}

TEST(RecordingUrl, IsOfTheService) {
  for (const char* url :
       {"https://api.withallo.com/v1/assets/recordings/x.mp3", "https://storage.withallo.com/x.mp3",
        "https://Storage.WithAllo.com/recordings/x.mp3?sig=a%2Fb", "https://api.withallo.com:8443/x"}) {
    EXPECT_EQ(accepted(url), url);
  }
  EXPECT_EQ(accepted("https://storage.withallo.com/x#t=10"), "https://storage.withallo.com/x");
  EXPECT_EQ(accepted("https://storage.withallo.com?x"), "https://storage.withallo.com/?x");
}

TEST(RecordingUrl, OfAnotherHostIsTakenOnRequestOnly) {
  for (const char* url : {"https://evil.test/x.mp3", "https://storage.withallo.com.evil.test/x",
                          "https://xstorage.withallo.com/x", "https://169.254.169.254/x", "https://127.0.0.1/x"}) {
    EXPECT_THAT(refused(url), HasSubstr("allow_any_host")) << url;
    EXPECT_EQ(accepted(url, service, true), url);
  }
}

TEST(RecordingUrl, IsOfHttpOnThisMachineOnly) {
  EXPECT_EQ(accepted("http://127.0.0.1:8080/recordings/x.wav", sandbox), "http://127.0.0.1:8080/recordings/x.wav");
  EXPECT_EQ(accepted("http://127.0.0.1:9090/x.wav", sandbox), "http://127.0.0.1:9090/x.wav");
  EXPECT_THAT(refused("http://storage.withallo.com/x"), HasSubstr("http is for this machine"));
  EXPECT_THAT(refused("http://evil.test/x", service, true), HasSubstr("http is for this machine"));
  // A client that was allowed to talk http to its server may do so here.
  const HttpUrl inside = *parse_http_url("http://allo.internal:8080/v1/api");
  EXPECT_EQ(accepted("http://allo.internal:8080/x", inside), "http://allo.internal:8080/x");
  EXPECT_THAT(refused("http://allo.internal:8081/x", inside), HasSubstr("http is for this machine"));
}

TEST(RecordingUrl, IsNoTrick) {
  for (const char* url :
       {"", "recording.mp3", "/v1/assets/x", "ftp://storage.withallo.com/x", "file:///etc/passwd",
        "https://user@storage.withallo.com/x", "https://storage.withallo.com:secret@evil.test/x",
        "https://storage.withallo.com\\@evil.test/x", "https://evil.test\\.storage.withallo.com/x",
        "https://storage.withallo.com:99999/x", "https://storage.withallo.com:/x", "https://storage%2Ewithallo.com/x",
        "https:///x", "https://storage.withallo.com/a b", "https://storage.withallo.com/a\r\nHost: evil",
        "https://storage.withallo.com/\xC3\xA9", "https://storage.withallo.com/\x7F", "//storage.withallo.com/x",
        " https://storage.withallo.com/x"}) {
    const std::string text = refused(url, service, true);
    EXPECT_THAT(text, HasSubstr("url must be an absolute https URL")) << url;
    EXPECT_THAT(text, Not(HasSubstr("secret")));
  }
  EXPECT_THAT(refused(std::string_view{"https://storage.withallo.com/\0x", 31}), HasSubstr("printable ASCII"));
}

TEST(RecordingUrl, OfARedirectIsResolved) {
  const std::string from = "https://api.withallo.com/v1/assets/x.mp3?a=b";
  const auto target = [&](std::string_view location) { return detail::redirect_target(from, location, service); };
  EXPECT_EQ(target("https://cdn.test/y?sig=1#f"), "https://cdn.test/y?sig=1");
  EXPECT_EQ(target("HTTPS://cdn.test"), "HTTPS://cdn.test/");
  EXPECT_EQ(target("//cdn.test/y"), "https://cdn.test/y");
  EXPECT_EQ(target("/y"), "https://api.withallo.com/y");
  EXPECT_EQ(target("y"), "https://api.withallo.com/v1/assets/y");
  EXPECT_EQ(target("../y?c:d"), "https://api.withallo.com/v1/y?c:d");
  EXPECT_EQ(target("../../../../y/./z/.."), "https://api.withallo.com/y/");
  EXPECT_EQ(target("?c=d"), "https://api.withallo.com/v1/assets/x.mp3?c=d");
}

TEST(RecordingUrl, OfARedirectIsNotAlwaysFollowed) {
  const auto refusal = [](const std::string& from, std::string_view location, const HttpUrl& base) {
    const auto error = thrown_by<TransportException>([&] { detail::redirect_target(from, location, base); });
    EXPECT_FALSE(error.retryable());
    return std::string{error.what()};
  };
  EXPECT_THAT(refusal("https://h/x", "", service), HasSubstr("names no address"));
  EXPECT_THAT(refusal("https://h/x", "http://h/y", service), HasSubstr("from https to http"));
  EXPECT_THAT(refusal("https://h/x", "http://127.0.0.1/y", service), HasSubstr("from https to http"));
  EXPECT_THAT(refusal("http://localhost/x", "https://h/y", sandbox), HasSubstr("from http to https"));
  EXPECT_THAT(refusal("http://localhost/x", "http://h/y", sandbox), HasSubstr("http of another machine"));
  for (const char* location : {"ftp://h/y", "file:///etc/passwd", "javascript:x", "https://u:p@h/y", "https://h/a b"}) {
    EXPECT_THAT(refusal("https://h/x", location, service), HasSubstr("not a valid http or https URL")) << location;
  }
  EXPECT_EQ(detail::redirect_target("http://localhost:1/x", "http://127.0.0.1:2/y", sandbox), "http://127.0.0.1:2/y");
}

}  // namespace
}  // namespace allo::test
