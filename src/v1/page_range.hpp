#ifndef ALLO_SRC_V1_PAGE_RANGE_HPP
#define ALLO_SRC_V1_PAGE_RANGE_HPP

#include "core/page_walk.hpp"

#include <allo/contacts.hpp>
#include <allo/json_text.hpp>
#include <allo/page.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The id of an item; empty where it has none.
template <class T>
std::string_view id_of(const T& item) noexcept {
  return item.id;
}
inline std::string_view id_of(const ConversationEntry& entry) noexcept {
  return entry.call ? std::string_view{entry.call->id} : std::string_view{};
}

/// Of the items alone: a service that repeats itself may count the page or name the request anew each time. The id
/// stands for an item that has one, because writing a call with its transcript costs more than reading it.
template <class T>
std::uint64_t digest_of(const std::vector<T>& items) {
  std::uint64_t digest = 0;
  for (const T& item : items) {
    const std::string_view id = id_of(item);
    const std::size_t hash =
        id.empty() ? std::hash<std::string>{}(to_json_text(item).str()) : std::hash<std::string_view>{}(id);
    digest = digest * 1'099'511'628'211U + hash;
  }
  return digest;
}

/// Takes a page of version 1 apart.
template <class T>
PulledPage<T> pull(Page<T>&& page) {
  PulledPage<T> pulled{std::move(page.results)};
  PageFacts& facts = pulled.facts;
  facts.total_pages = page.metadata.pagination.total_pages;
  facts.keys.reserve(pulled.items.size());
  for (const T& item : pulled.items) facts.keys.emplace_back(id_of(item));
  if (facts.total_pages <= 0) facts.digest = digest_of(pulled.items);
  return pulled;
}

}  // namespace detail
ALLO_NAMESPACE_END

#endif
