#ifndef ALLO_SRC_V1_PAGE_RANGE_HPP
#define ALLO_SRC_V1_PAGE_RANGE_HPP

#include "core/core.hpp"
#include "json/codec.hpp"

#include <allo/contacts.hpp>
#include <allo/errors.hpp>
#include <allo/json_text.hpp>
#include <allo/page.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

inline Target with_page(Target target, int page, int size) {
  target.add("page", page).add("size", size);
  return target;
}

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

/// A range over the pages of `target`.
/// @throws InvalidArgumentException at once for options out of bounds
template <class T>
PageRange<T> make_range(std::shared_ptr<Core> core, Target target, const RangeOptions& range,
                        const RequestOptions& options) {
  static_cast<void>(PageCursor{range});
  if (range.prefetch > 0 && options.response != nullptr) {
    throw InvalidArgumentException("response cannot be filled by pages that are fetched ahead (prefetch)");
  }
  return PageRange<T>{range,
                      [core = std::move(core), target = std::move(target), size = range.page_size, options](int page) {
                        std::string body = core->execute({HttpMethod::Get, with_page(target, page, size)}, options);
                        LoadedPage<T> loaded{decode_response<Page<T>>(std::move(body))};
                        loaded.digest = digest_of(loaded.page.results);
                        return loaded;
                      }};
}

}  // namespace detail
ALLO_NAMESPACE_END

#endif
