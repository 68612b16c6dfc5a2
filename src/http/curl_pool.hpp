#ifndef ALLO_SRC_HTTP_CURL_POOL_HPP
#define ALLO_SRC_HTTP_CURL_POOL_HPP

#include "http/curl_handle.hpp"
#include "http/origin.hpp"
#include "http/trust_store.hpp"

#include <allo/cancellation.hpp>
#include <allo/transport.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The handles of a transport: at most `max_connections` at one time, those in use and those kept idle together. The
/// one used last is used next, so that a quiet program keeps few connections; who waits is served in order of arrival.
/// Safe from many threads.
class CurlPool {
 public:
  using Clock = std::chrono::steady_clock;

  /// The right to use one handle, until it is destroyed.
  class Lease {
   public:
    Lease(CurlPool& pool, std::unique_ptr<CurlHandle> handle) noexcept : pool_(pool), handle_(std::move(handle)) {}
    ~Lease() { pool_.release(std::move(handle_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    /// Sends over the handle, which is made now when the lease came without one. A handle whose transfer failed is
    /// given up: libcurl keeps some of the failure in it, such as a rewinding still to be done.
    HttpResponse send(const HttpRequest& request, const Origin& origin, Clock::time_point deadline);

   private:
    CurlPool& pool_;
    std::unique_ptr<CurlHandle> handle_;
  };

  /// `options` must outlive the pool.
  explicit CurlPool(const CurlTransportOptions& options) : options_(options), trust_(options) {}

  /// Waits for a handle, preferably one that is connected to `origin`.
  /// @throws TransportException when `deadline` passes or `cancellation` happens first.
  Lease acquire(const Origin& origin, const CancellationToken& cancellation, Clock::time_point deadline);

 private:
  struct Idle {
    std::unique_ptr<CurlHandle> handle;
    Clock::time_point since;
  };
  struct Waiter {
    std::condition_variable changed;
    bool served = false;
    std::unique_ptr<CurlHandle> handle;
  };

  bool try_take(const Origin& origin, std::unique_ptr<CurlHandle>& taken);
  std::vector<Idle> take_expired();
  std::unique_ptr<CurlHandle> wait(const Origin& origin, const CancellationToken& cancellation,
                                   Clock::time_point deadline);
  void release(std::unique_ptr<CurlHandle> handle) noexcept;

  const CurlTransportOptions& options_;
  TrustStore trust_;
  std::mutex mutex_;
  std::size_t in_use_ = 0;
  std::vector<Idle> idle_;  // The one used last at the back.
  std::deque<Waiter*> waiters_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
