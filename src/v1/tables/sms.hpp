#ifndef ALLO_SRC_V1_TABLES_SMS_HPP
#define ALLO_SRC_V1_TABLES_SMS_HPP

#include "json/type_info.hpp"

#include <allo/sms.hpp>

// One line per field.
// clang-format off

ALLO_NAMESPACE_BEGIN
namespace detail {

template <>
struct Table<SmsMessage> : ModelTable {
  static constexpr Field fields[] = {
      field<&SmsMessage::from_number>("from_number"),
      field<&SmsMessage::sender_id>("sender_id"),
      field<&SmsMessage::to_number>("to_number"),
      field<&SmsMessage::type>("type"),
      field<&SmsMessage::content>("content"),
      field<&SmsMessage::start_date>("start_date"),
  };
};

template <>
struct Table<SendSmsInput> : InputTable {
  static constexpr Field fields[] = {
      field<&SendSmsInput::from>("from"),
      field<&SendSmsInput::to>("to"),
      field<&SendSmsInput::message>("message"),
  };
};

template <>
struct Table<SendSmsFranceInput> : InputTable {
  static constexpr Field fields[] = {
      field<&SendSmsFranceInput::sender_id>("sender_id"),
      field<&SendSmsFranceInput::to>("to"),
      field<&SendSmsFranceInput::message>("message"),
  };
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
