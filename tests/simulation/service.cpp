#include "simulation/service.hpp"

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <utility>

namespace simulation {
namespace {

using namespace std::chrono_literals;
using allo::HttpMethod;

constexpr long long start = 1'772'442'000;  // Of the client's clock: 2026-03-02T09:00:00Z.

std::string http_date(long long seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[40];
  const std::size_t length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text, length};
}

std::size_t lane_of(HttpMethod method) noexcept { return method == HttpMethod::Get ? 0 : 1; }

bool is_here(std::string_view url) noexcept {
  constexpr std::string_view here = "https://allo.test/";
  return url.substr(0, here.size()) == here;
}

}  // namespace

long long Service::clock() const noexcept {
  const Nanoseconds now = World::running()->now();
  const bool has_jumped = plan_->clock_jumps_ms && now >= std::chrono::milliseconds{*plan_->clock_jumps_ms};
  return start + plan_->clock_offset_s + (has_jumped ? plan_->clock_jumps_by_s : 0) + now / 1s;
}

Answer Service::answer(Call& call, const Arrival& request, const PlannedAttempt& attempt) {
  Answer answer = [&] {
    switch (attempt.fault) {
      case Fault::OwnError:
        return refuse(call, 500, "INTERNAL_SERVER_ERROR", attempt.detail);
      case Fault::Timeout408:
        return refuse(call, 408, "REQUEST_TIMEOUT", attempt.detail);
      case Fault::Conflict409:
        return refuse(
            call, 409,
            call.plan->kind == Kind::Append2 ? "DIALING_QUEUE_APPEND_CONFLICT" : "OTHER_TRANSACTION_IN_PROGRESS",
            attempt.detail);
      case Fault::TooEarly425:
        return refuse(call, 425, "TOO_EARLY", attempt.detail);
      case Fault::Refused429:
        return refuse_for_rate(call, attempt.detail);
      case Fault::Quota429:
        return refuse(call, 429, "DAILY_SMS_LIMIT_REACHED", attempt.detail);
      case Fault::Invalid400:
        return refuse(call, 400, "INVALID_REQUEST_BODY", attempt.detail);
      default:
        break;
    }
    if (is_here(request.url) && is_too_many(request.method)) return refuse_for_rate(call, attempt.detail);
    return request.key.empty() ? carry_out(call, request) : under_key(call, request, attempt.detail);
  }();
  if (!is_here(request.url) &&
      answer.response.headers.get("X-RateLimit-Reset")) {  // What others count is their affair.
    answer.not_before.reset();
    answer.asked = 0ns;
  }
  if (plan_->tells_limits) tell_limits(answer, request.method, attempt.detail);
  return answer;
}

Answer Service::under_key(Call& call, const Arrival& request, int detail) {
  Kept& kept = keys_[std::string{request.key}];
  const Nanoseconds now = World::running()->now();
  std::string what{request.url};
  what += static_cast<char>('0' + static_cast<int>(request.method));
  if (kept.until > now) {
    if (kept.request != what) return refuse(call, 409, "IDEMPOTENCY_KEY_REUSE", detail);
    if (kept.busy_until > now) return refuse(call, 409, "OTHER_TRANSACTION_IN_PROGRESS", detail);
    Answer answer;
    answer.response = success_of(call, request);
    answer.response.headers.add("Idempotency-Replayed", "true");
    return answer;
  }
  Answer answer = carry_out(call, request);
  if (answer.response.status >= 300) return answer;
  // Whoever comes with the key before the answer is written meets a request in progress.
  answer.work = detail % 5 == 0 ? std::chrono::milliseconds{detail % 3'000} : 0ms;
  kept = {now + answer.work + 1h, now + answer.work, std::move(what)};
  return answer;
}

bool Service::is_too_many(HttpMethod method) {
  const std::size_t lane = lane_of(method);
  if (const long long second = clock(); second_[lane] != second) {
    second_[lane] = second;
    count_[lane] = 0;
  }
  return ++count_[lane] > plan_->service_limit;
}

void Service::tell_limits(Answer& answer, HttpMethod method, int detail) const {
  allo::HttpHeaders& headers = answer.response.headers;
  if (headers.get("X-RateLimit-Reset") || headers.get("Retry-After")) return;
  const int left = std::max(plan_->service_limit - count_[lane_of(method)], 0);
  headers.add("X-RateLimit-Limit", std::to_string(plan_->service_limit));
  headers.add("X-RateLimit-Remaining", std::to_string(left));
  if (!headers.get("Date")) headers.add("Date", http_date(clock()));
  headers.add("X-RateLimit-Reset", std::to_string(detail % 2 == 0 ? clock() + 1 : 1));
}

Answer Service::carry_out(Call& call, const Arrival& request) {
  Answer answer;
  if (request.method == HttpMethod::Delete && call.plan->kind != Kind::Clear2 && call.item->executed > 0) {
    answer.response = {404, {}, R"({"error":{"type":"not_found_error","code":"WEBHOOK_NOT_FOUND","retryable":false}})"};
    return answer;
  }
  judge_->executed(call, request.method);
  answer.response = success_of(call, request);
  return answer;
}

/// In one of the shapes that errors have, which may say whether another attempt would help.
Answer Service::refuse(const Call& call, int status, std::string_view code, int detail) const {
  Answer answer;
  const bool is_final = status == 400 || code == "DAILY_SMS_LIMIT_REACHED" || code == "IDEMPOTENCY_KEY_REUSE";
  const bool says_no = !is_final && detail % 7 == 4;
  std::string& body = answer.response.body;
  if (call.traits->is_version_2 || says_no) {
    body.append(R"({"error":{"type":"some_error","code":")").append(code).append("\"");
    if (says_no) body += R"(,"retryable":false)";
    if (!is_final && detail % 7 == 5) body += R"(,"retryable":true)";
    body += "}}";
  } else {
    body.append(R"({"code":")").append(code).append(R"(","details":null})");
  }
  answer.response.status = status;
  if (is_final) return answer;
  // Where two changes met, it passes whatever is said; and so does a refusal of version 2.
  if (status == 409 || status == 429) {
    answer.then = status == 429 && says_no && !call.traits->is_version_2 ? Then::Ends : Then::Undone;
  } else {
    answer.then = says_no ? Then::Ends : Then::MayBeDone;
  }
  return answer;
}

