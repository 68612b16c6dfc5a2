#include "http/curl_global.hpp"

#include "base/per_process.hpp"

#include <allo/errors.hpp>

#if !defined(_WIN32)
#include <signal.h>
#endif

#include <atomic>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <new>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {
std::atomic<bool> ending{false};
}

bool process_is_ending() noexcept { return ending.load(std::memory_order_acquire); }

void initialise_curl() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
      throw TransportException(TransportError::Unknown, "libcurl cannot be initialised", false);
    }
    // Handlers run in reverse order. This one, registered after the TLS library's own, runs before that library is torn
    // down; from then on connections are left to the operating system.
    std::atexit([] { ending.store(true, std::memory_order_release); });
  });
}

void throw_refused_option(CURLcode code) {
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  throw TransportException(TransportError::Unknown,
                           std::string("libcurl refused a setting: ") + curl_easy_strerror(code), false);
}

EasyHandle make_easy_handle() {
  EasyHandle easy(curl_easy_init());
  if (!easy) throw std::bad_alloc();
  return easy;
}

MultiHandle make_multi_handle() {
  MultiHandle multi(curl_multi_init());
  // Without descriptors to spare, some versions make one that cannot be woken, so that no cancellation would reach it.
  if (!multi || curl_multi_wakeup(multi.get()) != CURLM_OK) {
    throw TransportException(TransportError::Connect, "no connection: memory or file descriptors are used up", false);
  }
  return multi;
}

bool SigpipeGuard::is_needed() noexcept {
  static const bool needed = curl_version_info(CURLVERSION_NOW)->version_num < 0x075700;
  return needed;
}

#if defined(_WIN32)
SigpipeGuard::SigpipeGuard(bool) noexcept {}
SigpipeGuard::~SigpipeGuard() = default;
#else
namespace {
sigset_t only_sigpipe() noexcept {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  return set;
}
}  // namespace

SigpipeGuard::SigpipeGuard(bool needed) noexcept {
  if (!needed) return;
  const sigset_t set = only_sigpipe();
  sigset_t old;
  blocked_here_ = pthread_sigmask(SIG_BLOCK, &set, &old) == 0 && sigismember(&old, SIGPIPE) == 0;
}

SigpipeGuard::~SigpipeGuard() {
  if (!blocked_here_) return;
  const sigset_t set = only_sigpipe();
#if defined(__APPLE__)
  sigset_t pending;
  int signal = 0;
  if (sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1) sigwait(&set, &signal);
#else
  const timespec at_once{};
  sigtimedwait(&set, nullptr, &at_once);
#endif
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}
#endif

}  // namespace detail
ALLO_NAMESPACE_END
