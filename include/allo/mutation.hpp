#ifndef ALLO_MUTATION_HPP
#define ALLO_MUTATION_HPP

/// @file
/// Changes that a program makes at the service without blocking. Optional: `<allo/allo.hpp>` does not include it.

#include <allo/cancellation.hpp>
#include <allo/executor.hpp>
#include <allo/export.hpp>
#include <allo/failure.hpp>
#include <allo/subscription.hpp>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

ALLO_NAMESPACE_BEGIN

/// A mutation was asked for while the one before was pending. The second was not started: nothing of it was sent.
class ALLO_EXPORT MutationPendingException : public AlloException {
 public:
  MutationPendingException();
  ~MutationPendingException() override;
};

namespace detail {

class MutationCore;

/// A mutation without its types: all of its behaviour.
class ALLO_EXPORT UntypedMutation {
 public:
  using Call = std::function<std::shared_ptr<const void>(const CancellationToken&)>;

  explicit UntypedMutation(Executor& executor);
  UntypedMutation(UntypedMutation&&) noexcept = default;
  UntypedMutation& operator=(UntypedMutation&& other) noexcept;
  UntypedMutation(const UntypedMutation&) = delete;
  UntypedMutation& operator=(const UntypedMutation&) = delete;
  ~UntypedMutation();

  AsyncState state() const;
  bool try_start(Call call) const;
  void cancel() const;
  void reset() const;
  Subscription subscribe(StateCallback callback, const Executor* executor) const;

 private:
  std::shared_ptr<MutationCore> core_;
};

}  // namespace detail

/// What a Mutation stands at, all of one moment.
template <class Out>
struct MutationState {
  std::shared_ptr<const Out> data{};  ///< What the last call gave, once it succeeded.
  Failure error{};                    ///< What the last call failed with, once it failed.
  bool is_pending = false;            ///< A call is queued or running.
};

/// A change at the service, such as sending an SMS, made on an executor, one call at a time.
///
/// Made for what costs money. Each mutate() that returns carries its input out at most once, however often the executor
/// runs its task, and its outcome is always told: data(), or error(), whose delivery() says whether the change may have
/// been made. A mutate() while one is pending throws and sends nothing, so that a button pressed twice sends one
/// message. A call that the executor drops, or that finds it gone, fails with TaskDroppedException and was not sent.
///
/// The destructor does not cancel: it waits for a call that is running, and carries out on its own thread one that the
/// executor has not begun, so that what mutate() accepted is never lost. Call cancel() first to give it up instead.
/// Once the destructor has returned, nothing of the mutation runs, and what the function and the callbacks captured is
/// released (where it was called from within one of these: as soon as that has returned). Hold no lock in it that a
/// callback takes.
///
/// All members may be called from any thread at once, from callbacks and from the function too, except that moving and
/// destroying need the mutation for themselves. A moved-from mutation may only be destroyed or assigned to.
/// `Out` may be void; data() is then a pointer to nothing that is not null after a success.
template <class In, class Out>
class Mutation {
 public:
  /// Starts nothing.
  /// @param executor  Runs the calls and, by default, the callbacks. May be destroyed before the mutation.
  /// @param function  `Out(const In&)` or `Out(const In&, const CancellationToken&)`.
  template <class Function>
  Mutation(Executor& executor, Function function)
      : untyped_(executor), function_(std::make_shared<const Erased>(erase(std::move(function)))) {}

  /// Begins a call; data() and error() of the one before are cleared. Does not block but on an InlineExecutor. What
  /// goes wrong is told by error().
  /// @throws MutationPendingException while a call is pending.
  void mutate(In input) {
    if (!try_mutate(std::move(input))) throw MutationPendingException{};
  }

  /// The same for a button that may be pressed twice: false while a call is pending, and then nothing is sent.
  bool try_mutate(In input) {
    return untyped_.try_start([function = function_, shared = std::make_shared<const In>(std::move(input))](
                                  const CancellationToken& token) { return (*function)(*shared, token); });
  }

  /// True while a call is queued or running.
  bool is_pending() const { return untyped_.state().busy; }

  /// What the last call gave; null while it is pending, when it failed, and before the first.
  std::shared_ptr<const Out> data() const { return state().data; }

  /// What the last call failed with; none while it is pending, when it succeeded, and before the first. Converts to
  /// std::exception_ptr.
  Failure error() const { return untyped_.state().error; }

  /// The three together, of one moment.
  MutationState<Out> state() const { return detail::typed_state<MutationState<Out>>(untyped_.state()); }

  /// Gives up a pending call. One that has not begun fails at once with TransportError::Cancelled and was not sent; one
  /// that runs is asked to stop and then tells, as always, whether it was carried out. Does nothing when none is
  /// pending.
  void cancel() { untyped_.cancel(); }

  /// Clears data() and error().
  /// @throws MutationPendingException while a call is pending, whose outcome would be lost.
  void reset() { untyped_.reset(); }

  /// Has `callback`, which takes nothing or a `const MutationState<Out>&`, called with the present state and after each
  /// change. Calls of one subscription never overlap; states in between may be skipped, the last one never is. What the
  /// callback throws is ignored. It may mutate, unsubscribe and destroy the mutation.
  /// Runs on the mutation's executor or, where that is not possible, on the thread that settles the call or that
  /// dropped the task.
  template <class Callback>
  [[nodiscard]] Subscription subscribe(Callback callback) const {
    return untyped_.subscribe(detail::untyped_callback<MutationState<Out>>(std::move(callback)), nullptr);
  }

  /// The same on an executor of the subscriber's choice, such as the event loop of a user interface. A call that it
  /// drops is made up for by the next change.
  template <class Callback>
  [[nodiscard]] Subscription subscribe(Callback callback, Executor& executor) const {
    return untyped_.subscribe(detail::untyped_callback<MutationState<Out>>(std::move(callback)), &executor);
  }

 private:
  using Erased = std::function<std::shared_ptr<const void>(const In&, const CancellationToken&)>;

  template <class Function>
  static Erased erase(Function function) {
    // Shared, because std::function wants to copy what may only move.
    return [shared = std::make_shared<Function>(std::move(function))](
               const In& input, const CancellationToken& token) -> std::shared_ptr<const void> {
      const auto call = [&]() -> Out {
        if constexpr (std::is_invocable_v<Function&, const In&, const CancellationToken&>) {
          return (*shared)(input, token);
        } else {
          return (*shared)(input);
        }
      };
      if constexpr (std::is_void_v<Out>) {
        auto done = std::make_shared<const bool>(true);  // made first: once the call was carried out, nothing may fail
        call();
        return done;
      } else {
        return std::make_shared<const Out>(call());
      }
    };
  }

  detail::UntypedMutation untyped_;
  std::shared_ptr<const Erased> function_;
};

ALLO_NAMESPACE_END

#endif
