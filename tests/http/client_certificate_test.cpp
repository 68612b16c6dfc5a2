#include "http/temporary_folder.hpp"
#include "http/transport_fixture.hpp"

#include <gmock/gmock.h>
#include <openssl/x509_vfy.h>

#include <string>

namespace allo::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};

FaultServer::Options demanding(int version, int refusal = 0) {
  FaultServer::Options options;
  options.tls = Certificate::Good;
  options.on_tls_context = [=](SSL_CTX* context) {
    SSL_CTX_set_max_proto_version(context, version);
    demand_client_certificate(context, refusal);
  };
  return options;
}

CurlTransportOptions trusting() { return {.ca_pem = test_authority_pem()}; }

TEST(ClientCertificate, IsShownFromFilesOrFromMemory) {
  const TemporaryFolder folder;
  const PemIdentity& client = client_identity();
  const std::string certificate = folder.write("client.pem", client.certificate);
  const std::string key = folder.write("client.key", client.key);
  const std::string encrypted = folder.write("encrypted.key", client.encrypted_key);
  const std::string both = folder.write("both.pem", client.certificate + client.key);
  for (const int version : versions) {
    for (int way = 0; way < 7; ++way) {
      SCOPED_TRACE(way);
      CurlTransportOptions options = trusting();
      (way < 3 || way == 6 ? options.client_certificate_file : options.client_certificate_pem) =
          way == 2              ? both
          : way < 3 || way == 6 ? certificate
          : way == 5            ? client.certificate + client.key
                                : client.certificate;
      if (way == 0) options.client_key_file = key;
      if (way == 1) options.client_key_file = encrypted;
      if (way == 3) options.client_key_pem = client.key;
      if (way == 4) options.client_key_pem = client.encrypted_key;
      if (way == 6) options.client_key_pem = client.key;
      if (way == 1 || way == 4) options.client_key_password = "secret_password";
      FaultServer server(demanding(version));
      const auto transport = make_curl_transport(options);
      EXPECT_EQ(transport->send(request_to(server.url("/"), HttpMethod::Post, "{}")).status, 200);
      EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
      EXPECT_EQ(server.connections(), 1);
    }
  }
}

TEST(ClientCertificate, ThatCannotBeUsedIsNamed) {
  const TemporaryFolder folder;
  const PemIdentity& client = client_identity();
  const std::string certificate = folder.write("client.pem", client.certificate);
  const std::string missing = folder.path() + "/missing.pem";
  const std::string bad = folder.write("bad.pem", "nothing");
  const std::string encrypted = folder.write("encrypted.key", client.encrypted_key);
  const std::string other = folder.write("other.key", unknown_client_identity().key);
  struct Wrong {
    CurlTransportOptions options;
    std::string named;
  };
  for (const Wrong& wrong :
       {Wrong{{.client_certificate_file = missing}, missing}, Wrong{{.client_certificate_file = bad}, bad},
        Wrong{{.client_certificate_file = certificate}, certificate},  // Has no key.
        Wrong{{.client_certificate_file = certificate, .client_key_file = missing}, missing},
        Wrong{{.client_certificate_file = certificate, .client_key_file = bad}, bad},
        Wrong{{.client_certificate_file = certificate, .client_key_file = other}, other},
        Wrong{{.client_certificate_file = certificate, .client_key_file = encrypted}, encrypted},
        Wrong{{.client_certificate_file = certificate,
        .client_key_file = encrypted,
        .client_key_password = "secret_wrong"},
              encrypted},
        Wrong{{.client_certificate_pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"},
              "client_certificate_pem"},
        Wrong{{.client_certificate_pem = client.certificate, .client_key_pem = unknown_client_identity().key},
              "client_key_pem"}}) {
    SCOPED_TRACE(wrong.named);
    FaultServer server(demanding(TLS1_3_VERSION));
    CurlTransportOptions options = wrong.options;
    options.ca_pem = test_authority_pem();
    const auto failure = failure_of(*make_curl_transport(options), request_to(server.url("/"), HttpMethod::Post, "{}"));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), TransportError::Tls) << failure->what();
    EXPECT_FALSE(failure->request_may_have_been_sent());
    EXPECT_FALSE(failure->retryable());
    EXPECT_THAT(failure->what(), HasSubstr(wrong.named));
  }
}

TEST(ClientCertificate, OptionsThatContradictEachOtherAreRefused) {
  for (const CurlTransportOptions& options :
       {CurlTransportOptions{.client_certificate_file = "a", .client_certificate_pem = client_identity().certificate},
        CurlTransportOptions{
            .client_certificate_file = "a", .client_key_file = "b", .client_key_pem = client_identity().key},
        CurlTransportOptions{.client_key_file = "b"}, CurlTransportOptions{.client_key_pem = client_identity().key},
        CurlTransportOptions{.client_certificate_pem = "no PEM"}}) {
    EXPECT_THROW(make_curl_transport(options), InvalidArgumentException);
  }
}

