#ifndef ALLO_V2_PEOPLE_HPP
#define ALLO_V2_PEOPLE_HPP

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

/// A person that the team knows; a contact of version 1.
struct Person {
  std::string id{};                             ///< Opaque, such as "per-abc123".
  std::optional<std::string> name{};            ///< First name.
  std::optional<std::string> last_name{};       ///< Family name.
  std::optional<std::string> job_title{};       ///< Such as "CEO".
  std::optional<std::string> website{};         ///< A URL.
  std::optional<std::string> address{};         ///< Of the post.
  std::vector<std::string> numbers{};           ///< E.164.
  std::vector<std::string> emails{};            ///< Addresses.
  std::optional<CompanyRef> company{};          ///< Where the person works.
  int interactions = 0;                         ///< Calls and messages in all.
  std::optional<Timestamp> last_activity_at{};  ///< When the last call or message was.
  Timestamp created_at{};                       ///< When the person was made.
  Timestamp updated_at{};                       ///< When the person was last changed.
};

/// A person to create.
struct CreatePersonInput {
  std::vector<std::string> numbers{};       ///< At least one, E.164. Required.
  std::optional<std::string> name{};        ///< First name.
  std::optional<std::string> last_name{};   ///< Family name.
  std::optional<std::string> job_title{};   ///< Such as "CEO".
  std::optional<std::string> website{};     ///< A URL.
  std::optional<std::string> address{};     ///< Of the post.
  std::vector<std::string> emails{};        ///< Addresses; sent as they are.
  std::optional<std::string> company_id{};  ///< Where the person works.
  bool allow_duplicate_number = false;      ///< True: also with a number that another person has.
};

/// A change to a person. A field is left alone by default, set with `= value`, cleared with `= allo::null`.
/// `emails` and `numbers` replace what was there.
struct UpdatePersonInput {
  Patch<std::string> name{};                  ///< First name.
  Patch<std::string> last_name{};             ///< Family name.
  Patch<std::string> job_title{};             ///< Such as "CEO".
  Patch<std::string> website{};               ///< A URL.
  Patch<std::string> address{};               ///< Of the post.
  Patch<std::vector<std::string>> numbers{};  ///< All numbers, E.164.
  Patch<std::vector<std::string>> emails{};   ///< All addresses; an empty list removes them.
  Patch<std::string> company_id{};            ///< Where the person works.
};

/// What a person must match. All that is set must.
struct PersonFilters {
  std::optional<std::string> name{};          ///< Part of the first name.
  std::optional<std::string> last_name{};     ///< Part of the family name.
  std::optional<std::string> job_title{};     ///< Part of it.
  std::optional<std::string> website{};       ///< Part of it.
  std::optional<std::string> company{};       ///< Part of the company's name.
  std::optional<std::string> phone_number{};  ///< The whole number, E.164.
  std::optional<std::string> email{};         ///< Part of an address.
  std::optional<std::string> deal_status{};   ///< The whole status of a deal.
};

/// Which people to search.
struct SearchPeopleInput {
  PersonFilters filters{};                  ///< What they must match.
  std::optional<std::string> search{};      ///< Free text in names, addresses, numbers and companies.
  std::optional<OpenEnum<CrmSort>> sort{};  ///< None: the latest activity first.
  int page = 1;                             ///< From 1.
  int size = 20;                            ///< 1 to 100.
};

/// Which people to walk over.
struct SearchPeopleRange {
  PersonFilters filters{};                  ///< What they must match.
  std::optional<std::string> search{};      ///< Free text in names, addresses, numbers and companies.
  std::optional<OpenEnum<CrmSort>> sort{};  ///< None: the latest activity first.
  RangeOptions range{};                     ///< Where the walk begins and ends.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const Person*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const CreatePersonInput*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const UpdatePersonInput*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const PersonFilters*) noexcept;
/// @}

/// People, `/crm/people`. A handle: cheap to copy, safe from any thread, independent of the lifetime of the client that
/// it came from.
class ALLO_EXPORT PeopleResource : private detail::CoreHolder {
 public:
  /// Creates a person (POST /crm/people, scope CRM_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (ConflictException for a number that another
  /// person has), TransportException, DecodeException
  Person create(const CreatePersonInput& input, const RequestOptions& options = {}) const;

  /// One person (GET /crm/people/{id}, scope CRM_READ).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException, DecodeException
  Person get(std::string_view id, const RequestOptions& options = {}) const;

  /// Changes a person (PUT /crm/people/{id}, scope CRM_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for an unknown id),
  /// TransportException, DecodeException
  Person update(std::string_view id, const UpdatePersonInput& input, const RequestOptions& options = {}) const;

  /// One page of the people that match (POST /crm/people/search, scope CRM_READ).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  Page<Person> search(const SearchPeopleInput& input = {}, const RequestOptions& options = {}) const;

  /// All people that match, page by page. `options.response` is filled by each page.
  /// @throws InvalidArgumentException at once; the rest while walking
  PageRange<Person> search_all(const SearchPeopleRange& input = {}, const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit PeopleResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
