#include "http/curl_global.hpp"
#include "http/temporary_folder.hpp"
#include "http/transport_fixture.hpp"
#include "http/trust_store.hpp"
#include "support/listening.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace allo::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

FaultServer::Options with(Certificate certificate) { return {.tls = certificate}; }

TEST(Tls, TrustsWhatTheOptionsName) {
  const TemporaryFolder folder;
  const std::string file = folder.write(hashed_name(), test_authority_pem());
  FaultServer server(with(Certificate::Good));
  for (const CurlTransportOptions& options :
       {CurlTransportOptions{.ca_file = file}, CurlTransportOptions{.ca_directory = folder.path()},
        CurlTransportOptions{.ca_pem = test_authority_pem()}}) {
    const auto transport = make_curl_transport(options);
    EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
    EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
  }
  EXPECT_EQ(server.connections(), 3);
}

struct BadCertificate {
  Certificate certificate;
  const char* text;
};

TEST(Tls, RefusesWhatIsNotToBeTrusted) {
  for (const BadCertificate& refusal : {BadCertificate{Certificate::Expired, "certificate has expired"},
                                        BadCertificate{Certificate::SelfSigned, "self-signed certificate"},
                                        BadCertificate{Certificate::WrongHost, "not one for this host"}}) {
    FaultServer server(with(refusal.certificate));
    const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
    for (const HttpMethod method : {HttpMethod::Get, HttpMethod::Post}) {
      const auto failure =
          failure_of(*transport, request_to(server.url("/"), method, method == HttpMethod::Get ? "" : "{}"));
      ASSERT_TRUE(failure);
      EXPECT_EQ(failure->kind(), TransportError::Tls);
      EXPECT_FALSE(failure->request_may_have_been_sent());
      EXPECT_THAT(failure->what(), HasSubstr(refusal.text));
    }
    EXPECT_TRUE(server.requests().empty());
  }
}

TEST(Tls, AHandshakeThatTheServerBreaksOffIsAFailureToConnect) {
  for (const Script& end : {Script{close_connection()}, Script{reset_connection()}, Script{half_close(), stall()}}) {
    FaultServer::Options options = with(Certificate::Good);
    options.on_accept = [end](int) { return end; };
    FaultServer server(options);
    const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
    const auto failure = failure_of(*transport, request_to(server.url("/"), HttpMethod::Post, "{}"));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), TransportError::Connect) << failure->what();
    EXPECT_FALSE(failure->request_may_have_been_sent());
    EXPECT_THAT(failure->what(), HasSubstr("no connection to 127.0.0.1:" + std::to_string(server.port())));
  }
}

TEST(Tls, AHandshakeWithWhatIsNoTlsIsAnErrorOfTls) {
  FaultServer server({.on_accept = [](int) { return Script{send_bytes("HTTP/1.1 400 Bad Request\r\n\r\n")}; }});
  const std::string url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
  const auto failure = failure_of(*make_curl_transport(), request_to(url));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::Tls) << failure->what();
  EXPECT_FALSE(failure->request_may_have_been_sent());
  EXPECT_THAT(failure->what(), HasSubstr("wrong version number"));
  EXPECT_THAT(failure->what(), testing::Not(HasSubstr("SSL connect error")));
}

TEST(Tls, ByDefaultTrustsTheSystemAndNotTheAuthorityOfTheTests) {
  FaultServer server(with(Certificate::Good));
  const auto failure = failure_of(*make_curl_transport(), request_to(server.url("/")));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::Tls);
  EXPECT_THAT(failure->what(), HasSubstr("unable to get local issuer certificate"));
}

TEST(Tls, AUsersAuthorityReplacesTheSystems) {
  // A folder without certificates trusts nobody, whatever the system has.
  const TemporaryFolder empty;
  FaultServer server(with(Certificate::Good));
  const auto failure = failure_of(*make_curl_transport({.ca_directory = empty.path()}), request_to(server.url("/")));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::Tls);
}

