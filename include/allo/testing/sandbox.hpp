#ifndef ALLO_TESTING_SANDBOX_HPP
#define ALLO_TESTING_SANDBOX_HPP

#include <allo/calls.hpp>
#include <allo/contacts.hpp>
#include <allo/export.hpp>
#include <allo/numbers.hpp>
#include <allo/options.hpp>
#include <allo/sms.hpp>
#include <allo/testing/delivery.hpp>
#include <allo/testing/expectation.hpp>
#include <allo/testing/fault.hpp>
#include <allo/testing/journal.hpp>
#include <allo/testing/quirks.hpp>
#include <allo/timestamp.hpp>
#include <allo/webhooks.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// The sandbox, in the component `testing` of the package: a stand-in for the service, to test against.
ALLO_NAMESPACE_BEGIN
namespace testing {

/// A sandbox that could not be started; what() says why, such as a port that is in use, or the line of a scenario.
class ALLO_EXPORT SandboxError : public std::runtime_error {
 public:
  /// `message` says why it could not start.
  explicit SandboxError(const std::string& message) : std::runtime_error(message) {}
  ~SandboxError() override;
};

/// Requests that were not as expected; what() lists them, a line each.
class ALLO_EXPORT UnmetExpectations : public std::runtime_error {
 public:
  /// `report` has a line for each expectation.
  explicit UnmetExpectations(const std::string& report) : std::runtime_error(report) {}
  ~UnmetExpectations() override;
};

/// How a sandbox is made.
struct SandboxOptions {
  std::string host = "127.0.0.1";  ///< The address to listen on.
  std::uint16_t port = 0;          ///< 0: a free one.
  std::uint64_t seed = 1;          ///< The same seed gives the same account, ids and chances.
  bool empty_account = false;      ///< Starts without numbers, contacts and history.
  /// The time that the sandbox's clock stands at; it moves by advance() only. None: the clock runs with the machine's.
  std::optional<Timestamp> start_time{};
  std::chrono::milliseconds latency{0};      ///< Waited before every answer.
  Quirks quirks{};                           ///< In which of its forms the API answers.
  bool rate_limit = false;                   ///< Enforces the limits below, per key.
  int reads_per_second = 20;                 ///< GET requests, with rate_limit.
  int writes_per_second = 5;                 ///< All others, with rate_limit.
  std::optional<int> requests_per_day{};     ///< The daily quota, where there is one.
  std::size_t max_body_bytes = 1024 * 1024;  ///< Larger request bodies are answered with 413.
  std::size_t journal_size = 10'000;         ///< So many requests are remembered, and at most 64 MiB of them.
  bool tls = false;               ///< Serves https with a certificate of its own authority, see Sandbox::ca_pem.
  bool deliver_anywhere = false;  ///< Delivers webhooks to any address; otherwise to loopback addresses only.
  std::chrono::milliseconds delivery_timeout{20'000};  ///< A receiver has to answer within it, by the machine's clock.
  /// A file with one step a line to play at the start, such as `{"contact": {"name": "Ada", "numbers":
  /// ["+12025550177"]}}`. The steps are number, sender_id, key, contact, past_call, call, sms, event, fault, quirks
  /// and advance, with the fields of the control endpoint of the same name, and webhook, with those of POST /webhooks.
  std::string scenario{};
  /// Called for every request with a line such as "GET /v1/api/numbers 200"; on the server's threads.
  std::function<void(std::string_view line)> log{};
  /// Called by the destructor with what expect_request() was not met by, unless verify() was called. None: prints it to
  /// standard error and aborts, so that the test fails. Such as `[](std::string_view text) { ADD_FAILURE() << text; }`.
  std::function<void(std::string_view report)> on_unmet{};
};

/// The state of an account at some moment, for Sandbox::restore. Copies share it; it never changes.
class ALLO_EXPORT Snapshot {
 public:
  struct Data;
  /// For the sandbox: its account.
  explicit Snapshot(std::shared_ptr<const Data> data) noexcept : data_(std::move(data)) {}
  /// For the sandbox: its account.
  const Data& data() const noexcept { return *data_; }

 private:
  std::shared_ptr<const Data> data_;
};

/// An Allo on this machine: both versions of the API, stateful, on a loopback port of its own, in this process. Besides
/// the API it serves a page at /, its description at /openapi.json, and to this machine alone the control endpoints
/// under
/// /_sandbox/, which do for other languages what this class does.
///
/// The account of the default seed: the numbers +1234567890 ("Main Line", US), +33199001234 ("France Office", FR,
/// shared) and +442079460123 ("London Landline", GB, whose provider carries no SMS); the sender ids "MyCompany"
/// (active) and "MyAgency" (not active); 36 contacts, of which the first is John Doe, "cnt_abc123", +12025550100; 90
/// calls, most with a summary, transcript and recording, of which the oldest is "call_abc123"; 80 text messages; no
/// webhooks.
///
/// Safe to use from any thread. Runs threads of its own from construction to destruction; several may live at once.
/// Ignores SIGPIPE for the process, as its HTTP server does. Needs POSIX sockets.
class ALLO_EXPORT Sandbox {
 public:
  /// The key that every sandbox knows; it carries every scope.
  static constexpr std::string_view default_key = "allo_sandbox_key";

