#ifndef ALLO_SRC_V1_TABLES_WEBHOOKS_HPP
#define ALLO_SRC_V1_TABLES_WEBHOOKS_HPP

#include "json/type_info.hpp"

#include <allo/webhooks.hpp>

// One line per field.
// clang-format off

ALLO_NAMESPACE_BEGIN
namespace detail {

template <>
struct Table<Webhook> : ModelTable {
  static constexpr Field fields[] = {
      field<&Webhook::id>("id"),
      field<&Webhook::allo_number>("allo_number"),
      field<&Webhook::enabled>("enabled"),
      field<&Webhook::url>("url"),
      field<&Webhook::topics>("topics"),
  };
};

template <>
struct Table<CreateWebhookInput> : InputTable {
  static constexpr Field fields[] = {
      field<&CreateWebhookInput::allo_number>("allo_number"),
      field<&CreateWebhookInput::enabled>("enabled"),
      field<&CreateWebhookInput::url>("url"),
      field<&CreateWebhookInput::topics>("topics"),
  };
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
