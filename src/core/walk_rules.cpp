#include "core/walk_rules.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <functional>
#include <limits>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

constexpr int last_number = std::numeric_limits<int>::max();

// How many pages in a row may bring nothing new. A service that says how many pages there are is believed for longer
// than one that says of each page that there is another.
constexpr int most_of_nothing_by_has_more = 10;
constexpr int most_of_nothing_by_total = 1000;

std::uint64_t digest_of(const std::vector<std::string>& keys) {
  std::uint64_t digest = 0;
  for (const std::string& key : keys) digest = digest * 1'099'511'628'211U + std::hash<std::string>{}(key);
  return digest;
}

}  // namespace

WalkRules::WalkRules(int first_number, const RangeOptions& options)
    : first_number_(first_number), next_page_(first_number), items_left_(options.max_items) {
  if (options.page_size < 1 || options.page_size > 100) {
    throw InvalidArgumentException("page_size must be from 1 to 100");
  }
  if (options.first_page < 0) throw InvalidArgumentException("first_page must not be negative");
  if (options.prefetch < 0 || options.prefetch > 1) throw InvalidArgumentException("prefetch must be 0 or 1");
  if (options.prefetch > 0 && !options.executor) throw InvalidArgumentException("prefetch needs an executor");
  next_page_ += std::min(options.first_page, last_number - first_number);
  done_ = items_left_ == std::size_t{0};
}

std::vector<std::size_t> WalkRules::accept(std::size_t count, const PageFacts& facts) {
  std::vector<std::size_t> given;
  if (done_) return given;
  const Next next = judge(count, facts);
  done_ = next != Next::GoOn;
  if (!done_) ++next_page_;
  if (next == Next::EndWithoutThisPage) return given;

  for (std::size_t i = 0; i < count && items_left_ != std::size_t{0}; ++i) {
    if (i < facts.unwanted.size() && facts.unwanted[i]) continue;
    if (i < facts.keys.size() && last_keys_.count(facts.keys[i]) != 0) continue;
    given.push_back(i);
    if (items_left_) --*items_left_;
  }
  if (items_left_ == std::size_t{0}) done_ = true;

  if (count > 0) {
    last_keys_.clear();
    for (const std::string& key : facts.keys) {
      if (!key.empty()) last_keys_.insert(key);
    }
    last_count_ = count;
  }
  return given;
}

WalkRules::Next WalkRules::judge(std::size_t count, const PageFacts& facts) {
  if (facts.total_pages > 0) total_pages_ = facts.total_pages;
  if (facts.nothing_follows || next_page_ == last_number) return Next::End;

  if (facts.has_more) {
    if (!*facts.has_more) return Next::End;
    if (repeats_last_page(count, facts)) return Next::EndWithoutThisPage;
    const bool is_new = count > 0 && (facts.keys.empty() || seen_.insert(digest_of(facts.keys)).second);
    pages_of_nothing_ = is_new ? 0 : pages_of_nothing_ + 1;
    return pages_of_nothing_ < most_of_nothing_by_has_more ? Next::GoOn : Next::End;
  }
  if (total_pages_ > 0) {
    if (next_page_ - first_number_ >= total_pages_ - 1) return Next::End;
    pages_of_nothing_ = count > 0 ? 0 : pages_of_nothing_ + 1;
    return pages_of_nothing_ < most_of_nothing_by_total ? Next::GoOn : Next::End;
  }
  return count > 0 && seen_.insert(facts.digest).second ? Next::GoOn : Next::EndWithoutThisPage;
}

bool WalkRules::repeats_last_page(std::size_t count, const PageFacts& facts) const {
  return count > 0 && count == last_count_ && facts.keys.size() == count &&
         std::all_of(facts.keys.begin(), facts.keys.end(),
                     [this](const std::string& key) { return last_keys_.count(key) != 0; });
}

}  // namespace detail
ALLO_NAMESPACE_END
