#ifndef ALLO_SRC_CORE_WALK_RULES_HPP
#define ALLO_SRC_CORE_WALK_RULES_HPP

#include <allo/page.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// What a page says of the walk that it is part of.
struct PageFacts {
  std::optional<bool> has_more{};   ///< Where the service says so.
  int total_pages = 0;              ///< 0 or less where the service does not say.
  std::vector<std::string> keys{};  ///< What each item is known by; empty for one that is known by nothing.
  std::uint64_t digest = 0;         ///< Of the items; looked at where the service says neither of the first two.
  std::vector<bool> unwanted{};     ///< The items that the caller does not want; may be empty.
  bool nothing_follows = false;     ///< The caller wants nothing of the pages behind this one.
};

/// Which page comes next, which of its items are given, and when a walk ends.
///
/// A walk goes by `has_more`; where that is missing by the number of pages; where both are, it ends at an empty page
/// and at one that came before. As long as the service promises more, an empty page does not end it, since its items
/// may be hidden or deleted; but so that no answer of a service can make a walk endless, many pages in a row without
/// anything new do, and so does a page with the items of the one before it. New items push old ones to the next page:
/// an item that was on the page before is given once.
class WalkRules {
 public:
  /// `first_number` is what the service calls the first page.
  /// @throws InvalidArgumentException for options out of bounds
  WalkRules(int first_number, const RangeOptions& options);

  bool done() const noexcept { return done_; }
  int next_page() const noexcept { return next_page_; }

  /// Takes note of a page of `count` items and says which of them to give, in order.
  std::vector<std::size_t> accept(std::size_t count, const PageFacts& facts);

 private:
  enum class Next { GoOn, End, EndWithoutThisPage };
  Next judge(std::size_t count, const PageFacts& facts);
  bool repeats_last_page(std::size_t count, const PageFacts& facts) const;

  int first_number_;
  int next_page_;
  std::optional<std::size_t> items_left_;
  int total_pages_ = 0;                          // As the service said last.
  int pages_of_nothing_ = 0;                     // In a row.
  std::unordered_set<std::string> last_keys_{};  // Of the last page that had items.
  std::size_t last_count_ = 0;                   // Of that page.
  std::unordered_set<std::uint64_t> seen_{};     // Digests of the pages that came.
  bool done_ = false;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
