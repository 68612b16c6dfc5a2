#ifndef ALLO_CLI_STOP_SIGNAL_HPP
#define ALLO_CLI_STOP_SIGNAL_HPP

#include <signal.h>

#include <atomic>
#include <functional>
#include <pthread.h>
#include <thread>
#include <utility>

namespace allo_cli {

/// Waits for SIGINT and SIGTERM on a thread of its own and calls `stop`, which must not throw, at each. Made before any
/// other thread, so that every thread has the signals blocked.
class OnStopSignal {
 public:
  explicit OnStopSignal(std::function<void()> stop) : stop_(std::move(stop)) {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    thread_ = std::thread{[this] {
      int number = 0;
      while (sigwait(&signals_, &number) == 0 && !done_) {
        received_ = number;
        stop_();
      }
    }};
  }
  OnStopSignal(const OnStopSignal&) = delete;
  OnStopSignal& operator=(const OnStopSignal&) = delete;
  ~OnStopSignal() {
    done_ = true;
    pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
  }

  /// The last one that came; 0 for none.
  int received() const noexcept { return received_; }

  /// Ends the program as the signal would have done by itself, now that all is tidied up. Returns where none came.
  void end_by_it() const {
    if (received_ == 0) return;
    signal(received_, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
    raise(received_);
  }

 private:
  std::function<void()> stop_;
  sigset_t signals_{};
  std::atomic<int> received_{0};
  std::atomic<bool> done_{false};
  std::thread thread_{};
};

}  // namespace allo_cli

#endif
