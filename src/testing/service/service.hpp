#ifndef ALLO_SRC_TESTING_SERVICE_SERVICE_HPP
#define ALLO_SRC_TESTING_SERVICE_SERVICE_HPP

#include "testing/service/deliveries.hpp"
#include "testing/service/dialer.hpp"
#include "testing/service/engine.hpp"
#include "testing/service/expectations.hpp"
#include "testing/service/faults.hpp"
#include "testing/service/journal.hpp"

#include <allo/testing/sandbox.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing {

struct Snapshot::Data {
  detail::State state;
  std::chrono::microseconds clock_offset;
};

namespace detail {

/// The engine with what surrounds it: faults, the journal, expectations and deliveries. Safe between threads.
class Service {
 public:
  explicit Service(const SandboxOptions& options, std::unique_ptr<Courier> courier = nullptr);

  /// Says what is to be done to a request, of which only the head was read.
  Plan plan(const Routed& head, bool reused_connection);
  /// The same for a TLS handshake.
  std::optional<FaultKind> plan_handshake();

  /// Answers a request as planned and notes it.
  Response respond(const Routed& request, const Plan& plan, bool reused_connection);

  /// Notes a request of which only the head was read. `status` 0: it gets no answer.
  void note_unhandled(const Routed& head, std::optional<FaultKind> fault, int status, bool reused_connection);

  Call receive(const IncomingCall& incoming);
  SmsMessage receive(const IncomingSms& incoming);
  std::size_t announce(const SimulatedEvent& event);
  /// Adds a call of any time and direction; nobody is told.
  /// @throws InvalidArgumentException for an id that is taken, and when neither end is a number of the account
  Call add_past(Call call);

  /// Calls the next number of the dialing queues; webhooks are told.
  Dialed dial_next();
  /// Where the sandbox listens, such as "http://127.0.0.1:40123"; recordings are there from then on.
  void listens_at(const std::string& origin);

  void advance(std::chrono::microseconds step);
  Snapshot snapshot() const;
  void restore(const Snapshot& snapshot);
  /// Takes the account as it is for the one that reset() puts back.
  void remember_start();
  void reset();

  /// The secrets of a webhook, the newest first; the first signs, the others sign along.
  /// @throws InvalidArgumentException for an unknown webhook
  std::vector<std::string> secrets(const std::string& webhook_id) const;
  std::string rotate_secret(const std::string& webhook_id);
  void retire_old_secrets(const std::string& webhook_id);

  Deliveries& deliveries() noexcept { return deliveries_; }

  /// What the lock protects.
  struct Parts {
    Parts(const SandboxOptions& options, Tell tell);
    Engine engine;
    Faults faults;
    Journal journal;
    Expectations expectations;
  };

  /// Runs `work(parts)` under the lock.
  template <class Work>
  auto locked(Work work) const {
    const std::lock_guard lock{mutex_};
    return work(parts_);
  }

 private:
  void note(RecordedRequest request);
  void announce(const Happening& happening);
  const Item& happen(Item item, const std::vector<const char*>& topics);
  void deliver(const StoredWebhook& webhook, const std::string& topic, const Json& payload);
  static StoredWebhook& find_webhook(Parts& parts, const std::string& id);

  mutable std::mutex mutex_;
  mutable Parts parts_;
  Deliveries deliveries_;
};

}  // namespace detail
}  // namespace testing
ALLO_NAMESPACE_END

#endif
