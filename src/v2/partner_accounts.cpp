#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/tables.hpp"

#include <allo/v2/partner_accounts.hpp>

ALLO_NAMESPACE_BEGIN

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::PartnerAccount> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::PartnerAccount::id>("id"),
      field<&v2::PartnerAccount::api_key>("api_key", Secret),
      field<&v2::PartnerAccount::phone_numbers>("phone_numbers"),
      field<&v2::PartnerAccount::status>("status"),
      field<&v2::PartnerAccount::activated>("activated"),
      field<&v2::PartnerAccount::partner_client_ref>("partner_client_ref"),
  };
};

template <>
struct Table<v2::NumberPreference> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::NumberPreference::country>("country"),
      field<&v2::NumberPreference::prefix>("prefix"),
  };
};

template <>
struct Table<v2::CreatePartnerAccountInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::CreatePartnerAccountInput::email>("email"),
      field<&v2::CreatePartnerAccountInput::name>("name"),
      field<&v2::CreatePartnerAccountInput::personal_mobile>("personal_mobile"),
      field<&v2::CreatePartnerAccountInput::number_preference>("number_preference"),
      field<&v2::CreatePartnerAccountInput::partner_client_ref>("partner_client_ref"),
  };
};

}  // namespace detail
// clang-format on

namespace v2 {
ALLO_MODEL(PartnerAccount)
ALLO_INPUT(NumberPreference)
ALLO_INPUT(CreatePartnerAccountInput)

namespace {

// It bills a seat and buys a number: the caller alone decides whether it may happen again.
constexpr auto create_account = detail::post<PartnerAccount>("/partner/accounts").repeats_under_callers_key();
constexpr auto get_account = detail::get<PartnerAccount>("/partner/accounts/{id}");
constexpr auto remove_account = detail::del<void>("/partner/accounts/{id}");

}  // namespace

PartnerAccount PartnerAccountsResource::create(const CreatePartnerAccountInput& input,
                                               const RequestOptions& options) const {
  check_required("email", input.email);
  check_required("name", input.name);
  check_required("personal_mobile", input.personal_mobile);
  check_required("number_preference.country", input.number_preference.country);
  return core().run(create_account().body(input), options);
}

PartnerAccount PartnerAccountsResource::get(std::string_view id, const RequestOptions& options) const {
  return core().run(get_account(id), options);
}

void PartnerAccountsResource::remove(std::string_view id, const RequestOptions& options) const {
  core().run(remove_account(id), options);
}

}  // namespace v2
ALLO_NAMESPACE_END
