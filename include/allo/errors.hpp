#ifndef ALLO_ERRORS_HPP
#define ALLO_ERRORS_HPP

#include <allo/error_codes.hpp>
#include <allo/export.hpp>
#include <allo/handle.hpp>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

/// What is known about a request that failed. Decide with it whether an SMS may be sent again.
enum class DeliveryState {
  NotSent,    ///< The request never reached the service: repeating it is safe.
  MaybeSent,  ///< The service may have carried it out: repeating it may do it twice.
  Rejected,   ///< The service refused it and did nothing.
};

/// "not sent", "maybe sent" or "rejected".
ALLO_EXPORT std::string_view to_string(DeliveryState state) noexcept;

/// The root of what this library throws, but for InvalidArgumentException. No text of it holds a key or a secret.
class ALLO_EXPORT AlloException : public std::runtime_error {
 public:
  /// `message` is for people: what() gives it as it is.
  explicit AlloException(const std::string& message, DeliveryState delivery = DeliveryState::NotSent)
      : std::runtime_error(message), delivery_(delivery) {}
  ~AlloException() override;

  /// Whether the request behind the failure may have been carried out.
  DeliveryState delivery() const noexcept { return delivery_; }

 private:
  DeliveryState delivery_;
};

/// An argument that was refused before anything was sent; what() names the field.
class ALLO_EXPORT InvalidArgumentException : public std::invalid_argument {
 public:
  /// `message` names the field.
  explicit InvalidArgumentException(const std::string& message) : std::invalid_argument(message) {}
  ~InvalidArgumentException() override;
};

/// One entry of an API error's `details`.
struct ErrorDetail {
  std::string field{};    ///< What it is about, such as "scope" or a field of the request.
  std::string message{};  ///< Such as "required=CONTACTS_READ".
};

/// What an error response said; for those who throw one, in <allo/api_error.hpp>.
struct ApiError;

/// The service answered with a status outside 2xx. Subclasses follow the status alone.
/// Copies share one immutable state; safe to read from many threads.
class ALLO_EXPORT AlloApiException : public AlloException {
 public:
  /// what() is made of the status, the code and the message. See throw_api_error() of <allo/api_error.hpp> for the
  /// right class.
  explicit AlloApiException(ApiError error);
  ~AlloApiException() override;

  /// The HTTP status.
  int status() const noexcept;
  /// The machine-readable code, such as allo::codes::ApiKeyInvalid; empty where the response named none.
  const std::string& code() const noexcept;
  /// The service's own words; empty where it gave none.
  const std::string& message() const noexcept;
  /// The entries of `details`, or of the newer envelope's `errors`.
  const std::vector<ErrorDetail>& details() const noexcept;
  /// The request id that the service, or else this client, gave the request; may be empty.
  const std::string& request_id() const noexcept;
  /// @{
  /// What the newer envelope says besides: its kind of error, such as "validation_error"; what to do about it; the
  /// parameter that it is about; and where it is documented. Empty where the service gave none.
  const std::string& type() const noexcept;
  const std::string& suggestion() const noexcept;
  const std::string& param() const noexcept;
  const std::string& doc_url() const noexcept;
  /// @}
  /// The raw body of the response, its first 64 KiB.
  const std::string& body() const noexcept;
  /// How long to wait before another try: from `Retry-After` (seconds or a date), from the body, or from `reset_in`
  /// of a quota.
  std::optional<std::chrono::milliseconds> retry_after() const noexcept;
  /// True when the same request may succeed later: what the service says of it where it does, else 408, 425, 429
  /// (spent daily quotas excepted), 500, 502, 503 and 504. Always true for a 409 of two changes that met, with the code
  /// DIALING_QUEUE_APPEND_CONFLICT or OTHER_TRANSACTION_IN_PROGRESS.
  bool retryable() const noexcept;
  /// True for a 404, and for a 400 whose code ends in `_NOT_FOUND` (as the service answers for a missing contact).
  bool not_found() const noexcept;
  /// True for a spent daily or SMS quota, which no back-off within a request outlives.
  bool quota_exhausted() const noexcept;

 private:
  detail::Handle data_;
};

/// 401: the key is missing, unknown or revoked.
class ALLO_EXPORT AuthenticationException : public AlloApiException {
 public:
  using AlloApiException::AlloApiException;
  ~AuthenticationException() override;
};

/// 403: the key lacks a scope.
class ALLO_EXPORT ForbiddenException : public AlloApiException {
 public:
  using AlloApiException::AlloApiException;
  ~ForbiddenException() override;

