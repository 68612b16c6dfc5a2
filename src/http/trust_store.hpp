#ifndef ALLO_SRC_HTTP_TRUST_STORE_HPP
#define ALLO_SRC_HTTP_TRUST_STORE_HPP

#include <allo/transport.hpp>

#include <curl/curl.h>
#include <openssl/x509_vfy.h>

#include <memory>
#include <mutex>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The certificates that the handles of a transport trust. libcurl parses the system's bundle again for every handle,
/// at some 25 ms of CPU; where libcurl's TLS library is the OpenSSL that we are linked with, it is parsed once here and
/// shared. With another TLS library every handle has libcurl's own. Safe from many threads; outlives the handles that
/// use it.
class TrustStore {
 public:
  explicit TrustStore(const CurlTransportOptions& options) : options_(options) {}

  /// Tells `easy` what to trust, in libcurl's own terms.
  void configure(CURL* easy) const;

  /// Has `easy`, which was configured before, take the shared certificates where that is possible. The first call loads
  /// them.
  void share_with(CURL* easy);

 private:
  struct StoreDeleter {
    void operator()(X509_STORE* store) const noexcept { X509_STORE_free(store); }
  };

  void load();
  static CURLcode use_store(CURL* easy, void* ssl_context, void* store) noexcept;

  const CurlTransportOptions& options_;
  std::mutex mutex_;
  bool loaded_ = false;
  std::unique_ptr<X509_STORE, StoreDeleter> store_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
