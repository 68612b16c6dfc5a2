#ifndef ALLO_TESTING_FAULT_HPP
#define ALLO_TESTING_FAULT_HPP

#include <allo/export.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace testing {

/// What can be made to go wrong.
enum class FaultKind {
  Status,              ///< Answers `status` with `body`, or with the service's error form where `body` is not set.
  Html,                ///< Answers `status` with a gateway's HTML page.
  RateLimitSeconds,    ///< 429 RATE_LIMITED with `Retry-After` in seconds.
  RateLimitDate,       ///< 429 RATE_LIMITED with `Retry-After` as an HTTP date.
  RateLimitQuota,      ///< 429 API_KEY_QUOTA_EXCEEDED with `reset_in` in its detail and no `Retry-After`.
  Delay,               ///< Answers after `delay`.
  SlowBody,            ///< Spreads the body over `delay`.
  Stall,               ///< Sends half of the body, then nothing for `delay`, then closes.
  Truncate,            ///< Declares the whole body, sends half of it and closes.
  WrongLength,         ///< Declares half of the body's length and sends all of it.
  ResetBeforeReading,  ///< Aborts the connection before the request's body is read. The request is not carried out.
  ResetAfterReading,   ///< Aborts the connection instead of answering; see `carry_out`.
  StaleKeepAlive,      ///< Answers, then aborts the connection when the next request arrives on it, not carried out.
  TlsHandshake,        ///< Ends the TLS handshake. Needs SandboxOptions::tls; route and method do not apply.
  TlsExpired,          ///< Shows an expired certificate. Needs SandboxOptions::tls.
  TlsWrongHost,        ///< Shows a certificate for another host. Needs SandboxOptions::tls.
  TlsUntrusted,        ///< Shows a certificate of an unknown authority. Needs SandboxOptions::tls.
};

/// The name of a kind on the control endpoints and in scenario files, such as "reset_after_reading".
ALLO_EXPORT std::string_view to_string(FaultKind kind) noexcept;

/// The kind of a name; false and `kind` unchanged for an unknown one.
ALLO_EXPORT bool from_string(std::string_view text, FaultKind& kind) noexcept;

/// A fault and the requests that it befalls. Of several armed faults that match a request, the oldest acts.
struct Fault {
  FaultKind kind = FaultKind::Status;        ///< What goes wrong.
  std::string method{};                      ///< Such as "POST"; empty: any.
  std::string route{};                       ///< Such as "/contact/{id}"; empty: any, and recordings.
  int nth = 1;                               ///< Acts from the n-th matching request on, counted from 1.
  int times = 1;                             ///< How often it acts; 0: until it is disarmed.
  double probability = 1.0;                  ///< 0 to 1, drawn from the sandbox's seeded generator.
  bool only_reused_connections = false;      ///< Spares the first request of each connection.
  int status = 503;                          ///< Of Status and Html.
  std::optional<std::string> body{};         ///< Of Status: the raw body instead of the error form; may be empty.
  std::string code = "SERVICE_UNAVAILABLE";  ///< Of Status: the `code` of the error form.
  std::chrono::milliseconds delay{100};      ///< Of Delay, SlowBody and Stall.
  std::chrono::seconds retry_after{1};       ///< Of the RateLimit kinds.
  /// Status, Html and ResetAfterReading: carry the request out and lose its answer, as a gateway that times out does.
  bool carry_out = false;
};

/// An armed fault.
struct ArmedFault {
  std::uint64_t id = 0;  ///< What disarm() takes.
  Fault fault{};         ///< As it was armed.
  int matched = 0;       ///< Requests that matched so far.
  int acted = 0;         ///< Requests that it has befallen.
};

}  // namespace testing
ALLO_NAMESPACE_END

#endif
