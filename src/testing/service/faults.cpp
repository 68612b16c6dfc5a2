#include "testing/service/faults.hpp"

#include "testing/model/time_text.hpp"
#include "testing/service/answers.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <array>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing {

namespace {
constexpr std::array<std::pair<FaultKind, std::string_view>, 17> kind_names{{
    {FaultKind::Status, "status"},
    {FaultKind::Html, "html"},
    {FaultKind::RateLimitSeconds, "rate_limit_seconds"},
    {FaultKind::RateLimitDate, "rate_limit_date"},
    {FaultKind::RateLimitQuota, "rate_limit_quota"},
    {FaultKind::Delay, "delay"},
    {FaultKind::SlowBody, "slow_body"},
    {FaultKind::Stall, "stall"},
    {FaultKind::Truncate, "truncate"},
    {FaultKind::WrongLength, "wrong_length"},
    {FaultKind::ResetBeforeReading, "reset_before_reading"},
    {FaultKind::ResetAfterReading, "reset_after_reading"},
    {FaultKind::StaleKeepAlive, "stale_keep_alive"},
    {FaultKind::TlsHandshake, "tls_handshake"},
    {FaultKind::TlsExpired, "tls_expired"},
    {FaultKind::TlsWrongHost, "tls_wrong_host"},
    {FaultKind::TlsUntrusted, "tls_untrusted"},
}};
}  // namespace

std::string_view to_string(FaultKind kind) noexcept {
  const auto* found =
      std::find_if(kind_names.begin(), kind_names.end(), [&](const auto& entry) { return entry.first == kind; });
  return found == kind_names.end() ? std::string_view{} : found->second;
}

bool from_string(std::string_view text, FaultKind& kind) noexcept {
  for (const auto& [value, name] : kind_names) {
    if (name != text) continue;
    kind = value;
    return true;
  }
  return false;
}

