#include "simulation/callers.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <utility>

namespace simulation {

using std::chrono::milliseconds;

allo::RangeOptions Walker::range() const {
  allo::RangeOptions range;
  range.page_size = call_.plan->page_size;
  if (call_.plan->ahead == Ahead::No) return range;
  range.prefetch = 1;
  range.executor = [&world = world_, &call = call_](std::function<void()> task) {
    if (call.plan->ahead == Ahead::Never) return;
    if (call.plan->ahead == Ahead::Throws) throw std::runtime_error("an executor that takes no more");
    world.spawn([&world, &call, task = std::move(task)] {
      world.local() = &call;
      if (call.plan->ahead == Ahead::Later) world.sleep_until(world.now() + milliseconds{40});
      task();
    });
  };
  return range;
}

template <class Range, class Id>
void Walker::go_over(const Range& range, Id id) {
  int left = call_.plan->leaves_after.value_or(-1);
  for (const auto& item : range) {
    given_.push_back(id(item));
    if (--left == 0) return;
    if (call_.plan->works_ms > 0) {
      world_.sleep_until(world_.now() + milliseconds{call_.plan->works_ms});
      call_.busy_until = world_.now();
    }
  }
}

void Walker::walk(const Clients& clients, const allo::RequestOptions& options) {
  for (int i = 0; i < call_.plan->items; ++i) {
    call_.list.push_back({"c" + std::to_string(i), ((call_.plan->hidden >> i) & 1) != 0, true});
  }
  const auto id = [](const auto& item) { return item.id; };
  switch (call_.plan->kind) {
    case Kind::Walk2: {
      allo::v2::SearchPeopleRange input;
      input.range = range();
      return go_over(clients.two.people.search_all(input, options), id);
    }
    case Kind::WalkGet2: {
      allo::v2::ListConversationsRange input;
      input.allo_number = "+1234567890";
      input.range = range();
      return go_over(clients.two.conversations.list_all(input, options),
                     [](const auto& conversation) { return conversation.contact_number; });
    }
    default:
      return go_over(clients.one.contacts.all(range(), options), id);
  }
}

void Walker::check() const {
  const auto times = [&](const std::string& id) { return std::count(given_.begin(), given_.end(), id); };
  const bool went_to_the_end = call_.succeeded && !call_.plan->leaves_after && !call_.may_end;
  for (const Entry& entry : call_.list) {
    if (went_to_the_end && entry.stood && !entry.hidden && !entry.excused && times(entry.id) == 0) {
      judge_.blame(&call_, "a walk leaves out " + entry.id);
    }
  }
  bool few_arrive = true;
  for (std::size_t page = 1; page < call_.pages_given && page <= call_.plan->changes.size(); ++page) {
    few_arrive = few_arrive && call_.plan->changes[page - 1].arrive_in_front < call_.plan->page_size;
  }
  if (!few_arrive) return;
  for (const std::string& id : given_) {
    if (times(id) > 1) judge_.blame(&call_, "a walk gives " + id + " twice");
  }
}

}  // namespace simulation
