#ifndef ALLO_V2_PAGE_HPP
#define ALLO_V2_PAGE_HPP

#include <allo/export.hpp>
#include <allo/v2/model.hpp>

#include <vector>

ALLO_NAMESPACE_BEGIN
namespace v2 {

/// Where a page stands. Go by `has_more`.
struct Pagination {
  int page = 0;               ///< Counted from 1; 0 where the service gave none.
  int size = 0;               ///< Items that fit on a page.
  long long total_count = 0;  ///< Items on all pages together.
  int total_pages = 0;        ///< 0 where the service gave none.
  bool has_more = false;      ///< True when another page follows.
};

/// One page of a list.
template <class T>
struct Page {
  std::vector<T> data{};    ///< The items, in the order of the service.
  Pagination pagination{};  ///< Where the page stands.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const Pagination*) noexcept;
template <class T, class = detail::IfModel<T>>
const detail::TypeInfo& model_info(const Page<T>*) noexcept;
/// @}

}  // namespace v2

ALLO_NAMESPACE_END

#endif
