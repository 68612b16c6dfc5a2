#ifndef ALLO_SRC_V2_PAGES_HPP
#define ALLO_SRC_V2_PAGES_HPP

#include "core/page_walk.hpp"
#include "v2/tables.hpp"

#include <allo/json_text.hpp>
#include <allo/v2/page.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The pages of version 2 as they are read: a walk has to know whether the service said that more follows, a caller
/// need not.
ALLO_NAMESPACE_BEGIN
namespace v2 {

struct WirePagination {
  Pagination known{};
  std::optional<bool> has_more{};
};

template <class T>
struct WirePage {
  std::vector<T> data{};
  WirePagination pagination{};
};

}  // namespace v2

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::WirePagination> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::WirePagination::known, &v2::Pagination::page>("page"),
      field<&v2::WirePagination::known, &v2::Pagination::size>("size"),
      field<&v2::WirePagination::known, &v2::Pagination::total_count>("total_count"),
      field<&v2::WirePagination::known, &v2::Pagination::total_pages>("total_pages"),
      field<&v2::WirePagination::has_more>("has_more"),
  };
};

template <class T>
struct Table<v2::WirePage<T>> : AnswerTable {
  static constexpr Field fields[] = {
      field<&v2::WirePage<T>::data>("data", Required),
      field<&v2::WirePage<T>::pagination>("pagination"),
  };
};

// clang-format on

}  // namespace detail

namespace v2 {

template <class T>
const detail::TypeInfo& model_info(const WirePage<T>*) noexcept {
  return detail::TypeOf<WirePage<T>>::info;
}

inline Pagination pagination_of(const WirePagination& pagination) noexcept {
  Pagination known = pagination.known;
  known.has_more = pagination.has_more.value_or(known.page < known.total_pages);
  return known;
}

/// What a caller gets of a page.
template <class T>
Page<T> page_of(WirePage<T>&& page) {
  return {std::move(page.data), pagination_of(page.pagination)};
}

/// What a walk needs of it. `key` says what an item is known by: `std::string key(const T&)`.
template <class T, class Key>
detail::PulledPage<T> pull(std::vector<T>&& data, const WirePagination& pagination, const Key& key) {
  detail::PulledPage<T> pulled{std::move(data), {}};
  detail::PageFacts& facts = pulled.facts;
  facts.has_more = pagination.has_more;
  facts.total_pages = pagination.known.total_pages;
  facts.keys.reserve(pulled.items.size());
  for (const T& item : pulled.items) {
    facts.keys.push_back(key(item));
    const std::string& known_by = facts.keys.back();
    const std::size_t hash = std::hash<std::string>{}(known_by.empty() ? to_json_text(item).str() : known_by);
    facts.digest = facts.digest * 1'099'511'628'211U + hash;
  }
  return pulled;
}

template <class T>
detail::PulledPage<T> pull(WirePage<T>&& page) {
  return pull(std::move(page.data), page.pagination, [](const T& item) { return item.id; });
}

}  // namespace v2
ALLO_NAMESPACE_END

#endif
