#include "progress_bar.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

namespace example {

namespace {

/// How wide the terminal is; 0 where it does not say.
std::size_t terminal_columns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

ProgressBar::ProgressBar(std::string what, std::size_t total)
    : what_(std::move(what)), total_(total), visible_(isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  if (!visible_) return;
  draw();
  std::fputc('\n', stderr);
}

void ProgressBar::advance() {
  ++done_;
  const auto now = std::chrono::steady_clock::now();
  if (!visible_ || now < next_draw_) return;
  next_draw_ = now + std::chrono::milliseconds{100};
  draw();
}

void ProgressBar::draw() {
  if (total_ == 0) {
    fmt::print(stderr, "\r{} {}", done_, what_);
    return;
  }
  constexpr std::size_t width = 30;
  const std::size_t filled = std::min(done_, total_) * width / total_;
  const std::string count = fmt::format("{}/{} {}", done_, total_, what_);
  const std::size_t columns = terminal_columns();
  // A line that wraps could not be drawn over.
  if (columns != 0 && columns <= width + count.size() + 3) {
    fmt::print(stderr, "\r{}", count);
  } else {
    fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {}", "", filled, "", width - filled, count);
  }
}

}  // namespace example
