#include "async/observable.hpp"

#include <allo/query.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

class QueryCore final : public Observable {
 public:
  QueryCore(const Executor& executor, UntypedQuery::Loader loader)
      : Observable(executor), loader_(std::make_shared<const UntypedQuery::Loader>(std::move(loader))) {}

  void refetch() {
    const auto self = std::static_pointer_cast<QueryCore>(shared_from_this());  // a callback may destroy the query
    CancellationSource fresh;
    CancellationSource superseded = fresh;
    std::uint64_t generation = 0;
    AsyncState old;
    {
      const Lock lock(mutex_);
      if (closed_) return;
      superseded = std::exchange(current_, fresh);
      generation = ++generation_;
      if (!state_.busy) old = replace_state(lock, {state_.data, state_.error, true});
    }
    superseded.cancel();
    notify(Delivery::Post);
    executor_.post(
        [self, generation] { self->load(generation); },
        [self, generation] {
          self->settle(generation, {nullptr, Failure{std::make_exception_ptr(TaskDroppedException{})}, false});
        });
  }

  void shut_down() {
    Lock lock(mutex_);
    ++generation_;
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
    notify(Delivery::Direct);
  }

  std::shared_ptr<const UntypedQuery::Loader> loader_;
  std::uint64_t generation_ = 0;
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

Subscription UntypedQuery::subscribe(StateCallback callback, const Executor* executor) const {
  return core_->subscribe(std::move(callback), executor);
}

}  // namespace detail
ALLO_NAMESPACE_END
