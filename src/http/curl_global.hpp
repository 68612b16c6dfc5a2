#ifndef ALLO_SRC_HTTP_CURL_GLOBAL_HPP
#define ALLO_SRC_HTTP_CURL_GLOBAL_HPP

#include <allo/version.hpp>

#include <curl/curl.h>

#include <memory>

ALLO_NAMESPACE_BEGIN
namespace detail {

struct EasyDeleter {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
struct MultiDeleter {
  void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};
using EasyHandle = std::unique_ptr<CURL, EasyDeleter>;
using MultiHandle = std::unique_ptr<CURLM, MultiDeleter>;

/// Sets an option of a handle.
/// @throws std::bad_alloc; TransportException when libcurl refuses the value
template <class Value>
void set_option(CURL* easy, CURLoption option, Value value);

/// Throws what it means that libcurl did not take a setting.
[[noreturn]] void throw_refused_option(CURLcode code);

/// Initialises libcurl once in this process; safe from many threads.
/// @throws TransportException when it cannot be initialised.
void initialise_curl();

/// @throws std::bad_alloc
EasyHandle make_easy_handle();
/// A handle that curl_multi_wakeup can wake.
/// @throws TransportException when memory or file descriptors are used up
MultiHandle make_multi_handle();

/// Keeps SIGPIPE from the calling thread while it lives, with a libcurl before 7.87. There OpenSSL writes to sockets by
/// itself and raises it, and libcurl's own answer to that changes the disposition of the signal for the whole process.
/// Later versions write in a way that raises no signal; with them this costs nothing.
class SigpipeGuard {
 public:
  explicit SigpipeGuard(bool needed = is_needed()) noexcept;
  ~SigpipeGuard();
  SigpipeGuard(const SigpipeGuard&) = delete;
  SigpipeGuard& operator=(const SigpipeGuard&) = delete;

  /// True with such a libcurl.
  static bool is_needed() noexcept;

 private:
  bool blocked_here_ = false;
};

template <class Value>
void set_option(CURL* easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code != CURLE_OK) throw_refused_option(code);
}

}  // namespace detail
ALLO_NAMESPACE_END

#endif
