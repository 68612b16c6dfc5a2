#ifndef ALLO_EXECUTOR_HPP
#define ALLO_EXECUTOR_HPP

/// @file
/// Where asynchronous work runs. Optional: `<allo/allo.hpp>` does not include it, and the client needs none of it.

#include <allo/errors.hpp>
#include <allo/export.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

ALLO_NAMESPACE_BEGIN

namespace detail {
struct ExecutorLink;
class ExecutorHandle;
}  // namespace detail

/// Runs tasks: a thread pool, the event loop of a user interface, or the calling thread. Implement `post` to bring your
/// own, and `post_after` where it has timers.
///
/// Queries, mutations and the functions of `<allo/async.hpp>` take it by reference and may outlive it: what they would
/// post to an executor that is gone, they report as TaskDroppedException. An executor that may be destroyed while other
/// threads still post to it, or while it holds tasks, whose end may post others, calls `retire` first thing in its
/// destructor.
class ALLO_EXPORT Executor {
 public:
  Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;
  virtual ~Executor();

  /// Runs `task` once, on any thread, now or later, or drops it by destroying it without a call. Must be callable from
  /// many threads at once. Hold no lock of your own while a task runs or is destroyed: both may call back.
  virtual void post(std::function<void()> task) = 0;

  /// The same once `delay` has passed and not before; what is not due yet when the executor ends is dropped. Does not
  /// wait. This one posts from a thread that is started for it, keeps the time and nothing else, and ends with the
  /// executor: override it with the timer of your event loop.
  virtual void post_after(std::chrono::milliseconds delay, std::function<void()> task);

 protected:
  /// Lets nothing of the library call `post` or `post_after` any more, and waits for the calls that are under way on
  /// other threads. What was handed to the `post_after` of this class and is not due yet is dropped. Repeating it is
  /// fine.
  void retire() noexcept;

 private:
  friend class detail::ExecutorHandle;
  std::shared_ptr<detail::ExecutorLink> link_;
};

/// A fixed number of threads with one queue, first in, first out. The only place where the library starts threads.
///
/// The destructor runs what is queued, drops what is not due yet, then ends the threads; call drop_queued() before it
/// for a quick end. What is posted once the destructor has begun is dropped. Destroying the pool on one of its own
/// threads is allowed: that thread goes on alone and ends by itself. Destroy queries before their pool, so that their
/// requests are cancelled and not waited for. All members may be called from any thread at once; the destructor needs
/// the pool for itself.
class ALLO_EXPORT ThreadPool final : public Executor {
 public:
  /// Starts the threads.
  /// @throws InvalidArgumentException unless `threads` is 1 to 1024; std::system_error when a thread cannot be started.
  explicit ThreadPool(std::size_t threads = 4);
  ~ThreadPool() override;

  /// Queues a task; the queue has no bound. What a task throws ends the program, as with std::thread.
  /// @throws InvalidArgumentException for an empty function.
  void post(std::function<void()> task) override;

  /// Queues a task once `delay` has passed, behind what is queued then; a delay below 1 ms is none. Starts no thread.
  /// @throws InvalidArgumentException for an empty function.
  void post_after(std::chrono::milliseconds delay, std::function<void()> task) override;

  /// Drops the tasks that have not begun, but for those whose delay has not passed, and says how many those were.
  /// Whoever waits for one of them is told.
  std::size_t drop_queued();

  /// The number of threads; never changes.
  std::size_t size() const noexcept;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// Runs each task at once, within post(), on the calling thread; for tests and for programs without threads.
/// Safe from any thread. What a task throws comes out of post().
class ALLO_EXPORT InlineExecutor final : public Executor {
 public:
  InlineExecutor() = default;
  ~InlineExecutor() override;

  /// Calls `task`, which must not be empty.
  void post(std::function<void()> task) override;
};

/// An executor dropped the work before it began, or was gone already. Nothing was sent.
class ALLO_EXPORT TaskDroppedException : public AlloException {
 public:
  TaskDroppedException();
  ~TaskDroppedException() override;
};

namespace detail {

/// What became of a task within try_post, on the thread that posted it.
enum class PostOutcome {
  Posted,   ///< It runs or is dropped elsewhere or later.
  Inline,   ///< The executor ran it within post.
  Dropped,  ///< The executor refused it.
};

/// A way to an executor that may be gone by now. Cheap to copy; safe from any thread.
class ALLO_EXPORT ExecutorHandle {
 public:
  explicit ExecutorHandle(const Executor& executor);

  /// Has exactly one of the two called, once: `run` by the executor, or `drop` by the thread that dropped the task, be
  /// it this one. Neither may throw. How often the executor calls its task makes no difference.
  void post(std::function<void()> run, std::function<void()> drop) const;

  /// The same once `delay` has passed.
  void post_after(std::chrono::milliseconds delay, std::function<void()> run, std::function<void()> drop) const;

  /// Like post(), but what the executor runs or drops within post on this thread is only reported: the caller carries
  /// on by itself, without recursion.
  PostOutcome try_post(std::function<void()> run, std::function<void()> drop) const;

 private:
  std::shared_ptr<ExecutorLink> link_;
};

}  // namespace detail

ALLO_NAMESPACE_END

#endif
