#ifndef ALLO_TESTS_BENCHMARK_PAIRED_HPP
#define ALLO_TESTS_BENCHMARK_PAIRED_HPP

#include <algorithm>
#include <ctime>
#include <utility>
#include <vector>

/// Timing two pieces of work in turn, A B A B, so that a machine whose speed drifts slows both alike.
namespace allo::benchmark {

/// CPU seconds that this thread has used, in user and kernel mode.
inline double thread_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Seconds of wall time.
inline double wall_seconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Medians over the rounds.
struct Pair {
  double a_seconds = 0.0;  ///< One call of A.
  double b_seconds = 0.0;  ///< One call of B.
  double ratio = 0.0;      ///< Median of A/B, pair by pair.
};

/// Runs `a` and `b` `calls` times each in every round, after one round that is not counted.
template <class A, class B, class Clock>
Pair measure(int rounds, int calls, A&& a, B&& b, Clock&& clock) {
  std::vector<double> a_times;
  std::vector<double> b_times;
  std::vector<double> ratios;
  const auto time = [&](auto& work) {
    const double begin = clock();
    for (int i = 0; i < calls; ++i) work();
    return (clock() - begin) / calls;
  };
  for (int round = -1; round < rounds; ++round) {
    const double a_time = time(a);
    const double b_time = time(b);
    if (round < 0) continue;
    a_times.push_back(a_time);
    b_times.push_back(b_time);
    ratios.push_back(a_time / b_time);
  }
  return {median(std::move(a_times)), median(std::move(b_times)), median(std::move(ratios))};
}

}  // namespace allo::benchmark

#endif
