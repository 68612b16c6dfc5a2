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
  draw_now_and_then();
}

void ProgressBar::show(double share, std::string text) {
  share_ = std::clamp(share, 0.0, 1.0);
  text_ = std::move(text);
  draw_now_and_then();
}

void ProgressBar::draw_now_and_then() {
  const auto now = std::chrono::steady_clock::now();
  if (!visible_ || now < next_draw_) return;
  next_draw_ = now + std::chrono::milliseconds{100};
  draw();
}

void ProgressBar::draw() {
  if (total_ == 0 && text_.empty()) {
    fmt::print(stderr, "\r{} {}", done_, what_);
    return;
  }
  constexpr std::size_t width = 30;
  const std::size_t filled = text_.empty()
                                 ? std::min(done_, total_) * width / total_
                                 : static_cast<std::size_t>(share_ * width + 1e-6);  // A sum of shares may fall short.
  std::string count = text_.empty() ? fmt::format("{}/{} {}", done_, total_, what_) : text_;
  const std::size_t size = count.size();
  if (size < drawn_) count.append(drawn_ - size, ' ');  // What stood there may have been longer.
  drawn_ = size;
  const std::size_t columns = terminal_columns();
  // A line that wraps could not be drawn over.
  if (columns != 0 && columns <= width + count.size() + 3) {
    fmt::print(stderr, "\r{}", count);
  } else {
    fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {}", "", filled, "", width - filled, count);
  }
}

}  // namespace example
