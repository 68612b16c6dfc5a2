#ifndef ALLO_SRC_TESTING_MODEL_CLOCK_HPP
#define ALLO_SRC_TESTING_MODEL_CLOCK_HPP

#include <allo/timestamp.hpp>

#include <atomic>
#include <chrono>
#include <optional>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// The sandbox's time: the machine's plus what was added to it, or a time that stands still until it is moved. Safe
/// between threads.
class Clock {
 public:
  explicit Clock(std::optional<Timestamp> standing) : standing_(standing) {}

  Timestamp now() const {
    const Timestamp base =
        standing_ ? *standing_ : std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    return base + offset();
  }
  void advance(std::chrono::microseconds by) { offset_ += by.count(); }
  std::chrono::microseconds offset() const { return std::chrono::microseconds{offset_.load()}; }
  void set_offset(std::chrono::microseconds offset) { offset_ = offset.count(); }

 private:
  const std::optional<Timestamp> standing_;
  std::atomic<std::chrono::microseconds::rep> offset_{0};
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
