#include "http/trust_store.hpp"

#include "base/per_process.hpp"
#include "http/curl_global.hpp"

#include <allo/errors.hpp>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

std::atomic<bool> is_a_second_copy{false};

const char* path_or_null(const std::string& path) { return path.empty() ? nullptr : path.c_str(); }

/// A variable of the environment; none in a program that runs with more rights than who started it.
const char* environment(const char* name) {
#if defined(__GLIBC__)
  return ::secure_getenv(name);
#else
  return std::getenv(name);
#endif
}

std::string first_of(const char* environment_name, const char* of_curl, const char* of_openssl) {
  if (const char* const named = environment(environment_name)) return named;
  return of_curl != nullptr ? of_curl : of_openssl;
}

/// Where the system keeps the certificates that it trusts, unless `SSL_CERT_FILE` and `SSL_CERT_DIR` say otherwise.
struct SystemPaths {
  SystemPaths()
      : file(first_of(X509_get_default_cert_file_env(), curl_version_info(CURLVERSION_NOW)->cainfo,
                      X509_get_default_cert_file())),
        directories(first_of(X509_get_default_cert_dir_env(), curl_version_info(CURLVERSION_NOW)->capath,
                             X509_get_default_cert_dir())) {}

  std::string file;         ///< A bundle.
  std::string directories;  ///< Of files named by hashes; several with colons between them.

  friend bool operator==(const SystemPaths& a, const SystemPaths& b) {
    return a.file == b.file && a.directories == b.directories;
  }
};

[[noreturn]] void throw_unusable(const std::string& what) {
  const unsigned long code = ERR_peek_last_error();
  const char* const reason = ERR_reason_error_string(code);
  ERR_clear_error();
  throw TransportException(TransportError::Tls,
                           what + " cannot be used" + (reason != nullptr ? std::string(": ") + reason : std::string()),
                           false);
}

void add_file(X509_STORE* store, const char* option, const std::string& path) {
  if (!path.empty() && X509_STORE_load_file(store, path.c_str()) != 1) {
    throw_unusable(std::string(option) + " " + path);
  }
}

void add_directories(X509_STORE* store, const char* option, const std::string& paths) {
  if (!paths.empty() && X509_STORE_load_path(store, paths.c_str()) != 1) {
    throw_unusable(std::string(option) + " " + paths);
  }
}

void add_pem(X509_STORE* store, const char* option, const std::string& pem) {
  if (pem.empty()) return;
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                       &BIO_free);
  STACK_OF(X509_INFO)* const entries = text ? PEM_X509_INFO_read_bio(text.get(), nullptr, nullptr, nullptr) : nullptr;
  if (entries == nullptr) throw_unusable(option);
  int count = 0;
  for (int i = 0; i < sk_X509_INFO_num(entries); ++i) {
    const X509_INFO* const entry = sk_X509_INFO_value(entries, i);
    if (entry->x509 != nullptr) count += X509_STORE_add_cert(store, entry->x509);
  }
  sk_X509_INFO_pop_free(entries, X509_INFO_free);
  if (count == 0) throw_unusable(option);
}

X509_STORE* make_store() {
  X509_STORE* const store = X509_STORE_new();
  if (store == nullptr) throw std::bad_alloc();
  // As libcurl does: any certificate in the store is an anchor, also one that is not its own issuer.
  X509_STORE_set_flags(store, X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN);
  return store;
}

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void set_pem(CURL* easy, const std::string& pem) {
  curl_blob blob{const_cast<char*>(pem.data()), pem.size(), CURL_BLOB_COPY};
  curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob);
  curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO_BLOB, &blob);
}

void set_paths(CURL* easy, const std::string& file, const std::string& directory) {
  for (const CURLoption option : {CURLOPT_CAINFO, CURLOPT_PROXY_CAINFO}) {
    curl_easy_setopt(easy, option, path_or_null(file));
  }
  for (const CURLoption option : {CURLOPT_CAPATH, CURLOPT_PROXY_CAPATH}) {
    curl_easy_setopt(easy, option, path_or_null(directory));
  }
}

bool replaces_system(const CurlTransportOptions& options) {
  return !options.ca_file.empty() || !options.ca_directory.empty() || !options.ca_pem.empty();
}

}  // namespace

bool TrustStore::can_be_shared() noexcept {
  static const bool same_version = [] {
    const char* const theirs = curl_version_info(CURLVERSION_NOW)->ssl_version;
    return theirs != nullptr &&
           std::string_view(theirs) == std::string("OpenSSL/") + OpenSSL_version(OPENSSL_VERSION_STRING);
  }();
  return same_version && !is_a_second_copy.load(std::memory_order_relaxed);
}

void TrustStore::give_up_sharing() noexcept { is_a_second_copy.store(true, std::memory_order_relaxed); }

void TrustStore::configure(CURL* easy) const {
  const SystemPaths system;
  const bool own = replaces_system(options_);
  set_paths(easy, own ? options_.ca_file : system.file, own ? options_.ca_directory : system.directories);
  std::string pem = options_.ca_pem;
  if (!options_.additional_ca_file.empty() || !options_.additional_ca_pem.empty()) {
    // libcurl takes a text instead of a file, not besides it.
    if (!own || !options_.ca_file.empty()) pem += contents(own ? options_.ca_file : system.file);
    pem.append("\n").append(options_.additional_ca_pem).append("\n").append(contents(options_.additional_ca_file));
  }
  if (!pem.empty()) set_pem(easy, pem);
}

void TrustStore::leave_to_get(CURL* easy) { set_paths(easy, {}, {}); }

X509_STORE* TrustStore::get() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!store_) store_ = load();
  return store_.get();
}

TrustStore::Store TrustStore::load() const {
  const bool adds = !options_.additional_ca_file.empty() || !options_.additional_ca_pem.empty();
  const bool own = replaces_system(options_);
  if (!own && !adds) return shared_of_system();
  Store store = own ? Store(make_store()) : of_system();
  add_file(store.get(), "ca_file", options_.ca_file);
  add_directories(store.get(), "ca_directory", options_.ca_directory);
  add_pem(store.get(), "ca_pem", options_.ca_pem);
  add_file(store.get(), "additional_ca_file", options_.additional_ca_file);
  add_pem(store.get(), "additional_ca_pem", options_.additional_ca_pem);
  return store;
}

TrustStore::Store TrustStore::of_system() {
  const SystemPaths paths;
  Store store(make_store());
  // As OpenSSL does it: what is not there adds nothing.
  X509_STORE_load_file(store.get(), paths.file.c_str());
  X509_STORE_load_path(store.get(), paths.directories.c_str());
  ERR_clear_error();
  return store;
}

TrustStore::Store TrustStore::shared_of_system() {
  struct Loaded {
    std::mutex mutex;
    SystemPaths paths;
    Store store;
  };
  // Never destroyed, so that a transport in a static object may outlive everything here.
  static auto& per_process = *new PerProcess<Loaded>([] { return std::make_unique<Loaded>(); });
  Loaded& loaded = per_process.get();
  const std::lock_guard<std::mutex> lock(loaded.mutex);
  SystemPaths paths;
  if (!loaded.store || !(paths == loaded.paths)) {
    loaded.store = of_system();
    loaded.paths = std::move(paths);
  }
  X509_STORE_up_ref(loaded.store.get());
  return Store(loaded.store.get());
}

}  // namespace detail
ALLO_NAMESPACE_END
