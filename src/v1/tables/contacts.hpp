#ifndef ALLO_SRC_V1_TABLES_CONTACTS_HPP
#define ALLO_SRC_V1_TABLES_CONTACTS_HPP

#include "v1/tables/calls.hpp"
#include "v1/tables/sms.hpp"
#include "json/type_info.hpp"

#include <allo/contacts.hpp>

// One line per field.
// clang-format off

ALLO_NAMESPACE_BEGIN
namespace detail {

template <>
struct Table<Company> : ModelTable {
  static constexpr Field fields[] = {
      field<&Company::id>("id"),
      field<&Company::name>("name"),
  };
};

template <>
struct Table<ContactActivity> : ModelTable {
  static constexpr Field fields[] = {
      field<&ContactActivity::type>("type"),
      field<&ContactActivity::made_by>("made_by"),
      field<&ContactActivity::made_at>("made_at"),
      field<&ContactActivity::allo_number>("allo_number"),
      field<&ContactActivity::content>("content"),
  };
};

template <>
struct Table<Contact> : ModelTable {
  static constexpr Field fields[] = {
      field<&Contact::id>("id"),
      field<&Contact::name>("name"),
      field<&Contact::last_name>("last_name"),
      field<&Contact::company>("company"),
      field<&Contact::job_title>("job_title"),
      field<&Contact::website>("website"),
      field<&Contact::status>("status"),
      field<&Contact::is_archived>("is_archived"),
      field<&Contact::created_at>("created_at"),
      field<&Contact::updated_at>("updated_at"),
      field<&Contact::numbers>("numbers"),
      field<&Contact::emails>("emails"),
      field<&Contact::is_whitelisted>("is_whitelisted"),
      field<&Contact::last_activity_date>("last_activity_date"),
      field<&Contact::engagement>("engagement"),
      field<&Contact::integration_data>("integration_data"),
      field<&Contact::custom_properties>("custom_properties"),
      field<&Contact::activity>("activity"),
      field<&Contact::conversation_url>("conversation_url"),
  };
};

template <>
struct Table<ConversationEntry> : ModelTable {
  static constexpr Field fields[] = {
      field<&ConversationEntry::type>("type"),
      field<&ConversationEntry::call>("call"),
      field<&ConversationEntry::message>("message"),
  };
};

template <>
struct Table<CreateContactInput> : InputTable {
  static constexpr Field fields[] = {
      field<&CreateContactInput::numbers>("numbers"),
      field<&CreateContactInput::name>("name"),
      field<&CreateContactInput::last_name>("last_name"),
      field<&CreateContactInput::job_title>("job_title"),
      field<&CreateContactInput::website>("website"),
      field<&CreateContactInput::emails>("emails", OmitEmpty),
  };
};

template <>
struct Table<UpdateContactInput> : InputTable {
  static constexpr Field fields[] = {
      field<&UpdateContactInput::name>("name"),
      field<&UpdateContactInput::last_name>("last_name"),
      field<&UpdateContactInput::job_title>("job_title"),
      field<&UpdateContactInput::website>("website"),
      field<&UpdateContactInput::emails>("emails"),
      field<&UpdateContactInput::numbers>("numbers"),
  };
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
