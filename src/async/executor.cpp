#include <allo/executor.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace detail {

struct ExecutorLink {
  std::mutex mutex;
  std::condition_variable idle;
  Executor* executor = nullptr;
  std::vector<std::thread::id> posting;  ///< The threads that are in a call of the executor, as often as they are.
  std::unique_ptr<ThreadPool> timer;     ///< Of an executor that has none of its own; made when it is needed.

  /// Calls the executor unless it is gone; what the call throws is taken for a task that was dropped.
  template <class Call>
  void use(Call call) {
    Executor* target = nullptr;
    {
      const std::lock_guard lock(mutex);
      if (executor == nullptr) return;
      target = executor;
      posting.push_back(std::this_thread::get_id());
    }
    try {
      call(*target);
    } catch (...) {
      // The task tells of its own end: whoever destroys it unused drops it.
    }
    const std::lock_guard lock(mutex);
    posting.erase(std::find(posting.begin(), posting.end(), std::this_thread::get_id()));
    idle.notify_all();
  }

  void post(std::function<void()> task) {
    use([&](Executor& target) { target.post(std::move(task)); });
  }

  ThreadPool& get_timer() {
    const std::lock_guard lock(mutex);
    if (!timer) timer = std::make_unique<ThreadPool>(1);
    return *timer;
  }

  /// Parts with the executor. Calls that are under way on this thread can't be waited for.
  void cut(bool wait) {
    std::unique_ptr<ThreadPool> ended;
    std::unique_lock lock(mutex);
    executor = nullptr;
    const auto is_other = [self = std::this_thread::get_id()](std::thread::id id) { return id != self; };
    if (wait) idle.wait(lock, [&] { return std::none_of(posting.begin(), posting.end(), is_other); });
    ended = std::move(timer);
    lock.unlock();  // what was not due is dropped without the lock
  }
};

namespace {

/// What the copies of one posted function share. Whichever comes first, the first call or the end of the last copy,
/// uses it up.
struct Ticket {
  Ticket(std::function<void()> run_action, std::function<void()> drop_action)
      : run(std::move(run_action)), drop(std::move(drop_action)) {}

  std::function<void()> run;
  std::function<void()> drop;
  std::thread::id poster{};
  bool detecting = false;  // read and written by the poster alone
  PostOutcome outcome = PostOutcome::Posted;
  std::atomic<bool> used{false};

  void use(std::function<void()> Ticket::*action, PostOutcome meaning) {
    if (used.exchange(true)) return;
    if (poster == std::this_thread::get_id() && detecting) {
      outcome = meaning;
      return;
    }
    const std::function<void()> chosen = std::move(this->*action);
    run = nullptr;
    drop = nullptr;
    chosen();
  }
};

/// Held by the posted function alone, so that its end is the end of the last copy.
struct TicketHolder {
  explicit TicketHolder(std::shared_ptr<Ticket> held) : ticket(std::move(held)) {}
  TicketHolder(const TicketHolder&) = delete;
  TicketHolder& operator=(const TicketHolder&) = delete;
  ~TicketHolder() { ticket->use(&Ticket::drop, PostOutcome::Dropped); }
  std::shared_ptr<Ticket> ticket;
};

std::function<void()> make_task(const std::shared_ptr<Ticket>& ticket) {
  return [holder = std::make_shared<TicketHolder>(ticket)] { holder->ticket->use(&Ticket::run, PostOutcome::Inline); };
}

}  // namespace

ExecutorHandle::ExecutorHandle(const Executor& executor) : link_(executor.link_) {}

void ExecutorHandle::post(std::function<void()> run, std::function<void()> drop) const {
  const auto ticket = std::make_shared<Ticket>(std::move(run), std::move(drop));
  link_->post(make_task(ticket));
}

void ExecutorHandle::post_after(std::chrono::milliseconds delay, std::function<void()> run,
                                std::function<void()> drop) const {
  const auto ticket = std::make_shared<Ticket>(std::move(run), std::move(drop));
  std::function<void()> task = make_task(ticket);  // dropped where the executor is gone
  link_->use([&](Executor& target) { target.post_after(delay, std::move(task)); });
}

PostOutcome ExecutorHandle::try_post(std::function<void()> run, std::function<void()> drop) const {
  const auto ticket = std::make_shared<Ticket>(std::move(run), std::move(drop));
  ticket->poster = std::this_thread::get_id();
  ticket->detecting = true;
  link_->post(make_task(ticket));
  ticket->detecting = false;
  return ticket->outcome;
}

}  // namespace detail

Executor::Executor() : link_(std::make_shared<detail::ExecutorLink>()) { link_->executor = this; }

Executor::~Executor() {
  // What post() of the derived class uses is gone already, so there is nothing left to wait for.
  link_->cut(false);
}

void Executor::post_after(std::chrono::milliseconds delay, std::function<void()> task) {
  link_->get_timer().post_after(delay,
                                [link = link_, task = std::move(task)]() mutable { link->post(std::move(task)); });
}

void Executor::retire() noexcept { link_->cut(true); }

InlineExecutor::~InlineExecutor() { retire(); }

void InlineExecutor::post(std::function<void()> task) { task(); }

TaskDroppedException::TaskDroppedException()
    : AlloException("the executor dropped the task before it began", DeliveryState::NotSent) {}

TaskDroppedException::~TaskDroppedException() = default;

ALLO_NAMESPACE_END
