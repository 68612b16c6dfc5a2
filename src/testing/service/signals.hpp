#ifndef ALLO_SRC_TESTING_SERVICE_SIGNALS_HPP
#define ALLO_SRC_TESTING_SERVICE_SIGNALS_HPP

#include <allo/version.hpp>

#include <signal.h>

#include <pthread.h>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Blocks signals in the calling thread as long as it lives; threads started meanwhile keep them blocked. The process's
/// signals are its owner's to handle, and cpp-httplib stops listening when one interrupts it. What a fault of the
/// program itself raises stays as it is.
class SignalBlock {
 public:
  SignalBlock() {
    sigset_t signals;
    sigfillset(&signals);
    for (const int own : {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP}) sigdelset(&signals, own);
    pthread_sigmask(SIG_BLOCK, &signals, &before_);
  }
  ~SignalBlock() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalBlock(const SignalBlock&) = delete;
  SignalBlock& operator=(const SignalBlock&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
