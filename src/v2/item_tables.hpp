#ifndef ALLO_SRC_V2_ITEM_TABLES_HPP
#define ALLO_SRC_V2_ITEM_TABLES_HPP

#include "v2/tables.hpp"

#include <allo/v2/items.hpp>

// One line per field.
// clang-format off

ALLO_NAMESPACE_BEGIN
namespace detail {

template <>
struct Table<v2::ItemDeal> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::ItemDeal::id>("id"),
      field<&v2::ItemDeal::name>("name"),
      field<&v2::ItemDeal::status>("status"),
  };
};

template <>
struct Table<v2::ItemContact> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::ItemContact::id>("id"),
      field<&v2::ItemContact::name>("name"),
      field<&v2::ItemContact::company>("company"),
      field<&v2::ItemContact::deals>("deals"),
  };
};

template <>
struct Table<v2::TranscriptEntry> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::TranscriptEntry::source>("source"),
      field<&v2::TranscriptEntry::time>("time"),
      field<&v2::TranscriptEntry::text>("text"),
  };
};

template <>
struct Table<v2::ConversationItem> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::ConversationItem::id>("id"),
      field<&v2::ConversationItem::type>("type"),
      field<&v2::ConversationItem::direction>("direction"),
      field<&v2::ConversationItem::allo_number>("allo_number"),
      field<&v2::ConversationItem::contact_number>("contact_number"),
      field<&v2::ConversationItem::contacts>("contacts"),
      field<&v2::ConversationItem::user>("user"),
      field<&v2::ConversationItem::date>("date"),
      field<&v2::ConversationItem::duration>("duration"),
      field<&v2::ConversationItem::result>("result"),
      field<&v2::ConversationItem::recording_url>("recording_url"),
      field<&v2::ConversationItem::summary>("summary"),
      field<&v2::ConversationItem::tags>("tags"),
      field<&v2::ConversationItem::transcript>("transcript"),
      field<&v2::ConversationItem::content>("content"),
      field<&v2::ConversationItem::status>("status"),
      field<&v2::ConversationItem::message_type>("message_type"),
      field<&v2::ConversationItem::extracted_data>("extracted_data"),
      field<&v2::ConversationItem::data_collected>("data_collected"),
  };
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
