#include "http/curl_errors.hpp"

#include "http/curl_global.hpp"
#include "http/temporary_folder.hpp"

#include <allo/errors.hpp>

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <cerrno>
#include <dlfcn.h>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <ostream>
#include <string>

namespace {
thread_local int connecting_fails_with = 0;
}

/// Stands in the place of the system's, which it calls unless a test wants it to fail.
extern "C" __attribute__((visibility("default"))) int connect(int socket, const sockaddr* address, socklen_t size) {
  using Connect = int (*)(int, const sockaddr*, socklen_t);
  static const auto real = reinterpret_cast<Connect>(::dlsym(RTLD_NEXT, "connect"));
  if (connecting_fails_with == 0) return real(socket, address, size);
  errno = connecting_fails_with;
  return -1;
}

ALLO_NAMESPACE_BEGIN

void PrintTo(TransportError kind, std::ostream* out) { *out << to_string(kind); }

namespace {

/// A transfer over https://api.test that failed; what has come about by then is done to its exchange.
struct Failed {
  CURLcode code = CURLE_OK;
  std::string text{};
  std::function<void(detail::Exchange&)> before{};
  CurlTransportOptions options{};
  int system_error = 0;  ///< What libcurl noted when it connected.
  bool tls = true;
  int tls_layers = 0;
  int alert = 0;

