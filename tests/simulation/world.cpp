#include "simulation/world.hpp"

#include <algorithm>
#include <exception>

namespace simulation {
namespace {

World* the_world = nullptr;

}  // namespace

struct World::Task {
  Fiber fiber{};
  const void* key = nullptr;
  std::uint64_t wait = 0;  // Counts the waits, so that a timer of an earlier one means nothing.
  bool notified = false;
  std::exception_ptr thrown{};
  void* local = nullptr;
};

namespace {

// Stacks are expensive to make and cheap to keep.
template <class Task>
std::vector<Task*>& idle() {
  static std::vector<Task*> tasks;
  return tasks;
}

}  // namespace

World* World::running() noexcept { return the_world; }
bool World::in_fiber() noexcept { return the_world != nullptr && the_world->current_ != nullptr; }

World::World(std::uint64_t seed) : random_(seed) { the_world = this; }

World::~World() {
  the_world = nullptr;
  for (; !timers_.empty(); timers_.pop()) delete timers_.top().event;
  // After a violation fibers stand where they stood: nobody can unwind them, so they are never used again.
  for (Task* const task : tasks_) {
    if (task->fiber.done()) idle<Task>().push_back(task);
  }
}

void World::spawn(std::function<void()> work) {
  Task* task = nullptr;
  if (idle<Task>().empty()) {
    task = new Task{};
  } else {
    task = idle<Task>().back();
    idle<Task>().pop_back();
    task->thrown = nullptr;
    task->key = nullptr;
    task->local = nullptr;
  }
  task->fiber.start([task, work = std::move(work)] {
    try {
      work();
    } catch (...) {
      task->thrown = std::current_exception();
    }
  });
  tasks_.push_back(task);
  ready_.push_back(task);
  ++alive_;
}

void World::at(Nanoseconds time, std::function<void()> event) {
  timers_.push(Timer{std::max(time, now_), timer_count_++, nullptr, 0, new std::function<void()>{std::move(event)}});
}

void World::run(const std::function<void()>& after_each_step) {
  constexpr int most_steps = 200'000;
  int steps = 0;
  while (alive_ > 0 || !timers_.empty()) {
    if (++steps > most_steps) throw Violation("something goes on for ever");
    if (ready_.empty()) {
      if (timers_.empty()) throw Violation("a wait never ends");
      const Timer timer = timers_.top();
      timers_.pop();
      if (timer.task == nullptr) {
        now_ = timer.time;
        const std::unique_ptr<std::function<void()>> event{timer.event};
        (*event)();
        after_each_step();
      } else if (timer.task->wait == timer.wait && !timer.task->fiber.done()) {
        now_ = timer.time;
        const auto place = std::find(waiting_.begin(), waiting_.end(), timer.task);
        if (place != waiting_.end()) waiting_.erase(place);
        timer.task->notified = false;
        ++timer.task->wait;
        ready_.push_back(timer.task);
      }
      continue;
    }
    const auto chosen = static_cast<std::size_t>(random_.below(static_cast<int>(ready_.size())));
    Task* const task = ready_[chosen];
    ready_[chosen] = ready_.back();
    ready_.pop_back();
    current_ = task;
    task->fiber.resume();
    current_ = nullptr;
    if (task->fiber.done()) {
      --alive_;
      if (task->thrown) std::rethrow_exception(std::exchange(task->thrown, nullptr));
    }
    after_each_step();
  }
}

void World::suspend() { current_->fiber.suspend(); }

void*& World::local() noexcept { return current_->local; }

void World::sleep_until(Nanoseconds time) {
  Task* const self = current_;
  timers_.push(Timer{std::max(time, now_), timer_count_++, self, self->wait, nullptr});
  suspend();
}

bool World::wait(const void* key, std::optional<Nanoseconds> until) {
  Task* const self = current_;
  self->key = key;
  self->notified = false;
  if (until) timers_.push(Timer{std::max(*until, now_), timer_count_++, self, self->wait, nullptr});
  waiting_.push_back(self);
  suspend();
  self->key = nullptr;
  return self->notified;
}

void World::notify(const void* key, bool all) {
  for (auto place = waiting_.begin(); place != waiting_.end();) {
    Task* const task = *place;
    if (task->key != key) {
      ++place;
      continue;
    }
    place = waiting_.erase(place);
    task->notified = true;
    ++task->wait;
    ready_.push_back(task);
    if (!all) return;
  }
}

}  // namespace simulation
