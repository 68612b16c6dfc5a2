#ifndef ALLO_V2_COMPANIES_HPP
#define ALLO_V2_COMPANIES_HPP

#include <allo/handle.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/page.hpp>
#include <allo/patch.hpp>
#include <allo/timestamp.hpp>
#include <allo/v2/crm.hpp>
#include <allo/v2/model.hpp>
#include <allo/v2/page.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// A company that the team knows.
struct Company {
  std::string id{};                             ///< Opaque, such as "com-xyz789".
  std::string name{};                           ///< Such as "Acme Corp".
  std::optional<std::string> website{};         ///< A URL.
  std::optional<std::string> industry{};        ///< Such as "Technology".
  int person_count = 0;                         ///< People who work there.
  int interactions = 0;                         ///< Calls and messages with all of them.
  std::optional<Timestamp> last_activity_at{};  ///< When the last of these was.
  Timestamp created_at{};                       ///< When the company was made.
  Timestamp updated_at{};                       ///< When the company was last changed.
};

/// A company to create. The service does not look for one of the same name.
struct CreateCompanyInput {
  std::string name{};                     ///< Required.
  std::optional<std::string> website{};   ///< A URL.
  std::optional<std::string> industry{};  ///< Such as "Technology".
};

/// A change to a company. A field is left alone by default, set with `= value`, cleared with `= allo::null`.
struct UpdateCompanyInput {
  Patch<std::string> name{};      ///< Cannot be cleared.
  Patch<std::string> website{};   ///< A URL.
  Patch<std::string> industry{};  ///< Such as "Technology".
};

/// What a company must match. All that is set must.
struct CompanyFilters {
  std::optional<std::string> name{};      ///< Part of it.
  std::optional<std::string> website{};   ///< Part of it.
  std::optional<std::string> industry{};  ///< Part of it.
};

/// Which companies to search. The service has no free text search here.
struct SearchCompaniesInput {
  CompanyFilters filters{};                 ///< What they must match.
  std::optional<OpenEnum<CrmSort>> sort{};  ///< None: the latest activity first.
  int page = 1;                             ///< From 1.
  int size = 20;                            ///< 1 to 100.
};

/// Which companies to walk over.
struct SearchCompaniesRange {
  CompanyFilters filters{};                 ///< What they must match.
  std::optional<OpenEnum<CrmSort>> sort{};  ///< None: the latest activity first.
  RangeOptions range{};                     ///< Where the walk begins and ends.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const Company*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const CreateCompanyInput*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const UpdateCompanyInput*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const CompanyFilters*) noexcept;
/// @}

/// Companies, `/crm/companies`. A handle: cheap to copy, safe from any thread, independent of the lifetime of the
/// client that it came from.
class ALLO_EXPORT CompaniesResource : private detail::CoreHolder {
 public:
  /// Creates a company (POST /crm/companies, scope CRM_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  Company create(const CreateCompanyInput& input, const RequestOptions& options = {}) const;

  /// One company (GET /crm/companies/{id}, scope CRM_READ).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException, DecodeException
  Company get(std::string_view id, const RequestOptions& options = {}) const;

  /// Changes a company (PUT /crm/companies/{id}, scope CRM_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for an unknown id),
  /// TransportException, DecodeException
  Company update(std::string_view id, const UpdateCompanyInput& input, const RequestOptions& options = {}) const;

  /// One page of the companies that match (POST /crm/companies/search, scope CRM_READ).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  Page<Company> search(const SearchCompaniesInput& input = {}, const RequestOptions& options = {}) const;

  /// All companies that match, page by page. `options.response` is filled by each page.
  /// @throws InvalidArgumentException at once; the rest while walking
  PageRange<Company> search_all(const SearchCompaniesRange& input = {}, const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit CompaniesResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
