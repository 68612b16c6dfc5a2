#ifndef ALLO_WEBHOOK_DEDUPLICATION_HPP
#define ALLO_WEBHOOK_DEDUPLICATION_HPP

#include <allo/export.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

ALLO_NAMESPACE_BEGIN

/// The answer to a claim on a delivery.
struct WebhookClaim {
  /// What the store knows of the delivery.
  enum class State {
    Granted,     ///< The caller handles it now, and nobody else.
    InProgress,  ///< Somebody else is handling it.
    Completed,   ///< It was handled.
  };

  State state = State::InProgress;  ///< Whether the caller is to handle the delivery.

  /// Of a granted claim: larger than that of every earlier claim on the same delivery. A data store that remembers the
  /// largest one can refuse what comes late from a receiver whose claim ran out.
  std::uint64_t fencing_token = 0;
};

/// Remembers which deliveries were handled, so that each is handled once. Receivers on several machines share one
/// through a database; WebhookReceiver calls it from every thread that delivers, so all members must be safe to call at
/// once.
///
/// A delivery goes claim, handlers, complete; or claim, handlers that throw, release, after which it may be claimed
/// again.
class ALLO_EXPORT WebhookDeduplicationStore {
 public:
  virtual ~WebhookDeduplicationStore();

  /// Claims a delivery in one atomic step, by its `webhook-id` or, where it has none, by its WebhookEvent::repeat_key.
  /// A claim by a process that died must end by itself. May throw; the delivery is then refused with status 500, or
  /// with 503 for WebhookUnavailableException, and the service repeats it.
  virtual WebhookClaim claim(std::string_view delivery_id) = 0;

  /// Marks a claimed delivery as handled. False, without any change, when the claim had run out and is no longer the
  /// caller's. May throw; the delivery then counts as failed.
  virtual bool complete(std::string_view delivery_id, std::uint64_t fencing_token) = 0;

  /// Gives a claim back after a failure; without effect when it is no longer the caller's.
  virtual void release(std::string_view delivery_id, std::uint64_t fencing_token) noexcept = 0;

 protected:
  /// @{
  /// For stores that derive from this.
  WebhookDeduplicationStore() = default;
  WebhookDeduplicationStore(const WebhookDeduplicationStore&) = default;
  WebhookDeduplicationStore& operator=(const WebhookDeduplicationStore&) = default;
  /// @}
};

/// How long a handled delivery is remembered unless told: 28 hours, since the service repeats for about 27.
inline constexpr std::chrono::seconds default_deduplication_window{28 * 3600};

/// Bounds of the store in memory.
struct MemoryDeduplicationOptions {
  /// How long a handled delivery is remembered.
  std::chrono::seconds window = default_deduplication_window;
  /// How many handled deliveries are remembered, at least 1; beyond it the oldest are forgotten first. One takes about
  /// 200 bytes.
  std::size_t max_entries = 100'000;
  /// The time; empty for the system's clock.
  std::function<std::chrono::system_clock::time_point()> clock{};
};

/// A store in the memory of this process. A claim lasts until it is completed or released.
/// Takes a mutex for the look-up only, never while a handler runs.
/// @throws InvalidArgumentException for a window that is not positive or longer than a year, and for no entries
ALLO_EXPORT std::shared_ptr<WebhookDeduplicationStore> make_memory_deduplication_store(
    MemoryDeduplicationOptions options = {});

ALLO_NAMESPACE_END

#endif
