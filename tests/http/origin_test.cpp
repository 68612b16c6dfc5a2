#include "http/origin.hpp"

#include "http/proxy.hpp"
#include "http/temporary_folder.hpp"

#include <allo/errors.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace {

using test::Environment;

std::string refusal_of(const std::string& url) {
  try {
    detail::parse_origin(url);
  } catch (const InvalidArgumentException& error) {
    return error.what();
  }
  return "none";
}

TEST(Origin, IsWhatStandsBeforeThePath) {
  for (const char* const rest : {"", "/", "/a:b@c", "?a=b", "#a", "\\a"}) {
    const std::string url = std::string("https://host.test:8443") + rest;
    const detail::Origin origin = detail::parse_origin(url);
    EXPECT_TRUE(origin.tls);
    EXPECT_EQ(origin.text, "https://host.test:8443") << url;
    EXPECT_EQ(origin.authority, "host.test:8443") << url;
  }
  EXPECT_TRUE(detail::parse_origin("HTTPS://h").tls);
  EXPECT_FALSE(detail::parse_origin("HttP://h").tls);
}

TEST(Origin, HasThePortThatItsSchemeMeans) {
  const auto place = [](const char* url) { return detail::parse_origin(url).host_and_port(); };
  EXPECT_EQ(place("http://host.test/"), "host.test:80");
  EXPECT_EQ(place("https://host.test/"), "host.test:443");
  EXPECT_EQ(place("https://host.test:8443/"), "host.test:8443");
  EXPECT_EQ(place("http://[::1]/"), "[::1]:80");
  EXPECT_EQ(place("https://[::1]/"), "[::1]:443");
  EXPECT_EQ(place("http://[::1]:8080/"), "[::1]:8080");
}

TEST(Origin, SaysWhatIsWrongWithAUrl) {
  constexpr const char* scheme = "the URL of a request must begin with http:// or https://";
  constexpr const char* character = "the URL of a request must be printable ASCII, everything else percent-encoded";
  for (const char* const url : {"", "http", "http:", "http:/x", "http:x//", "ftp://h", "https", "xhttp://h"}) {
    EXPECT_EQ(refusal_of(url), scheme) << url;
  }
  EXPECT_EQ(refusal_of("http://h/!~"), "none") << "the first and the last of them";
  for (const char* const url :
       {"http://h/ ", "http://h/\x7f", "http://h/\x80", "http://h/\x1f", "http:// h", " http://h"}) {
    EXPECT_EQ(refusal_of(url), url[0] == ' ' ? scheme : character) << url;
  }
  EXPECT_EQ(refusal_of("http:///x"), "the URL of a request must name a host");
  EXPECT_EQ(refusal_of("http://u@h"), "the URL of a request must not hold a user or a password");
}

TEST(ProxyUrl, SaysHostPortAndWhetherItIsSecure) {
  struct Expected {
    const char* text;
    const char* host;
    int port;
    bool tls;
    bool has_credentials;
  };
  for (const Expected& expected : {Expected{"proxy.test", "proxy.test", 1080, false, false},
                                   Expected{"proxy.test:3128", "proxy.test", 3128, false, false},
                                   Expected{"http.proxy.test", "http.proxy.test", 1080, false, false},
                                   Expected{"http://proxy.test", "proxy.test", 1080, false, false},
                                   Expected{"https://proxy.test", "proxy.test", 443, true, false},
                                   Expected{"https://proxy.test:8443", "proxy.test", 8443, true, false},
                                   Expected{"socks5h://proxy.test", "proxy.test", 1080, false, false},
                                   Expected{"http://user:secret@proxy.test:1", "proxy.test", 1, false, true},
                                   Expected{"http://user@proxy.test", "proxy.test", 1080, false, true}}) {
    const std::optional<detail::Proxy> proxy = detail::parse_proxy(expected.text);
    ASSERT_TRUE(proxy) << expected.text;
    EXPECT_EQ(proxy->host, expected.host) << expected.text;
    EXPECT_EQ(proxy->port, expected.port) << expected.text;
    EXPECT_EQ(proxy->tls, expected.tls) << expected.text;
    EXPECT_EQ(proxy->has_credentials, expected.has_credentials) << expected.text;
  }
  for (const char* const bad : {"http://proxy.test:port", "http://", "http://proxy.test:99999", "file:///proxy"}) {
    EXPECT_FALSE(detail::parse_proxy(bad)) << bad;
  }
}

std::string named_for(const char* url, const CurlTransportOptions& options = {}) {
  const std::optional<detail::Proxy> proxy = detail::proxy_named_for(detail::parse_origin(url), options);
  return proxy ? proxy->host : "none";
}

TEST(ProxyOfTheEnvironment, IsTheFirstThatTheVariablesName) {
  constexpr const char* plain = "http://api.test/";
  constexpr const char* secure = "https://api.test/";
  EXPECT_EQ(named_for(plain), "none");
  EXPECT_EQ(named_for(secure), "none");
  const Environment of_all("ALL_PROXY", "last.test");
  EXPECT_EQ(named_for(plain), "last.test");
  EXPECT_EQ(named_for(secure), "last.test");
  {
    const Environment lower("all_proxy", "lower.test");
    EXPECT_EQ(named_for(plain), "lower.test");
    const Environment capitals("HTTPS_PROXY", "secure.test");
    const Environment of_cgi("HTTP_PROXY", "header.test");
    EXPECT_EQ(named_for(plain), "lower.test") << "HTTP_PROXY is a header of CGI";
    EXPECT_EQ(named_for(secure), "secure.test");
    const Environment first("https_proxy", "first.test");
    EXPECT_EQ(named_for(secure), "first.test");
    const Environment http("http_proxy", "plain.test");
    EXPECT_EQ(named_for(plain), "plain.test");
    EXPECT_EQ(named_for(secure), "first.test");
  }
  const Environment empty("http_proxy", "");
  EXPECT_EQ(named_for(plain), "last.test") << "an empty one names none";
}

TEST(ProxyOfTheEnvironment, GivesWayToTheOptionsAndThisMachine) {
  const Environment variable("http_proxy", "of.environment.test");
  EXPECT_EQ(named_for("http://api.test/"), "of.environment.test");
  EXPECT_EQ(named_for("http://127.0.0.1/"), "none");
  EXPECT_EQ(named_for("http://localhost:8080/"), "none");
  EXPECT_EQ(named_for("http://api.test/", {.proxy = "of.options.test"}), "of.options.test");
  EXPECT_EQ(named_for("http://127.0.0.1/", {.proxy = "of.options.test"}), "of.options.test");
  EXPECT_EQ(named_for("http://api.test/", {.direct = true}), "none");
  EXPECT_EQ(named_for("http://api.test/", {.unix_socket = "/socket"}), "none");
}

}  // namespace
ALLO_NAMESPACE_END
