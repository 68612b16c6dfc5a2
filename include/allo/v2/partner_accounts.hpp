#ifndef ALLO_V2_PARTNER_ACCOUNTS_HPP
#define ALLO_V2_PARTNER_ACCOUNTS_HPP

#include <allo/handle.hpp>
#include <allo/options.hpp>
#include <allo/v2/model.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// An account that a partner made for a client.
struct PartnerAccount {
  std::string id{};  ///< Opaque, such as "usr_2Nf".
  /// Of the new account. A secret: create() alone may give it, nothing of this library prints it.
  std::optional<std::string> api_key{};
  std::vector<std::string> phone_numbers{};         ///< E.164.
  std::string status{};                             ///< The service's word, such as "ACTIVE".
  bool activated = false;                           ///< True once the client has logged in.
  std::optional<std::string> partner_client_ref{};  ///< The partner's own name for the client.
};

/// Which number an account gets.
struct NumberPreference {
  std::string country{};                ///< ISO 3166-1 alpha-2, such as "US". Required.
  std::optional<std::string> prefix{};  ///< What it begins with, such as "+337".
};

/// An account to create.
struct CreatePartnerAccountInput {
  std::string email{};                              ///< Becomes the login. Required.
  std::string name{};                               ///< Such as "Jane Doe". Required.
  std::string personal_mobile{};                    ///< A mobile that the client has already, E.164. Required.
  NumberPreference number_preference{};             ///< Which number it gets. Required.
  std::optional<std::string> partner_client_ref{};  ///< The partner's own name for the client.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const PartnerAccount*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const NumberPreference*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const CreatePartnerAccountInput*) noexcept;
/// @}

/// The accounts that a partner makes for clients, `/partner/accounts`. A handle: cheap to copy, safe from any thread,
/// independent of the lifetime of the client that it came from.
class ALLO_EXPORT PartnerAccountsResource : private detail::CoreHolder {
 public:
  /// Creates an account: bills a seat and buys a number (POST /partner/accounts, scope PARTNER). Where it may have been
  /// carried out it is repeated only under an `idempotency_key` of the caller's.
  /// @throws InvalidArgumentException before sending; AlloApiException (402 when the subscription cannot be billed,
  /// ConflictException when there is such an account or no such number), TransportException, DecodeException
  PartnerAccount create(const CreatePartnerAccountInput& input, const RequestOptions& options = {}) const;

  /// One account that this key made (GET /partner/accounts/{id}, scope PARTNER).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException, DecodeException
  PartnerAccount get(std::string_view id, const RequestOptions& options = {}) const;

  /// Ends an account with the period that is paid for (DELETE /partner/accounts/{id}, scope PARTNER).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException
  void remove(std::string_view id, const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit PartnerAccountsResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
