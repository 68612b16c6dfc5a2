#ifndef ALLO_V2_WEBHOOKS_HPP
#define ALLO_V2_WEBHOOKS_HPP

#include <allo/handle.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/patch.hpp>
#include <allo/timestamp.hpp>
#include <allo/v2/model.hpp>
#include <allo/webhooks.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// An endpoint of yours that the service delivers events of the whole team to.
struct Webhook {
  std::string id{};                              ///< Opaque, such as "ep_2NfDKEm9sF8xK3pQr1Zt".
  std::string url{};                             ///< Where events are delivered by POST.
  std::vector<OpenEnum<WebhookTopic>> topics{};  ///< What it reports.
  std::optional<std::string> description{};      ///< A label for people.
  bool enabled = false;                          ///< False: nothing is delivered.
  /// Signs the deliveries; for WebhookReceiver::signing_secrets. A secret: create() and get() may give it, nothing of
  /// this library prints it.
  std::optional<std::string> signing_secret{};
  std::optional<Timestamp> created_at{};  ///< When it was made.
};

/// A webhook to create. The service enables it.
struct CreateWebhookInput {
  std::string url{};                             ///< Absolute https URL (http for this machine alone). Required.
  std::vector<OpenEnum<WebhookTopic>> topics{};  ///< At least one.
  std::optional<std::string> description{};      ///< A label for people.
};

/// A change to a webhook. A field is left alone by default and set with `= value`; none can be cleared.
struct UpdateWebhookInput {
  Patch<std::string> url{};                             ///< Absolute https URL (http for this machine alone).
  Patch<std::vector<OpenEnum<WebhookTopic>>> topics{};  ///< All topics, at least one.
  Patch<std::string> description{};                     ///< A label for people.
  Patch<bool> enabled{};                                ///< False stops the deliveries.
};

/// A topic that the service offers.
struct WebhookEventType {
  std::string name{};         ///< Such as "call.received"; for OpenEnum<WebhookTopic>::parse.
  std::string description{};  ///< What it reports.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const Webhook*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const WebhookEventType*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const CreateWebhookInput*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const UpdateWebhookInput*) noexcept;
/// @}

/// The webhooks of the team, `/webhooks`. A handle: cheap to copy, safe from any thread, independent of the lifetime of
/// the client that it came from.
class ALLO_EXPORT WebhooksResource : private detail::CoreHolder {
 public:
  /// Lists the webhooks, without their secrets (GET /webhooks, scope WEBHOOKS_READ_WRITE).
  /// @throws AlloApiException, TransportException, DecodeException
  std::vector<Webhook> list(const RequestOptions& options = {}) const;

  /// Subscribes a URL; keep the `signing_secret` (POST /webhooks, scope WEBHOOKS_READ_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  Webhook create(const CreateWebhookInput& input, const RequestOptions& options = {}) const;

  /// Lists the topics that the service offers (GET /webhooks/event_types, scope WEBHOOKS_READ_WRITE).
  /// @throws AlloApiException, TransportException, DecodeException
  std::vector<WebhookEventType> event_types(const RequestOptions& options = {}) const;

  /// One webhook (GET /webhooks/{webhook_id}, scope WEBHOOKS_READ_WRITE).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException, DecodeException
  Webhook get(std::string_view id, const RequestOptions& options = {}) const;

  /// Changes a webhook (PUT /webhooks/{webhook_id}, scope WEBHOOKS_READ_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for an unknown id),
  /// TransportException, DecodeException
  Webhook update(std::string_view id, const UpdateWebhookInput& input, const RequestOptions& options = {}) const;

  /// Deletes a webhook and the history of its deliveries (DELETE /webhooks/{webhook_id}, scope WEBHOOKS_READ_WRITE).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException
  void remove(std::string_view id, const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit WebhooksResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
