#ifndef ALLO_SRC_BASE_PER_PROCESS_HPP
#define ALLO_SRC_BASE_PER_PROCESS_HPP

#include <allo/version.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// Names the process; differs between a parent and its forked child. A system call on each request, at most 0.3 µs:
/// too little to be worth a memory page that the kernel clears in children.
long current_process() noexcept;

/// True once the process has begun to end and what libraries set up may be gone; see initialise_curl.
bool process_is_ending() noexcept;

/// Holds one T per process, made when it is first asked for. A forked child gets a T of its own: the one that it
/// inherited shares sockets with the parent, and a lock of it may be held by a thread that the child does not have. So
/// that one is neither used nor destroyed there. Safe from many threads.
template <class T>
class PerProcess {
 public:
  explicit PerProcess(std::function<std::unique_ptr<T>()> make) : make_(std::move(make)) {}
  PerProcess(const PerProcess&) = delete;
  PerProcess& operator=(const PerProcess&) = delete;

  ~PerProcess() {
    Node* node = current_.load(std::memory_order_acquire);
    if (node == nullptr) return;
    if (node->process == current_process() && !process_is_ending()) {
      delete node;
    } else {
      abandon(node);
    }
  }

  T& get() {
    Node* node = current_.load(std::memory_order_acquire);
    if (node != nullptr && node->process == current_process()) return *node->value;
    auto fresh = std::make_unique<Node>(Node{current_process(), make_(), nullptr});
    if (!current_.compare_exchange_strong(node, fresh.get(), std::memory_order_acq_rel)) return get();
    if (node != nullptr) abandon(node);
    return *fresh.release()->value;
  }

 private:
  struct Node {
    long process;
    std::unique_ptr<T> value;
    Node* next;
  };

  /// Leaves `node` to the end of the process, reachable so that leak checkers know it is meant.
  static void abandon(Node* node) noexcept {
    static std::atomic<Node*> abandoned{nullptr};
    node->next = abandoned.load(std::memory_order_relaxed);
    while (!abandoned.compare_exchange_weak(node->next, node, std::memory_order_release, std::memory_order_relaxed)) {
    }
  }

  std::function<std::unique_ptr<T>()> make_;
  std::atomic<Node*> current_{nullptr};
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
