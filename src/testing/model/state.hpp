#ifndef ALLO_SRC_TESTING_MODEL_STATE_HPP
#define ALLO_SRC_TESTING_MODEL_STATE_HPP

#include "testing/model/collection.hpp"

#include <allo/calls.hpp>
#include <allo/contacts.hpp>
#include <allo/numbers.hpp>
#include <allo/sms.hpp>
#include <allo/webhooks.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// A contact of version 1, a person of version 2.
struct Person : Contact {
  std::optional<std::string> address{};  ///< Version 2 alone knows it.
};

/// A call or a message, and what version 1 of the API does not show of it.
struct Item {
  std::string id{};
  bool is_call = false;
  Call call{};                       ///< Of a call.
  SmsMessage message{};              ///< Of a message.
  std::string allo_number{};         ///< Empty for a message under a sender id.
  std::string other_number{};        ///< The other party, E.164 or "anonymous".
  std::string user_name{};           ///< The member of the team.
  std::int64_t summary_version = 0;  ///< Grows with each change of the summary.
  JsonText data_collected{};         ///< What the AI agent found out in a call.

  Timestamp date() const { return is_call ? call.start_date : message.start_date; }
  bool is_inbound() const {
    return is_call ? call.type && *call.type == CallDirection::Inbound : message.type == CallDirection::Inbound;
  }
};

/// What has happened with a number, or with all of a person or company.
struct Activity {
  std::size_t interactions = 0;
  std::optional<Timestamp> last{};

  void add(const Activity& other);
};

/// What the team has done about a conversation. It is gone with the last of its items.
struct Mark {
  std::size_t items = 0;
  bool unread = false;
  bool archived = false;
};

/// A webhook with its signing secrets, the newest first.
struct StoredWebhook {
  std::string id{};
  int version = 1;            ///< Of the API. A webhook of version 2 concerns all numbers.
  std::string description{};  ///< Of version 2.
  Timestamp created_at{};     ///< Of version 2.
  Webhook webhook{};
  std::vector<std::string> secrets{};
};

/// Everything that the sandbox knows about its account. A value: a snapshot is a copy.
class State {
 public:
  std::vector<PhoneNumber> numbers{};
  std::vector<std::string> numbers_without_sms{};  ///< Numbers whose provider carries no SMS.
  std::map<std::string, bool> sender_ids{};        ///< Name, and whether it is active.
  Collection<Person> contacts{};
  Collection<Item> items{};  ///< In order of their dates.
  Collection<StoredWebhook> webhooks{};
  std::map<std::pair<std::string, std::string>, Mark> marks{};  ///< By the account's number and the other party's.

  // What version 2 alone shows; documents with the fields of its answers.
  Collection<Json> users{};
  Collection<Json> tags{};
  Collection<Json> companies{};
  Collection<Json> deals{};  ///< With a `company_id`.
  Collection<Json> templates{};
  Collection<Json> partner_accounts{};                     ///< With the key that made each, `made_by`.
  std::map<std::string, std::string> default_templates{};  ///< By number.
  std::map<std::string, Json> queues{};                    ///< By the id of the member whose queue it is.
  std::unordered_map<std::string, Activity> activity{};    ///< By the other party's number; kept by add_item().
  std::uint64_t random = 0;                                ///< State of the generator behind ids and chances.

  const Person* find_contact_by_number(std::string_view number) const;
  Item& add_item(Item item);
  /// How many things there are in all.
  std::size_t size() const;
  /// The calls, or the messages, oldest first.
  std::vector<const Item*> calls() const;
  std::vector<const Item*> messages() const;
  bool owns_number(std::string_view number) const;
  Mark mark_of(const Item& item) const;
  Activity activity_of(const Person& person) const;
  /// Something has happened with this number: its contact was active at that time.
  void touch(std::string_view number, Timestamp now);

  /// The next number of the generator.
  std::uint64_t next_random();
  /// A new id such as "cnt_3kq0c5vw1xzb".
  std::string next_id(std::string_view prefix);
  /// A signing secret, "whsec_" and 24 bytes in base64.
  std::string next_secret();

 private:
  /// An item goes: so does what was kept of its conversation, with its last item.
  void forget(const Item& item);
};

/// Every call and message with a contact, in order of time.
std::vector<const Item*> items_with(const State& state, const Contact& contact);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
