#include <allo/cancellation.hpp>

#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <utility>

ALLO_NAMESPACE_BEGIN

/// A callback; guarded by the mutex of its state.
struct CancellationSubscription::Entry {
  std::function<void()> callback{};
  std::list<std::shared_ptr<Entry>>::iterator place{};  // Valid while `waiting`.
  bool waiting = true;
  bool running = false;
  std::thread::id runner{};
};

namespace detail {

struct CancellationState {
  using Entry = CancellationSubscription::Entry;

  std::mutex mutex;
  std::condition_variable callback_done;
  std::list<std::shared_ptr<Entry>> waiting;
  std::atomic<bool> cancelled{false};
};

}  // namespace detail

namespace {

void run(const std::function<void()>& callback) noexcept {
  try {
    callback();
  } catch (...) {  // Whoever cancels is not answerable for the listener, and the other listeners need their call.
  }
}

}  // namespace

CancellationSubscription::CancellationSubscription(CancellationSubscription&& other) noexcept
    : state_(std::move(other.state_)), entry_(std::move(other.entry_)) {}

CancellationSubscription& CancellationSubscription::operator=(CancellationSubscription&& other) noexcept {
  CancellationSubscription old{std::move(*this)};
  state_ = std::move(other.state_);
  entry_ = std::move(other.entry_);
  return *this;
}

CancellationSubscription::~CancellationSubscription() {
  if (!entry_) return;
  std::unique_lock lock{state_->mutex};
  if (entry_->waiting) {
    entry_->waiting = false;
    state_->waiting.erase(entry_->place);
  }
  if (entry_->runner == std::this_thread::get_id()) return;
  state_->callback_done.wait(lock, [&] { return !entry_->running; });
}

CancellationToken::CancellationToken(std::shared_ptr<detail::CancellationState> state) noexcept
    : state_(std::move(state)) {}

bool CancellationToken::is_cancelled() const noexcept {
  return state_ && state_->cancelled.load(std::memory_order_acquire);
}

bool CancellationToken::can_be_cancelled() const noexcept { return state_ != nullptr; }

CancellationSubscription CancellationToken::subscribe(std::function<void()> callback) const {
  CancellationSubscription subscription;
  if (!state_) return subscription;
  auto entry = std::make_shared<CancellationSubscription::Entry>();
  {
    const std::lock_guard lock{state_->mutex};
    if (!state_->cancelled.load(std::memory_order_relaxed)) {
      entry->callback = std::move(callback);
      entry->place = state_->waiting.insert(state_->waiting.end(), entry);
      subscription.state_ = state_;
      subscription.entry_ = std::move(entry);
      return subscription;
    }
  }
  run(callback);
  return subscription;
}

CancellationSource::CancellationSource() : state_(std::make_shared<detail::CancellationState>()) {}

CancellationToken CancellationSource::token() const noexcept { return CancellationToken{state_}; }

bool CancellationSource::is_cancelled() const noexcept { return token().is_cancelled(); }

void CancellationSource::cancel() {
  const std::shared_ptr<detail::CancellationState> state = state_;  // A callback may destroy this source.
  if (!state) return;                                               // Moved from.
  std::unique_lock lock{state->mutex};
  if (state->cancelled.exchange(true, std::memory_order_acq_rel)) return;
  while (!state->waiting.empty()) {
    const auto entry = std::move(state->waiting.front());
    state->waiting.pop_front();
    entry->waiting = false;
    entry->running = true;
    entry->runner = std::this_thread::get_id();
    lock.unlock();
    run(entry->callback);
    entry->callback = nullptr;
    lock.lock();
    entry->running = false;
    entry->runner = {};
    state->callback_done.notify_all();
  }
}

ALLO_NAMESPACE_END
