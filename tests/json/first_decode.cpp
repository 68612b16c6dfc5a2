// Forks while other threads decode for the first time, in one fresh process after the other: what is set up at first
// use must not leave a lock to a child whose owner it does not have.
#include <allo/json_text.hpp>
#include <allo/numbers.hpp>

#ifdef ALLO_TEST_SIMDJSON
#include <simdjson.h>
#endif

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <typeinfo>
#include <vector>

namespace {

bool decodes() { return allo::from_json_text<allo::PhoneNumber>(R"({"name":"Main Line"})").name == "Main Line"; }

/// True when a child that does `work` says so within seconds.
template <class Work>
bool true_in_a_child(const Work& work) {
  const ::pid_t child = ::fork();
  if (child == 0) {
    ::alarm(5);
    ::_exit(work() ? 0 : 1);
  }
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// The moment in which something is set up is short, and a fork takes its time to come to it: so each process tries
/// another delay.
bool fork_during_the_first_decode(int delay_in_microseconds) {
  using Clock = std::chrono::steady_clock;
  std::atomic<bool> go{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&] {
      while (!go) std::this_thread::yield();
      const auto begin = Clock::now() + std::chrono::microseconds{delay_in_microseconds};
      while (Clock::now() < begin) {
      }
      decodes();
    });
  }
  go = true;
  const bool well = true_in_a_child(decodes);
  for (std::thread& thread : threads) thread.join();
  return well;
}

/// True when simdjson's code for this processor was chosen while the program was loaded.
bool has_chosen() {
#ifdef ALLO_TEST_SIMDJSON
  const simdjson::implementation& active = *simdjson::get_active_implementation();
  return std::string_view{typeid(active).name()}.find("detect_best") == std::string_view::npos;
#else
  return true;
#endif
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1) return fork_during_the_first_decode(std::atoi(argv[1])) ? 0 : 1;
  if (!has_chosen()) {
    std::puts("simdjson chooses its code at the first decode, under a lock");
    return 1;
  }
  constexpr int processes = 100;
  for (int i = 0; i < processes; ++i) {
    const bool well = true_in_a_child([&] {
      ::execl("/proc/self/exe", argv[0], std::to_string(i % 100 * 5).c_str(), nullptr);
      return false;
    });
    if (!well) {
      std::printf("process %d of %d: a child did not decode\n", i + 1, processes);
      return 1;
    }
  }
  return 0;
}
