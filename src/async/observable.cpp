#include "async/observable.hpp"

#include <algorithm>
#include <utility>

ALLO_NAMESPACE_BEGIN

namespace detail {

namespace {
void call(const StateCallback& callback, const AsyncState& state) noexcept {
  try {
    callback(state);
  } catch (...) {
    // A subscriber's failure is neither the query's nor the other subscribers'.
  }
}
}  // namespace

Observable::Frame::Frame(Observable& observable) : observable_(observable) {
  const std::lock_guard lock(observable_.mutex_);
  observable_.frames_.push_back(std::this_thread::get_id());
}

Observable::Frame::~Frame() {
  const std::lock_guard lock(observable_.mutex_);
  auto& frames = observable_.frames_;
  frames.erase(std::find(frames.begin(), frames.end(), std::this_thread::get_id()));
  observable_.changed_.notify_all();
}

AsyncState Observable::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

AsyncState Observable::replace_state(const Lock&, AsyncState state) {
  ++version_;
  return std::exchange(state_, std::move(state));
}

Subscription Observable::subscribe(StateCallback callback, const Executor* executor) {
  auto subscriber = std::make_shared<Subscriber>();
  subscriber->callback = std::make_shared<const StateCallback>(std::move(callback));
  if (executor != nullptr) subscriber->executor.emplace(*executor);
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return {};
    subscriber->id = ++last_id_;
    subscriber->queued = true;
    subscribers_.emplace(subscriber->id, subscriber);
  }
  Subscription subscription{shared_from_this(), subscriber};
  post(subscriber);
  return subscription;
}

void Observable::unsubscribe(Subscriber& subscriber) noexcept {
  Lock lock(mutex_);
  subscribers_.erase(subscriber.id);
  const std::shared_ptr<const StateCallback> released = std::exchange(subscriber.callback, nullptr);
  changed_.wait(lock, [&] { return !subscriber.running || *subscriber.running == std::this_thread::get_id(); });
  lock.unlock();  // what the callback captured is destroyed without the lock
}

void Observable::notify(Via via) {
  const auto self = shared_from_this();  // a callback may destroy the query
  std::vector<std::shared_ptr<Subscriber>> due;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, subscriber] : subscribers_) {
      // Whoever is in the callback looks for a newer state when it returns.
      if (subscriber->running || subscriber->seen == version_) continue;
      const bool direct = via == Via::ThisThread && !subscriber->executor;
      if (!direct && std::exchange(subscriber->queued, true)) continue;
      due.push_back(subscriber);
    }
  }
  for (const auto& subscriber : due) {
    if (via == Via::ThisThread && !subscriber->executor) {
      deliver(subscriber);
    } else {
      post(subscriber);
    }
  }
}

void Observable::post(const std::shared_ptr<Subscriber>& subscriber) {
  const auto leave_queue = [self = shared_from_this(), subscriber] {
    const std::lock_guard lock(self->mutex_);
    subscriber->queued = false;
  };
  const auto run = [leave_queue, self = shared_from_this(), subscriber] {
    leave_queue();
    self->deliver(subscriber);
  };
  // An executor that the subscriber chose is the only place for its callback. That of the query or mutation may be
  // gone for good, and what it drops would never be told.
  if (subscriber->executor) {
    subscriber->executor->post(run, leave_queue);
  } else {
    executor_.post(run, run);
  }
}

void Observable::deliver(const std::shared_ptr<Subscriber>& subscriber) {
  const Frame frame(*this);
  Lock lock(mutex_);
  if (subscriber->running) return;
  while (subscriber->seen != version_ && subscriber->callback) {
    subscriber->seen = version_;
    subscriber->running = std::this_thread::get_id();
    {
      const std::shared_ptr<const StateCallback> callback = subscriber->callback;
      const AsyncState state = state_;
      lock.unlock();
      call(*callback, state);
    }
    lock.lock();
    subscriber->running.reset();
    changed_.notify_all();
  }
}

void Observable::wait_for_frames(Lock& lock) {
  changed_.wait(lock, [this] {
    const auto is_other = [self = std::this_thread::get_id()](std::thread::id id) { return id != self; };
    return std::none_of(frames_.begin(), frames_.end(), is_other);
  });
}

void Observable::close(Lock& lock) {
  closed_ = true;
  std::vector<std::shared_ptr<const StateCallback>> released;
  released.reserve(subscribers_.size());
  for (const auto& [id, subscriber] : subscribers_) released.push_back(std::exchange(subscriber->callback, nullptr));
  subscribers_.clear();
  wait_for_frames(lock);
  lock.unlock();
  released.clear();
  lock.lock();
}

}  // namespace detail

Subscription::Subscription(std::shared_ptr<detail::Observable> source,
                           std::shared_ptr<detail::Subscriber> subscriber) noexcept
    : source_(std::move(source)), subscriber_(std::move(subscriber)) {}

Subscription& Subscription::operator=(Subscription&& other) noexcept {
  if (this != &other) {
    reset();
    source_ = std::move(other.source_);
    subscriber_ = std::move(other.subscriber_);
  }
  return *this;
}

void Subscription::reset() noexcept {
  // Moved out first: the end of what the callback captured may be the end of this object.
  const auto source = std::move(source_);
  const auto subscriber = std::move(subscriber_);
  if (subscriber) source->unsubscribe(*subscriber);
}

ALLO_NAMESPACE_END
