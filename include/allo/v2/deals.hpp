#ifndef ALLO_V2_DEALS_HPP
#define ALLO_V2_DEALS_HPP

#include <allo/handle.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/page.hpp>
#include <allo/patch.hpp>
#include <allo/timestamp.hpp>
#include <allo/v2/crm.hpp>
#include <allo/v2/model.hpp>
#include <allo/v2/page.hpp>
#include <allo/v2/references.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// A deal.
struct Deal {
  std::string id{};                       ///< Opaque, such as "dea-def456".
  std::string name{};                     ///< Such as "Enterprise Plan".
  std::optional<std::string> status{};    ///< The team's own word, such as "negotiation".
  std::optional<double> amount{};         ///< What it is worth, in `currency`.
  std::optional<std::string> currency{};  ///< ISO 4217, such as "USD".
  std::optional<Timestamp> closed_at{};   ///< When it was closed.
  std::optional<CompanyRef> company{};    ///< Whom it is made with.
  Timestamp created_at{};                 ///< When it was made.
  Timestamp updated_at{};                 ///< When it was last changed.
};

/// A deal to create.
struct CreateDealInput {
  std::string name{};                       ///< Required.
  std::optional<std::string> status{};      ///< The team's own word, such as "negotiation".
  std::optional<double> amount{};           ///< What it is worth, in `currency`.
  std::optional<std::string> currency{};    ///< ISO 4217, three letters such as "USD".
  std::optional<Timestamp> closed_at{};     ///< When it was closed.
  std::optional<std::string> company_id{};  ///< Whom it is made with.
};

/// A change to a deal. A field is left alone by default, set with `= value`, cleared with `= allo::null`.
struct UpdateDealInput {
  Patch<std::string> name{};        ///< Cannot be cleared.
  Patch<std::string> status{};      ///< The team's own word, such as "won".
  Patch<double> amount{};           ///< What it is worth, in `currency`.
  Patch<std::string> currency{};    ///< ISO 4217, three letters such as "USD".
  Patch<Timestamp> closed_at{};     ///< When it was closed.
  Patch<std::string> company_id{};  ///< Whom it is made with.
};

/// What a deal must match.
struct DealFilters {
  std::optional<std::string> stage{};  ///< The whole `status` of the deal.
};

/// Which deals to search.
struct SearchDealsInput {
  DealFilters filters{};                    ///< What they must match.
  std::optional<std::string> search{};      ///< Free text in names of deals and companies.
  std::optional<OpenEnum<CrmSort>> sort{};  ///< None: the latest activity first.
  int page = 1;                             ///< From 1.
  int size = 20;                            ///< 1 to 100.
};

/// Which deals to walk over.
struct SearchDealsRange {
  DealFilters filters{};                    ///< What they must match.
  std::optional<std::string> search{};      ///< Free text in names of deals and companies.
  std::optional<OpenEnum<CrmSort>> sort{};  ///< None: the latest activity first.
  RangeOptions range{};                     ///< Where the walk begins and ends.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const Deal*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const CreateDealInput*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const UpdateDealInput*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const DealFilters*) noexcept;
/// @}

/// Deals, `/crm/deals`. A handle: cheap to copy, safe from any thread, independent of the lifetime of the client that
/// it came from.
class ALLO_EXPORT DealsResource : private detail::CoreHolder {
 public:
  /// Creates a deal (POST /crm/deals, scope CRM_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  Deal create(const CreateDealInput& input, const RequestOptions& options = {}) const;

  /// One deal (GET /crm/deals/{id}, scope CRM_READ).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException, DecodeException
  Deal get(std::string_view id, const RequestOptions& options = {}) const;

  /// Changes a deal (PATCH /crm/deals/{id}, scope CRM_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for an unknown id),
  /// TransportException, DecodeException
  Deal update(std::string_view id, const UpdateDealInput& input, const RequestOptions& options = {}) const;

  /// Deletes a deal (DELETE /crm/deals/{id}, scope CRM_DELETE).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException
  void remove(std::string_view id, const RequestOptions& options = {}) const;

  /// One page of the deals that match (POST /crm/deals/search, scope CRM_READ).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  Page<Deal> search(const SearchDealsInput& input = {}, const RequestOptions& options = {}) const;

  /// All deals that match, page by page. `options.response` is filled by each page.
  /// @throws InvalidArgumentException at once; the rest while walking
  PageRange<Deal> search_all(const SearchDealsRange& input = {}, const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit DealsResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
