#ifndef ALLO_SRC_CORE_PAGE_WALK_HPP
#define ALLO_SRC_CORE_PAGE_WALK_HPP

#include "core/background_task.hpp"
#include "core/core.hpp"
#include "core/walk_rules.hpp"

#include <allo/errors.hpp>
#include <allo/page.hpp>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// A page as an extractor gives it: its items, and what it says of the walk.
template <class T>
struct PulledPage {
  std::vector<T> items{};
  PageFacts facts{};
};

/// Walks over the pages that `load(int number)` gives as PulledPage<T>, as WalkRules says.
template <class T, class Load>
class LoadedWalk final : public Walk<T> {
 public:
  LoadedWalk(int first_number, const RangeOptions& options, Load load)
      : options_(options), load_(std::move(load)), rules_(first_number, options) {}
  ~LoadedWalk() override { ahead_ = {}; }

  void next(std::vector<T>& items) override {
    items.clear();
    while (items.empty() && !rules_.done()) {
      if (ahead_) {
        std::exchange(ahead_, {}).wait();
      } else {
        fetch();
      }
      items = std::move(page_.items);
      keep(items, rules_.accept(items.size(), page_.facts));
      if (options_.prefetch > 0 && !rules_.done()) {
        ahead_ = BackgroundTask{options_.executor, [this] { fetch(); }};
      }
    }
  }

 private:
  void fetch() { page_ = load_(rules_.next_page()); }

  static void keep(std::vector<T>& items, const std::vector<std::size_t>& chosen) {
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (chosen[i] != i) items[i] = std::move(items[chosen[i]]);
    }
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(chosen.size()), items.end());
  }

  RangeOptions options_;
  Load load_;
  WalkRules rules_;
  PulledPage<T> page_{};
  BackgroundTask ahead_{};
};

/// A range over what `load` gives; see LoadedWalk.
/// @throws InvalidArgumentException at once for options out of bounds
template <class T, class Load>
PageRange<T> make_range(int first_number, const RangeOptions& options, Load load) {
  static_cast<void>(WalkRules{first_number, options});
  return PageRange<T>{[first_number, options, load = std::move(load)]() -> std::unique_ptr<Walk<T>> {
    return std::make_unique<LoadedWalk<T, Load>>(first_number, options, load);
  }};
}

/// A range over the pages of `request`, which says where the number of a page goes. `extract` takes an answer apart:
/// `PulledPage<T> extract(Result&&)`.
/// @throws InvalidArgumentException at once for options out of bounds
template <class T, class Result, class Extract>
PageRange<T> make_range(const Handle& core, const Request<Result>& request, Extract extract, const RangeOptions& range,
                        const RequestOptions& options) {
  if (range.prefetch > 0 && options.response != nullptr) {
    throw InvalidArgumentException("response cannot be filled by pages that are fetched ahead (prefetch)");
  }
  const int first_number = request.parts().operation.first_page;
  return make_range<T>(
      first_number, range,
      [core, request, extract = std::move(extract), size = range.page_size, options](int number) -> PulledPage<T> {
        Request<Result> page = request;
        return extract(object_of<Core>(core).run(page.page(number, size), options));
      });
}

}  // namespace detail
ALLO_NAMESPACE_END

#endif
