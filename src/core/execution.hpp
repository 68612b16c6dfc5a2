#ifndef ALLO_SRC_CORE_EXECUTION_HPP
#define ALLO_SRC_CORE_EXECUTION_HPP

#include "core/core.hpp"
#include "core/retry.hpp"

#include <allo/http.hpp>
#include <allo/options.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// One operation on its way through pacing, attempts and waits. Lives on the stack of the thread that called.
class Execution {
 public:
  /// All of them outlive it.
  Execution(const Core& core, const RequestParts& parts, HttpRequest request, const RequestOptions& options,
            const RetryPolicy& policy, const RepetitionRules& rules);

  /// The body of the 2xx answer.
  /// @throws AlloApiException, TransportException; delivery() speaks for all attempts together.
  std::string run();

  /// Throws what was found wrong with the body of the answer, with the answer.
  [[noreturn]] void throw_unreadable(const DecodeException& problem, std::string_view body) const;

 private:
  using Clock = std::chrono::steady_clock;

  void name_attempt();
  void take_turn();
  void begin_attempt();
  void report(const HttpResponse& response, const std::optional<FailedAttempt>& failure,
              Clock::duration duration) const;
  bool was_deleted_before(int status) const noexcept;
  PacedOutcome outcome_of(const HttpResponse& response, const std::optional<FailedAttempt>& failure) const;
  void finish_turn(const PacedOutcome& outcome) noexcept;
  FailedAttempt unanswered(const TransportException& error) const;
  FailedAttempt read_error(HttpResponse& response) const;
  void wait_or_throw(FailedAttempt failure);

  void fill_response_info(const HttpResponse& response, ResponseInfo& info) const;
  std::string_view request_id(const HttpHeaders& headers) const noexcept;
  Clock::time_point now() const;
  std::chrono::system_clock::time_point wall_now() const;
  std::optional<std::chrono::milliseconds> time_left() const;
  std::optional<std::chrono::milliseconds> time_to_begin() const;

  [[noreturn]] void throw_failure(FailedAttempt&& failure) const;
  [[noreturn]] void throw_unsent(TransportError kind, const char* text);

  void tell_request() const noexcept;
  void tell_response(const HttpResponse& response, TransportError error, Clock::duration duration) const noexcept;
  void tell_retry(const FailedAttempt& failure, std::chrono::milliseconds delay) const noexcept;

  const Core& core_;
  const AlloClientOptions& client_;
  const OperationTraits& operation_;
  std::string_view route_;
  HttpRequest request_;
  const RequestOptions& options_;
  const RetryPolicy& policy_;
  const RepetitionRules& rules_;
  std::chrono::milliseconds timeout_;
  std::optional<Clock::time_point> deadline_{};  // On the policy's clock.
  std::optional<Clock::time_point> begin_by_{};  // Of the last attempt under one key; on the policy's clock.
  std::optional<std::uint64_t> ticket_{};        // Of the pacer, for the current attempt.
  int attempts_ = 0;
  bool names_attempts_ = false;
  std::optional<FailedAttempt> last_failure_{};
  HttpResponse answer_{};                          // Of success, without its body.
  DeliveryState before_ = DeliveryState::NotSent;  // What the attempts before the current one come to together.
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
