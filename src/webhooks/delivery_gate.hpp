#ifndef ALLO_SRC_WEBHOOKS_DELIVERY_GATE_HPP
#define ALLO_SRC_WEBHOOKS_DELIVERY_GATE_HPP

#include <atomic>
#include <thread>

namespace allo::detail {

/// Knows when a receiver may be configured: before its deliveries and, as long as one thread alone delivers, on that
/// thread between them. Costs threads that deliver at once one read of a flag.
class DeliveryGate {
 public:
  /// A delivery, as long as it runs.
  class Pass {
   public:
    explicit Pass(DeliveryGate& gate) noexcept : gate_(gate.enter() ? &gate : nullptr) {}
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    ~Pass() {
      if (gate_ != nullptr) gate_->running_.fetch_sub(1, std::memory_order_relaxed);
    }

   private:
    DeliveryGate* gate_;
  };

  bool may_configure() const noexcept {
    const std::thread::id thread = thread_.load(std::memory_order_relaxed);
    return thread == std::thread::id{} ||
           (thread == std::this_thread::get_id() && !shared_.load(std::memory_order_relaxed) &&
            running_.load(std::memory_order_relaxed) == 0);
  }

 private:
  /// True when the delivery is counted.
  bool enter() noexcept {
    if (shared_.load(std::memory_order_relaxed)) return false;
    const std::thread::id self = std::this_thread::get_id();
    std::thread::id first{};
    if (thread_.compare_exchange_strong(first, self, std::memory_order_relaxed) || first == self) {
      running_.fetch_add(1, std::memory_order_relaxed);
      return true;
    }
    shared_.store(true, std::memory_order_relaxed);
    return false;
  }

  std::atomic<std::thread::id> thread_{};  // The first that delivered.
  std::atomic<bool> shared_{false};        // Another one delivered too.
  std::atomic<int> running_{0};            // More than one when a handler delivers.
};

}  // namespace allo::detail

#endif
