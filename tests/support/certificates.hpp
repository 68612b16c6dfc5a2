#ifndef ALLO_TESTS_SUPPORT_CERTIFICATES_HPP
#define ALLO_TESTS_SUPPORT_CERTIFICATES_HPP

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace allo::test {

/// A server certificate, made when it is asked for.
enum class Certificate {
  Good,        ///< For 127.0.0.1 and localhost, signed by the authority of the tests.
  Expired,     ///< The same, but no longer valid.
  WrongHost,   ///< Signed by the authority of the tests, for another host.
  SelfSigned,  ///< For 127.0.0.1, signed by nobody else.
};

/// The authority of the tests, in PEM; one per process.
const std::string& test_authority_pem();

/// A certificate and its private key, in PEM.
struct PemIdentity {
  std::string certificate{};
  std::string key{};
  std::string encrypted_key{};  ///< The same key, under the password "secret_password".
};

/// A client's, signed by the authority of the tests, or by nobody else. One of each per process.
const PemIdentity& client_identity();
const PemIdentity& unknown_client_identity();
/// A server's, made when it is asked for.
PemIdentity server_identity(Certificate certificate);

using SslContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

/// A server's TLS context with that certificate.
SslContext make_server_context(Certificate certificate);

/// The certificate of such a context, in PEM.
std::string certificate_pem(SSL_CTX* context);

/// Has `context` want a certificate of clients that the authority of the tests signed. With an X509_V_ERR_... it
/// refuses even those, for that reason.
void demand_client_certificate(SSL_CTX* context, int refusal = 0);

}  // namespace allo::test

#endif
