#ifndef ALLO_CONTACTS_HPP
#define ALLO_CONTACTS_HPP

#include <allo/calls.hpp>
#include <allo/handle.hpp>
#include <allo/json_text.hpp>
#include <allo/model.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/page.hpp>
#include <allo/patch.hpp>
#include <allo/sms.hpp>
#include <allo/timestamp.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

/// How lively the exchange with a contact is.
enum class Engagement { Unknown, Engaged, Cooling, Cold };

/// What a contact's activity was.
enum class ActivityType { Unknown, InboundCall, OutboundCall, InboundSms, OutboundSms };

/// What an entry of a conversation is.
enum class ConversationEntryType { Unknown, Call, TextMessage };

/// @{
/// The wire's text, such as "ENGAGED"; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(Engagement value) noexcept;
ALLO_EXPORT std::string_view to_string(ActivityType value) noexcept;
ALLO_EXPORT std::string_view to_string(ConversationEntryType value) noexcept;
/// @}

/// @{
/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, Engagement& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, ActivityType& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, ConversationEntryType& value) noexcept;
/// @}

/// The company of a contact.
struct Company {
  std::optional<std::string> id{};    ///< Opaque.
  std::optional<std::string> name{};  ///< Such as "Acme Corp".
};

/// A recent call or message with a contact.
struct ContactActivity {
  OpenEnum<ActivityType> type{};             ///< What it was and which way it went.
  std::optional<std::string> made_by{};      ///< Name of the member of the team.
  Timestamp made_at{};                       ///< When it happened.
  std::optional<std::string> allo_number{};  ///< For calls: the account's number, E.164.
  std::optional<std::string> content{};      ///< For messages: the text.
};

/// A contact. Searches, create() and update() leave out `emails`, `integration_data`, `custom_properties`, `activity`
/// and `conversation_url`; get() leaves out the dates, `status`, `is_archived` and `is_whitelisted`. A flag that was
/// left out is false.
struct Contact {
  std::string id{};                                  ///< Opaque, such as "cnt_abc123"; for ContactsResource::get.
  std::optional<std::string> name{};                 ///< First name.
  std::optional<std::string> last_name{};            ///< Family name.
  std::optional<Company> company{};                  ///< Where the contact works.
  std::optional<std::string> job_title{};            ///< Such as "Manager".
  std::optional<std::string> website{};              ///< A URL.
  std::optional<std::string> status{};               ///< The service's word, such as "active".
  bool is_archived = false;                          ///< Put away, but not deleted.
  std::optional<Timestamp> created_at{};             ///< When the contact was made.
  std::optional<Timestamp> updated_at{};             ///< When it was last changed.
  std::vector<std::string> numbers{};                ///< E.164.
  std::vector<std::string> emails{};                 ///< Addresses.
  bool is_whitelisted = false;                       ///< On the whitelist of the account.
  std::optional<Timestamp> last_activity_date{};     ///< When the last call or message was.
  std::optional<OpenEnum<Engagement>> engagement{};  ///< How lively the exchange is; from get() only on request.
  JsonText integration_data{};                       ///< An object by the name of the CRM, such as "HUBSPOT", or null.
  JsonText custom_properties{};                      ///< A free object, or null.
  std::vector<ContactActivity> activity{};           ///< Recent calls and messages; only on request to get().
  std::optional<std::string> conversation_url{};     ///< Its path, such as "/v1/api/contact/cnt_abc123/conversation".
};

/// One entry of a conversation: a call or a message, as `type` says.
struct ConversationEntry {
  OpenEnum<ConversationEntryType> type{};  ///< Which of the two it is.
  std::optional<Call> call{};              ///< None for a message.
  std::optional<SmsMessage> message{};     ///< None for a call.
};

/// One page of contacts.
using ContactSearchResult = Page<Contact>;

/// One page of a conversation.
using ConversationResult = Page<ConversationEntry>;

/// What ContactsResource::get adds to a contact (the service's `extend`).
struct GetContactInput {
  bool engagement = false;  ///< Fills Contact::engagement.
  bool activity = false;    ///< Fills Contact::activity.
};

/// A contact to create.
struct CreateContactInput {
  std::vector<std::string> numbers{};      ///< At least one, E.164. Required.
  std::optional<std::string> name{};       ///< First name.
  std::optional<std::string> last_name{};  ///< Family name.
  std::optional<std::string> job_title{};  ///< Such as "CEO".
  std::optional<std::string> website{};    ///< A URL.
  std::vector<std::string> emails{};       ///< Addresses; sent as they are.
};

/// A change to a contact. A field is left alone by default, set with `= value`, cleared with `= allo::null`.
/// `emails` and `numbers` replace what was there.
struct UpdateContactInput {
  Patch<std::string> name{};                  ///< First name.
  Patch<std::string> last_name{};             ///< Family name.
  Patch<std::string> job_title{};             ///< Such as "CEO".
  Patch<std::string> website{};               ///< A URL.
  Patch<std::vector<std::string>> emails{};   ///< All addresses; an empty list removes them.
  Patch<std::vector<std::string>> numbers{};  ///< All numbers, E.164.
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
  RangeOptions range{};                      ///< Where the walk begins and ends.
};

/// @{
/// The fields of what stands above; see <allo/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const Company*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const ContactActivity*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const Contact*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const ConversationEntry*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const CreateContactInput*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const UpdateContactInput*) noexcept;
/// @}

/// Contacts and their conversations, `/contacts` and `/contact`. A handle: cheap to copy, safe from any thread,
/// independent of the lifetime of the client that it came from.
class ALLO_EXPORT ContactsResource : private detail::CoreHolder {
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
  explicit ContactsResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

ALLO_NAMESPACE_END

#endif
