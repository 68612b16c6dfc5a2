#ifndef ALLO_SRC_V2_TABLES_HPP
#define ALLO_SRC_V2_TABLES_HPP

#include "json/codec.hpp"
#include "json/type_info.hpp"

#include <allo/v2/date_range.hpp>
#include <allo/v2/page.hpp>
#include <allo/v2/references.hpp>

#include <string>

/// The tables that several resources share, and fields that are written otherwise than they are kept.

// One line per field.
// clang-format off

ALLO_NAMESPACE_BEGIN
namespace detail {

template <>
struct Table<v2::UserRef> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::UserRef::id>("id"),
      field<&v2::UserRef::name>("name"),
      field<&v2::UserRef::email>("email"),
  };
};

template <>
struct Table<v2::CompanyRef> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::CompanyRef::id>("id"),
      field<&v2::CompanyRef::name>("name"),
  };
};

template <>
struct Table<v2::DateRange> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::DateRange::from>("from"),
      field<&v2::DateRange::to>("to"),
  };
};

template <>
struct Table<v2::Pagination> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::Pagination::page>("page"),
      field<&v2::Pagination::size>("size"),
      field<&v2::Pagination::total_count>("total_count"),
      field<&v2::Pagination::total_pages>("total_pages"),
      field<&v2::Pagination::has_more>("has_more"),
  };
};

template <class T>
struct Table<v2::Page<T>> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::Page<T>::data>("data"),
      field<&v2::Page<T>::pagination>("pagination"),
  };
};
// clang-format on

/// A flag of an input that is sent as a word where it is true, and not at all where it is false.
inline const void* transcript_word() {
  static const std::string word = "transcript";
  return &word;
}
inline const void* items_word() {
  static const std::string word = "items";
  return &word;
}
template <const void* (*word)()>
constexpr TypeInfo word_if_true() {
  TypeInfo info;
  info.shape = Shape::Optional;
  info.is_absent = [](const void* flag) { return !*static_cast<const bool*>(flag); };
  info.value = [](const void* flag) -> const void* { return *static_cast<const bool*>(flag) ? word() : nullptr; };
  info.inner = &TypeOf<std::string>::info;
  return info;
}
template <const void* (*word)()>
inline constexpr TypeInfo word_if_true_info = word_if_true<word>();

/// A flag of an input that is sent where it is true, and not at all where it is false.
constexpr TypeInfo true_alone() {
  TypeInfo info;
  info.shape = Shape::Optional;
  info.is_absent = [](const void* flag) { return !*static_cast<const bool*>(flag); };
  info.value = [](const void* flag) -> const void* { return *static_cast<const bool*>(flag) ? flag : nullptr; };
  info.inner = &TypeOf<bool>::info;
  return info;
}
inline constexpr TypeInfo true_alone_info = true_alone();

/// The line of a member that is written as `info` says.
template <auto Member>
constexpr Field field_as(std::string_view name, const TypeInfo& info) {
  Field line = field<Member>(name);
  line.type = &info;
  return line;
}

/// The body of an input whose table is known where it is used alone: what pages also has members that are no part of
/// it.
template <class Input>
std::string body_by_table(const Input& input) {
  return encode_body(TypeOf<Input>::info, &input);
}

}  // namespace detail

namespace v2 {

template <class T, class>
const detail::TypeInfo& model_info(const Page<T>*) noexcept {
  return detail::TypeOf<Page<T>>::info;
}

}  // namespace v2
ALLO_NAMESPACE_END

#endif
