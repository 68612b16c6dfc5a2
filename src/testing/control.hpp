#ifndef ALLO_SRC_TESTING_CONTROL_HPP
#define ALLO_SRC_TESTING_CONTROL_HPP

#include "testing/message.hpp"
#include "testing/service.hpp"
#include "testing/target.hpp"

#include <deque>
#include <mutex>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// What is served besides the API: the control endpoints under /_sandbox/, the page and /openapi.json. Safe between
/// threads. The control endpoints answer to this machine alone, and to no page of another site.
class Control {
 public:
  explicit Control(Service& service) : service_(service) {}

  /// True for a target that handle() answers.
  static bool owns(std::string_view target);
  Response handle(const Request& request);

  /// The methods and paths that there are, the paths below /_sandbox/, such as "faults/{id}".
  static std::vector<std::pair<std::string_view, std::string_view>> operations();

 private:
  /// What an endpoint gets: the input, what stands for {id} in its path, and the target with its query.
  struct Input {
    Json body = Json::object();
    std::string id{};
    Target target{};
  };
  struct Endpoint {
    std::string_view method;
    std::string_view path;  ///< Below /_sandbox/, such as "faults/{id}".
    Json (Control::*perform)(const Input& input);
  };
  static const std::vector<Endpoint>& endpoints();
  static bool is_allowed(const Request& request);
  Response perform(const Endpoint& endpoint, const Request& request, Input input);

  Json get_state(const Input&);
  Json get_conversation(const Input&);
  Json get_requests(const Input&);
  Json delete_requests(const Input&);
  Json get_deliveries(const Input&);
  Json redeliver(const Input&);
  Json hold_deliveries(const Input&);
  Json release_deliveries(const Input&);
  Json duplicate_deliveries(const Input&);
  Json wait_for_deliveries(const Input&);
  Json rotate_secret(const Input&);
  Json retire_secrets(const Input&);
  Json get_calls(const Input&);
  Json post_call(const Input&);
  Json post_past_call(const Input&);
  Json get_sms(const Input&);
  Json post_sms(const Input&);
  Json post_event(const Input&);
  Json get_faults(const Input&);
  Json post_fault(const Input&);
  Json delete_faults(const Input&);
  Json delete_fault(const Input&);
  Json get_quirks(const Input&);
  Json patch_quirks(const Input&);
  Json post_key(const Input&);
  Json post_number(const Input&);
  Json post_sender_id(const Input&);
  Json post_contact(const Input&);
  Json advance(const Input&);
  Json reset(const Input&);
  Json take_snapshot(const Input&);
  Json restore_snapshot(const Input&);
  Json post_expectation(const Input&);
  Json get_expectations(const Input&);
  Json delete_expectations(const Input&);

  Service& service_;
  std::mutex mutex_;
  std::deque<Snapshot> snapshots_;
  std::uint64_t first_snapshot_ = 1;  ///< The id of the oldest one that is kept.
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
