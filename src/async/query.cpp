#include "async/observable.hpp"

#include <allo/query.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

class QueryCore final : public Observable {
 public:
  QueryCore(const Executor& executor, UntypedQuery::Loader loader)
      : Observable(executor), loader_(std::make_shared<const UntypedQuery::Loader>(std::move(loader))) {}

  void refetch() { begin(nullptr, std::nullopt); }

  /// Loads another thing from now on: what is known of the old one is forgotten.
  void reload(UntypedQuery::Loader loader) {
    begin(std::make_shared<const UntypedQuery::Loader>(std::move(loader)), std::nullopt);
  }

  void refetch_every(std::chrono::milliseconds interval) {
    if (interval < std::chrono::milliseconds{0}) throw InvalidArgumentException("interval must not be negative");
    {
      const Lock lock(mutex_);
      interval_ = interval;
    }
    set_timer();
  }

  void enable(bool enabled) {
    const auto self = shared_self();
    CancellationSource stopped;
    AsyncState old;
    {
      const Lock lock(mutex_);
      if (std::exchange(enabled_, enabled) == enabled) return;
      if (!enabled) {
        ++generation_;
        ++timer_;
        stopped = current_;
        if (state_.busy) old = replace_state(lock, {state_.data, state_.error, false});
      }
    }
    if (enabled) return refetch();
    stopped.cancel();
    notify(Via::Executor);
  }

  bool is_enabled() const {
    const Lock lock(mutex_);
    return enabled_;
  }

  void shut_down() {
    Lock lock(mutex_);
    ++generation_;
    ++timer_;
    std::shared_ptr<const UntypedQuery::Loader> released = std::move(loader_);
    closed_ = true;
    lock.unlock();
    current_.cancel();
    lock.lock();
    close(lock);
    lock.unlock();
    released.reset();
  }

 private:
  /// Supersedes the load that has not finished; `loader`, unless it is null, takes the place of the present one.
  /// `timer`: only while it is the one that counts.
  void begin(std::shared_ptr<const UntypedQuery::Loader> loader, std::optional<std::uint64_t> timer) {
    const auto self = shared_self();  // a callback may destroy the query
    CancellationSource fresh;
    CancellationSource superseded = fresh;
    std::uint64_t generation = 0;
    bool enabled = false;
    AsyncState old;
    {
      const Lock lock(mutex_);
      if (closed_ || (!enabled_ && !loader) || (timer && *timer != timer_)) return;
      superseded = std::exchange(current_, fresh);
      generation = ++generation_;
      ++timer_;
      enabled = enabled_;
      const bool forget = loader && (state_.data || state_.error);
      if (loader) loader_.swap(loader);
      if (forget) {
        old = replace_state(lock, {nullptr, {}, enabled});
      } else if (enabled && !state_.busy) {
        old = replace_state(lock, {state_.data, state_.error, true});
      }
    }
    superseded.cancel();
    notify(Via::Executor);
    if (!enabled) return;
    executor_.post([self, generation] { self->load(generation); },
                   [self, generation] { self->settle(generation, dropped()); });
  }

  /// Has the next load begin an interval from now, unless one is on its way, whose end sets the timer.
  void set_timer() {
    const auto self = shared_self();
    std::uint64_t timer = 0;
    std::chrono::milliseconds interval{0};
    {
      const Lock lock(mutex_);
      timer = ++timer_;
      interval = interval_;
      if (closed_ || !enabled_ || state_.busy || interval == std::chrono::milliseconds{0}) return;
    }
    // A timer keeps nothing of a query that is gone.
    const std::weak_ptr<QueryCore> weak = self;
    executor_.post_after(
        interval,
        [weak, timer] {
          if (const auto due = weak.lock()) due->begin(nullptr, timer);
        },
        [weak, timer] {
          if (const auto lost = weak.lock()) lost->lose_timer(timer);
        });
  }

  void lose_timer(std::uint64_t timer) {
    AsyncState old;
    {
      const Lock lock(mutex_);
      if (timer != timer_) return;
      AsyncState lost = dropped();
      lost.data = state_.data;
      old = replace_state(lock, std::move(lost));
    }
    notify(Via::ThisThread);
  }

  static AsyncState dropped() { return {nullptr, Failure{std::make_exception_ptr(TaskDroppedException{})}, false}; }

  std::shared_ptr<QueryCore> shared_self() { return std::static_pointer_cast<QueryCore>(shared_from_this()); }

  void load(std::uint64_t generation) {
    const Frame frame(*this);
    std::shared_ptr<const UntypedQuery::Loader> loader;
    CancellationToken token;
    {
      const Lock lock(mutex_);
      if (generation != generation_) return;
      loader = loader_;
      token = current_.token();
    }
    AsyncState result;
    try {
      result.data = (*loader)(token);
    } catch (...) {
      result.error = Failure{std::current_exception()};
    }
    settle(generation, std::move(result));
  }

  /// Takes over the outcome of a load unless a newer one has begun.
  void settle(std::uint64_t generation, AsyncState result) {
    AsyncState old;
    {
      const Lock lock(mutex_);
      if (generation != generation_) return;
      if (result.error) result.data = state_.data;
      old = replace_state(lock, std::move(result));
    }
    set_timer();
    notify(Via::ThisThread);
  }

  std::shared_ptr<const UntypedQuery::Loader> loader_;
  std::uint64_t generation_ = 0;  // of the load that counts
  std::uint64_t timer_ = 0;       // the timer that counts; counted on to stop it
  std::chrono::milliseconds interval_{0};
  bool enabled_ = true;
  CancellationSource current_{};
};

UntypedQuery::UntypedQuery(Executor& executor, Loader loader)
    : core_(std::make_shared<QueryCore>(executor, std::move(loader))) {
  core_->refetch();
}

UntypedQuery& UntypedQuery::operator=(UntypedQuery&& other) noexcept {
  if (this != &other) {
    if (core_) core_->shut_down();
    core_ = std::move(other.core_);
  }
  return *this;
}

UntypedQuery::~UntypedQuery() {
  if (core_) core_->shut_down();
}

AsyncState UntypedQuery::state() const { return core_->state(); }

void UntypedQuery::refetch() const { core_->refetch(); }

void UntypedQuery::reload(Loader loader) const { core_->reload(std::move(loader)); }

void UntypedQuery::refetch_every(std::chrono::milliseconds interval) const { core_->refetch_every(interval); }

void UntypedQuery::enable(bool enabled) const { core_->enable(enabled); }

bool UntypedQuery::is_enabled() const { return core_->is_enabled(); }

Subscription UntypedQuery::subscribe(StateCallback callback, const Executor* executor) const {
  return core_->subscribe(std::move(callback), executor);
}

}  // namespace detail
ALLO_NAMESPACE_END
