#include "base/api_error.hpp"
#include "base/error_data.hpp"

#include <allo/error_codes.hpp>
#include <allo/errors.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace {

bool ends_with(std::string_view text, std::string_view end) noexcept {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Foreign text as one short line: control characters become spaces, so that no answer can forge a line of a log.
std::string one_line(std::string_view text) {
  constexpr std::size_t longest = 500;
  std::size_t size = text.size();
  if (size > longest) {
    size = longest;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  }
  std::string line{text.substr(0, size)};
  for (char& c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = ' ';
  }
  if (size < text.size()) line += "...";
  return line;
}

std::string describe(const ApiError& error) {
  std::string text = "HTTP " + std::to_string(error.status);
  if (!error.code.empty()) text += ' ' + one_line(error.code);
  if (error.status == 407) text += ", the proxy refused the credentials that it was given, or wants some";
  if (!error.message.empty()) return text + ": " + one_line(error.message);
  const char* separator = ": ";
  for (const ErrorDetail& detail : error.details) {
    if (detail.message.empty()) continue;
    text += separator;
    if (!detail.field.empty()) text += one_line(detail.field) + ": ";
    text += one_line(detail.message);
    separator = "; ";
    if (text.size() > 1000) break;
  }
  return text;
}

ApiError response_of(int status, std::string request_id, std::string body) {
  ApiError response;
  response.status = status;
  response.request_id = std::move(request_id);
  response.body = std::move(body);
  return response;
}

bool may_pass(TransportError kind) noexcept {
  switch (kind) {
    case TransportError::Tls:
    case TransportError::TooLarge:
    case TransportError::BadEncoding:
    case TransportError::Cancelled:
      return false;
    default:
      return true;
  }
}

}  // namespace

namespace detail {

bool is_retryable(const ApiError& error) noexcept {
  if (is_quota_exhausted(error)) return false;
  if (is_conflict_that_passes(error)) return true;
  if (error.retryable) return *error.retryable;
  switch (error.status) {
    case 408:
    case 425:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
    case 520:
    case 521:
    case 522:
    case 523:
    case 524:
    case 529:
      return true;
    default:
      return false;
  }
}

bool is_quota_exhausted(const ApiError& error) noexcept {
  return error.code == codes::ApiKeyQuotaExceeded || error.code == codes::SmsLimitReached ||
         ends_with(error.code, "_SMS_LIMIT_REACHED");
}

bool is_conflict_that_passes(const ApiError& error) noexcept {
  return error.status == 409 &&
         (error.code == codes::DialingQueueAppendConflict || error.code == codes::OtherTransactionInProgress);
}

DeliveryState together(DeliveryState one, DeliveryState other) noexcept {
  const auto is = [&](DeliveryState state) { return one == state || other == state; };
  if (is(DeliveryState::MaybeSent)) return DeliveryState::MaybeSent;
  return is(DeliveryState::Rejected) ? DeliveryState::Rejected : DeliveryState::NotSent;
}

// Of what a status says: a redirect that answers a POST with "see there" may report a success, 307 and 308 do not.
// A gateway that gives up with 408 or 5xx cannot tell how far the request came.
DeliveryState delivery_of(const ApiError& error) noexcept {
  const bool is_refusal =
      error.status == 307 || error.status == 308 || (error.status >= 400 && error.status < 500 && error.status != 408);
  return together(error.delivery, is_refusal ? DeliveryState::Rejected : DeliveryState::MaybeSent);
}

}  // namespace detail

// Each destructor is defined here, so that type information and virtual tables are emitted once.
AlloException::~AlloException() = default;
InvalidArgumentException::~InvalidArgumentException() = default;
AlloApiException::~AlloApiException() = default;
AuthenticationException::~AuthenticationException() = default;
ForbiddenException::~ForbiddenException() = default;
NotFoundException::~NotFoundException() = default;
ConflictException::~ConflictException() = default;
ValidationException::~ValidationException() = default;
RateLimitException::~RateLimitException() = default;
ServerException::~ServerException() = default;
TransportException::~TransportException() = default;
DecodeException::~DecodeException() = default;

std::string_view to_string(DeliveryState state) noexcept {
  switch (state) {
    case DeliveryState::NotSent:
      return "not sent";
    case DeliveryState::MaybeSent:
      return "maybe sent";
    case DeliveryState::Rejected:
      return "rejected";
  }
  return "maybe sent";
}

std::string_view to_string(TransportError error) noexcept {
  switch (error) {
    case TransportError::Unknown:
      return "unknown";
    case TransportError::Timeout:
      return "timeout";
    case TransportError::Connect:
      return "connect";
    case TransportError::Resolve:
      return "resolve";
    case TransportError::Tls:
      return "tls";
    case TransportError::Send:
      return "send";
    case TransportError::Receive:
      return "receive";
    case TransportError::TooLarge:
      return "too large";
    case TransportError::BadEncoding:
      return "bad encoding";
    case TransportError::Cancelled:
      return "cancelled";
  }
  return "unknown";
}