namespace detail {

namespace {

bool is_tls(FaultKind kind) {
  return kind == FaultKind::TlsHandshake || kind == FaultKind::TlsExpired || kind == FaultKind::TlsWrongHost ||
         kind == FaultKind::TlsUntrusted;
}

void check(const Fault& fault, bool tls) {
  const auto refuse = [](const char* message) { throw InvalidArgumentException(message); };
  if (is_tls(fault.kind) && !tls) refuse("kind needs a sandbox with TLS");
  if (fault.nth < 1) refuse("nth must be 1 or more");
  if (fault.times < 0) refuse("times must be 0 or more");
  if (!(fault.probability >= 0.0 && fault.probability <= 1.0)) refuse("probability must be from 0 to 1");
  if (fault.status < 200 || fault.status > 599) refuse("status must be from 200 to 599");
  if (fault.delay < std::chrono::milliseconds{0}) refuse("delay must not be negative");
  if (fault.retry_after < std::chrono::seconds{0}) refuse("retry_after must not be negative");
  if (!has_route({}, fault.route)) refuse("route must be the template of a route of the API, such as /contact/{id}");
  if (!has_route(fault.method, fault.route)) refuse("method must be one of the route's, such as GET");
}

bool is_spent(const ArmedFault& armed) { return armed.fault.times != 0 && armed.acted >= armed.fault.times; }

Response refused(const Refusal& refusal, const Routed& request) {
  const std::string* given = find_header(request.headers, "X-Request-Id");
  return refusal_response(request.match.version, refusal, given == nullptr ? "req_fault" : *given);
}

Response rate_limited(const Fault& fault, std::string retry_after, const Routed& request) {
  Refusal refusal{429, "RATE_LIMITED"};
  refusal.retryable = true;
  refusal.retry_after = static_cast<int>(fault.retry_after.count());
  Response response = refused(refusal, request);
  response.headers.emplace_back("Retry-After", std::move(retry_after));
  return response;
}

}  // namespace

bool Plan::carries_out() const {
  if (!fault) return true;
  switch (fault->kind) {
    case FaultKind::Delay:
    case FaultKind::SlowBody:
    case FaultKind::Stall:
    case FaultKind::Truncate:
    case FaultKind::WrongLength:
    case FaultKind::StaleKeepAlive:
      return true;
    case FaultKind::Status:
    case FaultKind::Html:
    case FaultKind::ResetAfterReading:
      return fault->carry_out;
    default:
      return false;
  }
}

bool Plan::replaces_answer() const {
  if (!fault) return false;
  switch (fault->kind) {
    case FaultKind::Status:
    case FaultKind::Html:
    case FaultKind::RateLimitSeconds:
    case FaultKind::RateLimitDate:
    case FaultKind::RateLimitQuota:
      return true;
    default:
      return false;
  }
}

Response fault_response(const Fault& fault, Timestamp now, const Routed& request) {
  const std::string seconds = std::to_string(fault.retry_after.count());
  switch (fault.kind) {
    case FaultKind::RateLimitSeconds:
      return rate_limited(fault, seconds, request);
    case FaultKind::RateLimitDate:
      return rate_limited(fault, http_date_text(now + fault.retry_after), request);
    case FaultKind::RateLimitQuota: {
      const std::string message = "limit=1000;type=DAILY;reset_in=" + seconds;
      return refused({429, "API_KEY_QUOTA_EXCEEDED", message, Json::array({detail("DAILY", message)})}, request);
    }
    case FaultKind::Html: {
      Response response;
      response.status = fault.status;
      response.content_type = "text/html; charset=utf-8";
      response.body = "<!DOCTYPE html><html><head><title>" + std::to_string(fault.status) +
                      "</title></head><body><h1>Bad gateway</h1></body></html>";
      return response;
    }
    default:
      break;
  }
  if (!fault.body) {
    Refusal refusal{fault.status, fault.code};
    refusal.retryable = fault.status >= 500;
    return refused(refusal, request);
  }
  Response response;
  response.status = fault.status;
  response.body = *fault.body;
  return response;
}

std::uint64_t Faults::arm(Fault fault) {
  check(fault, tls_);
  if (armed_.size() >= most) {
    const auto spent =
        std::find_if(armed_.begin(), armed_.end(), [](const ArmedFault& armed) { return is_spent(armed); });
    if (spent == armed_.end()) throw InvalidArgumentException("at most 1000 faults can be armed at a time");
    armed_.erase(spent);
  }
  armed_.push_back({next_id_, std::move(fault), 0, 0});
  return next_id_++;
}

bool Faults::disarm(std::uint64_t id) {
  const auto found =
      std::find_if(armed_.begin(), armed_.end(), [&](const ArmedFault& armed) { return armed.id == id; });
  if (found == armed_.end()) return false;
  armed_.erase(found);
  return true;
}

template <class Matches>
const Fault* Faults::strike(Matches matches, const std::function<std::uint64_t()>& random) {
  const Fault* chosen = nullptr;
  for (ArmedFault& armed : armed_) {
    const Fault& fault = armed.fault;
    if (!matches(fault)) continue;
    ++armed.matched;
    if (chosen != nullptr || is_spent(armed) || armed.matched < fault.nth) continue;
    constexpr double range = 18446744073709551616.0;  // 2^64
    if (fault.probability < 1.0 && static_cast<double>(random()) / range >= fault.probability) continue;
    ++armed.acted;
    chosen = &fault;
  }
  return chosen;
}

Plan Faults::plan(std::string_view method, const Route* route, bool reused_connection,
                  const std::function<std::uint64_t()>& random) {
  const Fault* fault = strike(
      [&](const Fault& candidate) {
        return !is_tls(candidate.kind) && (candidate.method.empty() || candidate.method == method) &&
               (candidate.route.empty() || (route != nullptr && candidate.route == route->shown)) &&
               (!candidate.only_reused_connections || reused_connection);
      },
      random);
  return fault == nullptr ? Plan{} : Plan{*fault};
}

std::optional<FaultKind> Faults::plan_handshake(const std::function<std::uint64_t()>& random) {
  const Fault* fault = strike([](const Fault& candidate) { return is_tls(candidate.kind); }, random);
  return fault == nullptr ? std::nullopt : std::optional{fault->kind};
}

}  // namespace detail
}  // namespace testing
ALLO_NAMESPACE_END
