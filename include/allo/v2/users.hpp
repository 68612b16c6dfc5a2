#ifndef ALLO_V2_USERS_HPP
#define ALLO_V2_USERS_HPP

#include <allo/handle.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/v2/model.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// What a member of the team may do.
enum class UserRole { Unknown, Admin, Manager, Member };

/// Whether a member of the team can use the service.
enum class UserStatus { Unknown, Active, Blocked };

/// @{
/// The wire's text; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(UserRole value) noexcept;
ALLO_EXPORT std::string_view to_string(UserStatus value) noexcept;
/// @}

/// @{
/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, UserRole& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, UserStatus& value) noexcept;
/// @}

/// A member of the team.
struct User {
  std::string id{};                        ///< Opaque, such as "usr-abc123".
  std::string name{};                      ///< Such as "Jane Doe".
  std::string email{};                     ///< The address of the login.
  OpenEnum<UserRole> role{};               ///< What the member may do.
  OpenEnum<UserStatus> status{};           ///< Whether the member can use the service.
  std::optional<std::string> image_url{};  ///< Of the member's picture.
};

/// Which members of the team to list.
struct ListUsersInput {
  std::optional<OpenEnum<UserRole>> role{};      ///< Only those of this role.
  std::optional<OpenEnum<UserStatus>> status{};  ///< None: the active ones.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const User*) noexcept;
/// @}

/// The members of the team, `/users`. A handle: cheap to copy, safe from any thread, independent of the lifetime of the
/// client that it came from.
class ALLO_EXPORT UsersResource : private detail::CoreHolder {
 public:
  /// Lists the members of the team (GET /users, scope USERS_READ).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  std::vector<User> list(const ListUsersInput& input = {}, const RequestOptions& options = {}) const;

  /// One member (GET /users/{id}, scope USERS_READ).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException, DecodeException
  User get(std::string_view id, const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit UsersResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
