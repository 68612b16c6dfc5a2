#ifndef ALLO_SRC_V1_TABLES_WEBHOOK_PARTS_HPP
#define ALLO_SRC_V1_TABLES_WEBHOOK_PARTS_HPP

#include "json/type_info.hpp"

#include <allo/webhook_events.hpp>

// What the payloads of both versions have in them. One line per field.
// clang-format off

ALLO_NAMESPACE_BEGIN
namespace detail {

template <>
struct Table<TransferParty> : ModelTable {
  static constexpr Field fields[] = {
      field<&TransferParty::number>("number"),
      field<&TransferParty::user_email>("user_email"),
      field<&TransferParty::user_name>("user_name"),
  };
};

template <>
struct Table<IvrChoice> : ModelTable {
  static constexpr Field fields[] = {
      field<&IvrChoice::dtmf_key>("dtmf_key"),
      field<&IvrChoice::text_key>("text_key"),
  };
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
