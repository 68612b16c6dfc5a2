// The clocks, waits and random bytes of the process, as the library under test finds them. A definition in the program
// goes before that of a shared library, so the library needs no seam of its own for the simulation, and what is
// compiled is what ships.
#include "simulation/world.hpp"

#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <dlfcn.h>
#include <mutex>
#include <pthread.h>
#include <time.h>

using simulation::Nanoseconds;
using simulation::World;

namespace {

// Neither clock begins at zero, and the two have nothing to do with each other.
constexpr Nanoseconds steady_start = std::chrono::hours{1'000};
constexpr Nanoseconds wall_start = std::chrono::seconds{1'772'442'000};  // 2026-03-02T09:00:00Z

Nanoseconds machine(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return std::chrono::seconds{time.tv_sec} + Nanoseconds{time.tv_nsec};
}

Nanoseconds span(const timespec& time) { return std::chrono::seconds{time.tv_sec} + Nanoseconds{time.tv_nsec}; }

template <class Function>
Function* original(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

namespace std::chrono {
inline namespace _V2 {

steady_clock::time_point steady_clock::now() noexcept {
  const World* const world = World::running();
  return time_point{world != nullptr ? steady_start + world->now() : machine(CLOCK_MONOTONIC)};
}

system_clock::time_point system_clock::now() noexcept {
  const World* const world = World::running();
  return time_point{duration_cast<duration>(world != nullptr ? wall_start + world->now() : machine(CLOCK_REALTIME))};
}

}  // namespace _V2
}  // namespace std::chrono

void std::condition_variable::wait(std::unique_lock<std::mutex>& lock) {
  if (!World::in_fiber()) {
    ::pthread_cond_wait(native_handle(), lock.mutex()->native_handle());
    return;
  }
  lock.unlock();
  World::running()->wait(native_handle());
  lock.lock();
}

void std::condition_variable::notify_one() noexcept {
  if (World* const world = World::running()) world->notify(native_handle(), false);
  ::pthread_cond_signal(native_handle());
}

void std::condition_variable::notify_all() noexcept {
  if (World* const world = World::running()) world->notify(native_handle(), true);
  ::pthread_cond_broadcast(native_handle());
}

extern "C" {

// What condition_variable::wait_for and wait_until come to on the steady clock.
int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock, const timespec* until) {
  if (!World::in_fiber()) {
    static auto* const next = original<decltype(pthread_cond_clockwait)>("pthread_cond_clockwait");
    return next(condition, mutex, clock, until);
  }
  ::pthread_mutex_unlock(mutex);
  const bool notified = World::running()->wait(condition, span(*until) - steady_start);
  ::pthread_mutex_lock(mutex);
  return notified ? 0 : ETIMEDOUT;
}

int nanosleep(const timespec* time, timespec* left) {
  if (!World::in_fiber()) {
    static auto* const next = original<decltype(nanosleep)>("nanosleep");
    return next(time, left);
  }
  World* const world = World::running();
  world->sleep_until(world->now() + span(*time));
  return 0;
}

// A schedule is one process, and asking the system takes a tenth of an attempt.
pid_t getpid() noexcept { return 1; }

int RAND_bytes(unsigned char* bytes, int count) {
  static simulation::Random outside{0};
  World* const world = World::running();
  simulation::Random& random = world != nullptr ? world->random() : outside;
  for (int i = 0; i < count; ++i) bytes[i] = static_cast<unsigned char>(random.next());
  return 1;
}

}  // extern "C"