  /// Starts listening.
  /// @throws SandboxError when the port is in use or the scenario is wrong; InvalidArgumentException for options out of
  /// bounds.
  explicit Sandbox(SandboxOptions options = {});
  /// Reports unmet expectations (see SandboxOptions::on_unmet) and stops; deliveries under way end.
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  /// Where it listens, such as "http://127.0.0.1:40123".
  std::string origin() const;
  /// The base URL for a client, such as "http://127.0.0.1:40123/v1/api".
  std::string base_url() const;
  /// The port that it listens on.
  std::uint16_t port() const noexcept;
  /// The same as default_key.
  std::string key() const { return std::string{default_key}; }
  /// The authority that a client has to trust, PEM; empty without TLS.
  std::string ca_pem() const;
  /// Options for a client of this sandbox: its base URL and key, and with TLS a transport that trusts it.
  AlloClientOptions client_options() const;

  /// Makes a key known, with the scopes that it carries, such as "CONTACTS_READ". A known key gets new scopes. Of more
  /// than 10,000 keys the oldest goes, but never the default one.
  void add_key(std::string key, std::vector<std::string> scopes);

  /// The account's things, as they are now.
  std::vector<PhoneNumber> numbers() const;
  std::vector<Contact> contacts() const;     ///< In order of creation, every field filled.
  std::vector<Call> calls() const;           ///< Oldest first.
  std::vector<SmsMessage> messages() const;  ///< Oldest first.
  std::vector<Webhook> webhooks() const;     ///< In order of creation.

  /// Adds a number to the account.
  /// @throws InvalidArgumentException for one that it has, and for more than 1000
  void add_number(PhoneNumber number);
  /// Makes a sender id known for messages to France; one that is not active is answered with SENDER_ID_NOT_ACTIVE.
  /// @throws InvalidArgumentException for more than 1000
  void add_sender_id(std::string sender_id, bool active = true);
  /// Adds a contact without telling webhooks, and returns it as it was stored: with a new id where that was empty.
  Contact add_contact(Contact contact);
  /// Adds a call of one of the account's numbers without telling webhooks. An empty id is replaced by a new one.
  /// @throws InvalidArgumentException for an id that is taken, and when neither end is a number of the account.
  Call add_call(Call call);

  /// A call comes in and ends; webhooks are told.
  /// @throws InvalidArgumentException naming the field
  Call simulate_incoming_call(const IncomingCall& call);
  /// A message comes in; webhooks are told.
  /// @throws InvalidArgumentException naming the field
  SmsMessage simulate_incoming_sms(const IncomingSms& sms);
  /// An event happens: the enabled webhooks that subscribed to its topic are told. Gives how many they are.
  /// @throws InvalidArgumentException naming the field
  std::size_t simulate_event(const SimulatedEvent& event);

  /// The deliveries of webhooks, oldest first; at most 2000, of which those that are done go first.
  std::vector<Delivery> deliveries() const;
  /// Waits until no attempt is due or under way; false when the time is up.
  bool wait_for_deliveries(std::chrono::milliseconds timeout = std::chrono::seconds{30});
  /// Sends a delivery once more, with the same message id.
  /// @throws InvalidArgumentException for an unknown one
  void redeliver(std::uint64_t delivery_id);
  /// Sends every later delivery so many times more. @throws InvalidArgumentException unless 0 to 100
  void duplicate_deliveries(int copies);
  /// Keeps later deliveries back until release_deliveries(), which can turn their order round.
  void hold_deliveries();
  /// Makes the deliveries that were held back, the newest first if `reversed`.
  void release_deliveries(bool reversed = false);
  /// The secret that signs a webhook's deliveries. @throws InvalidArgumentException for an unknown webhook
  std::string signing_secret(std::string_view webhook_id) const;
  /// Makes a new secret; deliveries carry signatures under it and under the older ones until those are retired.
  /// @throws InvalidArgumentException for an unknown webhook
  std::string rotate_signing_secret(std::string_view webhook_id);
  /// Ends all secrets of a webhook but the newest.
  /// @throws InvalidArgumentException for an unknown webhook
  void retire_old_signing_secrets(std::string_view webhook_id);

  /// The forms in which the API answers at present.
  Quirks quirks() const;
  /// Changes them for every later answer and delivery.
  void set_quirks(const Quirks& quirks);

  /// The sandbox's time.
  Timestamp now() const;
  /// Moves the sandbox's time forward; deliveries that become due are made.
  /// @throws InvalidArgumentException for a step that is negative or longer than ten years.
  void advance(std::chrono::microseconds step);

  /// A copy of the account, the clock included.
  Snapshot snapshot() const;
  /// Puts a copy back and gives pending deliveries up. Keys, faults and the journal stay.
  void restore(const Snapshot& snapshot);
  /// Puts the account and the clock back as they were at the start, after the scenario; forgets faults, expectations,
  /// deliveries and the journal. Keys and quirks stay.
  void reset();

  /// Arms a fault and returns its id.
  /// @throws InvalidArgumentException for a field out of bounds, naming it, and for a fault of TLS without TLS.
  std::uint64_t arm(const Fault& fault);
  /// False where no such fault is armed.
  bool disarm(std::uint64_t id);
  /// Disarms every fault.
  void disarm_all();
  /// The armed faults, oldest first, with what they did so far.
  std::vector<ArmedFault> armed() const;

  /// The requests to the API so far, oldest first.
  std::vector<RecordedRequest> requests() const;
  /// Forgets the requests so far; expectations stay.
  void clear_requests();

  /// Expects a request. From the first expectation on, a request to the API that matches none, or one too often, is
  /// unexpected; requests are answered all the same. Of several that match, the first that is not fulfilled counts.
  /// @throws InvalidArgumentException for what no request could match
  void expect_request(const ExpectedRequest& expected);
  /// Checks the expectations and forgets them.
  /// @throws UnmetExpectations listing what is missing and what was unexpected
  void verify();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace testing
ALLO_NAMESPACE_END

#endif
