#ifndef ALLO_V2_DATE_RANGE_HPP
#define ALLO_V2_DATE_RANGE_HPP

#include <allo/export.hpp>
#include <allo/v2/model.hpp>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace v2 {

/// A range of days, both included, each of the form "2026-04-28". In an input both must exist, `from` not after `to`.
struct DateRange {
  std::string from{};  ///< The first day.
  std::string to{};    ///< The last day.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const DateRange*) noexcept;
/// @}

}  // namespace v2

ALLO_NAMESPACE_END

#endif
