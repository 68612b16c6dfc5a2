#ifndef ALLO_SUBSCRIPTION_HPP
#define ALLO_SUBSCRIPTION_HPP

/// @file
/// What listens to a Query or a Mutation. Optional: `<allo/allo.hpp>` does not include it.

#include <allo/export.hpp>
#include <allo/failure.hpp>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

ALLO_NAMESPACE_BEGIN

namespace detail {

class Observable;
struct Subscriber;

/// The state of a query or a mutation without its type.
struct AsyncState {
  std::shared_ptr<const void> data{};
  Failure error{};
  bool busy = false;
};

using StateCallback = std::function<void(const AsyncState&)>;

/// The state with its type: `State` is a QueryState or a MutationState.
template <class State>
State typed_state(const AsyncState& state) {
  using Data = typename decltype(State::data)::element_type;
  return {std::static_pointer_cast<Data>(state.data), state.error, state.busy};
}

/// Wraps a callback that takes nothing or a `const State&`.
template <class State, class Callback>
StateCallback untyped_callback(Callback callback) {
  // Shared, because std::function wants to copy what may only move.
  return [shared = std::make_shared<Callback>(std::move(callback))](const AsyncState& state) {
    if constexpr (std::is_invocable_v<Callback&, const State&>) {
      (*shared)(typed_state<State>(state));
    } else {
      (*shared)();
    }
  };
}

}  // namespace detail

/// Keeps a callback subscribed to a Query or a Mutation for as long as it lives; may outlive both. Once its destructor
/// has returned, the callback neither runs nor will run, unless the destructor was called by the callback itself. The
/// destructor waits for a call that is under way on another thread: hold no lock that the callback takes.
/// Movable; one thread at a time, that of the callback included: on a pool it may run before subscribe() has returned,
/// so have a callback that ends its own subscription run on the executor of the thread that keeps the subscription.
class ALLO_EXPORT Subscription {
 public:
  /// Keeps nothing subscribed.
  Subscription() noexcept = default;

  /// @{
  /// Takes over what another one keeps; an assignment first calls reset().
  Subscription(Subscription&&) noexcept = default;
  Subscription& operator=(Subscription&& other) noexcept;
  /// @}

  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;
  ~Subscription() { reset(); }

  /// Ends the subscription early, as the destructor does; does nothing when it has ended.
  void reset() noexcept;

 private:
  friend class detail::Observable;
  Subscription(std::shared_ptr<detail::Observable> source, std::shared_ptr<detail::Subscriber> subscriber) noexcept;
  std::shared_ptr<detail::Observable> source_;
  std::shared_ptr<detail::Subscriber> subscriber_;
};

ALLO_NAMESPACE_END

#endif
