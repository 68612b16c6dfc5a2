#include "http/curl_pool.hpp"

#include "http/curl_errors.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

HttpResponse CurlPool::Lease::send(const HttpRequest& request, const Origin& origin, Clock::time_point deadline) {
  std::unique_ptr<CurlHandle> handle = std::move(handle_);
  if (!handle) handle = std::make_unique<CurlHandle>(pool_.options_, pool_.trust_);
  HttpResponse response = handle->send(request, origin, deadline);
  handle_ = std::move(handle);
  return response;
}

CurlPool::Lease CurlPool::acquire(const Origin& origin, const CancellationToken& cancellation,
                                  Clock::time_point deadline) {
  std::vector<Idle> expired;  // Closed after the lock is gone.
  std::unique_ptr<CurlHandle> handle;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    expired = take_expired();
    if (try_take(origin, handle)) return Lease(*this, std::move(handle));
  }
  return Lease(*this, wait(origin, cancellation, deadline));
}

/// Takes a handle, or the right to make one. False when all are in use.
bool CurlPool::try_take(const Origin& origin, std::unique_ptr<CurlHandle>& taken) {
  if (in_use_ == options_.max_connections) return false;  // As it is while others wait.
  auto found = std::find_if(idle_.rbegin(), idle_.rend(),
                            [&](const Idle& idle) { return idle.handle->last_origin() == origin.text; });
  if (found != idle_.rend()) {
    taken = std::move(found->handle);
    idle_.erase(std::next(found).base());
  } else if (in_use_ + idle_.size() == options_.max_connections) {
    taken = std::move(idle_.front().handle);
    idle_.erase(idle_.begin());
  } else {
    idle_.reserve(in_use_ + idle_.size() + 1);  // So that its return cannot fail.
  }
  ++in_use_;
  return true;
}

std::vector<CurlPool::Idle> CurlPool::take_expired() {
  const Clock::time_point oldest = Clock::now() - options_.idle_timeout;
  const auto first_kept =
      std::find_if(idle_.begin(), idle_.end(), [&](const Idle& idle) { return idle.since >= oldest; });
  std::vector<Idle> expired(std::make_move_iterator(idle_.begin()), std::make_move_iterator(first_kept));
  idle_.erase(idle_.begin(), first_kept);
  return expired;
}

std::unique_ptr<CurlHandle> CurlPool::wait(const Origin& origin, const CancellationToken& cancellation,
                                           Clock::time_point deadline) {
  Waiter waiter;
  // Ended before the waiter goes and after the lock has: its callback takes the lock.
  const CancellationSubscription subscription = cancellation.subscribe([this, &waiter] {
    const std::lock_guard<std::mutex> lock(mutex_);
    waiter.changed.notify_one();
  });
  std::unique_lock<std::mutex> lock(mutex_);
  if (try_take(origin, waiter.handle)) return std::move(waiter.handle);
  waiters_.push_back(&waiter);
  waiter.changed.wait_until(lock, deadline, [&] { return waiter.served || cancellation.is_cancelled(); });
  if (waiter.served) return std::move(waiter.handle);
  waiters_.erase(std::find(waiters_.begin(), waiters_.end(), &waiter));
  if (cancellation.is_cancelled()) throw_cancelled(origin, false);
  throw TransportException(TransportError::Timeout,
                           "timed out waiting for a free connection to " + origin.host_and_port(), false);
}

void CurlPool::release(std::unique_ptr<CurlHandle> handle) noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!waiters_.empty()) {
    Waiter& next = *waiters_.front();
    waiters_.pop_front();
    next.handle = std::move(handle);
    next.served = true;
    next.changed.notify_one();
    return;
  }
  --in_use_;
  if (handle) idle_.push_back({std::move(handle), Clock::now()});  // Room was made when it was taken.
}

}  // namespace detail
ALLO_NAMESPACE_END
