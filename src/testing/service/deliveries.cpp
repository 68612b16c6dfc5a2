#include "testing/service/deliveries.hpp"

#include "testing/service/signals.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <array>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

using namespace std::chrono_literals;

/// After the attempt at once; about 27 and a half hours in all.
constexpr std::array<std::chrono::seconds, 7> retry_gaps{5s, 5min, 30min, 2h, 5h, 10h, 10h};

}  // namespace

Deliveries::Deliveries(const Clock& clock, std::unique_ptr<Courier> courier)
    : clock_(clock), courier_(std::move(courier)) {
  const SignalBlock block;
  thread_ = std::thread{[this] { run(); }};
}

Deliveries::~Deliveries() {
  stop();
  thread_.join();
}

void Deliveries::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  done_.notify_all();
  if (courier_ != nullptr) courier_->stop();
}

void Deliveries::insert(Delivery delivery, std::vector<std::string> secrets) {
  Job job;
  job.delivery = std::move(delivery);
  job.delivery.id = next_id_++;
  job.delivery.status = DeliveryStatus::Pending;
  job.delivery.attempts.clear();
  job.delivery.next_attempt = clock_.now();
  job.delivery.is_signed = !secrets.empty();
  job.secrets = std::move(secrets);
  job.order = job.delivery.id;
  job.held = holding_;
  jobs_.push_back(std::move(job));
  trim();
}

void Deliveries::add(Delivery delivery, std::vector<std::string> secrets) {
  {
    const std::lock_guard lock{mutex_};
    for (int i = 0; i < duplicates_; ++i) insert(delivery, secrets);
    insert(std::move(delivery), std::move(secrets));
  }
  wake_.notify_all();
}

bool Deliveries::redeliver(std::uint64_t id) {
  {
    const std::lock_guard lock{mutex_};
    const Job* job = find(id);
    if (job == nullptr) return false;
    insert(job->delivery, job->secrets);
  }
  wake_.notify_all();
  return true;
}

void Deliveries::set_duplicates(int copies) {
  if (copies < 0 || copies > 100) throw InvalidArgumentException("copies: must be from 0 to 100");
  const std::lock_guard lock{mutex_};
  duplicates_ = copies;
}

void Deliveries::hold() {
  const std::lock_guard lock{mutex_};
  holding_ = true;
}

void Deliveries::release(bool reversed) {
  {
    const std::lock_guard lock{mutex_};
    holding_ = false;
    std::vector<Job*> held;
    for (Job& job : jobs_) {
      if (job.held) held.push_back(&job);
    }
    std::vector<std::uint64_t> orders;
    for (const Job* job : held) orders.push_back(job->order);
    if (reversed) std::reverse(orders.begin(), orders.end());
    // What was held becomes due at one moment, so that the order alone decides.
    const Timestamp now = clock_.now();
    for (std::size_t i = 0; i < held.size(); ++i) {
      held[i]->order = orders[i];
      held[i]->held = false;
      if (held[i]->is_pending()) held[i]->delivery.next_attempt = now;
    }
  }
  wake_.notify_all();
}

void Deliveries::set_secrets(const std::string& webhook_id, const std::vector<std::string>& secrets) {
  const std::lock_guard lock{mutex_};
  for (Job& job : jobs_) {
    if (job.delivery.webhook_id == webhook_id && job.delivery.is_signed) job.secrets = secrets;
  }
}

void Deliveries::give_up(Job& job, const char* why) {
  if (!job.is_pending()) return;
  job.abandoned = true;
  // An attempt under way is waited for: the receiver may have it already.
  if (job.active) return;
  job.delivery.status = DeliveryStatus::Failed;
  job.delivery.next_attempt.reset();
  job.delivery.attempts.push_back({clock_.now(), 0, why});
}

void Deliveries::drop(const std::string& webhook_id) {
  const std::lock_guard lock{mutex_};
  for (Job& job : jobs_) {
    if (job.delivery.webhook_id == webhook_id) give_up(job, "the webhook was deleted");
  }
  done_.notify_all();
}

