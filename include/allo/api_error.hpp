#ifndef ALLO_API_ERROR_HPP
#define ALLO_API_ERROR_HPP

/// @file
/// Error responses as values, for tests and for stand-ins of the client that throw what it would throw. Optional:
/// `<allo/allo.hpp>` does not include it.

#include <allo/errors.hpp>
#include <allo/export.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN

/// All that an error response said. The library fills it; a test may build one to throw.
struct ApiError {
  int status = 0;                      ///< Of HTTP, outside of 2xx.
  std::string code{};                  ///< Such as "API_KEY_INVALID"; empty where the response named none.
  std::string message{};               ///< The service's own words; empty where it gave none.
  std::vector<ErrorDetail> details{};  ///< Of `details`, or of the newer envelope's `errors`.
  std::string request_id{};            ///< The service's, or else this client's; may be empty.
  std::optional<bool> retryable{};     ///< The service's own word on it, where it gave one.
  std::optional<std::chrono::milliseconds> retry_after{};  ///< How long to wait, where the response says so.
  std::string body{};                                      ///< The raw body, its first 64 KiB.

  /// What came of the attempts before this answer, such as MaybeSent after one without an answer: delivery() of the
  /// exception is the worse of this and of what the status says.
  DeliveryState delivery = DeliveryState::NotSent;

  std::string type{};        ///< Of the newer envelope, such as "validation_error".
  std::string suggestion{};  ///< Of the newer envelope: what to do about it, in the service's words.
  std::string param{};       ///< Of the newer envelope: the parameter that it is about.
  std::string doc_url{};     ///< Of the newer envelope: where it is documented.
};

/// Throws the exception that belongs to `error.status`, as the client does.
[[noreturn]] ALLO_EXPORT void throw_api_error(ApiError error);

ALLO_NAMESPACE_END

#endif
