#ifndef ALLO_SRC_CORE_BACKGROUND_TASK_HPP
#define ALLO_SRC_CORE_BACKGROUND_TASK_HPP

#include <allo/version.hpp>

#include <functional>
#include <memory>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// A task on somebody's executor that is waited for. Whoever waits runs the task itself when the executor has not begun
/// it, so that a full or stopped executor costs the overlap and nothing else.
class BackgroundTask {
 public:
  BackgroundTask() noexcept = default;
  BackgroundTask(const std::function<void(std::function<void()>)>& executor, std::function<void()> task);
  BackgroundTask(BackgroundTask&&) noexcept;
  BackgroundTask& operator=(BackgroundTask&&) noexcept;
  ~BackgroundTask();

  explicit operator bool() const noexcept { return state_ != nullptr; }

  /// Waits until the task is done and rethrows what it threw.
  void wait();

 private:
  struct State;
  void abandon() noexcept;
  std::shared_ptr<State> state_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
