#include <allo/executor.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

ALLO_NAMESPACE_BEGIN

namespace detail {

struct ExecutorLink {
  std::mutex mutex;
  std::condition_variable idle;
  Executor* executor = nullptr;
  std::size_t posting = 0;

  /// False when the executor is gone, or threw before it had taken the task.
  bool post(std::function<void()> task) {
    Executor* target = nullptr;
    {
      const std::lock_guard lock(mutex);
      if (executor == nullptr) return false;
      target = executor;
      ++posting;
    }
    try {
      target->post(std::move(task));
    } catch (...) {
      // The task tells of its own end: whoever destroys it unused drops it.
    }
    const std::lock_guard lock(mutex);
    if (--posting == 0) idle.notify_all();
    return true;
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
  const std::lock_guard lock(link_->mutex);
  link_->executor = nullptr;
}

void Executor::retire() noexcept {
  std::unique_lock lock(link_->mutex);
  link_->executor = nullptr;
  link_->idle.wait(lock, [this] { return link_->posting == 0; });
}

InlineExecutor::~InlineExecutor() = default;

void InlineExecutor::post(std::function<void()> task) { task(); }

TaskDroppedException::TaskDroppedException()
    : AlloException("the executor dropped the task before it began", DeliveryState::NotSent) {}

TaskDroppedException::~TaskDroppedException() = default;

ALLO_NAMESPACE_END
