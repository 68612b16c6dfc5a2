#include <allo/errors.hpp>
#include <allo/webhook_deduplication.hpp>

#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN

namespace {

using Clock = std::chrono::system_clock;

constexpr std::chrono::hours max_window{365 * 24};

/// Handled deliveries are listed in the order of their completion, which is that of their expiry; the front goes first.
class MemoryDeduplicationStore final : public WebhookDeduplicationStore {
 public:
  explicit MemoryDeduplicationStore(MemoryDeduplicationOptions options) : options_(std::move(options)) {
    if (!options_.clock) options_.clock = [] { return Clock::now(); };
  }

  WebhookClaim claim(std::string_view delivery_id) override {
    const Clock::time_point now = options_.clock();
    const std::lock_guard lock{mutex_};
    forget_expired(now);
    const auto known = entries_.find(delivery_id);
    if (known != entries_.end()) return {known->second.state, 0};
    entries_.emplace(delivery_id, Entry{WebhookClaim::State::InProgress, ++last_token_});
    return {WebhookClaim::State::Granted, last_token_};
  }

  bool complete(std::string_view delivery_id, std::uint64_t fencing_token) override {
    const Clock::time_point expiry = options_.clock() + options_.window;
    const std::lock_guard lock{mutex_};
    const auto position = find_claim(delivery_id, fencing_token);
    if (position == entries_.end()) return false;
    completed_.push_back({expiry, &position->first});
    position->second.state = WebhookClaim::State::Completed;
    if (completed_.size() > options_.max_entries) forget_oldest();
    return true;
  }

  void release(std::string_view delivery_id, std::uint64_t fencing_token) noexcept override {
    const std::lock_guard lock{mutex_};
    const auto position = find_claim(delivery_id, fencing_token);
    if (position != entries_.end()) entries_.erase(position);
  }

 private:
  struct Entry {
    WebhookClaim::State state;
    std::uint64_t token;
  };
  struct Completed {
    Clock::time_point expiry;
    const std::string* id;  // The key within entries_, which stays where it is.
  };
  using Entries = std::map<std::string, Entry, std::less<>>;  // Looks a string_view up without a copy.

  Entries::iterator find_claim(std::string_view id, std::uint64_t token) noexcept {
    const auto position = entries_.find(id);
    const bool held = position != entries_.end() && position->second.token == token &&
                      position->second.state == WebhookClaim::State::InProgress;
    return held ? position : entries_.end();
  }

  void forget_oldest() {
    const auto position = entries_.find(*completed_.front().id);
    completed_.pop_front();
    entries_.erase(position);
  }

  void forget_expired(Clock::time_point now) {
    while (!completed_.empty() && completed_.front().expiry <= now) forget_oldest();
  }

  MemoryDeduplicationOptions options_;
  std::mutex mutex_;
  Entries entries_;
  std::list<Completed> completed_;
  std::uint64_t last_token_ = 0;
};

}  // namespace

std::shared_ptr<WebhookDeduplicationStore> make_memory_deduplication_store(MemoryDeduplicationOptions options) {
  if (options.window <= std::chrono::seconds::zero() || options.window > max_window) {
    throw InvalidArgumentException("the window of a de-duplication store must be positive and at most a year");
  }
  if (options.max_entries == 0) throw InvalidArgumentException("a de-duplication store must hold at least one entry");
  return std::make_shared<MemoryDeduplicationStore>(std::move(options));
}

ALLO_NAMESPACE_END
