#include "simulation/service.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <ctime>

namespace simulation {
namespace {

using namespace std::chrono_literals;
using allo::HttpMethod;
using allo::HttpResponse;

std::string http_date(long long seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[40];
  const std::size_t length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text, length};
}

std::size_t number_in(std::string_view url, std::string_view name) {
  const auto place = url.find(name);
  std::size_t number = 0;
  if (place != std::string_view::npos) {
    const std::string_view text = url.substr(place + name.size());
    std::from_chars(text.data(), text.data() + text.size(), number);
  }
  return number;
}

constexpr std::string_view sent_sms =
    R"({"data":{"from_number":"+1234567890","sender_id":null,"to_number":"+12025550100","type":"OUTBOUND",)"
    R"("content":"x","start_date":"2026-03-02T09:00:00"}})";
constexpr std::string_view contact =
    R"({"data":{"id":"cnt_1","name":"Ada","numbers":["+12025550100"],"created_at":"2026-03-02T09:00:00"}})";

}  // namespace

long long Service::clock() const noexcept {
  constexpr long long start = 1'772'442'000;
  return start + plan_->clock_offset_s + World::running()->now() / 1s;
}

HttpResponse Service::answer(Call& call, HttpMethod method, std::string_view url, std::string_view key,
                             const PlannedAttempt& attempt) {
  judge_->arrived(call);
  switch (attempt.fault) {
    case Fault::OwnError:
      return refuse(call, 500, attempt.detail);
    case Fault::Timeout408:
      return refuse(call, 408, attempt.detail);
    case Fault::Conflict409:
      return refuse(call, 409, attempt.detail);
    case Fault::TooEarly425:
      return refuse(call, 425, attempt.detail);
    case Fault::Refused429:
      return refuse(call, 429, attempt.detail);
    case Fault::Quota429:
      return refuse(call, 429, -1);
    case Fault::Invalid400:
      return refuse(call, 400, attempt.detail);
    default:
      break;
  }
  if (is_too_many(method)) return refuse(call, 429, attempt.detail);
  if (key.empty()) return carry_out(call, method, url);

  Kept& kept = keys_[std::string{key}];
  std::string request{url};
  request += static_cast<char>('0' + static_cast<int>(method));
  if (kept.until > World::running()->now()) {
    if (kept.request != request) return refuse(call, 409, -1);
    HttpResponse response{200, {}, std::string{call.plan->kind == Kind::TrustedSms ? sent_sms : "{}"}};
    response.headers.add("Idempotency-Replayed", "true");
    return response;
  }
  HttpResponse response = carry_out(call, method, url);
  if (response.status < 300) kept = {World::running()->now() + 1h, std::move(request)};
  return response;
}

bool Service::is_too_many(HttpMethod method) {
  const std::size_t lane = method == HttpMethod::Get ? 0 : 1;
  if (const long long second = clock(); second_[lane] != second) {
    second_[lane] = second;
    count_[lane] = 0;
  }
  return ++count_[lane] > plan_->service_limit;
}

HttpResponse Service::carry_out(Call& call, HttpMethod method, std::string_view url) {
  if (method == HttpMethod::Delete && call.item->executed > 0) {
    return {404, {}, R"({"error":{"type":"not_found_error","code":"TAG_NOT_FOUND","retryable":false}})"};
  }
  if (method != HttpMethod::Get) judge_->executed(call, method);
  switch (call.plan->kind) {
    case Kind::Sms:
    case Kind::TrustedSms:
    case Kind::Outbox1:
      return {200, {}, std::string{sent_sms}};
    case Kind::Create:
    case Kind::Update:
    case Kind::Get:
      return {200, {}, std::string{contact}};
    case Kind::Walk:
      return {200, {}, page(call, url)};
    case Kind::Delete2:
      return {204, {}, ""};
    default:
      return {200, {}, "{}"};
  }
}

