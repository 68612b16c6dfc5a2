#include "refusal_log.hpp"

#include "support/program.hpp"

#include <fmt/format.h>

namespace example {

void RefusalLog::note(std::string_view address, int status, std::string_view reason, Clock::time_point now) {
  const std::lock_guard lock{mutex_};
  if (lines_ == 0 || now - second_ >= std::chrono::seconds{1}) {
    second_ = now;
    lines_ = 0;
  }
  if (lines_ >= max_lines) {
    ++unwritten_;
    return;
  }
  ++lines_;
  std::string line = status > 0 ? fmt::format("refused {}: {} {}", printable(address), status, printable(reason))
                                : fmt::format("refused {}: {}", printable(address), printable(reason));
  if (unwritten_ > 0) line += fmt::format(" (and {} before that)", unwritten_);
  unwritten_ = 0;
  write_(line);
}

}  // namespace example
