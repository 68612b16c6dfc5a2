#include "simulation/fiber.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <csetjmp>
#include <cstdint>
#include <new>
#include <ucontext.h>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#define SIMULATION_ASAN 1
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(__SANITIZE_THREAD__)
#define SIMULATION_TSAN 1
#include <sanitizer/tsan_interface.h>
#endif
#if defined(SIMULATION_ASAN) || defined(SIMULATION_TSAN)
#define SIMULATION_SANITIZED 1
#endif

namespace __cxxabiv1 {
struct __cxa_eh_globals;
extern "C" __cxa_eh_globals* __cxa_get_globals() noexcept;
}  // namespace __cxxabiv1

namespace simulation {
namespace {

/// What the language keeps for a thread: the exceptions caught, and how many fly.
struct Exceptions {
  void* caught = nullptr;
  unsigned int uncaught = 0;
};

Exceptions& exceptions_of_thread() { return *reinterpret_cast<Exceptions*>(__cxxabiv1::__cxa_get_globals()); }

#ifdef SIMULATION_SANITIZED
constexpr std::size_t stack_size = std::size_t{1} << 20U;
#else
constexpr std::size_t stack_size = std::size_t{256} << 10U;
#endif

}  // namespace

struct Fiber::State {
  char* stack = nullptr;
  std::size_t guard = 0;
  std::function<void()> work{};
  bool entered = false;
  bool done = true;
  Exceptions exceptions{};
  ucontext_t own{};
  ucontext_t outside{};
#ifndef SIMULATION_SANITIZED
  // Unlike swapcontext, these make no call of the system.
  std::jmp_buf own_jump{};
  std::jmp_buf outside_jump{};
#endif
#ifdef SIMULATION_ASAN
  void* own_fake = nullptr;
  void* outside_fake = nullptr;
  const void* outside_stack = nullptr;
  std::size_t outside_size = 0;
#endif
#ifdef SIMULATION_TSAN
  void* own_tsan = nullptr;
  void* outside_tsan = nullptr;
#endif
};

Fiber::Fiber() : state_(std::make_unique<State>()) {
  state_->guard = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* const memory = ::mmap(nullptr, stack_size + state_->guard, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc{};
  state_->stack = static_cast<char*>(memory);
  ::mprotect(state_->stack, state_->guard, PROT_NONE);
#ifdef SIMULATION_TSAN
  state_->own_tsan = __tsan_create_fiber(0);
#endif
}

Fiber::~Fiber() {
#ifdef SIMULATION_TSAN
  __tsan_destroy_fiber(state_->own_tsan);
#endif
  ::munmap(state_->stack, stack_size + state_->guard);
}

void Fiber::start(std::function<void()> work) {
  state_->work = std::move(work);
  state_->done = false;
}

bool Fiber::done() const noexcept { return state_->done; }

void Fiber::enter(unsigned high, unsigned low) {
  auto* const self =
      reinterpret_cast<Fiber*>((static_cast<std::uintptr_t>(high) << 32U) | static_cast<std::uintptr_t>(low));
#ifdef SIMULATION_ASAN
  __sanitizer_finish_switch_fiber(nullptr, &self->state_->outside_stack, &self->state_->outside_size);
#endif
  for (;;) {
    self->state_->work();
    self->state_->work = nullptr;
    self->state_->done = true;
    self->suspend();
  }
}

void Fiber::resume() {
  State& state = *state_;
  std::swap(exceptions_of_thread(), state.exceptions);
#ifdef SIMULATION_ASAN
  __sanitizer_start_switch_fiber(&state.outside_fake, state.stack + state.guard, stack_size);
#endif
#ifdef SIMULATION_TSAN
  state.outside_tsan = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(state.own_tsan, 0);
#endif
  const auto begin = [&] {
    state.entered = true;
    ::getcontext(&state.own);
    state.own.uc_stack.ss_sp = state.stack + state.guard;
    state.own.uc_stack.ss_size = stack_size;
    state.own.uc_link = nullptr;
    const auto self = reinterpret_cast<std::uintptr_t>(this);
    ::makecontext(&state.own, reinterpret_cast<void (*)()>(&Fiber::enter), 2, static_cast<unsigned>(self >> 32U),
                  static_cast<unsigned>(self));
  };
#ifdef SIMULATION_SANITIZED
  if (!state.entered) begin();
  ::swapcontext(&state.outside, &state.own);
#else
  if (_setjmp(state.outside_jump) == 0) {
    if (state.entered) _longjmp(state.own_jump, 1);
    begin();
    ::setcontext(&state.own);
  }
#endif
#ifdef SIMULATION_ASAN
  __sanitizer_finish_switch_fiber(state_->outside_fake, nullptr, nullptr);
#endif
  std::swap(exceptions_of_thread(), state_->exceptions);
}

void Fiber::suspend() {
  State& state = *state_;
#ifdef SIMULATION_ASAN
  __sanitizer_start_switch_fiber(&state.own_fake, state.outside_stack, state.outside_size);
#endif
#ifdef SIMULATION_TSAN
  __tsan_switch_to_fiber(state.outside_tsan, 0);
#endif
#ifdef SIMULATION_SANITIZED
  ::swapcontext(&state.own, &state.outside);
#else
  if (_setjmp(state.own_jump) == 0) _longjmp(state.outside_jump, 1);
#endif
#ifdef SIMULATION_ASAN
  __sanitizer_finish_switch_fiber(state_->own_fake, &state_->outside_stack, &state_->outside_size);
#endif
}

}  // namespace simulation
