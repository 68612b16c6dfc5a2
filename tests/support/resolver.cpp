#include "support/resolver.hpp"

#include <chrono>
#include <condition_variable>
#include <dlfcn.h>
#include <mutex>
#include <netdb.h>
#include <string_view>

namespace allo::test {

namespace {

struct State {
  std::mutex mutex;
  std::condition_variable changed;
  int stalls = 0;
  int waiting = 0;
  int look_ups = 0;
};

State& state() {
  static State& instance = *new State;
  return instance;
}

}  // namespace

StalledResolver::StalledResolver() {
  const std::lock_guard<std::mutex> lock(state().mutex);
  ++state().stalls;
}

StalledResolver::~StalledResolver() {
  std::unique_lock<std::mutex> lock(state().mutex);
  --state().stalls;
  state().changed.notify_all();
  state().changed.wait(lock, [] { return state().waiting == 0; });
}

bool StalledResolver::wait_for_a_look_up() {
  std::unique_lock<std::mutex> lock(state().mutex);
  return state().changed.wait_for(lock, std::chrono::seconds(10), [] { return state().waiting > 0; });
}

int look_ups() {
  const std::lock_guard<std::mutex> lock(state().mutex);
  return state().look_ups;
}

}  // namespace allo::test

/// Takes the place of the C library's, for libcurl too.
extern "C" __attribute__((visibility("default"))) int getaddrinfo(const char* node, const char* service,
                                                                  const addrinfo* hints, addrinfo** result) {
  const std::string_view name = node == nullptr ? "" : node;
  if (name.ends_with(".unknown.test")) return EAI_NONAME;
  if (name.ends_with(".stalled.test")) {
    auto& state = allo::test::state();
    std::unique_lock<std::mutex> lock(state.mutex);
    ++state.waiting;
    state.changed.notify_all();
    state.changed.wait(lock, [&] { return state.stalls == 0; });
    --state.waiting;
    state.changed.notify_all();
    return EAI_NONAME;
  }
  static const auto original = reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
  if (name.ends_with(".here.test")) {
    auto& state = allo::test::state();
    const std::lock_guard<std::mutex> lock(state.mutex);
    ++state.look_ups;
    node = "127.0.0.1";
  }
  return original(node, service, hints, result);
}
