#include "json/codec.hpp"
#include "json/cursor.hpp"
#include "json/document.hpp"
#include "json/nlohmann.hpp"
#include "json/numbers.hpp"
#include "json/strings.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

using Json = nlohmann::json;

/// No error of the service comes near; the limit bounds the tree that is built of it.
constexpr std::size_t max_error_body = std::size_t{256} << 10;

/// A wait beyond this is cut, so that arithmetic with it cannot overflow.
constexpr double max_wait_seconds = 10.0 * 365 * 24 * 3600;

const Json* member(const Json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::string text(const Json& object, const char* name) {
  const Json* value = member(object, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string{};
}

void fill(std::string& to, std::string value) {
  if (to.empty()) to = std::move(value);
}

void fill_wait(ApiError& error, double seconds) {
  if (error.retry_after || !(seconds >= 0)) return;
  const double milliseconds = std::ceil(std::fmin(seconds, max_wait_seconds) * 1000);
  error.retry_after = std::chrono::milliseconds{static_cast<std::int64_t>(milliseconds)};
}

/// True for the words that the service uses as codes, such as WEBHOOK_NOT_FOUND, and false for prose.
bool is_code(std::string_view text) noexcept {
  for (const char c : text) {
    if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return !text.empty();
}

/// The value of `reset_in` in a text such as "limit=1000;type=DAILY;reset_in=3600".
std::optional<double> reset_in(std::string_view text) {
  constexpr std::string_view name = "reset_in=";
  while (!text.empty()) {
    const std::size_t end = text.find(';');
    std::string_view part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    if (part.substr(0, name.size()) != name) continue;
    const std::string_view digits = part.substr(name.size());
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) continue;
    double seconds = 0;
    for (const char c : digits) seconds = std::fmin(seconds * 10 + (c - '0'), max_wait_seconds);
    return seconds;
  }
  return std::nullopt;
}

void read_details(const Json* list, ApiError& error) {
  if (list == nullptr || !list->is_array() || !error.details.empty()) return;
  for (const Json& entry : *list) {
    ErrorDetail detail{text(entry, "field"), text(entry, "message")};
    fill(detail.message, text(entry, "code"));
    if (detail.field.empty() && detail.message.empty()) continue;
    if (const std::optional<double> seconds = reset_in(detail.message)) fill_wait(error, *seconds);
    error.details.push_back(std::move(detail));
  }
}

/// The newer envelope's `error`.
void read_error_object(const Json& object, std::string_view body, ApiError& error) {
  fill(error.code, text(object, "code"));
  fill(error.message, text(object, "message"));
  fill(error.request_id, text(object, "request_id"));
  fill(error.type, text(object, "type"));
  fill(error.suggestion, text(object, "suggestion"));
  fill(error.param, text(object, "param"));
  fill(error.doc_url, text(object, "doc_url"));
  const Json* retryable = member(object, "retryable");
  if (retryable != nullptr && retryable->is_boolean() && !error.retryable) error.retryable = retryable->get<bool>();
  const Json* seconds = member(object, "retry_after_seconds");
  if (seconds != nullptr && seconds->is_number()) {
    // Not the value in the tree, which was read through the locale.
    const std::optional<std::string> number = JsonTextAccess::make(std::string{body}).get("error.retry_after_seconds");
    if (const std::optional<double> value = read_real(number.value_or("0"))) fill_wait(error, *value);
  }
  read_details(member(object, "errors"), error);
  if (error.details.empty() && !error.param.empty()) error.details.push_back({error.param, text(object, "message")});
}

}  // namespace

void decode_error_body(std::string_view body, ApiError& error) {
  if (body.substr(0, byte_order_mark.size()) == byte_order_mark) body.remove_prefix(byte_order_mark.size());
  if (body.size() > max_error_body || find_json_problem(body, max_json_depth)) return;
  const std::optional<std::string> whole = with_whole_surrogates(body);
  if (whole) body = *whole;
  ReadText read{body};
  const Json document = Json::parse(read.begin(), read.end(), nullptr, false);
  if (!document.is_object()) return;

  fill(error.code, text(document, "code"));
  if (const Json* inner = member(document, "error")) {
    if (inner->is_object()) {
      read_error_object(*inner, body, error);
    } else if (std::string word = text(document, "error"); is_code(word)) {
      fill(error.code, std::move(word));
    } else if (!word.empty() && text(document, "message").empty()) {
      fill(error.message, std::move(word));
    }
  }
  fill(error.message, text(document, "message"));
  read_details(member(document, "details"), error);
}

bool has_error_envelope(std::string_view body) {
  if (body.find("\"error\"") == std::string_view::npos || find_json_problem(body, max_json_depth)) return false;
  return JsonTextAccess::make(std::string{body}).get("error").has_value();
}

std::string reported_error(std::string_view body) {
  ApiError error;
  decode_error_body(body, error);
  std::string text;
  // A message alone may be one of success.
  if (error.code.empty() && (error.message.empty() || !has_error_envelope(body))) return text;
  text = "the response reports ";
  text += error.code.empty() ? error.message : error.code;
  if (!error.code.empty() && !error.message.empty()) text += ": " + error.message;
  return text;
}

}  // namespace detail
ALLO_NAMESPACE_END
