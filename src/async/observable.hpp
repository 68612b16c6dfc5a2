#ifndef ALLO_SRC_ASYNC_OBSERVABLE_HPP
#define ALLO_SRC_ASYNC_OBSERVABLE_HPP

#include <allo/executor.hpp>
#include <allo/subscription.hpp>

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// One subscription; everything in it is guarded by the mutex of its Observable.
struct Subscriber {
  std::uint64_t id = 0;
  std::shared_ptr<const StateCallback> callback{};  ///< Null once the subscription has ended.
  std::optional<ExecutorHandle> executor{};         ///< None: that of the Observable.
  std::uint64_t seen = 0;                           ///< The version of the state that it was last told.
  bool queued = false;                              ///< A delivery waits in the executor.
  std::optional<std::thread::id> running{};         ///< The thread that is in the callback.
};

/// What queries and mutations have in common: a state under a lock, subscribers that are told of its changes, and the
/// count of who is running user code, for a destructor to wait for.
class Observable : public std::enable_shared_from_this<Observable> {
 public:
  explicit Observable(const Executor& executor) : executor_(executor) {}
  Observable(const Observable&) = delete;
  Observable& operator=(const Observable&) = delete;

  AsyncState state() const;
  Subscription subscribe(StateCallback callback, const Executor* executor);
  void unsubscribe(Subscriber& subscriber) noexcept;

 protected:
  using Lock = std::unique_lock<std::mutex>;

  /// How notify() reaches subscribers that have chosen no executor.
  enum class Via { Executor, ThisThread };

  ~Observable() = default;

  /// Marks this thread as one that runs user code; to be made and ended without the lock.
  class Frame {
   public:
    explicit Frame(Observable& observable);
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;
    ~Frame();

   private:
    Observable& observable_;
  };

  /// Replaces the state and counts the change. The old one is returned to be destroyed without the lock.
  AsyncState replace_state(const Lock& lock, AsyncState state);

  /// Schedules every subscriber that has not seen the present state; without the lock.
  void notify(Via via);

  /// Waits until no other thread runs user code. With the lock, which is released in between.
  void wait_for_frames(Lock& lock);

  /// Ends all subscriptions, then waits like wait_for_frames; the state stays.
  void close(Lock& lock);

  mutable std::mutex mutex_;
  ExecutorHandle executor_;
  AsyncState state_{};
  bool closed_ = false;

 private:
  void post(const std::shared_ptr<Subscriber>& subscriber);
  void deliver(const std::shared_ptr<Subscriber>& subscriber);

  std::condition_variable changed_;
  std::uint64_t version_ = 1;
  std::uint64_t last_id_ = 0;
  std::map<std::uint64_t, std::shared_ptr<Subscriber>> subscribers_;  // in the order in which they came
  std::vector<std::thread::id> frames_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
