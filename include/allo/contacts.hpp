#ifndef ALLO_CONTACTS_HPP
#define ALLO_CONTACTS_HPP

#include <allo/calls.hpp>
#include <allo/json_text.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/page.hpp>
#include <allo/patch.hpp>
#include <allo/sms.hpp>
#include <allo/timestamp.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allo {

namespace detail {
class Core;
}

/// How lively the exchange with a contact is.
enum class Engagement { Unknown, Engaged, Cooling, Cold };

/// What a contact's activity was.
enum class ActivityType { Unknown, InboundCall, OutboundCall, InboundSms, OutboundSms };

/// What an entry of a conversation is.
enum class ConversationEntryType { Unknown, Call, TextMessage };

/// The wire's text, such as "ENGAGED"; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(Engagement value) noexcept;
ALLO_EXPORT std::string_view to_string(ActivityType value) noexcept;
ALLO_EXPORT std::string_view to_string(ConversationEntryType value) noexcept;

/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, Engagement& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, ActivityType& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, ConversationEntryType& value) noexcept;

/// The company of a contact.
struct Company {
  std::optional<std::string> id{};
  std::optional<std::string> name{};
};

/// A recent call or message with a contact.
struct ContactActivity {
  OpenEnum<ActivityType> type{};
  std::optional<std::string> made_by{};  ///< Name of the member of the team.
  Timestamp made_at{};
  std::optional<std::string> allo_number{};  ///< For calls: the account's number, E.164.
  std::optional<std::string> content{};      ///< For messages: the text.
};

/// A contact. Searches, create() and update() leave out `emails`, `integration_data`, `custom_properties`, `activity` and
/// `conversation_url`; get() leaves out the dates, `status`, `is_archived` and `is_whitelisted`.
struct Contact {
  std::string id{};
  std::optional<std::string> name{};
  std::optional<std::string> last_name{};
  std::optional<Company> company{};
  std::optional<std::string> job_title{};
  std::optional<std::string> website{};
  std::optional<std::string> status{};
  bool is_archived = false;
  std::optional<Timestamp> created_at{};
  std::optional<Timestamp> updated_at{};
  std::vector<std::string> numbers{};  ///< E.164.
  std::vector<std::string> emails{};
  bool is_whitelisted = false;
  std::optional<Timestamp> last_activity_date{};
  std::optional<OpenEnum<Engagement>> engagement{};
  JsonText integration_data{};             ///< An object by the name of the CRM, or null.
  JsonText custom_properties{};            ///< A free object, or null.
  std::vector<ContactActivity> activity{};
  std::optional<std::string> conversation_url{};
};

/// One entry of a conversation: a call or a message, as `type` says.
struct ConversationEntry {
  OpenEnum<ConversationEntryType> type{};
  std::optional<Call> call{};
  std::optional<SmsMessage> message{};
};

/// One page of contacts.
using ContactSearchResult = Page<Contact>;

/// One page of a conversation.
using ConversationResult = Page<ConversationEntry>;

/// What ContactsResource::get adds to a contact (the service's `extend`).
struct GetContactInput {
  bool engagement = false;
  bool activity = false;
};

/// A contact to create.
struct CreateContactInput {
  std::vector<std::string> numbers{};  ///< At least one, E.164.
  std::optional<std::string> name{};
  std::optional<std::string> last_name{};
  std::optional<std::string> job_title{};
  std::optional<std::string> website{};
  std::vector<std::string> emails{};
};

/// A change to a contact. A field is left alone by default, set with `= value`, cleared with `= allo::null`.
/// `emails` and `numbers` replace what was there.
struct UpdateContactInput {
  Patch<std::string> name{};
  Patch<std::string> last_name{};
  Patch<std::string> job_title{};
  Patch<std::string> website{};
  Patch<std::vector<std::string>> emails{};
  Patch<std::vector<std::string>> numbers{};  ///< E.164.
};

/// Which page of a conversation to fetch.
struct ConversationInput {
  int page = 0;                              ///< From 0.
  int size = 10;                             ///< 1 to 100.
  std::optional<std::string> allo_number{};  ///< Only what went over this number of the account, E.164.
};

/// Which part of a conversation to walk over.
struct ConversationRangeInput {
  std::optional<std::string> allo_number{};  ///< Only what went over this number of the account, E.164.
  RangeOptions range{};
};

/// Contacts and their conversations, `/contacts` and `/contact`. A handle: cheap to copy, safe from any thread,
/// independent of the lifetime of the client that it came from.
class ALLO_EXPORT ContactsResource {
 public:
  /// One page of the contacts (GET /contacts, scope CONTACTS_READ).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  ContactSearchResult search(const PageInput& input = {}, const RequestOptions& options = {}) const;

  /// All contacts, page by page (GET /contacts). `options.response` is filled by each page.
  /// @throws InvalidArgumentException at once; the rest while walking
  PageRange<Contact> all(const RangeOptions& range = {}, const RequestOptions& options = {}) const;

  /// One contact (GET /contact/{id}, scope CONTACTS_READ).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException, DecodeException
  Contact get(std::string_view id, const GetContactInput& input = {}, const RequestOptions& options = {}) const;

  /// Creates a contact (POST /contacts, scope CONTACTS_READ_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  Contact create(const CreateContactInput& input, const RequestOptions& options = {}) const;

  /// Changes a contact (PUT /contacts/{id}, scope CONTACTS_READ_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for an unknown id),
  /// TransportException, DecodeException
  Contact update(std::string_view id, const UpdateContactInput& input, const RequestOptions& options = {}) const;

  /// One page of the calls and messages with a contact (GET /contact/{id}/conversation, scope CONVERSATIONS_READ).
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for an unknown id),
  /// TransportException, DecodeException
  ConversationResult conversation(std::string_view id, const ConversationInput& input = {},
                                  const RequestOptions& options = {}) const;

  /// All calls and messages with a contact, page by page. `options.response` is filled by each page.
  /// @throws InvalidArgumentException at once; the rest while walking
  PageRange<ConversationEntry> conversation_all(std::string_view id, const ConversationRangeInput& input = {},
                                                const RequestOptions& options = {}) const;

 private:
  friend class AlloClient;
  explicit ContactsResource(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}
  std::shared_ptr<detail::Core> core_;
};

}  // namespace allo

#endif
