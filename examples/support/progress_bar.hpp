#ifndef EXAMPLE_SUPPORT_PROGRESS_BAR_HPP
#define EXAMPLE_SUPPORT_PROGRESS_BAR_HPP

#include <chrono>
#include <cstddef>
#include <string>

namespace example {

/// Progress of long work on stderr, only when that is a terminal. Belongs to one thread.
class ProgressBar {
 public:
  /// @param total  How many steps there will be; 0 where nobody knows.
  ProgressBar(std::string what, std::size_t total);
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  /// Leaves the last state standing and ends the line.
  ~ProgressBar();

  /// One step is done.
  void advance();

  /// For work whose steps are not alike: `share` of it is done, from 0 to 1, which `text` says in words.
  void show(double share, std::string text);

 private:
  void draw_now_and_then();
  void draw();

  std::string what_;
  std::size_t total_;
  std::size_t done_ = 0;
  double share_ = 0;
  std::string text_{};     // What `show` was last given.
  std::size_t drawn_ = 0;  // Characters of the text on the line.
  bool visible_;
  std::chrono::steady_clock::time_point next_draw_{};
};

}  // namespace example

#endif
