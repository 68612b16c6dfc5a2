#ifndef EXAMPLE_WEBHOOK_SUPPORT_REFUSAL_LOG_HPP
#define EXAMPLE_WEBHOOK_SUPPORT_REFUSAL_LOG_HPP

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace example {

/// Writes a line for each refusal, but no more than 10 in a second, so that a flood of requests does not become one of
/// lines. Safe from any thread.
class RefusalLog {
 public:
  using Clock = std::chrono::steady_clock;

  /// `write` is called with one line at a time.
  explicit RefusalLog(std::function<void(const std::string&)> write) : write_(std::move(write)) {}

  /// Neither a token nor anything out of a body may stand in `reason`.
  void note(std::string_view address, int status, std::string_view reason, Clock::time_point now = Clock::now());

 private:
  static constexpr std::size_t max_lines = 10;

  std::function<void(const std::string&)> write_;
  std::mutex mutex_;
  Clock::time_point second_{};
  std::size_t lines_ = 0;
  std::size_t unwritten_ = 0;
};

}  // namespace example

#endif