  /// The scopes that the call needs, such as "CONTACTS_READ"; empty where the response named none.
  std::vector<std::string> required_scopes() const;
};

/// 404: no such thing.
class ALLO_EXPORT NotFoundException : public AlloApiException {
 public:
  using AlloApiException::AlloApiException;
  ~NotFoundException() override;
};

/// 409: it contradicts what is there already, or what is being changed at the same time.
class ALLO_EXPORT ConflictException : public AlloApiException {
 public:
  using AlloApiException::AlloApiException;
  ~ConflictException() override;
};

/// 400 or 422: the service refused the input.
class ALLO_EXPORT ValidationException : public AlloApiException {
 public:
  using AlloApiException::AlloApiException;
  ~ValidationException() override;

  /// The fields that were refused; the same as details().
  const std::vector<ErrorDetail>& errors() const noexcept { return details(); }
};

/// 429: too many requests, or a spent quota.
class ALLO_EXPORT RateLimitException : public AlloApiException {
 public:
  using AlloApiException::AlloApiException;
  ~RateLimitException() override;
};

/// 5xx: the service failed; it may have acted on the request.
class ALLO_EXPORT ServerException : public AlloApiException {
 public:
  using AlloApiException::AlloApiException;
  ~ServerException() override;
};

/// What went wrong below HTTP.
enum class TransportError {
  Unknown,
  Timeout,      ///< The time-out for connecting or for the whole exchange ran out, or the deadline did.
  Connect,      ///< No connection: refused, unreachable, closed within the TLS handshake, or the proxy failed.
  Resolve,      ///< The host name was not found.
  Tls,          ///< The handshake or the check of the certificate failed.
  Send,         ///< The connection broke while the request went out.
  Receive,      ///< The connection broke, or the response was cut off or malformed.
  TooLarge,     ///< The response exceeded a bound of the transport.
  BadEncoding,  ///< The content encoding was unknown or corrupt.
  Cancelled,    ///< The caller cancelled.
};

/// The enumerator in lower case words, such as "timeout".
ALLO_EXPORT std::string_view to_string(TransportError error) noexcept;

/// No complete response arrived.
class ALLO_EXPORT TransportException : public AlloException {
 public:
  /// For a transport of your own: `request_may_have_been_sent` unless no byte of the request left this machine.
  /// `retryable` where it is not what `kind` says.
  TransportException(TransportError kind, const std::string& message, bool request_may_have_been_sent,
                     std::string_view request_id = {}, std::optional<bool> retryable = {});
  /// The same where more is known: an attempt before, without a response of its own now, was refused.
  TransportException(TransportError kind, const std::string& message, DeliveryState delivery,
                     std::string_view request_id = {}, std::optional<bool> retryable = {});
  ~TransportException() override;

  /// What went wrong.
  TransportError kind() const noexcept { return kind_; }

  /// False only when no byte of the request left this machine.
  bool request_may_have_been_sent() const noexcept { return delivery() != DeliveryState::NotSent; }

  /// True when the same request may succeed later. Whether repeating it is safe is another question: see delivery().
  bool retryable() const noexcept { return retryable_; }

  /// The `X-Request-Id` of the last attempt, the caller's or the client's own: with it the service's log can be
  /// searched. Empty where nothing was sent.
  const std::string& request_id() const noexcept;

 private:
  TransportError kind_;
  bool retryable_;
  detail::Handle data_;
};

/// A document is not what was promised. After a 2xx answer the request was carried out: delivery() is MaybeSent.
class ALLO_EXPORT DecodeException : public AlloException {
 public:
  /// what() is made of `path`, see path(), and of `problem`, such as "expected a string".
  DecodeException(const std::string& path, const std::string& problem,
                  DeliveryState delivery = DeliveryState::MaybeSent);
  ~DecodeException() override;

  /// `problem` with the response that it was found in: its status, its request id and its body, without secrets.
  /// `reported` ends what(); it is for an error that the service reports with a status of success.
  DecodeException(const DecodeException& problem, int status, std::string request_id, std::string body,
                  const std::string& reported = {});

  /// Where it is wrong, such as "data.results[3].start_date"; empty for the document as a whole.
  const std::string& path() const noexcept;
  /// The HTTP status of the response; 0 where the document does not come from one.
  int status() const noexcept;
  /// The request id that the service, or else this client, gave the request; empty where there is no response.
  const std::string& request_id() const noexcept;
  /// The raw body of the response, its first 64 KiB: one bad record does not hide the others. Empty where there is no
  /// response.
  const std::string& body() const noexcept;

 private:
  detail::Handle data_;
};

ALLO_NAMESPACE_END

#endif
