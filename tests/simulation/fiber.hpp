#ifndef ALLO_TESTS_SIMULATION_FIBER_HPP
#define ALLO_TESTS_SIMULATION_FIBER_HPP

#include <cstddef>
#include <functional>
#include <memory>

namespace simulation {

/// A stack of its own on the thread of whoever resumes it: runs one function after another, each until it suspends
/// itself or ends. The exceptions in flight belong to a fiber as they do to a thread.
class Fiber {
 public:
  Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  ~Fiber();  ///< Nothing may run on it.

  /// What the next resume() begins.
  void start(std::function<void()> work);

  /// Goes on until the fiber suspends itself or its work ends. Called outside of every fiber.
  void resume();

  /// Back to resume(). Called by the work of this fiber.
  void suspend();

  bool done() const noexcept;

 private:
  struct State;
  static void enter(unsigned high, unsigned low);
  std::unique_ptr<State> state_;
};

}  // namespace simulation

#endif
