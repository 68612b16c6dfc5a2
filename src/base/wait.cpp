#include "base/wait.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

ALLO_NAMESPACE_BEGIN
namespace detail {

bool wait_for(std::chrono::milliseconds span, const CancellationToken& cancellation) {
  if (!cancellation.can_be_cancelled()) {
    std::this_thread::sleep_for(bounded(span));
    return true;
  }
  std::mutex mutex;
  std::condition_variable woken;
  bool cancelled = false;
  const auto subscription = cancellation.subscribe([&] {
    const std::lock_guard lock{mutex};
    cancelled = true;
    woken.notify_one();
  });
  std::unique_lock lock{mutex};
  return !woken.wait_for(lock, bounded(span), [&] { return cancelled; });
}

}  // namespace detail
ALLO_NAMESPACE_END
