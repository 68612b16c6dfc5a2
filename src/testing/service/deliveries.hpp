#ifndef ALLO_SRC_TESTING_SERVICE_DELIVERIES_HPP
#define ALLO_SRC_TESTING_SERVICE_DELIVERIES_HPP

#include "testing/model/clock.hpp"
#include "testing/service/courier.hpp"

#include <allo/testing/delivery.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// The deliveries of webhooks and the thread that makes them. Safe between threads; calls nobody while it holds its
/// lock.
class Deliveries {
 public:
  /// `courier` none: nothing ever arrives.
  Deliveries(const Clock& clock, std::unique_ptr<Courier> courier);
  ~Deliveries();

  /// Takes a new delivery, due at once, and as many duplicates as are asked for. `secrets` sign it, each of them.
  void add(Delivery delivery, std::vector<std::string> secrets);

  /// Sends a delivery of the log once more; false where it is not known.
  bool redeliver(std::uint64_t id);

  /// So many times is each delivery sent besides the first. @throws InvalidArgumentException unless 0 to 100
  void set_duplicates(int copies);
  /// Keeps new deliveries back until they are released, in the order that they came or the other way round.
  void hold();
  void release(bool reversed);

  /// The secrets of a webhook have changed.
  void set_secrets(const std::string& webhook_id, const std::vector<std::string>& secrets);
  /// A webhook is gone.
  void drop(const std::string& webhook_id);
  /// Gives up what is pending.
  void drop_all();
  /// Forgets the log as well.
  void clear();

  /// The clock has moved.
  void wake();
  /// Ends the attempt under way and makes no more; whoever waits is told.
  void stop();
  /// Waits until nothing is due or under way; false when the time is up, or the end has come.
  bool wait(std::chrono::milliseconds timeout);

  /// The newest `most` of them, oldest first.
  std::vector<Delivery> log(std::size_t most = std::numeric_limits<std::size_t>::max()) const;

 private:
  struct Job {
    Delivery delivery{};
    std::vector<std::string> secrets{};
    std::uint64_t order = 0;  ///< Among those that are due at the same time, the lowest goes first.
    bool held = false;
    bool active = false;
    bool abandoned = false;
    bool is_pending() const { return delivery.status == DeliveryStatus::Pending; }
  };

  static constexpr std::size_t max_log = 2000;

  void run();
  Job* find(std::uint64_t id);
  Job* next_due();
  bool is_quiet();
  void attempt(std::unique_lock<std::mutex>& lock, std::uint64_t id);
  void insert(Delivery delivery, std::vector<std::string> secrets);
  void give_up(Job& job, const char* why);
  void trim();

  const Clock& clock_;
  const std::unique_ptr<Courier> courier_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  std::deque<Job> jobs_;
  std::uint64_t next_id_ = 1;
  int duplicates_ = 0;
  bool holding_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
