#ifndef ALLO_V2_REFERENCES_HPP
#define ALLO_V2_REFERENCES_HPP

#include <allo/export.hpp>
#include <allo/v2/model.hpp>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace v2 {

/// A member of the team, as other things refer to one.
struct UserRef {
  std::string id{};     ///< Opaque; for UsersResource::get.
  std::string name{};   ///< Such as "Jane Doe".
  std::string email{};  ///< Empty where the service left it out.
};

/// A company, as other things refer to one.
struct CompanyRef {
  std::string id{};    ///< Opaque; for CompaniesResource::get.
  std::string name{};  ///< Such as "Acme Corp".
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const UserRef*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const CompanyRef*) noexcept;
/// @}

}  // namespace v2

ALLO_NAMESPACE_END

#endif
