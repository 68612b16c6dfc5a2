#include <allo/errors.hpp>
#include <allo/page.hpp>

#include <algorithm>
#include <limits>

ALLO_NAMESPACE_BEGIN
namespace detail {

PageCursor::PageCursor(const RangeOptions& options) : next_page_(options.first_page), items_left_(options.max_items) {
  if (options.page_size < 1 || options.page_size > 100) {
    throw InvalidArgumentException("page_size must be from 1 to 100");
  }
  if (options.first_page < 0) throw InvalidArgumentException("first_page must not be negative");
  if (options.prefetch < 0 || options.prefetch > 1) throw InvalidArgumentException("prefetch must be 0 or 1");
  if (options.prefetch > 0 && !options.executor) throw InvalidArgumentException("prefetch needs an executor");
  done_ = items_left_ == std::size_t{0};
}

std::size_t PageCursor::accept(std::size_t count, const Pagination& pagination, std::uint64_t digest) {
  if (done_ || count == 0 || !seen_.insert(digest).second) {
    done_ = true;
    return 0;
  }

  const bool last = pagination.total_pages > 0 && next_page_ >= pagination.total_pages - 1;
  if (last || next_page_ == std::numeric_limits<int>::max()) {
    done_ = true;
  } else {
    ++next_page_;
  }
  if (!items_left_) return count;
  const std::size_t taken = std::min(count, *items_left_);
  *items_left_ -= taken;
  if (*items_left_ == 0) done_ = true;
  return taken;
}

}  // namespace detail
ALLO_NAMESPACE_END
