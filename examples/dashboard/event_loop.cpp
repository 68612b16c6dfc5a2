#include "dashboard/event_loop.hpp"

#include <fcntl.h>
#include <poll.h>
#include <system_error>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace example {

EventLoop::EventLoop() {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  wake_read_ = ends[0];
  wake_write_ = ends[1];
  for (const int end : ends) {
    fcntl(end, F_SETFL, O_NONBLOCK);
    fcntl(end, F_SETFD, FD_CLOEXEC);
  }
}

EventLoop::~EventLoop() {
  retire();
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
  return (sources[0].revents & (POLLHUP | POLLERR | POLLNVAL)) == 0;
}

}  // namespace example
