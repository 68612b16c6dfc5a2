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
/// at some 25 ms of CPU; where libcurl's TLS library is the OpenSSL that we are linked with, it is parsed here, the
/// system's once in a process, and shared. With another TLS library every handle has libcurl's own. Safe from many
/// threads; outlives the handles that use it.
class TrustStore {
 public:
  explicit TrustStore(const CurlTransportOptions& options) : options_(options) {}

  /// Whether get() is of use: libcurl's TLS library is the OpenSSL that we are linked with.
  static bool can_be_shared() noexcept;
  /// Ends that: what looked the same is a second copy of OpenSSL.
  static void give_up_sharing() noexcept;

  /// Tells `easy` what to trust, in libcurl's own terms.
  void configure(CURL* easy) const;
  /// Tells `easy` that it will be given the store of get(), and to read nothing by itself.
  static void leave_to_get(CURL* easy);

  /// The certificates, read by the first call.
  /// @throws TransportException for a file of the options that cannot be read, naming it
  X509_STORE* get();

 private:
  struct Deleter {
    void operator()(X509_STORE* store) const noexcept { X509_STORE_free(store); }
  };
  using Store = std::unique_ptr<X509_STORE, Deleter>;

  static Store of_system();
  static Store shared_of_system();
  Store load() const;

  const CurlTransportOptions& options_;
  std::mutex mutex_;
  Store store_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
