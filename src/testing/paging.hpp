#ifndef ALLO_SRC_TESTING_PAGING_HPP
#define ALLO_SRC_TESTING_PAGING_HPP

#include "testing/validate.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Which page a request asks for.
struct PageBounds {
  int page = 0;
  int size = 10;
};

/// Which items that page has.
struct PageSlice {
  std::size_t begin = 0;
  std::size_t end = 0;
  int total_pages = 0;
};

inline PageBounds read_page_bounds(QueryReader& query) {
  return {query.number("page", 0, 0, std::numeric_limits<int>::max()), query.number("size", 10, 1, 100)};
}

inline PageSlice slice_page(std::size_t count, PageBounds bounds) {
  const auto size = static_cast<std::size_t>(bounds.size);
  const std::size_t begin = std::min(count, static_cast<std::size_t>(bounds.page) * size);
  return {begin, std::min(count, begin + size), static_cast<int>((count + size - 1) / size)};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