std::string Service::page(Call& call, std::string_view url) {
  const std::size_t number = number_in(url, "page=");
  const std::size_t size = std::max<std::size_t>(number_in(url, "size="), 1);
  for (; call.pages_given <= number; ++call.pages_given) {
    if (call.pages_given == 0 || call.pages_given > call.plan->changes.size()) continue;
    const PlannedChange& change = call.plan->changes[call.pages_given - 1];
    const std::string name = 'p' + std::to_string(call.pages_given) + '_';
    for (int i = 0; i < change.arrive_in_front; ++i) call.items.insert(call.items.begin(), name + std::to_string(i));
    for (int i = 0; i < change.arrive_behind; ++i) call.items.push_back(name + 'b' + std::to_string(i));
    if (change.remove >= 0 && change.remove < static_cast<int>(call.items.size())) {
      call.items.erase(call.items.begin() + change.remove);
    }
  }
  std::string text = R"({"data":{"results":[)";
  for (std::size_t i = number * size; i < std::min((number + 1) * size, call.items.size()); ++i) {
    if (text.back() != '[') text += ',';
    text += R"({"id":")" + call.items[i] + R"("})";
  }
  text += R"(],"metadata":{"pagination":{"total_pages":)" + std::to_string((call.items.size() + size - 1) / size) +
          R"(,"current_page":)" + std::to_string(number) + "}}}}";
  return text;
}

HttpResponse Service::refuse(Call& call, int status, int detail) {
  HttpResponse response{status, {}, ""};
  std::string_view code = "INTERNAL_SERVER_ERROR";
  if (status == 429) code = detail < 0 ? "DAILY_SMS_LIMIT_REACHED" : "RATE_LIMIT_EXCEEDED";
  if (status == 409) code = detail < 0 ? "IDEMPOTENCY_KEY_REUSE" : "OTHER_TRANSACTION_IN_PROGRESS";
  if (status == 400) code = "INVALID_REQUEST_BODY";
  if (status == 429 && detail % 9 == 3) {
    const int seconds = 1 + detail % 5;
    response.body = R"({"error":{"type":"rate_limit_error","code":"RATE_LIMIT_EXCEEDED","retryable":true,)"
                    R"("retry_after_seconds":)" +
                    std::to_string(seconds) + "}}";
    call.not_before = World::running()->now() + std::chrono::seconds{seconds};
    return response;
  }
  response.body = R"({"code":")" + std::string{code} + R"(","details":null})";
  if (status == 429 && detail >= 0) ask_to_wait(call, response, detail);
  return response;
}

/// Each form that Retry-After has. What was asked for stands in the call, so that the client can be held to it.
void Service::ask_to_wait(Call& call, HttpResponse& response, int detail) {
  const long long now = clock();
  long long seconds = 1 + detail % 7;
  switch (detail % 9) {
    case 1:
      response.headers.add("Retry-After", std::to_string(seconds));
      break;
    case 2:
      response.headers.add("Date", http_date(now));
      response.headers.add("Retry-After", http_date(now + seconds));
      break;
    case 4:
      response.headers.add("Date", http_date(now));
      response.headers.add("X-RateLimit-Remaining", "0");
      response.headers.add("X-RateLimit-Reset", std::to_string(now + seconds));
      break;
    case 5:
      response.headers.add("X-RateLimit-Reset", std::to_string(seconds));
      break;
    case 6:
      seconds = 1'200 + detail % 2'300;  // Such that the hour of a key passes.
      response.headers.add("Retry-After", std::to_string(seconds));
      break;
    default:
      return;
  }
  call.not_before = World::running()->now() + std::chrono::seconds{seconds};
}

HttpResponse Service::gateway(Call& call, int detail) {
  constexpr int statuses[] = {502, 503, 504, 520, 522, 524};
  HttpResponse response{statuses[detail % 6], {}, "<html><body>Bad gateway</body></html>"};
  if (detail % 4 == 0) ask_to_wait(call, response, detail % 8 == 0 ? 1 : 6 + 9 * (detail % 200));
  return response;
}

}  // namespace simulation
