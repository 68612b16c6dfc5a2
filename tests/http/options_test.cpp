#include <allo/errors.hpp>
#include <allo/transport.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace {

constexpr const char* pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

std::string refusal_of(const CurlTransportOptions& options) {
  try {
    make_curl_transport(options);
  } catch (const InvalidArgumentException& error) {
    return error.what();
  }
  return "none";
}

TEST(CurlTransportOptions, AreRefusedForTheReasonThatIsNamed) {
  struct Refused {
    CurlTransportOptions options;
    const char* reason;
  };
  constexpr const char* lonely_key = "a client key needs client_certificate_file or client_certificate_pem";
  for (const Refused& refused : {
           Refused{{.max_connections = 0}, "max_connections must be at least 1"},
           Refused{{.max_response_bytes = 0}, "max_response_bytes must be at least 1"},
           Refused{{.max_header_bytes = 0}, "max_header_bytes must be at least 1"},
           Refused{{.idle_timeout = std::chrono::seconds(-1)}, "idle_timeout must not be negative"},
           Refused{{.ca_file = "a", .ca_pem = pem}, "ca_file and ca_pem exclude each other"},
           Refused{{.ca_pem = "x"}, "ca_pem holds no certificate in PEM form"},
           Refused{{.additional_ca_pem = "x"}, "additional_ca_pem holds no certificate in PEM form"},
           Refused{{.client_certificate_file = "a", .client_certificate_pem = pem},
                   "client_certificate_file and client_certificate_pem exclude each other"},
           Refused{{.client_certificate_file = "a", .client_key_file = "b", .client_key_pem = pem},
                   "client_key_file and client_key_pem exclude each other"},
           Refused{{.client_key_file = "b"}, lonely_key},
           Refused{{.client_key_pem = pem}, lonely_key},
           Refused{{.client_certificate_pem = "x"}, "client_certificate_pem holds nothing in PEM form"},
           Refused{{.client_certificate_file = "a", .client_key_pem = "x"}, "client_key_pem holds nothing in PEM form"},
           Refused{{.unix_socket = std::string(108, 'x')},
                   "unix_socket is longer than the 107 bytes that a path of a socket may have"},
           Refused{{.unix_socket = std::string("a\0b", 3)}, "unix_socket holds a NUL"},
           Refused{{.proxy = "http://p", .direct = true}, "proxy and direct exclude each other"},
           Refused{{.proxy = "http://p", .unix_socket = "a"}, "proxy and unix_socket exclude each other"},
           Refused{{.proxy = "http://p:port"}, "proxy is not a valid URL"},
       }) {
    EXPECT_EQ(refusal_of(refused.options), refused.reason);
  }
}

TEST(CurlTransportOptions, MayBeWhatIsAtTheirBoundsOrGoesTogether) {
  for (const CurlTransportOptions& options : {
           CurlTransportOptions{},
           CurlTransportOptions{.max_connections = 1, .max_response_bytes = 1, .max_header_bytes = 1},
           CurlTransportOptions{.idle_timeout = std::chrono::seconds(0)},
           CurlTransportOptions{
               .ca_file = "a", .ca_directory = "b", .additional_ca_file = "c", .additional_ca_pem = pem},
           CurlTransportOptions{.ca_pem = pem, .additional_ca_file = "c"},
           CurlTransportOptions{.client_certificate_file = "a"},
           CurlTransportOptions{.client_certificate_file = "a", .client_key_file = "b"},
           CurlTransportOptions{.client_certificate_file = "a", .client_key_pem = pem},
           CurlTransportOptions{.client_certificate_pem = pem, .client_key_file = "b"},
           CurlTransportOptions{.client_certificate_pem = pem, .client_key_pem = pem},
           CurlTransportOptions{.direct = true, .unix_socket = std::string(107, 'x')},
           CurlTransportOptions{.proxy = "http://user:secret@p:1"},
       }) {
    EXPECT_EQ(refusal_of(options), "none");
  }
}

}  // namespace
ALLO_NAMESPACE_END
