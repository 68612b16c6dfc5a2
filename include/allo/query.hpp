#ifndef ALLO_QUERY_HPP
#define ALLO_QUERY_HPP

/// @file
/// Data of the service that a program shows and keeps fresh. Optional: `<allo/allo.hpp>` does not include it.

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

namespace detail {

class QueryCore;

/// A query without its type: all of its behaviour.
class ALLO_EXPORT UntypedQuery {
 public:
  using Loader = std::function<std::shared_ptr<const void>(const CancellationToken&)>;

  UntypedQuery(Executor& executor, Loader loader);
  UntypedQuery(UntypedQuery&&) noexcept = default;
  UntypedQuery& operator=(UntypedQuery&& other) noexcept;
  UntypedQuery(const UntypedQuery&) = delete;
  UntypedQuery& operator=(const UntypedQuery&) = delete;
  ~UntypedQuery();

  AsyncState state() const;
  void refetch() const;
  Subscription subscribe(StateCallback callback, const Executor* executor) const;

 private:
  std::shared_ptr<QueryCore> core_;
};

}  // namespace detail

/// What a Query stands at, all of one moment.
template <class T>
struct QueryState {
  std::shared_ptr<const T> data{};  ///< What the last successful load gave; null before the first.
  Failure error{};                  ///< What the last finished load failed with; none when it succeeded.
  bool is_loading = false;          ///< A load is queued or running.
};

/// A value that is loaded on an executor, can be loaded again, and tells its subscribers.
///
/// The first load begins with the constructor. While a load runs, the data and the error of the one before stay; a
/// success replaces the data and clears the error, a failure sets the error and leaves the data. refetch() supersedes a
/// load that has not finished: it is cancelled, and its answer is dropped even when it comes last. A load that the
/// executor drops, or that finds it gone, fails with TaskDroppedException.
///
/// The destructor cancels, then waits for the load and the callbacks that are running on other threads: once it has
/// returned, nothing of the query runs, and what the loader and the callbacks captured is released (where the
/// destructor was called from within one of these: as soon as that has returned). Hold no lock in it that a callback
/// takes.
///
/// All members may be called from any thread at once, from callbacks and from the loader too, except that moving and
/// destroying need the query for themselves. A moved-from query may only be destroyed or assigned to.
template <class T>
class Query {
 public:
  /// Begins to load.
  /// @param executor  Runs the loads and, by default, the callbacks. May be destroyed before the query.
  /// @param loader  `T()` or `T(const CancellationToken&)`; pass the token on in RequestOptions, so that a request
  /// which nobody waits for any more ends early. It may run on several threads at once, for a load that was superseded
  /// ends in its own time.
  template <class Loader>
  Query(Executor& executor, Loader loader) : untyped_(executor, erase(std::move(loader))) {}

  /// What the last successful load gave, never changed again; null before the first.
  std::shared_ptr<const T> data() const { return state().data; }

  /// True while a load is queued or running.
  bool is_loading() const { return untyped_.state().busy; }

  /// What the last finished load failed with; none when it succeeded. Converts to std::exception_ptr.
  Failure error() const { return untyped_.state().error; }

  /// The three together, of one moment.
  QueryState<T> state() const { return detail::typed_state<QueryState<T>>(untyped_.state()); }

  /// Loads again; a load that has not finished is superseded. Does not block but on an InlineExecutor.
  void refetch() { untyped_.refetch(); }

  /// Has `callback`, which takes nothing or a `const QueryState<T>&`, called with the present state and after each
  /// change. Calls of one subscription never overlap; states in between may be skipped, the last one never is. What the
  /// callback throws is ignored. It may refetch, unsubscribe and destroy the query. Runs on the query's executor, or,
  /// when that drops the call or a load, on the thread that dropped it.
  template <class Callback>
  [[nodiscard]] Subscription subscribe(Callback callback) const {
    return untyped_.subscribe(detail::untyped_callback<QueryState<T>>(std::move(callback)), nullptr);
  }

  /// The same on an executor of the subscriber's choice, such as the event loop of a user interface. A call that it
  /// drops is made up for by the next change.
  template <class Callback>
  [[nodiscard]] Subscription subscribe(Callback callback, Executor& executor) const {
    return untyped_.subscribe(detail::untyped_callback<QueryState<T>>(std::move(callback)), &executor);
  }

 private:
  template <class Loader>
  static detail::UntypedQuery::Loader erase(Loader loader) {
    // Shared, because std::function wants to copy what may only move.
    return [shared = std::make_shared<Loader>(std::move(loader))](
               const CancellationToken& token) -> std::shared_ptr<const void> {
      if constexpr (std::is_invocable_v<Loader&, const CancellationToken&>) {
        return std::make_shared<const T>((*shared)(token));
      } else {
        return std::make_shared<const T>((*shared)());
      }
    };
  }

  detail::UntypedQuery untyped_;
};

ALLO_NAMESPACE_END

#endif
