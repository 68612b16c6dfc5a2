#include "base/words.hpp"
#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/tables.hpp"

#include <allo/v2/users.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::User> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::User::id>("id"),
      field<&v2::User::name>("name"),
      field<&v2::User::email>("email"),
      field<&v2::User::role>("role"),
      field<&v2::User::status>("status"),
      field<&v2::User::image_url>("image_url"),
  };
};

}  // namespace detail
// clang-format on

namespace v2 {
namespace {

constexpr detail::Word<UserRole> user_roles[] = {
    {UserRole::Admin, "ADMIN"},
    {UserRole::Manager, "MANAGER"},
    {UserRole::Member, "MEMBER"},
};

constexpr detail::Word<UserStatus> user_statuses[] = {
    {UserStatus::Active, "ACTIVE"},
    {UserStatus::Blocked, "BLOCKED"},
};

}  // namespace

ALLO_WORDS(UserRole, user_roles)
ALLO_WORDS(UserStatus, user_statuses)

ALLO_MODEL(User)

namespace {

constexpr auto list_users = detail::get<std::vector<User>>("/users");
constexpr auto get_user = detail::get<User>("/users/{id}");

}  // namespace

std::vector<User> UsersResource::list(const ListUsersInput& input, const RequestOptions& options) const {
  check_word("role", input.role);
  check_word("status", input.status);
  auto request = list_users();
  if (input.role) request.query("role", input.role->text());
  if (input.status) request.query("status", input.status->text());
  return core().run(std::move(request), options);
}

User UsersResource::get(std::string_view id, const RequestOptions& options) const {
  return core().run(get_user(id), options);
}

}  // namespace v2
ALLO_NAMESPACE_END
