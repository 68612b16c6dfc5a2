#include "async/observable.hpp"

#include <allo/mutation.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN

MutationPendingException::MutationPendingException()
    : AlloException("a call of this mutation is pending; this one was not started", DeliveryState::NotSent) {}

MutationPendingException::~MutationPendingException() = default;

namespace detail {

class MutationCore final : public Observable {
 public:
  using Call = UntypedMutation::Call;
  using Observable::Observable;

  bool try_start(Call call) {
    const auto self =
        std::static_pointer_cast<MutationCore>(shared_from_this());  // a callback may destroy the mutation
    std::uint64_t generation = 0;
    AsyncState old;
    {
      const Lock lock(mutex_);
      if (state_.busy) return false;
      queued_ = std::move(call);
      current_ = CancellationSource{};
      generation = ++generation_;
      old = replace_state(lock, {nullptr, {}, true});
    }
    notify(Via::Executor);
    executor_.post([self, generation] { self->run(generation); },
                   [self, generation] {
                     const Frame frame(*self);  // for a destructor to wait until the subscribers know
                     if (self->take(generation)) self->settle_failed(std::make_exception_ptr(TaskDroppedException{}));
                   });
    return true;
  }

  void cancel() {
    std::optional<CancellationSource> running;
    Call given_up;
    {
      const Lock lock(mutex_);
      if (!state_.busy) return;
      running = current_;
      given_up = std::exchange(queued_, nullptr);
    }
    if (given_up) {
      settle_failed(std::make_exception_ptr(
          TransportException{TransportError::Cancelled, "cancelled before the call began", false}));
    } else {
      running->cancel();
    }
  }

  void reset() {
    AsyncState old;
    {
      const Lock lock(mutex_);
      if (state_.busy) throw MutationPendingException{};
      old = replace_state(lock, {});
    }
    notify(Via::Executor);
  }

  void shut_down() {
    run(std::nullopt);
    {
      Lock lock(mutex_);
      wait_for_frames(lock);  // with the subscriptions in place, which are thus told of the outcome
      close(lock);
    }
    run(std::nullopt);  // what a callback has asked for meanwhile
  }

 private:
  /// Claims the call that has not begun, which only one can; `generation`: only when it is that one.
  Call take(std::optional<std::uint64_t> generation) {
    const Lock lock(mutex_);
    if (generation && *generation != generation_) return nullptr;
    return std::exchange(queued_, nullptr);
  }

  void run(std::optional<std::uint64_t> generation) {
    const Frame frame(*this);
    Call call = take(generation);
    if (!call) return;
    CancellationToken token;
    {
      const Lock lock(mutex_);
      token = current_.token();
    }
    AsyncState result;
    try {
      result.data = call(token);
    } catch (...) {
      result.error = Failure{std::current_exception()};
    }
    call = nullptr;
    settle(std::move(result));
  }

  void settle_failed(std::exception_ptr error) { settle({nullptr, Failure{std::move(error)}, false}); }

  void settle(AsyncState result) {
    AsyncState old;
    {
      const Lock lock(mutex_);
      old = replace_state(lock, std::move(result));
    }
    notify(Via::ThisThread);
  }

  Call queued_{};  // null once somebody has claimed it
  std::uint64_t generation_ = 0;
  CancellationSource current_{};
};

UntypedMutation::UntypedMutation(Executor& executor) : core_(std::make_shared<MutationCore>(executor)) {}

UntypedMutation& UntypedMutation::operator=(UntypedMutation&& other) noexcept {
  if (this != &other) {
    if (core_) core_->shut_down();
    core_ = std::move(other.core_);
  }
  return *this;
}

UntypedMutation::~UntypedMutation() {
  if (core_) core_->shut_down();
}

AsyncState UntypedMutation::state() const { return core_->state(); }

bool UntypedMutation::try_start(Call call) const { return core_->try_start(std::move(call)); }

void UntypedMutation::cancel() const { core_->cancel(); }

void UntypedMutation::reset() const { core_->reset(); }

Subscription UntypedMutation::subscribe(StateCallback callback, const Executor* executor) const {
  return core_->subscribe(std::move(callback), executor);
}

}  // namespace detail

ALLO_NAMESPACE_END
