#ifndef ALLO_V2_CLIENT_HPP
#define ALLO_V2_CLIENT_HPP

#include <allo/client.hpp>
#include <allo/json_text.hpp>
#include <allo/options.hpp>
#include <allo/v2/analytics.hpp>
#include <allo/v2/companies.hpp>
#include <allo/v2/conversations.hpp>
#include <allo/v2/deals.hpp>
#include <allo/v2/dialing_queue.hpp>
#include <allo/v2/items.hpp>
#include <allo/v2/me.hpp>
#include <allo/v2/numbers.hpp>
#include <allo/v2/partner_accounts.hpp>
#include <allo/v2/people.hpp>
#include <allo/v2/summary_templates.hpp>
#include <allo/v2/tags.hpp>
#include <allo/v2/users.hpp>
#include <allo/v2/webhooks.hpp>

#include <string_view>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// The client of version 2 of the API: its resources over one transport, one key and one set of options. SMS are
/// sent by version 1 alone, so the two are often used side by side.
///
/// Cheap to copy: copies share everything. Moving copies, so that no client is ever empty. Every method may be called
/// from any thread at once. The client owns no thread and, while no request runs, nothing of the operating system but
/// the transport's idle connections.
class ALLO_EXPORT Client : private detail::CoreHolder {
 public:
  /// Makes a client beside one of version 1: the same key, transport, pacer, retries and hooks, at the same host. The
  /// base URL's `/v1/api` becomes `/v2/api`, and the key goes out as "Api-Key" and the key.
  /// @throws InvalidArgumentException for a base URL that ends in neither.
  explicit Client(const AlloClient& client);

  /// Makes a client; nothing is sent. A `base_url` that ends in `/v1/api` is read as `/v2/api`, any other is used as it
  /// is; `auth_scheme` is not looked at.
  /// @throws InvalidArgumentException for an option out of bounds. A key is never quoted.
  explicit Client(AlloClientOptions options);

  /// @{
  /// Shares everything with the other client.
  Client(const Client& other) = default;
  Client& operator=(const Client& other) = default;
  /// @}
  ~Client() = default;

  UsersResource users;                         ///< The members of the team.
  TagsResource tags;                           ///< The tags that calls can bear.
  NumbersResource numbers;                     ///< Telephone numbers and sender ids.
  SummaryTemplatesResource summary_templates;  ///< How the AI writes summaries.
  WebhooksResource webhooks;                   ///< Webhook subscriptions.
  ConversationsResource conversations;         ///< Conversations, one for each number.
  ItemsResource items;                         ///< Calls and messages.
  PeopleResource people;                       ///< People.
  CompaniesResource companies;                 ///< Companies.
  DealsResource deals;                         ///< Deals.
  DialingQueueResource dialing_queue;          ///< The queue of the power dialer.
  AnalyticsResource analytics;                 ///< Numbers about calls.
  PartnerAccountsResource partner_accounts;    ///< Accounts that a partner makes for clients.

  /// What the key is and what it may do (GET /me, any key).
  /// @throws AlloApiException, TransportException, DecodeException
  Me me(const RequestOptions& options = {}) const;

  /// True when GET /me answered what it promises; false on any failure. Throws nothing.
  bool test_connection(const RequestOptions& options = {}) const noexcept;

  /// Calls any other endpoint below `/v2/api`, with the same authentication, retries and errors. A GET is a read;
  /// everything else goes out under an `Idempotency-Key`.
  /// @param path  Below the base URL, beginning with "/", already percent-encoded, without query or fragment.
  /// @param body  JSON text, or empty for a request without a body.
  /// @return The whole response body; `null` for an empty one.
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  JsonText request(HttpMethod method, std::string_view path, const QueryParameters& query = {},
                   std::string_view body = {}, const RequestOptions& options = {}) const;

 private:
  explicit Client(const detail::Handle& core);
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
