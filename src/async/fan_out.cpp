#include <allo/async.hpp>

#include <condition_variable>
#include <mutex>
#include <thread>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

using Job = std::function<void()>;

/// The workers of one fan_out: the caller, and tasks on the executor that post themselves again after each job.
class FanOut : public std::enable_shared_from_this<FanOut> {
 public:
  FanOut(const Executor& executor, std::size_t max_in_flight, const std::function<Job()>& next)
      : executor_(executor), max_workers_(max_in_flight), next_(next) {}

  void run() {
    while (step()) {
    }
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return active_ == 0; });
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  /// Does one job; false when there is none for this thread. Once none is left, `next_`, which belongs to the caller,
  /// is not touched any more.
  bool step() {
    Job job = take();
    if (!job) return false;
    hire();
    std::exception_ptr failure;
    try {
      job();
    } catch (...) {
      failure = std::current_exception();
    }
    job = nullptr;
    const std::lock_guard lock(mutex_);
    if (failure) fail(std::move(failure));
    if (--active_ == 0) idle_.notify_all();
    return true;
  }

  /// The next job, counted as active; null when there is none left, or when reading it has the executor run this.
  Job take() {
    const std::thread::id self = std::this_thread::get_id();
    {
      const std::lock_guard lock(mutex_);
      if (reader_ == self) return nullptr;
    }
    const std::lock_guard reading(reading_);
    {
      const std::lock_guard lock(mutex_);
      if (exhausted_) return nullptr;
      reader_ = self;
    }
    Job job;
    std::exception_ptr failure;
    try {
      job = next_();
    } catch (...) {
      failure = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    reader_ = {};
    if (failure) fail(std::move(failure));
    if (job) {
      ++active_;
    } else {
      exhausted_ = true;
    }
    return job;
  }

  /// With the lock.
  void fail(std::exception_ptr failure) {
    if (!failure_) failure_ = std::move(failure);
    exhausted_ = true;
  }

  /// Adds a worker while there may be more to do. One at a time, so that a short list costs few tasks.
  void hire() {
    {
      const std::lock_guard lock(mutex_);
      if (exhausted_ || workers_ == max_workers_) return;
      ++workers_;
    }
    if (post() != PostOutcome::Posted) leave();
  }

  PostOutcome post() {
    const auto self = shared_from_this();
    return executor_.try_post([self] { self->work(); }, [self] { self->leave(); });
  }

  void work() {
    while (step()) {
      switch (post()) {
        case PostOutcome::Posted:
          return;
        case PostOutcome::Inline:
          break;
        case PostOutcome::Dropped:
          return leave();
      }
    }
    leave();
  }

  void leave() {
    const std::lock_guard lock(mutex_);
    --workers_;
  }

  ExecutorHandle executor_;
  const std::size_t max_workers_;
  const std::function<Job()>& next_;
  std::mutex reading_;  // for next_ alone, which may run the caller's code, and run or end tasks that are queued
  std::mutex mutex_;
  std::thread::id reader_{};
  std::condition_variable idle_;
  std::size_t workers_ = 1;
  std::size_t active_ = 0;
  bool exhausted_ = false;
  std::exception_ptr failure_;
};

}  // namespace

void fan_out(const Executor& executor, std::size_t max_in_flight, const std::function<Job()>& next) {
  if (max_in_flight == 0) throw InvalidArgumentException("max_in_flight must be at least 1");
  std::make_shared<FanOut>(executor, max_in_flight, next)->run();
}

Failure cancelled_before_begin() {
  return Failure{std::make_exception_ptr(
      TransportException{TransportError::Cancelled, "cancelled before the item was begun", false})};
}

}  // namespace detail
ALLO_NAMESPACE_END
