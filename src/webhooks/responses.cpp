#include "webhooks/responses.hpp"

#include <allo/webhook_errors.hpp>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

const char* body_of(int status) noexcept {
  switch (status) {
    case 200:
      return R"({"status":"already handled"})";
    case 202:
      return R"({"status":"accepted"})";
    case 204:
      return "";
    case 400:
      return R"({"error":"not a valid webhook"})";
    case 401:
      return R"({"error":"no valid signature"})";
    case 403:
      return R"({"error":"not one of our numbers"})";
    case 409:
      return R"({"error":"being handled, try again later"})";
    case 413:
      return R"({"error":"too large"})";
    case 503:
      return R"({"error":"busy, try again later"})";
    default:
      return R"({"error":"internal error"})";
  }
}

}  // namespace

int status_of(const std::exception& error) noexcept {
  if (dynamic_cast<const WebhookTooLargeException*>(&error) != nullptr) return 413;
  if (dynamic_cast<const InvalidWebhookPayloadException*>(&error) != nullptr) return 400;
  if (dynamic_cast<const WebhookSignatureException*>(&error) != nullptr) return 401;
  if (dynamic_cast<const WebhookNumberNotAllowedException*>(&error) != nullptr) return 403;
  if (dynamic_cast<const WebhookInProgressException*>(&error) != nullptr) return 409;
  return status_of_work(error);
}

int status_of_work(const std::exception& error) noexcept {
  if (dynamic_cast<const WebhookUnavailableException*>(&error) != nullptr) return 503;
  return 500;
}

WebhookResponse make_response(int status) noexcept {
  WebhookResponse response{status, {}};
  try {
    response.body = body_of(status);
  } catch (...) {
    // Out of memory: the status says enough.
  }
  return response;
}

}  // namespace detail
ALLO_NAMESPACE_END
