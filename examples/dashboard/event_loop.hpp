#ifndef EXAMPLE_DASHBOARD_EVENT_LOOP_HPP
#define EXAMPLE_DASHBOARD_EVENT_LOOP_HPP

#include <allo/executor.hpp>

#include <deque>
#include <functional>
#include <mutex>

namespace example {

/// The event loop of a terminal program, as an executor: what any thread posts runs on the thread that waits for keys.
/// Every user interface has something of the kind (Qt: QMetaObject::invokeMethod, wxWidgets: CallAfter).
class EventLoop final : public allo::Executor {
 public:
  /// From here on, the first of SIGINT, SIGTERM and SIGHUP ends the loop; another ends the program at once. Make one
  /// only, and before Terminal, for curses handles these signals itself unless somebody does.
  /// @throws std::system_error when the system has no pipe left.
  EventLoop();
  ~EventLoop() override;

  void post(std::function<void()> task) override;

  /// Waits until a key was pressed, the terminal was resized or a task was posted; runs the tasks. False when the
  /// program has to end: a signal says so, or the terminal is gone.
  bool wait();

 private:
  std::mutex mutex_;
  std::deque<std::function<void()>> tasks_;
  int wake_read_ = -1;
  int wake_write_ = -1;
};

}  // namespace example

#endif
