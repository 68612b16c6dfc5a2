#ifndef ALLO_SRC_V1_TABLES_PAGE_HPP
#define ALLO_SRC_V1_TABLES_PAGE_HPP

#include "json/type_info.hpp"

#include <allo/page.hpp>

// One line per field.
// clang-format off

ALLO_NAMESPACE_BEGIN
namespace detail {

template <>
struct Table<Pagination> : ModelTable {
  static constexpr Field fields[] = {
      field<&Pagination::total_pages>("total_pages"),
      field<&Pagination::current_page>("current_page"),
  };
};

template <>
struct Table<PageMetadata> : ModelTable {
  static constexpr Field fields[] = {
      field<&PageMetadata::pagination>("pagination", Merge),
      // Calls carry the two without the object around them.
      field<&PageMetadata::pagination, &Pagination::total_pages>("total_pages", Merge | DecodeOnly),
      field<&PageMetadata::pagination, &Pagination::current_page>("current_page", Merge | DecodeOnly),
  };
};

template <class T>
struct Table<Page<T>> : ModelTable {
  static constexpr Field fields[] = {
      field<&Page<T>::results>("results"),
      field<&Page<T>::metadata>("metadata"),
  };
};

}  // namespace detail

template <class T, class>
const detail::TypeInfo& model_info(const Page<T>*) noexcept {
  return detail::TypeOf<Page<T>>::info;
}

ALLO_NAMESPACE_END

#endif
