#ifndef ALLO_SRC_TESTING_MODEL_STATE_HPP
#define ALLO_SRC_TESTING_MODEL_STATE_HPP

#include "testing/model/collection.hpp"

#include <allo/calls.hpp>
#include <allo/contacts.hpp>
#include <allo/numbers.hpp>
#include <allo/sms.hpp>
#include <allo/webhooks.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// A call or a message, and what version 1 of the API does not show of it.
struct Item {
  std::string id{};
  bool is_call = false;
  Call call{};                 ///< Of a call.
  SmsMessage message{};        ///< Of a message.
  std::string allo_number{};   ///< Empty for a message under a sender id.
  std::string other_number{};  ///< The other party, E.164 or "anonymous".
  std::string user_name{};     ///< The member of the team.
  JsonText data_collected{};   ///< What the AI agent found out in a call.

  Timestamp date() const { return is_call ? call.start_date : message.start_date; }
  bool is_inbound() const {
    return is_call ? call.type && *call.type == CallDirection::Inbound : message.type == CallDirection::Inbound;
  }
};

/// A webhook with its signing secrets, the newest first.
struct StoredWebhook {
  std::string id{};
  Webhook webhook{};
  std::vector<std::string> secrets{};
};

/// Everything that the sandbox knows about its account. A value: a snapshot is a copy.
class State {
 public:
  std::vector<PhoneNumber> numbers{};
  std::vector<std::string> numbers_without_sms{};  ///< Numbers whose provider carries no SMS.
  std::map<std::string, bool> sender_ids{};        ///< Name, and whether it is active.
  Collection<Contact> contacts{};
  Collection<Item> items{};  ///< In order of their dates.
  Collection<StoredWebhook> webhooks{};
  std::uint64_t random = 0;  ///< State of the generator behind ids and chances.

  const Contact* find_contact_by_number(std::string_view number) const;
  Item& add_item(Item item);
  /// The calls, or the messages, oldest first.
  std::vector<const Item*> calls() const;
  std::vector<const Item*> messages() const;
  bool owns_number(std::string_view number) const;
  /// Something has happened with this number: its contact was active at that time.
  void touch(std::string_view number, Timestamp now);

  /// The next number of the generator.
  std::uint64_t next_random();
  /// A new id such as "cnt_3kq0c5vw1xzb".
  std::string next_id(std::string_view prefix);
  /// A signing secret, "whsec_" and 24 bytes in base64.
  std::string next_secret();
};

/// Every call and message with a contact, in order of time.
std::vector<const Item*> items_with(const State& state, const Contact& contact);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