Answer Service::refuse_for_rate(const Call& call, int detail) const {
  Answer answer = refuse(call, 429, "RATE_LIMIT_EXCEEDED", detail);
  const long long seconds = 1 + detail % 5;
  switch (detail % 12) {
    case 3:
      answer.response.body = R"({"error":{"type":"rate_limit_error","code":"RATE_LIMIT_EXCEEDED","retryable":true,)"
                             R"("retry_after_seconds":)" +
                             std::to_string(seconds) + "}}";
      break;
    case 9:
      answer.response.body = R"({"code":"RATE_LIMIT_EXCEEDED","details":[{"field":null,"message":"limit=20;reset_in=)" +
                             std::to_string(seconds) + "\"}]}";
      break;
    default:
      ask_to_wait(answer, detail);
      return answer;
  }
  answer.then = Then::Undone;
  answer.asked = std::chrono::seconds{seconds};
  answer.not_before = World::running()->now() + answer.asked;
  return answer;
}

/// Each form that Retry-After has as a header. What was asked for stands in the answer, so that the client can be held
/// to it.
void Service::ask_to_wait(Answer& answer, int detail) const {
  allo::HttpHeaders& headers = answer.response.headers;
  const Nanoseconds world_now = World::running()->now();
  const long long now = clock();
  long long seconds = 1 + detail % 7;
  switch (detail % 12) {
    case 1:
      headers.add("Retry-After", std::to_string(seconds));
      break;
    case 2:
      headers.add("Date", http_date(now));
      headers.add("Retry-After", http_date(now + seconds));
      break;
    case 4:
      headers.add("Date", http_date(now));
      headers.add("X-RateLimit-Remaining", "0");
      headers.add("X-RateLimit-Reset", std::to_string(now + seconds));
      break;
    case 5:
      headers.add("X-RateLimit-Reset", std::to_string(seconds));
      break;
    case asks_for_long:
      seconds = 1'200 + detail % 2'300;  // Such that the hour of a key passes.
      headers.add("Retry-After", std::to_string(seconds));
      break;
    case 7:  // By the service's clock, and the client has but its own.
      headers.add("Retry-After", http_date(now + seconds));
      answer.not_before = std::chrono::seconds{now + seconds - start};
      answer.asked = std::max(*answer.not_before - world_now, 0ns);
      return;
    case 8:
      headers.add("Retry-After", detail % 24 == 8 ? "soon" : "-5");
      return;
    case 10:
      headers.add("Date", http_date(now));
      headers.add("X-RateLimit-Reset", std::to_string((now + seconds) * 1'000));
      break;
    default:
      return;
  }
  answer.asked = std::chrono::seconds{seconds};
  answer.not_before = world_now + answer.asked;
}

Answer Service::gateway(int detail) const {
  constexpr int statuses[] = {502, 503, 504, 520, 521, 522, 523, 524, 529};
  Answer answer;
  answer.response = {statuses[detail % 9], {}, "<html><body>Bad gateway</body></html>"};
  answer.then = Then::MayBeDone;
  if (detail % 4 == 0) ask_to_wait(answer, detail % 8 == 0 ? 1 : asks_for_long + 12 * (detail % 200));
  return answer;
}

}  // namespace simulation
