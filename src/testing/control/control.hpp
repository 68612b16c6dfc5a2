#ifndef ALLO_SRC_TESTING_CONTROL_CONTROL_HPP
#define ALLO_SRC_TESTING_CONTROL_CONTROL_HPP

#include "testing/service/service.hpp"

#include <cstdint>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// An input that is not what it should be; names the field.
class InputError : public std::runtime_error {
 public:
  InputError(std::string field, const std::string& message)
      : std::runtime_error(field.empty() ? message : field + ": " + message), field_(std::move(field)) {}
  const std::string& field() const noexcept { return field_; }

 private:
  std::string field_;
};

class Control;

/// What an endpoint works with. What has the fields of a schema was checked.
struct Input {
  Service& service;
  Control& control;
  Json body = Json::object();
  std::string id{};      ///< What stands for {id} in the path.
  std::size_t last = 0;  ///< So many of the newest entries are asked for.
};

/// One endpoint: what there is to say of it, and the function that gives its data. A step of scenarios and its part of
/// /openapi.json follow.
struct Endpoint {
  std::string_view method;
  std::string_view path;  ///< Below /_sandbox/, such as "faults/{id}".
  std::string_view step;  ///< The name of the step in scenarios; empty where it is none.
  Json (*run)(Input&);
  std::string_view id;      ///< Its operationId.
  std::string_view does;    ///< In a few words.
  std::string_view body{};  ///< A schema; empty: none is read.
  std::string_view answer{};
};

/// All endpoints; the order of the steps is that of the scenarios' message.
const std::vector<Endpoint>& endpoints();

/// Checks an input against its schema. @throws InputError
void check_input(const Endpoint& endpoint, Json& body);

/// What is served besides the API: the control endpoints under /_sandbox/, the page and /openapi.json. Safe between
/// threads. The control endpoints answer to this machine alone, and to no page of another site.
class Control {
 public:
  explicit Control(Service& service);

  /// True for a target that handle() answers.
  static bool owns(std::string_view target);
  Response handle(const Routed& request);

  /// The id of a new snapshot. Of more than a hundred the oldest goes, and so it does where they hold more than 200,000
  /// things, but for the newest.
  std::uint64_t keep(Snapshot snapshot);
  /// @throws InputError for one that is not kept
  Snapshot kept(std::uint64_t id);

 private:
  Response perform(const Endpoint& endpoint, const Routed& request, Input input);

  Service& service_;
  std::mutex mutex_;
  std::deque<Snapshot> snapshots_;
  std::uint64_t first_snapshot_ = 1;  ///< The id of the oldest one that is kept.
  std::size_t things_ = 0;            ///< In all snapshots.
};

/// The description of the API's routes and of the control endpoints, as /openapi.json gives it.
const std::string& openapi_json();

/// Makes a key known. @throws InvalidArgumentException for an empty key or an unknown scope
void add_key(Service& service, const std::string& key, std::vector<std::string> scopes);
/// @throws InvalidArgumentException for a number that is taken, and for one more than a thousand
void add_number(Service& service, PhoneNumber number);
/// Makes a sender id known, or changes it. @throws InvalidArgumentException for one more than a thousand
void add_sender_id(Service& service, std::string name, bool active);
/// @throws InvalidArgumentException for an id that is taken
Contact add_contact(Service& service, Contact contact);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
