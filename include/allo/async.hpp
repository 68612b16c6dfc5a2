#ifndef ALLO_ASYNC_HPP
#define ALLO_ASYNC_HPP

/// @file
/// Futures, and many calls at once. Optional: `<allo/allo.hpp>` does not include it.

#include <allo/cancellation.hpp>
#include <allo/executor.hpp>
#include <allo/export.hpp>
#include <allo/failure.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <iterator>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN

/// Runs `function` on `executor` and gives its result or its exception in a future. The destructor of that future does
/// not wait, so `function` must own what it uses. It runs at most once; when the executor drops it, the future throws
/// TaskDroppedException.
template <class Function>
std::future<std::invoke_result_t<Function&>> async(Executor& executor, Function function) {
  using Result = std::invoke_result_t<Function&>;
  struct Pending {
    explicit Pending(Function&& f) : function(std::move(f)) {}
    Function function;
    std::promise<Result> promise{};
  };
  const auto pending = std::make_shared<Pending>(std::move(function));
  std::future<Result> future = pending->promise.get_future();
  const auto run = [pending] {
    try {
      if constexpr (std::is_void_v<Result>) {
        pending->function();
        pending->promise.set_value();
      } else {
        pending->promise.set_value(pending->function());
      }
    } catch (...) {
      pending->promise.set_exception(std::current_exception());
    }
  };
  const auto drop = [pending] { pending->promise.set_exception(std::make_exception_ptr(TaskDroppedException{})); };
  detail::ExecutorHandle{executor}.post(run, drop);
  return future;
}

/// The result of one item, or what it failed with. A value type: reading it from many threads is safe, changing it is
/// not.
template <class T>
class Outcome {
 public:
  /// A result.
  explicit Outcome(T value) : value_(std::move(value)) {}

  /// No result; `error` must hold a failure.
  explicit Outcome(Failure error) : error_(std::move(error)) {}

  /// True when there is a result.
  explicit operator bool() const noexcept { return value_.has_value(); }

  /// The result.
  /// @throws what the item failed with
  const T& value() const& {
    error_.rethrow();
    return value_.value();
  }

  /// The result, to be moved from.
  /// @throws what the item failed with
  T&& value() && {
    error_.rethrow();
    return *std::move(value_);
  }

  /// What the item failed with; none where there is a result.
  const Failure& error() const noexcept { return error_; }

 private:
  std::optional<T> value_{};
  Failure error_{};
};

/// The outcome of an item whose function returns nothing.
template <>
class Outcome<void> {
 public:
  /// A success.
  Outcome() noexcept = default;

  /// A failure, unless `error` holds none.
  explicit Outcome(Failure error) : error_(std::move(error)) {}

  /// True when the item succeeded.
  explicit operator bool() const noexcept { return !error_; }

  /// Does nothing when the item succeeded.
  /// @throws what the item failed with
  void value() const { error_.rethrow(); }

  /// What the item failed with; none where it succeeded.
  const Failure& error() const noexcept { return error_; }

 private:
  Failure error_{};
};

namespace detail {

/// Takes jobs from `next`, one at a time, until it gives an empty one, and runs them on the calling thread and on
/// `executor`, at most `max_in_flight` at once. Returns when none runs any more.
/// @throws InvalidArgumentException when `max_in_flight` is 0
ALLO_EXPORT void fan_out(const Executor& executor, std::size_t max_in_flight,
                         const std::function<std::function<void()>()>& next);

/// What is told of an item that was not begun because of a cancellation.
ALLO_EXPORT Failure cancelled_before_begin();

/// Whether an iterator can be read again. One of C++20, such as that of std::views::istream, may have no category.
template <class Iterator, class = void>
struct IsMultiPass : std::false_type {};
template <class Iterator>
struct IsMultiPass<Iterator, std::void_t<typename std::iterator_traits<Iterator>::iterator_category>>
    : std::is_base_of<std::forward_iterator_tag, typename std::iterator_traits<Iterator>::iterator_category> {};

/// How map_concurrently reads items and calls its function.
template <class Iterator, class Function>
struct MapTraits {
#ifdef __cpp_lib_ranges
  using Item = std::iter_value_t<Iterator>;
#else
  using Item = typename std::iterator_traits<Iterator>::value_type;
#endif
  /// One that can be read again may be read by the job, on its own thread; another is copied item by item.
  static constexpr bool multi_pass = IsMultiPass<Iterator>::value;
  using Argument = std::conditional_t<multi_pass, decltype(*std::declval<Iterator&>()), Item&>;