TEST(Tls, AMissingOrBadFileOfAuthoritiesIsAnErrorOfTls) {
  const TemporaryFolder folder;
  FaultServer server(with(Certificate::Good));
  for (const CurlTransportOptions& options :
       {CurlTransportOptions{.ca_file = folder.path() + "/missing.pem"},
        CurlTransportOptions{.ca_file = folder.write("bad.pem", "nothing")},
        CurlTransportOptions{.ca_pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}}) {
    const auto failure = failure_of(*make_curl_transport(options), request_to(server.url("/")));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), TransportError::Tls);
    EXPECT_FALSE(failure->request_may_have_been_sent());
  }
}

TEST(Tls, AFileOfAuthoritiesThatCannotBeReadIsNamed) {
  const TemporaryFolder folder;
  const std::string bad = folder.write("bad.pem", "nothing");
  FaultServer server(with(Certificate::Good));
  for (const CurlTransportOptions& options :
       {CurlTransportOptions{.ca_file = bad}, CurlTransportOptions{.additional_ca_file = bad}}) {
    const auto failure = failure_of(*make_curl_transport(options), request_to(server.url("/")));
    ASSERT_TRUE(failure);
    EXPECT_THAT(failure->what(), HasSubstr(bad));
  }
}

TEST(Tls, TrustsTheSystemAsOpenSslsVariablesNameIt) {
  const TemporaryFolder folder;
  const TemporaryFolder empty;
  const std::string file = folder.write(hashed_name(), test_authority_pem());
  FaultServer server(with(Certificate::Good));
  const auto is_trusted = [&](const CurlTransportOptions& options = {}) {
    try {
      return make_curl_transport(options)->send(request_to(server.url("/"))).status == 200;
    } catch (const TransportException& error) {
      EXPECT_EQ(error.kind(), TransportError::Tls);
      return false;
    }
  };
  EXPECT_FALSE(is_trusted());
  {
    const Environment variable("SSL_CERT_FILE", file);
    EXPECT_TRUE(is_trusted());
    EXPECT_FALSE(is_trusted({.ca_directory = empty.path()})) << "an option replaces the system's";
    EXPECT_TRUE(is_trusted({.additional_ca_pem = server.certificate()}));
  }
  EXPECT_FALSE(is_trusted()) << "the variable is gone";
  for (const std::string& directories : {folder.path(), empty.path() + ":" + folder.path()}) {
    const Environment variable("SSL_CERT_DIR", directories);
    EXPECT_TRUE(is_trusted()) << "the directory counts besides the bundle";
  }
  const Environment nothing("SSL_CERT_DIR", empty.path());
  EXPECT_FALSE(is_trusted());
}

TEST(Tls, TrustsAuthoritiesInAdditionToOthers) {
  const TemporaryFolder folder;
  const std::string file = folder.write("ca.pem", test_authority_pem());
  FaultServer of_authority(with(Certificate::Good));
  FaultServer on_its_own(with(Certificate::SelfSigned));
  const std::string own = folder.write("own.pem", on_its_own.certificate());
  const Environment system("SSL_CERT_FILE", file);
  for (const CurlTransportOptions& options :
       {CurlTransportOptions{.additional_ca_file = own},
        CurlTransportOptions{.additional_ca_pem = on_its_own.certificate()},
        CurlTransportOptions{.ca_file = file, .additional_ca_file = own},
        CurlTransportOptions{.ca_pem = on_its_own.certificate(), .additional_ca_pem = test_authority_pem()}}) {
    const auto transport = make_curl_transport(options);
    EXPECT_EQ(transport->send(request_to(of_authority.url("/"))).status, 200);
    EXPECT_EQ(transport->send(request_to(on_its_own.url("/"))).status, 200);
  }
  EXPECT_TRUE(failure_of(*make_curl_transport(), request_to(on_its_own.url("/"))));
  EXPECT_THROW(make_curl_transport({.additional_ca_pem = "no PEM"}), InvalidArgumentException);
}

TEST(Tls, OpensNoPort) {
  FaultServer server(with(Certificate::Good));
  const int before = times_listened();
  EXPECT_GT(before, 0);
  make_curl_transport({.ca_pem = test_authority_pem()})->send(request_to(server.url("/")));
  failure_of(*make_curl_transport(), request_to(server.url("/")));
  EXPECT_EQ(times_listened(), before);
}

