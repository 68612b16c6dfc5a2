#ifndef ALLO_TESTS_HTTP_LATER_HPP
#define ALLO_TESTS_HTTP_LATER_HPP

#include <chrono>

namespace allo::test {

/// Puts this program's clocks on, libcurl's too, for as long as it lives; the calendar's stays as it is but for time().
class Later {
 public:
  Later() = default;
  ~Later();
  Later(const Later&) = delete;
  Later& operator=(const Later&) = delete;
  void by(std::chrono::seconds time);
};

}  // namespace allo::test

#endif
