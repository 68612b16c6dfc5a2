#ifndef ALLO_PAGE_HPP
#define ALLO_PAGE_HPP

#include <allo/export.hpp>
#include <allo/maybe.hpp>
#include <allo/model.hpp>

#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN

/// Where a page stands.
struct Pagination {
  int total_pages = 0;   ///< 0 where the service gave none.
  int current_page = 0;  ///< Counted from 0.
};

/// What the service says about a page.
struct PageMetadata {
  Pagination pagination{};  ///< Which page it is, of how many.
};

/// One page of a search.
template <class T>
struct Page {
  std::vector<T> results{};  ///< The items, in the order of the service.
  PageMetadata metadata{};   ///< Where the page stands.
};

/// @{
/// The fields of what stands above; see <allo/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const Pagination*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const PageMetadata*) noexcept;
template <class T, class = detail::IfModel<T>>
const detail::TypeInfo& model_info(const Page<T>*) noexcept;
/// @}

/// Which page a search asks for.
struct PageInput {
  int page = 0;   ///< From 0.
  int size = 10;  ///< 1 to 100.
};

/// How a range walks over all pages.
struct RangeOptions {
  int page_size = 100;             ///< 1 to 100.
  int first_page = 0;              ///< How many pages to skip; in version 1 this is the number of the first.
  Maybe<std::size_t> max_items{};  ///< Ends the range after so many items.
  int prefetch = 0;  ///< 1: the next page is fetched on `executor` while the caller works on this one. 0 or 1.
  /// Runs a task some time, such as `[&](auto task) { pool.post(std::move(task)); }`. Needed for `prefetch`.
  std::function<void(std::function<void()>)> executor{};
};

namespace detail {

/// One walk over the pages of a search, from its first page to its end.
template <class T>
class Walk {
 public:
  virtual ~Walk() = default;

  /// Puts the items of the next page that has some in place of `items`; none at the end.
  virtual void next(std::vector<T>& items) = 0;
};

}  // namespace detail

/// All items of a paged search, for `for (const Contact& c : allo.contacts.all())`. Holds one page in memory (two with
/// prefetch), fetches the next when the iterator reaches it, and starts over at each begin(). It ends at the last page
/// that the service reports, or after `max_items`; where the service reports none, at an empty page or at one that came
/// before. An item whose id was on the page before is given once.
/// The range and its iterators belong to one thread at a time; they keep the client's connections alive on their own.
/// begin() and ++ throw what the search throws; after that the iterator is at the end.
template <class T>
class PageRange {
 public:
  /// Begins a walk.
  using Opener = std::function<std::unique_ptr<detail::Walk<T>>()>;

  class iterator;

  /// Made by the resources; fetches nothing yet.
  explicit PageRange(Opener open) : open_(std::move(open)) {}

  /// Fetches the first page.
  iterator begin() const { return iterator{std::make_shared<Place>(open_())}; }

  /// The end of every walk.
  iterator end() const noexcept { return iterator{}; }

 private:
  struct Place {
    explicit Place(std::unique_ptr<detail::Walk<T>> begun) : walk(std::move(begun)) {}

    std::unique_ptr<detail::Walk<T>> walk;
    std::vector<T> items{};
    std::size_t index = 0;
  };

  Opener open_;
};

/// Walks over a PageRange; copies share their position, as input iterators do.
template <class T>
class PageRange<T>::iterator {
 public:
  /// @{
  /// For std::iterator_traits.
  using iterator_category = std::input_iterator_tag;
  using value_type = T;
  using difference_type = std::ptrdiff_t;
  using pointer = T*;
  using reference = T&;
  /// @}

  /// The end.
  iterator() noexcept = default;

  /// @{
  /// The item at this place. May be moved from; valid until the walk goes on.
  T& operator*() const { return place_->items[place_->index]; }
  T* operator->() const { return &place_->items[place_->index]; }
  /// @}

  /// @{
  /// Goes on to the next item, and fetches a page where it takes one.
  iterator& operator++() {
    if (++place_->index >= place_->items.size()) next_page();
    return *this;
  }
  void operator++(int) { ++*this; }
  /// @}

  /// @{
  /// Compares with the end, to which every walk comes.
  friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.place_ == b.place_; }
  friend bool operator!=(const iterator& a, const iterator& b) noexcept { return !(a == b); }
  /// @}

 private:
  friend class PageRange;
  explicit iterator(std::shared_ptr<Place> place) : place_(std::move(place)) { next_page(); }
  void next_page() {
    const std::shared_ptr<Place> place = std::move(place_);
    place_.reset();
    place->index = 0;
    place->walk->next(place->items);
    if (!place->items.empty()) place_ = place;
  }
  std::shared_ptr<Place> place_{};
};

ALLO_NAMESPACE_END

#endif