TEST(Tls, TransportsOfDifferentTrustDoNotMix) {
  FaultServer server(with(Certificate::Good));
  const auto trusting = make_curl_transport({.ca_pem = test_authority_pem()});
  EXPECT_EQ(trusting->send(request_to(server.url("/"))).status, 200);
  EXPECT_TRUE(failure_of(*make_curl_transport(), request_to(server.url("/"))));
  EXPECT_EQ(trusting->send(request_to(server.url("/"))).status, 200);
}

bool curl_has_openssl() {
  return std::string_view(curl_version_info(CURLVERSION_NOW)->ssl_version).starts_with("OpenSSL/");
}

TEST(Tls, AuthoritiesAreReadOnceForAllHandles) {
  if (!curl_has_openssl()) GTEST_SKIP() << "every handle reads them with this TLS library";
  const TemporaryFolder folder;
  const std::string file = folder.write("ca.pem", test_authority_pem());
  FaultServer server({.tls = Certificate::Good, .on_request = [](const SeenRequest& request) {
                        return request.target == "/close" ? Script{close_connection()}
                                                          : Script{send_bytes(http_response(200, "{}"))};
                      }});
  const auto transport = make_curl_transport({.ca_file = file});
  transport->send(request_to(server.url("/")));
  ASSERT_TRUE(std::filesystem::remove(file));
  failure_of(*transport, request_to(server.url("/close")));  // Costs the handle.
  EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
}

TEST(Tls, HandlesThatDoNotShareHoldToTheOptionsAsWell) {
  const TemporaryFolder folder;
  const std::string file = folder.write(hashed_name(), test_authority_pem());
  FaultServer server(with(Certificate::Good));
  const auto code_with = [&](const CurlTransportOptions& options) {
    const detail::TrustStore trust(options);
    const detail::EasyHandle easy = detail::make_easy_handle();
    trust.configure(easy.get());
    curl_easy_setopt(easy.get(), CURLOPT_NOBODY, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_URL, server.url("/").c_str());
    return curl_easy_perform(easy.get());
  };
  EXPECT_EQ(code_with({.ca_file = file}), CURLE_OK);
  EXPECT_EQ(code_with({.ca_directory = folder.path()}), CURLE_OK);
  EXPECT_EQ(code_with({.ca_pem = test_authority_pem()}), CURLE_OK);
  EXPECT_EQ(code_with({}), CURLE_PEER_FAILED_VERIFICATION);
}

TEST(Tls, OffersHttp2ByOption) {
  FaultServer server(with(Certificate::Good));
  make_curl_transport({.ca_pem = test_authority_pem()})->send(request_to(server.url("/")));
  EXPECT_THAT(server.offered_protocols(), ElementsAre("http/1.1"));
  make_curl_transport({.http2 = true, .ca_pem = test_authority_pem()})->send(request_to(server.url("/")));
  EXPECT_THAT(server.offered_protocols(), ElementsAre("h2", "http/1.1"));
}

TEST(Tls, ResumesASessionOnReconnecting) {
  FaultServer server(with(Certificate::Good));
  const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
  transport->send(request_to(server.url("/")));
  ASSERT_TRUE(server.close_idle_connections());
  transport->send(request_to(server.url("/")));
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(server.resumed_sessions(), 1);
}

TEST(Tls, OfManyThreadsAtOnceWorks) {
  FaultServer server(with(Certificate::Good));
  const auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) answered += transport->send(request_to(server.url("/"))).status == 200 ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 80);
  EXPECT_LE(server.connections(), 8);
}

TEST(Tls, WritingToABrokenConnectionRaisesNoSignal) {
  // The disposition of SIGPIPE is the default here: it would end this program. A connection that was closed and then
  // reset gives EPIPE, and with it the signal, to who writes to it, be it only to say good-bye.
  FaultServer::Options options = with(Certificate::Good);
  options.on_request = [](const SeenRequest&) {
    return Script{send_bytes(http_response(200, "{}")), half_close(), reset_connection()};
  };
  FaultServer server(options);
  auto transport = make_curl_transport({.ca_pem = test_authority_pem()});
  for (int i = 0; i < 3; ++i) {
    transport->send(request_to(server.url("/")));
    ASSERT_TRUE(server.wait_for_hang_ups());
  }
  transport.reset();
}

}  // namespace
}  // namespace allo::test