struct ServerVerdict {
  int verification;
  const char* alert;
};

/// TLS 1.3 tells of it after the handshake, when the request is on its way; a server that refuses the certificate has
/// not looked at it.
TEST(ClientCertificate, ThatTheServerRefusesIsAnErrorOfTls) {
  for (const ServerVerdict& refusal : {ServerVerdict{X509_V_ERR_CERT_REVOKED, "certificate revoked"},
                                       ServerVerdict{X509_V_ERR_CERT_HAS_EXPIRED, "certificate expired"},
                                       ServerVerdict{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "unknown ca"},
                                       ServerVerdict{X509_V_ERR_INVALID_PURPOSE, "unsupported certificate"},
                                       ServerVerdict{X509_V_ERR_CERT_UNTRUSTED, "bad certificate"}}) {
    for (const int version : versions) {
      FaultServer server(demanding(version, refusal.verification));
      CurlTransportOptions options = trusting();
      options.client_certificate_pem = client_identity().certificate;
      options.client_key_pem = client_identity().key;
      const auto transport = make_curl_transport(options);
      for (const HttpMethod method : {HttpMethod::Get, HttpMethod::Post, HttpMethod::Delete}) {
        for (const std::string& body : {std::string(), std::string("{}"), std::string(300'000, 'x')}) {
          if (method == HttpMethod::Get && !body.empty()) continue;
          SCOPED_TRACE(std::string(refusal.alert) + " to " + std::string(to_string(method)) + ", TLS " +
                       std::to_string(version));
          const auto failure = failure_of(*transport, request_to(server.url("/"), method, body));
          ASSERT_TRUE(failure);
          EXPECT_EQ(failure->kind(), TransportError::Tls) << failure->what();
          EXPECT_FALSE(failure->request_may_have_been_sent());
          EXPECT_FALSE(failure->retryable());
          EXPECT_THAT(failure->what(), HasSubstr(refusal.alert));
        }
      }
      EXPECT_TRUE(server.requests().empty());
    }
  }
}

TEST(ClientCertificate, ThatTheServerMissesIsAnErrorOfTls) {
  for (int i = 0; i < 20; ++i) {
    FaultServer server(demanding(TLS1_3_VERSION));
    const auto failure =
        failure_of(*make_curl_transport(trusting()), request_to(server.url("/"), HttpMethod::Post, "{}"));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), TransportError::Tls) << failure->what();
    EXPECT_FALSE(failure->request_may_have_been_sent());
    EXPECT_THAT(failure->what(), HasSubstr("certificate required"));
    EXPECT_THAT(failure->what(), HasSubstr("certificate_required"));
  }
  FaultServer server(demanding(TLS1_2_VERSION));
  const auto failure =
      failure_of(*make_curl_transport(trusting()), request_to(server.url("/"), HttpMethod::Post, "{}"));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), TransportError::Tls) << failure->what();
  EXPECT_THAT(failure->what(), HasSubstr("handshake failure"));
}

TEST(Alert, ThatSaysNothingOfTheCertificateLeavesTheFateOfTheRequestOpen) {
  // handshake_failure, after the handshake of TLS 1.3 as the client sees it.
  FaultServer server(demanding(TLS1_3_VERSION, X509_V_ERR_APPLICATION_VERIFICATION));
  CurlTransportOptions options = trusting();
  options.client_certificate_pem = client_identity().certificate;
  options.client_key_pem = client_identity().key;
  const auto failure = failure_of(*make_curl_transport(options), request_to(server.url("/"), HttpMethod::Post, "{}"));
  ASSERT_TRUE(failure);
  EXPECT_TRUE(failure->request_may_have_been_sent()) << failure->what();
  EXPECT_NE(failure->kind(), TransportError::Tls) << failure->what();
}

/// Sends the alert about a certificate on a connection that has carried a request: whatever it is about, what came
/// before it may have been carried out.
TEST(Alert, OnAKeptConnectionLeavesTheFateOfTheRequestOpen) {
  FaultServer::Options options;
  options.tls = Certificate::Good;
  options.on_tls_context = [](SSL_CTX* context) {
    demand_client_certificate(context);
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
  };
  options.on_request = [](const SeenRequest& request) {
    return request.number_on_connection == 0 ? Script{send_bytes(http_response(200, "{}"))}
                                             : Script{demand_certificate()};
  };
  FaultServer server(options);
  CurlTransportOptions client = trusting();
  const auto transport = make_curl_transport(client);
  EXPECT_EQ(transport->send(request_to(server.url("/"))).status, 200);
  const auto failure = failure_of(*transport, request_to(server.url("/"), HttpMethod::Post, "{}"));
  ASSERT_TRUE(failure);
  EXPECT_TRUE(failure->request_may_have_been_sent()) << failure->what();
  EXPECT_NE(failure->kind(), TransportError::Tls) << failure->what();
  EXPECT_EQ(server.requests().size(), 2U);
}

}  // namespace
}  // namespace allo::test
