#ifndef ALLO_SRC_TESTING_ACCOUNT_HPP
#define ALLO_SRC_TESTING_ACCOUNT_HPP

#include "testing/clock.hpp"
#include "testing/message.hpp"
#include "testing/render.hpp"
#include "testing/state.hpp"
#include "testing/target.hpp"

#include <allo/testing/delivery.hpp>
#include <allo/testing/quirks.hpp>

#include <functional>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// A change of the account that webhooks report, or that concerns them.
struct Change {
  enum class Kind { CallEnded, SmsIn, SmsOut, ContactCreated, ContactUpdated, WebhookDeleted };
  Kind kind{};
  std::string id{};           ///< Of the call, message, contact or webhook.
  std::string allo_number{};  ///< Empty for a change that concerns no number.
};

/// The operations on the account, and what happens to it from outside. Not safe between threads; the engine sees to
/// that.
class Account {
 public:
  Account(State& state, const Clock& clock, const Quirks& quirks, std::function<void(const Change&)> on_change)
      : state_(state), clock_(clock), quirks_(quirks), render_(quirks), on_change_(std::move(on_change)) {}

  Response list_webhooks(const Target& target);
  Response create_webhook(const Json& body);
  Response delete_webhook(const std::string& id);
  Response search_calls(const Target& target);
  Response search_contacts(const Target& target);
  Response get_contact(const std::string& id, const Target& target);
  Response create_contact(const Json& body);
  Response update_contact(const std::string& id, const Json& body);
  Response conversation(const std::string& id, const Target& target);
  Response send_sms(const Json& body);
  Response list_numbers(const Target& target);

  /// A call comes in and ends.
  /// @throws InvalidArgumentException naming the field
  Call receive(const IncomingCall& incoming);
  /// A message comes in.
  /// @throws InvalidArgumentException naming the field
  SmsMessage receive(const IncomingSms& incoming);

  /// Every call and message with a contact, in order of time, without quirks.
  Json whole_conversation(const Contact& contact) const;

 private:
  Response created(Json data) const;
  Response contact_not_found() const;
  Response send_from_number(const Json& body);
  Response send_from_sender_id(const Json& body);
  Response send(SmsMessage message, std::string allo_number);
  Json recent_activity(const Contact& contact) const;
  void touch(std::string_view number);
  std::string own_number(const std::string& asked) const;

  State& state_;
  const Clock& clock_;
  const Quirks& quirks_;
  Renderer render_;
  std::function<void(const Change&)> on_change_;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
