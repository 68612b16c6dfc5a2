#ifndef ALLO_SRC_TESTING_STATE_HPP
#define ALLO_SRC_TESTING_STATE_HPP

#include <allo/calls.hpp>
#include <allo/contacts.hpp>
#include <allo/numbers.hpp>
#include <allo/sms.hpp>
#include <allo/webhooks.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// A call and what the API does not show of it.
struct StoredCall {
  Call call{};
  std::string allo_number{};
  std::string other_number{};  ///< The other party, E.164 or "anonymous".
  std::string user_name{};     ///< The member of the team.
  JsonText data_collected{};   ///< What the AI agent found out.
};

/// A message and what the API does not show of it.
struct StoredMessage {
  std::string id{};
  SmsMessage message{};
  std::string allo_number{};  ///< Empty for a message under a sender id.
  std::string other_number{};
  std::string user_name{};
};

/// A webhook with its signing secrets, the newest first.
struct StoredWebhook {
  Webhook webhook{};
  std::vector<std::string> secrets{};
};

/// Everything that the sandbox knows about its account. A value: a snapshot is a copy.
class State {
 public:
  std::vector<PhoneNumber> numbers{};
  std::vector<std::string> numbers_without_sms{};  ///< Numbers whose provider carries no SMS.
  std::map<std::string, bool> sender_ids{};        ///< Name, and whether it is active.
  std::vector<StoredCall> calls{};                 ///< In order of start_date.
  std::vector<StoredMessage> messages{};           ///< In order of start_date.
  std::vector<StoredWebhook> webhooks{};
  std::uint64_t random = 0;  ///< State of the generator behind ids and chances.

  const std::vector<Contact>& contacts() const noexcept { return contacts_; }
  Contact* find_contact(std::string_view id);
  const Contact* find_contact(std::string_view id) const;
  const Contact* find_contact_by_number(std::string_view number) const;
  Contact& add_contact(Contact contact);
  void add_call(StoredCall call);
  void add_message(StoredMessage message);
  bool owns_number(std::string_view number) const;

  /// The next number of the generator.
  std::uint64_t next_random();
  /// A new id such as "cnt_3kq0c5vw1xzb".
  std::string next_id(std::string_view prefix);

 private:
  std::vector<Contact> contacts_{};
  std::unordered_map<std::string, std::size_t> contact_index_{};
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
