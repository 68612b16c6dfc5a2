#ifndef ALLO_QUERY_HPP
#define ALLO_QUERY_HPP

/// @file
/// Data of the service that a program shows and keeps fresh. Optional: `<allo/allo.hpp>` does not include it.

#include <allo/cancellation.hpp>
#include <allo/executor.hpp>
#include <allo/export.hpp>
#include <allo/failure.hpp>
#include <allo/subscription.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <tuple>
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
  void reload(Loader loader) const;
  void refetch_every(std::chrono::milliseconds interval) const;
  void enable(bool enabled) const;
  bool is_enabled() const;
  Subscription subscribe(StateCallback callback, const Executor* executor) const;

 private:
  std::shared_ptr<QueryCore> core_;
};

/// The types of the inputs of a query that has one or two.
template <class... In>
struct QueryInputs {
  using First = std::tuple_element_t<0, std::tuple<In..., std::nullptr_t>>;
  using Second = std::tuple_element_t<1, std::tuple<In..., std::nullptr_t, std::nullptr_t>>;
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
///
/// `In` are the types of what the loader takes, none or up to two: `Query<Contact, std::string, GetContactInput>`. A
/// query moves into one without: `Query<Contact>`, whose input stays as it is.
template <class T, class... In>
class Query {
 public:
  /// Begins to load. The executor runs the loads and, by default, the callbacks; it may be destroyed before the query.
  /// The loader is `T(const In&...)` or `T(const In&..., const CancellationToken&)`; pass the token on in
  /// RequestOptions, so that a request which nobody waits for any more ends early. It may run on several threads at
  /// once, for a load that was superseded ends in its own time. The input is what the first load is given; see input().
  template <class Loader>
  Query(Executor& executor, Loader loader, In... input)
      : function_(std::make_shared<const Function>(erase(std::move(loader)))),
        untyped_(executor, bind(function_, std::move(input)...)) {}

  /// Takes over a query whose input is not to be changed any more.
  template <class Fixed, class... More, std::enable_if_t<sizeof...(In) == 0, Fixed>* = nullptr>
  Query(Query<T, Fixed, More...>&& other) noexcept : function_(nullptr), untyped_(std::move(other.untyped_)) {}

  /// What the last successful load gave, never changed again; null before the first.
  std::shared_ptr<const T> data() const { return state().data; }

  /// True while a load is queued or running.
  bool is_loading() const { return untyped_.state().busy; }

  /// What the last finished load failed with; none when it succeeded. Converts to std::exception_ptr.
  Failure error() const { return untyped_.state().error; }

  /// The three together, of one moment.
  QueryState<T> state() const { return detail::typed_state<QueryState<T>>(untyped_.state()); }

  /// Loads again; a load that has not finished is superseded. Does not block but on an InlineExecutor. Does nothing
  /// while the query is switched off.
  void refetch() { untyped_.refetch(); }

  /// Loads again and again: the next load begins `interval` after the end of the one before, however that ended and
  /// whoever began it, so that no two run at once. An interval of 0 ends it, and so does the destructor. Uses
  /// Executor::post_after; where the executor drops the timer, error() is a TaskDroppedException until refetch() goes
  /// on.
  /// @throws InvalidArgumentException for a negative interval.
  void refetch_every(std::chrono::milliseconds interval) { untyped_.refetch_every(interval); }

  /// Switches the query off, or on again. While it is off, nothing is loaded, neither by refetch() nor by
  /// refetch_every() nor by input(); a load that has not finished is cancelled and dropped; data and error stay. Once
  /// it is on again, it loads at once.
  void enabled(bool on) { untyped_.enable(on); }

  /// False while the query is switched off.
  bool is_enabled() const { return untyped_.is_enabled(); }

  /// Loads with another input from now on; subscriptions stay. data() and error() of the old one are cleared at once,
  /// so that no view shows the answer to another question.
  void input(In... in) {
    static_assert(sizeof...(In) > 0, "this query takes no input: refetch() loads it again");
    untyped_.reload(bind(function_, std::move(in)...));
  }

  /// The same, where the second input is the default one.
  template <std::size_t inputs = sizeof...(In), std::enable_if_t<inputs == 2>* = nullptr>
  void input(typename detail::QueryInputs<In...>::First in) {
    input(std::move(in), typename detail::QueryInputs<In...>::Second{});
  }

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
  template <class, class...>
  friend class Query;

  using Function = std::function<std::shared_ptr<const void>(const In&..., const CancellationToken&)>;

  template <class Loader>
  static Function erase(Loader loader) {
    // Shared, because std::function wants to copy what may only move.
    return [shared = std::make_shared<Loader>(std::move(loader))](
               const In&... in, const CancellationToken& token) -> std::shared_ptr<const void> {
      if constexpr (std::is_invocable_v<Loader&, const In&..., const CancellationToken&>) {
        return std::make_shared<const T>((*shared)(in..., token));
      } else {
        return std::make_shared<const T>((*shared)(in...));
      }
    };
  }

  static detail::UntypedQuery::Loader bind(std::shared_ptr<const Function> function, In... in) {
    return
        [function = std::move(function), inputs = std::tuple<In...>(std::move(in)...)](const CancellationToken& token) {
          return std::apply([&](const In&... each) { return (*function)(each..., token); }, inputs);
        };
  }

  std::shared_ptr<const Function> function_;
  detail::UntypedQuery untyped_;
};

ALLO_NAMESPACE_END

#endif