  static decltype(auto) call(Function& function, Argument argument, const CancellationToken& token) {
    if constexpr (std::is_invocable_v<Function&, Argument, const CancellationToken&>) {
      return function(static_cast<Argument>(argument), token);
    } else {
      return function(static_cast<Argument>(argument));
    }
  }

  using Result = std::decay_t<decltype(call(std::declval<Function&>(), std::declval<Argument>(),
                                            std::declval<const CancellationToken&>()))>;

  static Outcome<Result> outcome(Function& function, Argument argument, const CancellationToken& token) {
    try {
      if constexpr (std::is_void_v<Result>) {
        call(function, static_cast<Argument>(argument), token);
        return Outcome<void>{};
      } else {
        return Outcome<Result>{call(function, static_cast<Argument>(argument), token)};
      }
    } catch (...) {
      return Outcome<Result>{Failure{std::current_exception()}};
    }
  }
};

}  // namespace detail

/// Calls `function` for each item, several at a time, and returns when all are done: an outcome per item, in their
/// order.
///
/// The items are read one by one as they are needed, so that a range such as `client.contacts.all()` stays a page in
/// memory; besides the outcomes, no more than `max_in_flight` items are held. The calling thread works too, and the
/// executor adds to it as many threads as it has free, one item at a time, so that others get their turn: it works,
/// though slower, on an executor that is busy, that drops work, or that this is called from. A client with a pacer
/// keeps its pace.
///
/// @param function  `R(item)` or `R(item, const CancellationToken&)`, called on several threads at once. A message that
/// it sends is sent once: no item is tried again.
/// @param cancellation  Once cancelled, no item is begun; those that were not have an outcome with
/// TransportError::Cancelled that was not sent. A range that can be read only once is not read further: one such
/// outcome ends the list.
/// @return An exception of reading the range ends the list as a last outcome, so that no outcome before it is lost.
/// @throws InvalidArgumentException when `max_in_flight` is 0; what begin() of the range throws
template <class Range, class Function>
auto map_concurrently(Executor& executor, Range&& items, std::size_t max_in_flight, Function function,
                      const CancellationToken& cancellation = {}) {
  using std::begin;
  using std::end;
  auto iterator = begin(items);
  const auto last = end(items);
  using Iterator = decltype(iterator);
  using Map = detail::MapTraits<Iterator, Function>;
  using Result = typename Map::Result;

  std::deque<std::optional<Outcome<Result>>> outcomes;  // a deque, because jobs hold references into it
  bool is_read = false;                                 // the next item is fetched when it is needed and not before
  bool ended = false;
  const auto end_with = [&](Failure failure) {
    outcomes.emplace_back(Outcome<Result>{std::move(failure)});
    ended = true;
  };
  const auto next = [&]() -> std::function<void()> {
    bool claimed = false;  // the last outcome waits for a job
    try {
      while (!ended) {
        const bool cancelled = cancellation.is_cancelled();
        if (cancelled && !Map::multi_pass) {
          end_with(detail::cancelled_before_begin());
          break;
        }
        if (std::exchange(is_read, true)) ++iterator;
        if (iterator == last) {
          ended = true;
          break;
        }
        if (cancelled) {
          outcomes.emplace_back(Outcome<Result>{detail::cancelled_before_begin()});
          continue;
        }
        auto& outcome = outcomes.emplace_back();
        claimed = true;
        if constexpr (Map::multi_pass) {
          return [&, at = iterator] { outcome.emplace(Map::outcome(function, *at, cancellation)); };
        } else {
          return [&, item = std::make_shared<typename Map::Item>(*iterator)] {
            outcome.emplace(Map::outcome(function, *item, cancellation));
          };
        }
      }
    } catch (...) {
      if (claimed) outcomes.pop_back();
      end_with(Failure{std::current_exception()});
    }
    return nullptr;
  };
  detail::fan_out(executor, max_in_flight, next);

  std::vector<Outcome<Result>> results;
  results.reserve(outcomes.size());
  for (auto& outcome : outcomes) results.push_back(*std::move(outcome));
  return results;
}

ALLO_NAMESPACE_END

#endif