  TransportException thrown() const {
    const detail::EasyHandle easy = detail::make_easy_handle();
    if (system_error != 0) {
      curl_easy_setopt(easy.get(), CURLOPT_URL, "http://127.0.0.1:9/");
      connecting_fails_with = system_error;
      curl_easy_perform(easy.get());
      connecting_fails_with = 0;
    }
    HttpRequest request;
    request.method = HttpMethod::Post;
    const detail::Origin origin = detail::parse_origin(tls ? "https://api.test/" : "http://api.test/");
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    const std::unique_ptr<SSL, decltype(&SSL_free)> session(SSL_new(context.get()), &SSL_free);
    detail::KeptConnection connection;
    for (int i = 0; i < tls_layers; ++i) connection.securing(context.get());
    if (alert != 0) SSL_CTX_get_info_callback(context.get())(session.get(), SSL_CB_READ_ALERT, alert);
    detail::Exchange exchange(request, origin, options, connection);
    if (before) before(exchange);
    try {
      detail::throw_transfer_error({easy.get(), code, text, exchange, connection, options});
    } catch (const TransportException& error) {
      return error;
    }
  }
};

void send(detail::Exchange& exchange) { exchange.begin_sending(); }
void send_and_complete_headers(detail::Exchange& exchange) {
  exchange.begin_sending();
  exchange.take_header_line("\r\n");
}
void complete_headers(detail::Exchange& exchange) { exchange.take_header_line("\r\n"); }

struct Meaning {
  CURLcode code;
  void (*before)(detail::Exchange&);
  TransportError kind;
  std::string message;
  const char* text = "libcurl's words";
};

TEST(CurlErrors, MeanWhatTheStateOfTheRequestMakesOfThem) {
  using enum TransportError;
  const std::string closed = "the connection to api.test:443 was closed before a response arrived";
  const std::string with_text = closed + ": libcurl's words";
  const std::string cut_off = "the response of api.test:443 was cut off";
  const std::string no_connection = "no connection to api.test:443: libcurl's words";
  const std::string no_http = "the response of api.test:443 is not HTTP";
  const std::string headers = "the headers of the response of api.test:443 are larger than allowed";
  const std::string unknown = "the request to api.test:443 failed: ";
  const std::string tls = "no secure connection to api.test:443: ";
  const std::string send_failed =
      "the connection to api.test:443 broke while the request was being sent: libcurl's words";
  const std::string encoding = "the response of api.test:443 has a corrupt or unknown content encoding";
  for (const Meaning& meaning : {
           Meaning{CURLE_OPERATION_TIMEDOUT, nullptr, Timeout, "timed out connecting to api.test:443"},
           Meaning{CURLE_OPERATION_TIMEDOUT, send, Timeout, "timed out waiting for the response of api.test:443"},
           Meaning{CURLE_COULDNT_RESOLVE_HOST, nullptr, Resolve, "the host name of api.test:443 was not found"},
           Meaning{CURLE_COULDNT_RESOLVE_PROXY, nullptr, Resolve, "the host name of the proxy was not found"},
           Meaning{CURLE_COULDNT_CONNECT, nullptr, Connect, no_connection},
           Meaning{CURLE_COULDNT_CONNECT, nullptr, Connect, "no connection to api.test:443", ""},
           Meaning{CURLE_PROXY, nullptr, Connect, no_connection},
           Meaning{CURLE_SEND_ERROR, send, Send, send_failed},
           Meaning{CURLE_SEND_FAIL_REWIND, send, Send, send_failed},
           Meaning{CURLE_WRITE_ERROR, send, BadEncoding, encoding},
           Meaning{CURLE_BAD_CONTENT_ENCODING, send, BadEncoding, encoding},
           Meaning{CURLE_OUT_OF_MEMORY, send, TooLarge, headers},
           Meaning{CURLE_OUT_OF_MEMORY, nullptr, Unknown, unknown + curl_easy_strerror(CURLE_OUT_OF_MEMORY)},
           Meaning{CURLE_OUT_OF_MEMORY, complete_headers, Unknown, unknown + curl_easy_strerror(CURLE_OUT_OF_MEMORY)},
           Meaning{CURLE_OUT_OF_MEMORY, send_and_complete_headers, Unknown,
                   unknown + curl_easy_strerror(CURLE_OUT_OF_MEMORY)},
           Meaning{CURLE_URL_MALFORMAT, send, Unknown, unknown + curl_easy_strerror(CURLE_URL_MALFORMAT)},
           Meaning{CURLE_RECV_ERROR, nullptr, Connect, no_connection},
           Meaning{CURLE_RECV_ERROR, send, Receive, with_text},
           Meaning{CURLE_RECV_ERROR, send, Receive, closed, ""},
           Meaning{CURLE_RECV_ERROR, send_and_complete_headers, Receive, cut_off},
           Meaning{CURLE_GOT_NOTHING, send, Receive, closed},
           Meaning{CURLE_PARTIAL_FILE, send, Receive, cut_off},
           Meaning{CURLE_PARTIAL_FILE, nullptr, Connect, no_connection},
           Meaning{CURLE_WEIRD_SERVER_REPLY, send, Receive, no_http},
           Meaning{CURLE_UNSUPPORTED_PROTOCOL, send, Receive, no_http},
           Meaning{CURLE_HTTP2, send, Receive, with_text},
           Meaning{CURLE_HTTP2_STREAM, send, Receive, with_text},
           Meaning{CURLE_HTTP2_STREAM, nullptr, Connect, no_connection},
           Meaning{CURLE_SSL_CONNECT_ERROR, nullptr, Tls, tls + "libcurl's words"},
           Meaning{CURLE_SSL_CONNECT_ERROR, nullptr, Tls, tls + "the TLS handshake failed", ""},
           Meaning{CURLE_SSL_CIPHER, nullptr, Tls, tls + "libcurl's words"},
           Meaning{CURLE_PEER_FAILED_VERIFICATION, nullptr, Tls,
                   tls + "the certificate is not one for this host: libcurl's words"},
           Meaning{CURLE_SSL_CERTPROBLEM, nullptr, Tls, tls + "client_certificate_pem cannot be used: libcurl's words"},
       }) {
    SCOPED_TRACE(std::string(curl_easy_strerror(meaning.code)) + ", " + meaning.message);
    const TransportException error =
        Failed{.code = meaning.code, .text = meaning.text, .before = meaning.before}.thrown();
    EXPECT_EQ(error.kind(), meaning.kind);
    EXPECT_STREQ(error.what(), meaning.message.c_str());
    EXPECT_EQ(error.request_may_have_been_sent(), meaning.before != nullptr && meaning.before != complete_headers);
  }
}

TEST(CurlErrors, OfAUrlThatLibcurlCannotReadAreTheCallers) {
  EXPECT_THROW((Failed{.code = CURLE_URL_MALFORMAT}.thrown()), InvalidArgumentException);
}

TEST(CurlErrors, OfARequestThatMustNotGoOutTwiceAreOnesOfReceiving) {
  const auto twice = [](detail::Exchange& exchange) {
    exchange.begin_sending();
    EXPECT_FALSE(exchange.begin_sending());
  };
  for (const CURLcode code : {CURLE_ABORTED_BY_CALLBACK, CURLE_SEND_FAIL_REWIND, CURLE_COULDNT_CONNECT}) {
    const TransportException error = Failed{.code = code, .text = "libcurl's words", .before = twice}.thrown();
    EXPECT_EQ(error.kind(), TransportError::Receive);
    EXPECT_STREQ(error.what(), "the connection to api.test:443 was closed before a response arrived");
  }
  const TransportException sending = Failed{.code = CURLE_SEND_ERROR, .text = "Broken pipe", .before = twice}.thrown();
  EXPECT_STREQ(sending.what(), "the connection to api.test:443 was closed before a response arrived: Broken pipe");
}

TEST(CurlErrors, OfABoundSayWhichOne) {
  const auto large_head = [](detail::Exchange& exchange) {
    exchange.begin_sending();
    EXPECT_FALSE(exchange.take_header_line("HTTP/1.1 200 OK\r\n"));
  };
  const auto large_body = [](detail::Exchange& exchange) {
    exchange.begin_sending();
    EXPECT_FALSE(exchange.take_body("{}", -1));
  };
  const TransportException head =
      Failed{.code = CURLE_WRITE_ERROR, .before = large_head, .options = {.max_header_bytes = 1}}.thrown();
  EXPECT_EQ(head.kind(), TransportError::TooLarge);
  EXPECT_STREQ(head.what(), "the headers of the response of api.test:443 are larger than allowed");
  const TransportException body =
      Failed{.code = CURLE_WRITE_ERROR, .before = large_body, .options = {.max_response_bytes = 1}}.thrown();
  EXPECT_EQ(body.kind(), TransportError::TooLarge);
  EXPECT_STREQ(body.what(), "the response of api.test:443 is larger than allowed");
}

TEST(CurlErrors, OfAHandshakeThatThePeerBrokeOffAreOnesOfConnecting) {
  const auto thrown = [](int system_error, std::string text, CURLcode code = CURLE_SSL_CONNECT_ERROR) {
    return Failed{.code = code, .text = std::move(text), .system_error = system_error}.thrown();
  };
  const std::string broken = "no connection to api.test:443: it was closed within the TLS handshake";
  for (const int reset : {ECONNRESET, EPIPE, ECONNABORTED}) {
    EXPECT_EQ(thrown(reset, "x").kind(), TransportError::Connect) << reset;
    EXPECT_EQ(thrown(reset, "x").what(), broken) << reset;
    EXPECT_EQ(thrown(reset, "x", CURLE_SSL_CIPHER).kind(), TransportError::Tls) << reset;
  }
  for (const char* const text :
       {"OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to x", "unexpected eof while reading"}) {
    EXPECT_EQ(thrown(0, text).kind(), TransportError::Connect) << text;
    EXPECT_EQ(thrown(0, text).what(), broken) << text;
  }
  EXPECT_EQ(thrown(EHOSTUNREACH, "x").kind(), TransportError::Tls);
  EXPECT_EQ(thrown(EHOSTUNREACH, "x", CURLE_COULDNT_CONNECT).what(),
            std::string("no connection to api.test:443: No route to host"));
}

TEST(CurlErrors, LeaveOutTheNumbersOfOpenSsl) {
  const auto shown = [](const char* text) {
    const std::string all = Failed{.code = CURLE_SSL_CIPHER, .text = text}.thrown().what();
    return all.substr(std::string("no secure connection to api.test:443: ").size());
  };
  EXPECT_EQ(shown("read: error:0A000418:SSL routines::tlsv1 alert"), "read: tlsv1 alert");
  EXPECT_EQ(shown("error:0A000418:SSL routines:fn:reason: more"), "reason: more");
  EXPECT_EQ(shown("error::::reason"), "reason");
  EXPECT_EQ(shown("error:0A:two"), "error:0A:two");
  EXPECT_EQ(shown("error:0A"), "error:0A");
  EXPECT_EQ(shown("a:b:c:d:e"), "a:b:c:d:e");
  EXPECT_EQ(shown("words \n \n"), "words");
  EXPECT_EQ(shown(" \n"), "");
}

TEST(CurlErrors, NameTheProxyWhereItIsAtFault) {
  const auto what = [](CURLcode code, const std::string& text, CurlTransportOptions options, bool tls = true) {
    return std::string(Failed{.code = code, .text = text, .options = std::move(options), .tls = tls}.thrown().what());
  };
  const CurlTransportOptions plain{.proxy = "http://user:secret@proxy.test:3128"};
  const CurlTransportOptions secure{.proxy = "https://proxy.test:3128"};
  const std::string to_proxy = "Failed to connect to proxy.test port 3128: x";
  EXPECT_EQ(what(CURLE_COULDNT_CONNECT, to_proxy, plain), "no connection to the proxy proxy.test:3128: " + to_proxy);
  for (const char* const text : {"Failed to connect to proxy.test.more port 3128: x",
                                 "Failed to connect to api.test port 443: x", "Failed to connect", "x"}) {
    EXPECT_EQ(what(CURLE_COULDNT_CONNECT, text, plain), std::string("no connection to api.test:443: ") + text);
  }
  EXPECT_EQ(what(CURLE_COULDNT_RESOLVE_PROXY, "x", plain), "the host name of the proxy proxy.test:3128 was not found");
  EXPECT_EQ(what(CURLE_COULDNT_RESOLVE_HOST, to_proxy, plain), "the host name of api.test:443 was not found");
  EXPECT_EQ(what(CURLE_OPERATION_TIMEDOUT, to_proxy, plain), "timed out connecting to the proxy proxy.test:3128");
  // Whose TLS it was: of a proxy that speaks none, and of one that was not used, it is the server's.
  EXPECT_EQ(what(CURLE_SSL_CIPHER, to_proxy, secure), "no secure connection to the proxy proxy.test:3128: " + to_proxy);
  EXPECT_EQ(what(CURLE_SSL_CIPHER, to_proxy, secure, false),
            "no secure connection to the proxy proxy.test:3128: " + to_proxy);
  EXPECT_EQ(what(CURLE_SSL_CIPHER, to_proxy, plain), "no secure connection to api.test:443: " + to_proxy);
  EXPECT_EQ(what(CURLE_SSL_CIPHER, "x", secure), "no secure connection to api.test:443: x");
  EXPECT_EQ(what(CURLE_COULDNT_CONNECT, "x", {.unix_socket = "/a/socket"}),
            "no connection to the Unix socket /a/socket: x");
}

TEST(CurlErrors, OfASecureServerBehindASecureProxyAreTheServers) {
  const auto what = [](int tls_layers, bool tls) {
    const CurlTransportOptions options{.proxy = "https://proxy.test:3128"};
    return std::string(Failed{.code = CURLE_SSL_CIPHER,
                              .text = "Failed to connect to proxy.test ",
                              .options = options,
                              .tls = tls,
                              .tls_layers = tls_layers}
                           .thrown()
                           .what())
        .substr(24, 9);
  };
  EXPECT_EQ(what(0, true), "the proxy");
  EXPECT_EQ(what(1, true), "the proxy");
  EXPECT_EQ(what(2, true), "api.test:");
  EXPECT_EQ(what(2, false), "the proxy") << "the only one that speaks TLS";
}

TEST(CurlErrors, OfTheClientsCertificateComeBeforeAnAnswerOnANewConnection) {
  constexpr int certificate_required = 116;
  constexpr int handshake_failure = 40;
  for (const int alert : {0, handshake_failure, certificate_required}) {
    for (const bool is_new : {false, true}) {
      for (const bool is_answered : {false, true}) {
        const auto before = [=](detail::Exchange& exchange) {
          if (is_new) exchange.may_connect();
          exchange.begin_sending();
          if (is_answered) exchange.take_header_line("HTTP/1.1 200 OK\r\n");
        };
        const TransportException error =
            Failed{.code = CURLE_RECV_ERROR, .text = "x", .before = before, .tls_layers = 1, .alert = alert}.thrown();
        const bool is_refused = alert == certificate_required && is_new && !is_answered;
        EXPECT_EQ(error.kind(), is_refused ? TransportError::Tls : TransportError::Receive);
        EXPECT_EQ(error.request_may_have_been_sent(), !is_refused);
        EXPECT_STREQ(error.what(), is_refused
                                       ? "no secure connection to api.test:443: it refused the client's certificate: "
                                         "certificate required (alert certificate_required)"
                                       : "the connection to api.test:443 was closed before a response arrived: x");
      }
    }
  }
}

TEST(CurlErrors, OfASettingSayWhatLibcurlDidNotTake) {
  EXPECT_THROW(detail::throw_refused_option(CURLE_OUT_OF_MEMORY), std::bad_alloc);
  try {
    detail::throw_refused_option(CURLE_UNKNOWN_OPTION);
  } catch (const TransportException& error) {
    EXPECT_EQ(error.kind(), TransportError::Unknown);
    EXPECT_FALSE(error.request_may_have_been_sent());
    EXPECT_EQ(error.what(), std::string("libcurl refused a setting: ") + curl_easy_strerror(CURLE_UNKNOWN_OPTION));
  }
}

TEST(CurlErrors, NameTheClientsCertificateThatCannotBeUsed) {
  const auto named = [](CurlTransportOptions options) {
    return std::string(
        Failed{.code = CURLE_SSL_CERTPROBLEM, .text = "", .options = std::move(options)}.thrown().what());
  };
  const std::string begin = "no secure connection to api.test:443: ";
  EXPECT_EQ(named({.client_certificate_file = "a.pem"}), begin + "client_certificate_file a.pem cannot be used");
  EXPECT_EQ(named({.client_certificate_file = "a.pem", .client_key_file = "a.key"}),
            begin + "client_certificate_file a.pem with client_key_file a.key cannot be used");
  EXPECT_EQ(named({.client_certificate_file = "a.pem", .client_key_pem = "secret"}),
            begin + "client_certificate_file a.pem with client_key_pem cannot be used");
  EXPECT_EQ(named({.client_certificate_pem = "pem"}), begin + "client_certificate_pem cannot be used");
  EXPECT_EQ(named({.client_certificate_pem = "pem", .client_key_file = "a.key"}),
            begin + "client_certificate_pem with client_key_file a.key cannot be used");
  EXPECT_EQ(named({.client_certificate_pem = "pem", .client_key_pem = "secret"}),
            begin + "client_certificate_pem with client_key_pem cannot be used");
}

}  // namespace
ALLO_NAMESPACE_END
