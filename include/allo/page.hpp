#ifndef ALLO_PAGE_HPP
#define ALLO_PAGE_HPP

#include <allo/export.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <unordered_set>
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

/// Which page a search asks for.
struct PageInput {
  int page = 0;   ///< From 0.
  int size = 10;  ///< 1 to 100.
};

/// How a range walks over all pages.
struct RangeOptions {
  int page_size = 100;                     ///< 1 to 100.
  int first_page = 0;                      ///< From 0.
  std::optional<std::size_t> max_items{};  ///< Ends the range after so many items.
  int prefetch = 0;  ///< 1: the next page is fetched on `executor` while the caller works on this one. 0 or 1.
  /// Runs a task some time, such as `[&](auto task) { pool.post(std::move(task)); }`. Needed for `prefetch`.
  std::function<void(std::function<void()>)> executor{};
};

namespace detail {

/// Which page comes next and when a walk ends. A page that the service gave before ends it, so that no answer of a
/// service can make it endless.
class ALLO_EXPORT PageCursor {
 public:
  explicit PageCursor(const RangeOptions& options);

  bool done() const noexcept { return done_; }
  int next_page() const noexcept { return next_page_; }

  /// Takes note of a page and says how many of its items to yield.
  std::size_t accept(std::size_t count, const Pagination& pagination, std::uint64_t digest);

 private:
  int next_page_;
  std::optional<std::size_t> items_left_;
  std::unordered_set<std::uint64_t> seen_;  // Of the pages that came.
  bool done_ = false;
};

/// A task on somebody's executor that is waited for. Whoever waits runs the task itself when the executor has not begun
/// it, so that a full or stopped executor costs the overlap and nothing else.
class ALLO_EXPORT BackgroundTask {
 public:
  BackgroundTask() noexcept = default;
  BackgroundTask(const std::function<void(std::function<void()>)>& executor, std::function<void()> task);
  BackgroundTask(BackgroundTask&&) noexcept;
  BackgroundTask& operator=(BackgroundTask&&) noexcept;
  ~BackgroundTask();

  explicit operator bool() const noexcept { return state_ != nullptr; }

  /// Waits until the task is done and rethrows what it threw.
  void wait();

 private:
  struct State;
  void abandon() noexcept;
  std::shared_ptr<State> state_;
};

/// A page as loaded, with a digest of its items.
template <class T>
struct LoadedPage {
  Page<T> page{};
  std::uint64_t digest = 0;
};

}  // namespace detail

/// All items of a paged search, for `for (const Contact& c : allo.contacts.all())`. Holds one page in memory (two with
/// prefetch), fetches the next when the iterator reaches it, and starts over at each begin(). It ends at the last page
/// that the service reports, at an empty page, at a page that came before, or after `max_items`.
/// The range and its iterators belong to one thread at a time; they keep the client's connections alive on their own.
/// begin() and ++ throw what the search throws; after that the iterator is at the end.
template <class T>
class PageRange {
 public:
  /// Fetches the page of a number.
  using Loader = std::function<detail::LoadedPage<T>(int page)>;

  class iterator;

  /// Made by the resources; fetches nothing yet.
  PageRange(RangeOptions options, Loader loader) : options_(std::move(options)), loader_(std::move(loader)) {}

  /// Fetches the first page.
  iterator begin() const { return iterator{std::make_shared<Walk>(options_, loader_)}; }

  /// The end of every walk.
  iterator end() const noexcept { return iterator{}; }

 private:
  struct Walk {
    Walk(const RangeOptions& range_options, Loader page_loader)
        : options(range_options), loader(std::move(page_loader)), cursor(range_options) {}
    ~Walk() { ahead = {}; }

    /// Makes the next page current; false at the end.
    bool advance() {
      items.clear();
      index = 0;
      while (items.empty() && !cursor.done()) {
        if (!ahead) fetch(next);
        if (ahead) std::exchange(ahead, {}).wait();
        items = std::move(next.page.results);
        items.resize(cursor.accept(items.size(), next.page.metadata.pagination, next.digest));
        if (options.prefetch > 0 && !cursor.done()) {
          ahead = detail::BackgroundTask{options.executor, [this] { fetch(next); }};
        }
      }
      return !items.empty();
    }
    void fetch(detail::LoadedPage<T>& into) { into = loader(cursor.next_page()); }

    RangeOptions options;
    Loader loader;
    detail::PageCursor cursor;
    std::vector<T> items{};
    std::size_t index = 0;
    detail::LoadedPage<T> next{};
    detail::BackgroundTask ahead{};
  };

  RangeOptions options_;
  Loader loader_;
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
  T& operator*() const { return walk_->items[walk_->index]; }
  T* operator->() const { return &walk_->items[walk_->index]; }
  /// @}

  /// @{
  /// Goes on to the next item, and fetches a page where it takes one.
  iterator& operator++() {
    if (++walk_->index >= walk_->items.size()) next_page();
    return *this;
  }
  void operator++(int) { ++*this; }
  /// @}

  /// @{
  /// Compares with the end, to which every walk comes.
  friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.walk_ == b.walk_; }
  friend bool operator!=(const iterator& a, const iterator& b) noexcept { return !(a == b); }
  /// @}

 private:
  friend class PageRange;
  explicit iterator(std::shared_ptr<Walk> walk) : walk_(std::move(walk)) { next_page(); }
  void next_page() {
    const std::shared_ptr<Walk> walk = std::move(walk_);
    walk_.reset();
    if (walk->advance()) walk_ = walk;
  }
  std::shared_ptr<Walk> walk_;
};

ALLO_NAMESPACE_END

#endif
