#include "core/background_task.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>

ALLO_NAMESPACE_BEGIN
namespace detail {

struct BackgroundTask::State {
  enum class Stage { Waiting, Running, Done };

  /// Runs the task unless somebody has begun it or nobody wants it any more.
  void run() noexcept {
    {
      const std::lock_guard lock{mutex};
      if (stage != Stage::Waiting) return;
      stage = Stage::Running;
    }
    std::exception_ptr thrown;
    try {
      task();
    } catch (...) {
      thrown = std::current_exception();
    }
    task = nullptr;
    const std::lock_guard lock{mutex};
    failure = std::move(thrown);
    stage = Stage::Done;
    done.notify_all();
  }

  std::mutex mutex;
  std::condition_variable done;
  Stage stage = Stage::Waiting;
  std::function<void()> task{};
  std::exception_ptr failure{};
};

BackgroundTask::BackgroundTask(const std::function<void(std::function<void()>)>& executor, std::function<void()> task)
    : state_(std::make_shared<State>()) {
  state_->task = std::move(task);
  try {
    executor([state = state_] { state->run(); });
  } catch (...) {  // An executor that takes no more work: whoever waits runs the task.
  }
}

BackgroundTask::BackgroundTask(BackgroundTask&& other) noexcept : state_(std::move(other.state_)) {}

BackgroundTask& BackgroundTask::operator=(BackgroundTask&& other) noexcept {
  if (this != &other) {
    abandon();
    state_ = std::move(other.state_);
  }
  return *this;
}

BackgroundTask::~BackgroundTask() { abandon(); }

void BackgroundTask::wait() {
  if (!state_) return;
  state_->run();
  std::unique_lock lock{state_->mutex};
  state_->done.wait(lock, [&] { return state_->stage == State::Stage::Done; });
  if (state_->failure) std::rethrow_exception(state_->failure);
}

/// Afterwards the task does not run: what it refers to may go.
void BackgroundTask::abandon() noexcept {
  if (!state_) return;
  std::unique_lock lock{state_->mutex};
  if (state_->stage == State::Stage::Waiting) {
    state_->stage = State::Stage::Done;
    state_->task = nullptr;
  }
  state_->done.wait(lock, [&] { return state_->stage == State::Stage::Done; });
  lock.unlock();
  state_.reset();
}

}  // namespace detail
ALLO_NAMESPACE_END
