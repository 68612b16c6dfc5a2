#ifndef ALLO_V2_CRM_HPP
#define ALLO_V2_CRM_HPP

#include <allo/export.hpp>

#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace v2 {

/// The order of a search for people, companies or deals.
enum class CrmSort {
  Unknown,
  DateDesc,     ///< The latest activity first.
  DateAsc,      ///< The oldest activity first.
  NameAsc,      ///< By name, from A to Z.
  NameDesc,     ///< By name, from Z to A.
  CreatedDesc,  ///< The newest first.
  CreatedAsc,   ///< The oldest first.
};

/// The wire's text; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(CrmSort value) noexcept;

/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, CrmSort& value) noexcept;

}  // namespace v2

ALLO_NAMESPACE_END

#endif
