#ifndef ALLO_V2_DATE_RANGE_HPP
#define ALLO_V2_DATE_RANGE_HPP

#include <allo/export.hpp>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace v2 {

/// A range of days, both included, each of the form "2026-04-28". In an input both must exist, `from` not after `to`.
struct DateRange {
  std::string from{};  ///< The first day.
  std::string to{};    ///< The last day.
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
