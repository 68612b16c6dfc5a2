#include "base/shared.hpp"

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
  std::list<Entry>::iterator place{};
  bool waiting = true;
  bool running = false;
  bool abandoned = false;  // Its subscription ended while it ran, by its own doing: whoever runs it removes it.
  std::thread::id runner{};
};

namespace detail {

struct CancellationState : Shared {
  using Entry = CancellationSubscription::Entry;

  std::mutex mutex;
  std::condition_variable callback_done;
  std::list<Entry> waiting;
  std::list<Entry> called;  // Their subscriptions are still there.
  std::atomic<bool> cancelled{false};
};

}  // namespace detail

namespace {

using detail::CancellationState;

CancellationState& state_of(const detail::Handle& handle) noexcept {
  return detail::object_of<CancellationState>(handle);
}

void run(const std::function<void()>& callback) noexcept {
  try {
    callback();
  } catch (...) {  // Whoever cancels is not answerable for the listener, and the other listeners need their call.
  }
}

}  // namespace

CancellationSubscription::CancellationSubscription(CancellationSubscription&& other) noexcept
    : state_(std::move(other.state_)), entry_(std::exchange(other.entry_, nullptr)) {}

CancellationSubscription& CancellationSubscription::operator=(CancellationSubscription&& other) noexcept {
  CancellationSubscription old{std::move(*this)};
  state_ = std::move(other.state_);
  entry_ = std::exchange(other.entry_, nullptr);
  return *this;
}

CancellationSubscription::~CancellationSubscription() {
  if (entry_ == nullptr) return;
  std::list<Entry> ended;  // Goes after the lock: what the callback holds may do anything when it goes.
  CancellationState& state = state_of(state_);
  std::unique_lock lock{state.mutex};
  if (entry_->runner == std::this_thread::get_id()) {
    entry_->abandoned = true;
    return;
  }
  state.callback_done.wait(lock, [&] { return !entry_->running; });
  ended.splice(ended.end(), entry_->waiting ? state.waiting : state.called, entry_->place);
}

bool CancellationToken::is_cancelled() const noexcept {
  return can_be_cancelled() && state_of(state_).cancelled.load(std::memory_order_acquire);
}

bool CancellationToken::can_be_cancelled() const noexcept { return state_.get() != nullptr; }

CancellationSubscription CancellationToken::subscribe(std::function<void()> callback) const {
  CancellationSubscription subscription;
  if (!can_be_cancelled()) return subscription;
  CancellationState& state = state_of(state_);
  std::list<CancellationSubscription::Entry> one(1);
  CancellationSubscription::Entry& entry = one.front();
  entry.place = one.begin();
  {
    const std::lock_guard lock{state.mutex};
    if (!state.cancelled.load(std::memory_order_relaxed)) {
      entry.callback = std::move(callback);
      state.waiting.splice(state.waiting.end(), one);
      subscription.state_ = state_;
      subscription.entry_ = &entry;
      return subscription;
    }
  }
  run(callback);
  return subscription;
}

CancellationSource::CancellationSource() : state_(detail::make_shared_object<CancellationState>()) {}

CancellationToken CancellationSource::token() const noexcept { return CancellationToken{state_}; }

bool CancellationSource::is_cancelled() const noexcept { return token().is_cancelled(); }

void CancellationSource::cancel() {
  if (state_.get() == nullptr) return;  // Moved from.
  const detail::Handle kept = state_;   // A callback may destroy this source.
  CancellationState& state = state_of(kept);
  std::unique_lock lock{state.mutex};
  if (state.cancelled.exchange(true, std::memory_order_acq_rel)) return;
  while (!state.waiting.empty()) {
    auto& entry = state.waiting.front();
    state.called.splice(state.called.end(), state.waiting, entry.place);
    entry.waiting = false;
    entry.running = true;
    entry.runner = std::this_thread::get_id();
    lock.unlock();
    run(entry.callback);
    entry.callback = nullptr;
    lock.lock();
    entry.running = false;
    entry.runner = {};
    if (entry.abandoned) state.called.erase(entry.place);
    state.callback_done.notify_all();
  }
}

ALLO_NAMESPACE_END
