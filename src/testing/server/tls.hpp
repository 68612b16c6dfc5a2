#ifndef ALLO_SRC_TESTING_SERVER_TLS_HPP
#define ALLO_SRC_TESTING_SERVER_TLS_HPP

#include <allo/testing/fault.hpp>

#include <openssl/ssl.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Certificates made at start: one that is in order, for 127.0.0.1, ::1 and localhost, and the wrong ones of the TLS
/// faults. Which one a handshake shows is asked of `plan` each time.
class Tls {
 public:
  /// @throws SandboxError when OpenSSL refuses
  explicit Tls(std::function<std::optional<FaultKind>()> plan);

  /// Makes a server's context show the certificates. Keep this object as long as the context is used.
  bool set_up(SSL_CTX& context);

  /// The authority to trust, PEM.
  const std::string& authority_pem() const noexcept { return authority_pem_; }

 private:
  using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
  using Certificate = std::unique_ptr<X509, void (*)(X509*)>;
  static int choose(SSL* connection, void* self);
  X509* certificate_for(std::optional<FaultKind> fault) const;

  std::function<std::optional<FaultKind>()> plan_;
  Key authority_key_;
  Key server_key_;
  Certificate authority_;
  Certificate good_;
  Certificate expired_;
  Certificate wrong_host_;
  Certificate untrusted_;
  std::string authority_pem_;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
