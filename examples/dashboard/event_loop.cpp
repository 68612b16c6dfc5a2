#include "dashboard/event_loop.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <system_error>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <utility>

namespace example {

namespace {

constexpr std::array<int, 3> end_signals{SIGINT, SIGTERM, SIGHUP};

// What a signal handler may touch: the end of the pipe to write to, and the note that it was called.
std::atomic<int> wake_on_signal{-1};
std::atomic<bool> told_to_end{false};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

void on_end_signal(int) {
  const int saved = errno;
  told_to_end = true;
  [[maybe_unused]] const auto written = write(wake_on_signal, "!", 1);
  errno = saved;
}

void handle_end_signals(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  for (const int signal : end_signals) sigaction(signal, &action, nullptr);
}

}  // namespace

EventLoop::EventLoop() {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  wake_read_ = ends[0];
  wake_write_ = ends[1];
  for (const int end : ends) {
    fcntl(end, F_SETFL, O_NONBLOCK);
    fcntl(end, F_SETFD, FD_CLOEXEC);
  }
  wake_on_signal = wake_write_;
  handle_end_signals(on_end_signal);
}

EventLoop::~EventLoop() {
  retire();
  handle_end_signals(SIG_DFL);
  tasks_.clear();
  close(wake_read_);
  close(wake_write_);
}

void EventLoop::post(std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  tasks_.push_back(std::move(task));
  // A full pipe wakes the loop just as well.
  [[maybe_unused]] const auto written = write(wake_write_, "!", 1);
}

bool EventLoop::wait() {
  std::array<pollfd, 2> sources{{{STDIN_FILENO, POLLIN, 0}, {wake_read_, POLLIN, 0}}};
  poll(sources.data(), sources.size(), -1);  // ends also with SIGWINCH, which curses turns into a key
  std::array<char, 256> wakes{};
  while (read(wake_read_, wakes.data(), wakes.size()) > 0) {
  }
  std::deque<std::function<void()>> due;
  {
    const std::lock_guard lock(mutex_);
    due.swap(tasks_);
  }
  for (const auto& task : due) task();
  return !told_to_end && (sources[0].revents & (POLLHUP | POLLERR | POLLNVAL)) == 0;
}

}  // namespace example
