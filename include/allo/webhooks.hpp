#ifndef ALLO_WEBHOOKS_HPP
#define ALLO_WEBHOOKS_HPP

#include <allo/handle.hpp>
#include <allo/model.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/webhook_topic.hpp>

#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

/// A subscription of an HTTPS URL to events of one number.
struct Webhook {
  std::string id{};                              ///< Opaque, for remove(); empty where the service left it out.
  std::string allo_number{};                     ///< The number whose events it reports, E.164.
  bool enabled = false;                          ///< False: nothing is delivered.
  std::string url{};                             ///< Where events are delivered by POST.
  std::vector<OpenEnum<WebhookTopic>> topics{};  ///< What it reports.
};

/// A webhook to create.
struct CreateWebhookInput {
  std::string allo_number{};  ///< One of the account's numbers, E.164. Required.
  std::string url{};          ///< Absolute https URL of the endpoint (http is let through for local tests). Required.
  std::vector<OpenEnum<WebhookTopic>> topics{};  ///< At least one; any by `OpenEnum<WebhookTopic>::parse`. Required.
  bool enabled = true;                           ///< False creates it without deliveries.
};

/// @{
/// The fields of what stands above; see <allo/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const Webhook*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const CreateWebhookInput*) noexcept;
/// @}

/// Webhook subscriptions, `/webhooks`. A handle: cheap to copy, safe from any thread, independent of the lifetime of
/// the client that it came from.
class ALLO_EXPORT WebhooksResource : private detail::CoreHolder {
 public:
  /// Lists the webhooks of the account (GET /webhooks, scope WEBHOOKS_READ_WRITE).
  /// @throws AlloApiException, TransportException, DecodeException
  std::vector<Webhook> list(const RequestOptions& options = {}) const;

  /// Subscribes a URL (POST /webhooks, scope WEBHOOKS_READ_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  Webhook create(const CreateWebhookInput& input, const RequestOptions& options = {}) const;

  /// Deletes a webhook (DELETE /webhooks/{id}, scope WEBHOOKS_READ_WRITE).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (404 for an unknown one), TransportException
  void remove(std::string_view id, const RequestOptions& options = {}) const;

 private:
  friend class AlloClient;
  explicit WebhooksResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

ALLO_NAMESPACE_END

#endif
