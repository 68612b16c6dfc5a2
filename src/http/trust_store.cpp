#include "http/trust_store.hpp"

#include "http/curl_global.hpp"

#include <openssl/ssl.h>
#if !defined(_WIN32)
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <string>
#include <string_view>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

const char* path_or_null(const std::string& path) { return path.empty() ? nullptr : path.c_str(); }

/// Whether libcurl's TLS library is an OpenSSL of the version that we are linked with.
bool curl_has_our_openssl() {
  const char* const theirs = curl_version_info(CURLVERSION_NOW)->ssl_version;
  return theirs != nullptr &&
         std::string_view(theirs) == std::string("OpenSSL/") + OpenSSL_version(OPENSSL_VERSION_STRING);
}

#if !defined(_WIN32)
#if defined(SOCK_CLOEXEC)
constexpr int close_on_exec = SOCK_CLOEXEC;
#else
constexpr int close_on_exec = 0;
#endif

/// A loopback port for one connection, which it can end.
class OwnPort {
 public:
  OwnPort() noexcept : listener_(::socket(AF_INET, SOCK_STREAM | close_on_exec, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    auto* const address = reinterpret_cast<sockaddr*>(&address_);
    open_ = ::bind(listener_, address, size) == 0 && ::listen(listener_, 1) == 0 &&
            ::getsockname(listener_, address, &size) == 0;
  }
  ~OwnPort() {
    ::close(listener_);
    ::close(connection_);
  }
  OwnPort(const OwnPort&) = delete;
  OwnPort& operator=(const OwnPort&) = delete;

  bool is_open() const noexcept { return open_; }
  std::string url() const { return "https://127.0.0.1:" + std::to_string(ntohs(address_.sin_port)) + "/"; }

  /// Tells the client that nothing will be sent to it.
  void hang_up() noexcept {
    connection_ = ::accept(listener_, nullptr, nullptr);
    ::shutdown(connection_, SHUT_WR);
  }

 private:
  int listener_;
  int connection_ = -1;
  sockaddr_in address_{};
  bool open_ = false;
};

struct Probe {
  OwnPort port;
  X509_STORE* store = nullptr;
};

/// Takes the store that libcurl fills, before or after this call.
CURLcode adopt_store(CURL*, void* ssl_context, void* data) noexcept {
  auto& probe = *static_cast<Probe*>(data);
  auto* const context = static_cast<SSL_CTX*>(ssl_context);
  // The same version may still be a second copy inside libcurl; its method table then has another address.
  if (SSL_CTX_get_ssl_method(context) == TLS_client_method()) {
    X509_STORE* const store = SSL_CTX_get_cert_store(context);
    if (X509_STORE_up_ref(store) == 1) probe.store = store;
  }
  probe.port.hang_up();
  return CURLE_OK;
}
#endif

}  // namespace

void TrustStore::configure(CURL* easy) const {
  const bool own = !options_.ca_file.empty() || !options_.ca_directory.empty() || !options_.ca_pem.empty();
  if (!own) {
    // Debian builds libcurl with a bundle and a directory of the same certificates. With a directory libcurl gives up
    // keeping parsed certificates, so the bundle has to do.
    if (curl_version_info(CURLVERSION_NOW)->cainfo != nullptr) curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    return;
  }
  for (const CURLoption option : {CURLOPT_CAINFO, CURLOPT_PROXY_CAINFO}) {
    curl_easy_setopt(easy, option, path_or_null(options_.ca_file));
  }
  for (const CURLoption option : {CURLOPT_CAPATH, CURLOPT_PROXY_CAPATH}) {
    curl_easy_setopt(easy, option, path_or_null(options_.ca_directory));
  }
  if (options_.ca_pem.empty()) return;
  curl_blob pem{const_cast<char*>(options_.ca_pem.data()), options_.ca_pem.size(), CURL_BLOB_NOCOPY};
  curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &pem);
  curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO_BLOB, &pem);
}

void TrustStore::share_with(CURL* easy) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!loaded_) load();
    loaded_ = true;
  }
  if (!store_) return;
  for (const CURLoption option : {CURLOPT_CAINFO, CURLOPT_CAPATH, CURLOPT_PROXY_CAINFO, CURLOPT_PROXY_CAPATH}) {
    curl_easy_setopt(easy, option, nullptr);
  }
  curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, nullptr);
  curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO_BLOB, nullptr);
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &use_store);
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, store_.get());
}

/// Has libcurl itself fill a store, so that its rules hold: it begins a TLS handshake with a port of our own. Some
/// versions fill the store when they read the first answer, so the handshake has to go on until then.
void TrustStore::load() {
#if !defined(_WIN32)
  if (!curl_has_our_openssl()) return;
  Probe probe;
  if (!probe.port.is_open()) return;
  const EasyHandle easy = make_easy_handle();
  configure(easy.get());
  curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_URL, probe.port.url().c_str());
  curl_easy_setopt(easy.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT_MS, 5000L);
  curl_easy_setopt(easy.get(), CURLOPT_SSL_CTX_FUNCTION, &adopt_store);
  curl_easy_setopt(easy.get(), CURLOPT_SSL_CTX_DATA, &probe);
  const SigpipeGuard guard;
  const CURLcode code = curl_easy_perform(easy.get());
  std::unique_ptr<X509_STORE, StoreDeleter> store(probe.store);
  // Any other outcome, such as an unreadable file, is left for the handles to meet and to report.
  if (code == CURLE_SSL_CONNECT_ERROR) store_ = std::move(store);
#endif
}

CURLcode TrustStore::use_store(CURL*, void* ssl_context, void* store) noexcept {
  SSL_CTX_set1_cert_store(static_cast<SSL_CTX*>(ssl_context), static_cast<X509_STORE*>(store));
  return CURLE_OK;
}

}  // namespace detail
ALLO_NAMESPACE_END
