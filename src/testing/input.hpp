#ifndef ALLO_SRC_TESTING_INPUT_HPP
#define ALLO_SRC_TESTING_INPUT_HPP

#include "testing/json.hpp"

#include <allo/contacts.hpp>
#include <allo/numbers.hpp>
#include <allo/testing/delivery.hpp>
#include <allo/testing/expectation.hpp>
#include <allo/testing/fault.hpp>
#include <allo/testing/quirks.hpp>

#include <chrono>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// What the control endpoints and scenario files understand.
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

/// Reads the fields of an object; what nobody read is unknown. An absent field leaves the target as it is.
class ObjectReader {
 public:
  /// @throws InputError when `json` is no object
  explicit ObjectReader(const Json& json);

  /// The field, or nullptr where it is absent.
  const Json* find(std::string_view name);

  void read(std::string_view name, std::string& target);
  void read(std::string_view name, std::optional<std::string>& target);
  void read(std::string_view name, bool& target);
  void read(std::string_view name, int& target);
  void read(std::string_view name, double& target);
  void read(std::string_view name, std::optional<double>& target);
  void read(std::string_view name, std::vector<std::string>& target);
  void read(std::string_view name, std::chrono::milliseconds& target);
  void read(std::string_view name, std::chrono::seconds& target);
  void read(std::string_view name, std::optional<Timestamp>& target);
  /// An enumeration by its name, with from_string.
  template <class E>
  void read_word(std::string_view name, E& target) {
    std::string word;
    read(name, word);
    if (!word.empty() && !from_string(word, target)) throw InputError(std::string{name}, "no such value: " + word);
  }
  std::string required_text(std::string_view name);

  /// @throws InputError for a field that nobody read
  void finish() const;

 private:
  template <class T>
  void read_whole(std::string_view name, T& target);
  const Json& json_;
  std::set<std::string, std::less<>> seen_;
};

IncomingCall read_call(const Json& json);
/// A call with the fields of the API, which began at `now` where it does not say when.
Call read_past_call(const Json& json, Timestamp now);
IncomingSms read_sms(const Json& json);
SimulatedEvent read_event(const Json& json);
Fault read_fault(const Json& json);
ExpectedRequest read_expectation(const Json& json);
/// Changes the quirks that are named.
void read_quirks(const Json& json, Quirks& quirks);
Contact read_contact(const Json& json);
PhoneNumber read_number(const Json& json);

/// The quirks by the names that read_quirks knows.
Json quirks_json(const Quirks& quirks);
Json fault_json(const ArmedFault& armed);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
