#ifndef ALLO_CLIENT_HPP
#define ALLO_CLIENT_HPP

#include <allo/calls.hpp>
#include <allo/contacts.hpp>
#include <allo/handle.hpp>
#include <allo/json_text.hpp>
#include <allo/numbers.hpp>
#include <allo/options.hpp>
#include <allo/sms.hpp>
#include <allo/webhooks.hpp>

#include <string_view>

/// The client of the Allo API: AlloClient, its resources with what they take and give, the exceptions, and the receiver
/// of webhooks.
ALLO_NAMESPACE_BEGIN

namespace detail {
struct ClientAccess;

/// Nothing: a reference costs those who include this less than a temporary list.
ALLO_EXPORT const QueryParameters& no_query() noexcept;
}  // namespace detail

namespace v2 {
class Client;
}

/// The client of the Allo API: five resources over one transport, one key and one set of options.
///
/// Cheap to copy: copies share everything. Moving copies, so that no client is ever empty. Every method may be called
/// from any thread at once. The client owns no thread and, while no request runs, nothing of the operating system but
/// the transport's idle connections.
class ALLO_EXPORT AlloClient : private detail::CoreHolder {
 public:
  /// Makes a client; nothing is sent.
  /// @throws InvalidArgumentException for an option out of bounds. A key is never quoted.
  explicit AlloClient(AlloClientOptions options);

  /// @{
  /// Shares everything with the other client.
  AlloClient(const AlloClient& other) = default;
  AlloClient& operator=(const AlloClient& other) = default;
  /// @}
  ~AlloClient() = default;

  WebhooksResource webhooks;  ///< Webhook subscriptions.
  CallsResource calls;        ///< The history of calls.
  ContactsResource contacts;  ///< Contacts and their conversations.
  SmsResource sms;            ///< Outgoing text messages.
  NumbersResource numbers;    ///< The telephone numbers of the account.

  /// True when GET /numbers answered with a list of numbers; false on any failure. Throws nothing.
  bool test_connection(const RequestOptions& options = {}) const noexcept;

  /// Calls any other endpoint of the service, with the same authentication, retries and errors.
  /// @param path  Below the base URL, beginning with "/", already percent-encoded, without query or fragment.
  /// @param body  JSON text, or empty for a request without a body.
  /// @return The whole response body; `null` for an empty one.
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  JsonText request(HttpMethod method, std::string_view path, const QueryParameters& query = detail::no_query(),
                   std::string_view body = {}, const RequestOptions& options = {}) const;

 private:
  friend class v2::Client;
  friend struct detail::ClientAccess;
  explicit AlloClient(const detail::Handle& core);
};

ALLO_NAMESPACE_END

#endif
