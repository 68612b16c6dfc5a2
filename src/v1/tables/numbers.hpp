#ifndef ALLO_SRC_V1_TABLES_NUMBERS_HPP
#define ALLO_SRC_V1_TABLES_NUMBERS_HPP

#include "json/type_info.hpp"

#include <allo/numbers.hpp>

// One line per field.
// clang-format off

ALLO_NAMESPACE_BEGIN
namespace detail {

template <>
struct Table<PhoneNumber> : ModelTable {
  static constexpr Field fields[] = {
      field<&PhoneNumber::number>("number"),
      field<&PhoneNumber::name>("name"),
      field<&PhoneNumber::country>("country"),
      field<&PhoneNumber::is_shared_number>("is_shared_number"),
  };
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