TransportException::TransportException(TransportError kind, const std::string& message, bool request_may_have_been_sent,
                                       std::string_view request_id, std::optional<bool> retryable)
    : TransportException(kind, message, request_may_have_been_sent ? DeliveryState::MaybeSent : DeliveryState::NotSent,
                         request_id, retryable) {}

TransportException::TransportException(TransportError kind, const std::string& message, DeliveryState delivery,
                                       std::string_view request_id, std::optional<bool> retryable)
    : AlloException(message, delivery),
      kind_(kind),
      retryable_(retryable.value_or(may_pass(kind))),
      data_(request_id.empty() ? detail::Handle{}
                               : detail::make_error_data(response_of(0, std::string{request_id}, {}))) {}

const std::string& TransportException::request_id() const noexcept {
  static const std::string none;
  return data_.get() != nullptr ? detail::error_data(data_).response.request_id : none;
}

AlloApiException::AlloApiException(ApiError error)
    : AlloException(describe(error), detail::delivery_of(error)), data_(detail::make_error_data(std::move(error))) {}

int AlloApiException::status() const noexcept { return detail::error_data(data_).response.status; }
const std::string& AlloApiException::code() const noexcept { return detail::error_data(data_).response.code; }
const std::string& AlloApiException::message() const noexcept { return detail::error_data(data_).response.message; }
const std::vector<ErrorDetail>& AlloApiException::details() const noexcept {
  return detail::error_data(data_).response.details;
}
const std::string& AlloApiException::request_id() const noexcept {
  return detail::error_data(data_).response.request_id;
}
const std::string& AlloApiException::type() const noexcept { return detail::error_data(data_).response.type; }
const std::string& AlloApiException::suggestion() const noexcept {
  return detail::error_data(data_).response.suggestion;
}
const std::string& AlloApiException::param() const noexcept { return detail::error_data(data_).response.param; }
const std::string& AlloApiException::doc_url() const noexcept { return detail::error_data(data_).response.doc_url; }
const std::string& AlloApiException::body() const noexcept { return detail::error_data(data_).response.body; }

std::optional<std::chrono::milliseconds> AlloApiException::retry_after() const noexcept {
  return detail::error_data(data_).response.retry_after;
}

bool AlloApiException::retryable() const noexcept { return detail::is_retryable(detail::error_data(data_).response); }

bool AlloApiException::not_found() const noexcept {
  return status() == 404 || (status() == 400 && ends_with(code(), "_NOT_FOUND"));
}

bool AlloApiException::quota_exhausted() const noexcept {
  return detail::is_quota_exhausted(detail::error_data(data_).response);
}

std::vector<std::string> ForbiddenException::required_scopes() const {
  constexpr std::string_view prefix = "required=";
  std::vector<std::string> scopes;
  for (const ErrorDetail& detail : details()) {
    const std::string_view message = detail.message;
    if ((!detail.field.empty() && detail.field != "scope") || message.substr(0, prefix.size()) != prefix) continue;
    for (std::size_t at = prefix.size(); at < message.size();) {
      const std::size_t end = message.find_first_of(",; ", at);
      const std::string_view scope = message.substr(at, end - at);
      if (!scope.empty()) scopes.emplace_back(scope);
      if (end == std::string_view::npos || message[end] == ';') break;
      at = end + 1;
    }
  }
  return scopes;
}

void throw_api_error(ApiError error) {
  switch (error.status) {
    case 400:
    case 422:
      throw ValidationException(std::move(error));
    case 401:
      throw AuthenticationException(std::move(error));
    case 403:
      throw ForbiddenException(std::move(error));
    case 404:
      throw NotFoundException(std::move(error));
    case 409:
      throw ConflictException(std::move(error));
    case 429:
      throw RateLimitException(std::move(error));
    default:
      break;
  }
  if (error.status >= 500 && error.status < 600) throw ServerException(std::move(error));
  throw AlloApiException(std::move(error));
}

DecodeException::DecodeException(const std::string& path, const std::string& problem, DeliveryState delivery)
    : AlloException(path.empty() ? problem : path + ": " + problem, delivery),
      data_(detail::make_error_data({}, path)) {}

DecodeException::DecodeException(const DecodeException& problem, int status, std::string request_id, std::string body,
                                 const std::string& reported)
    : AlloException(reported.empty() ? problem.what() : problem.what() + ("; " + one_line(reported)),
                    problem.delivery()),
      data_(detail::make_error_data(response_of(status, std::move(request_id), std::move(body)), problem.path())) {}

const std::string& DecodeException::path() const noexcept { return detail::error_data(data_).path; }
int DecodeException::status() const noexcept { return detail::error_data(data_).response.status; }
const std::string& DecodeException::request_id() const noexcept {
  return detail::error_data(data_).response.request_id;
}
const std::string& DecodeException::body() const noexcept { return detail::error_data(data_).response.body; }

ALLO_NAMESPACE_END