void Deliveries::drop_all() {
  const std::lock_guard lock{mutex_};
  for (Job& job : jobs_) give_up(job, "the account was restored");
  done_.notify_all();
}

void Deliveries::clear() {
  const std::lock_guard lock{mutex_};
  jobs_.clear();
  holding_ = false;
  duplicates_ = 0;
  done_.notify_all();
}

void Deliveries::wake() { wake_.notify_all(); }

bool Deliveries::wait(std::chrono::milliseconds timeout) {
  std::unique_lock lock{mutex_};
  done_.wait_for(lock, timeout, [this] { return stopping_ || is_quiet(); });
  return is_quiet();
}

std::vector<Delivery> Deliveries::log(std::size_t most) const {
  const std::lock_guard lock{mutex_};
  std::vector<Delivery> deliveries;
  for (std::size_t i = jobs_.size() - std::min(most, jobs_.size()); i < jobs_.size(); ++i) {
    deliveries.push_back(jobs_[i].delivery);
  }
  return deliveries;
}

Deliveries::Job* Deliveries::find(std::uint64_t id) {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [&](const Job& job) { return job.delivery.id == id; });
  return found == jobs_.end() ? nullptr : &*found;
}

Deliveries::Job* Deliveries::next_due() {
  Job* first = nullptr;
  for (Job& job : jobs_) {
    if (!job.is_pending() || job.held) continue;
    const auto before = [](const Job& a, const Job& b) {
      return std::pair{*a.delivery.next_attempt, a.order} < std::pair{*b.delivery.next_attempt, b.order};
    };
    if (first == nullptr || before(job, *first)) first = &job;
  }
  return first;
}

bool Deliveries::is_quiet() {
  const bool under_way = std::any_of(jobs_.begin(), jobs_.end(), [](const Job& job) { return job.active; });
  const Job* next = next_due();
  return !under_way && (next == nullptr || *next->delivery.next_attempt > clock_.now());
}

void Deliveries::run() {
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    const Job* next = next_due();
    const Timestamp now = clock_.now();
    if (next == nullptr) {
      done_.notify_all();
      wake_.wait(lock);
    } else if (*next->delivery.next_attempt > now) {
      done_.notify_all();
      // The bound covers a clock that somebody moved between the look at it and the wait.
      wake_.wait_for(lock, std::min<std::chrono::microseconds>(*next->delivery.next_attempt - now, 100ms));
    } else {
      attempt(lock, next->delivery.id);
    }
  }
}

void Deliveries::attempt(std::unique_lock<std::mutex>& lock, std::uint64_t id) {
  Job* job = find(id);
  job->active = true;
  const Delivery delivery = job->delivery;
  const std::vector<std::string> secrets = job->secrets;
  const Timestamp now = clock_.now();
  lock.unlock();
  const DeliveryAttempt made =
      courier_ == nullptr ? DeliveryAttempt{now, 0, "not sent"} : courier_->attempt(delivery, secrets, now);
  lock.lock();
  job = find(id);
  if (job == nullptr) return;
  job->active = false;
  Delivery& result = job->delivery;
  result.attempts.push_back(made);
  if (made.status >= 200 && made.status < 300) {
    result.status = DeliveryStatus::Delivered;
    result.next_attempt.reset();
  } else if (job->abandoned || result.attempts.size() > retry_gaps.size()) {
    result.status = DeliveryStatus::Failed;
    result.next_attempt.reset();
  } else {
    // Counted from when it was due, so that one long step of the clock plays the whole schedule.
    *result.next_attempt += retry_gaps[result.attempts.size() - 1];
  }
}

void Deliveries::trim() {
  if (jobs_.size() <= max_log) return;
  // What is done goes first; a receiver that never answers may leave nothing but what is pending.
  auto oldest = std::find_if(jobs_.begin(), jobs_.end(), [](const Job& job) { return !job.is_pending(); });
  if (oldest == jobs_.end())
    oldest = std::find_if(jobs_.begin(), jobs_.end(), [](const Job& job) { return !job.active; });
  jobs_.erase(oldest);
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
