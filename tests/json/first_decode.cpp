// Forks while other threads decode for the first time, in one fresh process after the other: what is set up at first
// use must not leave a lock to a child whose owner it does not have.
#include <allo/json_text.hpp>
#include <allo/numbers.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <string_view>
#include <thread>
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

bool fork_during_the_first_decode() {
  std::atomic<int> ready{0};
  std::atomic<bool> go{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      ++ready;
      while (!go) {
      }
      decodes();
    });
  }
  while (ready < 3) std::this_thread::yield();
  go = true;
  bool well = true;
  for (int i = 0; i < 3 && well; ++i) well = true_in_a_child(decodes);
  for (std::thread& thread : threads) thread.join();
  return well;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view{argv[1]} == "once") return fork_during_the_first_decode() ? 0 : 1;
  constexpr int processes = 200;
  for (int i = 0; i < processes; ++i) {
    const bool well = true_in_a_child([&] {
      ::execl("/proc/self/exe", argv[0], "once", nullptr);
      return false;
    });
    if (!well) {
      std::printf("process %d of %d: a child did not decode\n", i + 1, processes);
      return 1;
    }
  }
  return 0;
}
