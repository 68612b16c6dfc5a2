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

using SslContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

/// A server's TLS context with that certificate.
SslContext make_server_context(Certificate certificate);

}  // namespace allo::test

#endif
