#ifndef ALLO_WEBHOOK_SIGNATURE_HPP
#define ALLO_WEBHOOK_SIGNATURE_HPP

#include <allo/export.hpp>
#include <allo/http.hpp>

#include <chrono>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN

/// Compares two texts in a time that depends on their lengths alone, for tokens and signatures.
ALLO_EXPORT bool constant_time_equals(std::string_view a, std::string_view b) noexcept;

/// Signs a delivery after the Standard Webhooks specification: "v1," and the base64 of the HMAC-SHA256 of
/// "{id}.{Unix seconds}.{body}". `secret` is base64, with or without "whsec_" in front.
/// @throws InvalidArgumentException for a secret or an id that a receiver would refuse, and for a time before 1970;
/// the secret is not quoted
ALLO_EXPORT std::string sign(std::string_view secret, std::string_view id,
                             std::chrono::system_clock::time_point timestamp, std::string_view body);

/// A webhook delivery as it arrives at a server.
struct WebhookDelivery {
  HttpHeaders headers{};  ///< Those of the signature among them.
  std::string body{};     ///< The raw bytes: the signature covers them as they are.
};

/// What to deliver.
struct MakeDeliveryInput {
  std::string body{};    ///< The envelope, such as `{"topic":"CALL_RECEIVED","data":{...}}`; taken as it is.
  std::string secret{};  ///< Empty: the delivery is not signed.
  std::string id{};      ///< Empty: "msg_" and 32 random hexadecimal digits.
  std::chrono::system_clock::time_point timestamp{};  ///< When it is signed; the epoch, as by default: now.
};

/// Makes a delivery as the service would, for tests of a receiver: `content-type` and `webhook-id`, and where there is
/// a secret, `webhook-timestamp` and `webhook-signature`.
/// @throws InvalidArgumentException as sign() does
ALLO_EXPORT WebhookDelivery make_delivery(MakeDeliveryInput input);

ALLO_NAMESPACE_END

#endif
