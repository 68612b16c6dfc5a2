#include "progress_bar.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace example {

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
  fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {}/{} {}", "", filled, "", width - filled, done_, total_, what_);
}

}  // namespace example
