#ifndef ALLO_V2_ITEMS_HPP
#define ALLO_V2_ITEMS_HPP

#include <allo/calls.hpp>
#include <allo/handle.hpp>
#include <allo/json_text.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/page.hpp>
#include <allo/timestamp.hpp>
#include <allo/v2/date_range.hpp>
#include <allo/v2/model.hpp>
#include <allo/v2/page.hpp>
#include <allo/v2/references.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// What an item is.
enum class ItemType {
  Unknown,
  Call,
  Sms,
  All,  ///< Either; in a search only.
};

/// Which way a call or a message went, seen from the account.
enum class Direction { Unknown, Inbound, Outbound };

/// How a call ended; any other word, or none, means that nobody answered.
enum class ItemResult { Unknown, Answered, Voicemail, Transferred };

/// What has become of a message.
enum class MessageStatus { Unknown, Pending, Sent, Delivered, Failed };

/// What kind of message it was.
enum class MessageType { Unknown, Sms, Mms, Whatsapp };

/// Where a deal of a contact stands.
enum class DealStatus { Unknown, Open, Won, Lost };

/// The order of a search.
enum class ItemSort {
  Unknown,
  DateDesc,   ///< The newest first.
  DateAsc,    ///< The oldest first.
  Relevance,  ///< The best match of `search` first.
};

/// Which of the built-in templates a summary follows. Not the id of a SummaryTemplate.
enum class SummaryTemplateKey { Unknown, MarkdownClassic, MarkdownShortCall };

/// Who speaks in a line of a transcript: USER or EXTERNAL.
using allo::TranscriptSource;

/// @{
/// The wire's text; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(ItemType value) noexcept;
ALLO_EXPORT std::string_view to_string(Direction value) noexcept;
ALLO_EXPORT std::string_view to_string(ItemResult value) noexcept;
ALLO_EXPORT std::string_view to_string(MessageStatus value) noexcept;
ALLO_EXPORT std::string_view to_string(MessageType value) noexcept;
ALLO_EXPORT std::string_view to_string(DealStatus value) noexcept;
ALLO_EXPORT std::string_view to_string(ItemSort value) noexcept;
ALLO_EXPORT std::string_view to_string(SummaryTemplateKey value) noexcept;
/// @}

/// @{
/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, ItemType& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, Direction& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, ItemResult& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, MessageStatus& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, MessageType& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, DealStatus& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, ItemSort& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, SummaryTemplateKey& value) noexcept;
/// @}

/// A deal, as the contact of an item refers to it.
struct ItemDeal {
  std::string id{};               ///< Opaque; for DealsResource::get.
  std::string name{};             ///< Such as "Enterprise Plan".
  OpenEnum<DealStatus> status{};  ///< Where it stands.
};

/// Who the other party of an item is.
struct ItemContact {
  std::string id{};                     ///< Opaque.
  std::string name{};                   ///< First and family name.
  std::optional<CompanyRef> company{};  ///< Where the contact works.
  std::vector<ItemDeal> deals{};        ///< What is being negotiated.
};

/// One line of a call's transcript.
struct TranscriptEntry {
  OpenEnum<TranscriptSource> source{};  ///< Who speaks.
  Timestamp time{};                     ///< When it was said.
  std::string text{};                   ///< What was said.
};

/// A call or a message, as `type` says.
struct ConversationItem {
  std::string id{};                                     ///< Opaque, such as "cll-abc123" or "msg-abc123".
  OpenEnum<ItemType> type{};                            ///< Which of the two it is.
  OpenEnum<Direction> direction{};                      ///< Which way it went.
  std::string allo_number{};                            ///< The account's number, E.164.
  std::string contact_number{};                         ///< The other party, E.164.
  std::vector<ItemContact> contacts{};                  ///< Who has that number; empty when unknown.
  std::optional<UserRef> user{};                        ///< The member of the team.
  Timestamp date{};                                     ///< When it began or was sent.
  std::optional<int> duration{};                        ///< Calls: in seconds.
  std::optional<OpenEnum<ItemResult>> result{};         ///< Calls: how it ended.
  std::optional<std::string> recording_url{};           ///< Calls: where the recording is.
  std::optional<std::string> summary{};                 ///< Calls: Markdown; none until the AI has written it.
  std::vector<std::string> tags{};                      ///< Calls: names of tags.
  std::vector<TranscriptEntry> transcript{};            ///< Calls: line by line; only on request.
  std::optional<std::string> content{};                 ///< Messages: the text.
  std::optional<OpenEnum<MessageStatus>> status{};      ///< Messages: what has become of it.
  std::optional<OpenEnum<MessageType>> message_type{};  ///< Messages: what kind it was.
  JsonText extracted_data{};                            ///< Calls: what the AI guessed; an object, or null.
  JsonText data_collected{};                            ///< Calls: an object, or null.
};

/// Who changed the summary of a call.
struct SummaryAuthor {
  std::string id{};                   ///< Opaque; for UsersResource::get.
  std::optional<std::string> name{};  ///< Such as "Jane Doe".
};

/// The summary of a call, as update_summary() left it.
struct CallSummary {
  std::string id{};                           ///< Of the call.
  std::optional<std::string> content{};       ///< Markdown.
  long long version = 0;                      ///< Goes up by 1 with each update; the last writer wins.
  std::optional<Timestamp> updated_at{};      ///< When it was last changed.
  std::optional<SummaryAuthor> updated_by{};  ///< Who changed it last.
};

/// Which items to search. All that is set must match.
struct SearchItemsInput {
  std::optional<std::string> allo_number{};        ///< One of the account's numbers, E.164.
  std::optional<std::string> contact_number{};     ///< The other party, E.164.
  std::optional<std::string> user_id{};            ///< Only those of this member of the team.
  std::optional<OpenEnum<Direction>> direction{};  ///< Only those that went this way.
  std::optional<OpenEnum<ItemType>> type{};        ///< Only calls, or only messages.
  std::optional<OpenEnum<ItemResult>> result{};    ///< Only calls that ended so.
  std::vector<std::string> tags{};                 ///< Only calls with these tags, by name.
  std::optional<bool> unread{};                    ///< Only those that are, or are not, unread.
  std::optional<bool> unresponded{};               ///< Only those that are, or are not, without an answer.
  std::optional<std::string> search{};             ///< Words that all must occur, each from its beginning.
  std::optional<OpenEnum<ItemSort>> sort{};        ///< None: the newest first.
  std::optional<DateRange> date{};                 ///< Only those of these days.
  bool transcript = false;                         ///< Fills ConversationItem::transcript.
  int page = 1;                                    ///< From 1.
  int size = 20;                                   ///< 1 to 100.
};

/// Which items to walk over. All that is set must match.
struct SearchItemsRange {
  std::optional<std::string> allo_number{};        ///< One of the account's numbers, E.164.
  std::optional<std::string> contact_number{};     ///< The other party, E.164.
  std::optional<std::string> user_id{};            ///< Only those of this member of the team.
  std::optional<OpenEnum<Direction>> direction{};  ///< Only those that went this way.
  std::optional<OpenEnum<ItemType>> type{};        ///< Only calls, or only messages.
  std::optional<OpenEnum<ItemResult>> result{};    ///< Only calls that ended so.
  std::vector<std::string> tags{};                 ///< Only calls with these tags, by name.
  std::optional<bool> unread{};                    ///< Only those that are, or are not, unread.
  std::optional<bool> unresponded{};               ///< Only those that are, or are not, without an answer.
  std::optional<std::string> search{};             ///< Words that all must occur, each from its beginning.
  std::optional<OpenEnum<ItemSort>> sort{};        ///< None: the newest first.
  std::optional<DateRange> date{};                 ///< Only those of these days.
  bool transcript = false;                         ///< Fills ConversationItem::transcript.
  RangeOptions range{};                            ///< Where the walk begins and ends.
};

/// What ItemsResource::get adds to an item (the service's `extend`).
struct GetItemInput {
  bool transcript = false;  ///< Fills ConversationItem::transcript.
};

/// What replaces the summary of a call.
struct UpdateSummaryInput {
  std::string content{};                                       ///< Markdown, 1 to 100,000 characters.
  std::optional<OpenEnum<SummaryTemplateKey>> template_key{};  ///< Which built-in template the text follows.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const ItemDeal*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const ItemContact*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const TranscriptEntry*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const ConversationItem*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const SummaryAuthor*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const CallSummary*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const UpdateSummaryInput*) noexcept;
/// @}

/// Calls and messages, `/conversations/items`. A handle: cheap to copy, safe from any thread, independent of the
/// lifetime of the client that it came from.
class ALLO_EXPORT ItemsResource : private detail::CoreHolder {
 public:
  /// One page of the calls and messages that match (POST /conversations/items/search, scope CONVERSATIONS_READ).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  Page<ConversationItem> search(const SearchItemsInput& input = {}, const RequestOptions& options = {}) const;

  /// All calls and messages that match, page by page. `options.response` is filled by each page.
  /// @throws InvalidArgumentException at once; the rest while walking
  PageRange<ConversationItem> search_all(const SearchItemsRange& input = {}, const RequestOptions& options = {}) const;

  /// Any number of calls and messages by their ids, in the order of `ids` without those that do not exist; 100 with
  /// each request, and no request without ids. `options.response` is filled by each (POST /conversations/items/batch,
  /// scope CONVERSATIONS_READ).
  /// @throws InvalidArgumentException for an empty id; AlloApiException, TransportException, DecodeException
  std::vector<ConversationItem> get_many(const std::vector<std::string>& ids, const RequestOptions& options = {}) const;

  /// One call or message (GET /conversations/items/{id}, scope CONVERSATIONS_READ).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException, DecodeException
  ConversationItem get(std::string_view id, const GetItemInput& input = {}, const RequestOptions& options = {}) const;

  /// Replaces the summary of a call; the last writer wins (PATCH /conversations/items/{id}/summary, scope
  /// CONVERSATIONS_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for an unknown id),
  /// TransportException, DecodeException
  CallSummary update_summary(std::string_view id, const UpdateSummaryInput& input,
                             const RequestOptions& options = {}) const;

  /// Puts tags on a call (POST /conversations/items/{id}/tags, scope TAGS_WRITE).
  /// @param tags  Names of tags, at least one.
  /// @throws InvalidArgumentException before sending; AlloApiException (ConflictException for a tag that it has),
  /// TransportException, DecodeException
  void add_tags(std::string_view id, const std::vector<std::string>& tags, const RequestOptions& options = {}) const;

  /// Takes a tag from a call (DELETE /conversations/items/{id}/tags/{tag}, scope TAGS_WRITE).
  /// @throws InvalidArgumentException for an empty id or tag; AlloApiException (not_found() for one that it has not),
  /// TransportException
  void remove_tag(std::string_view id, std::string_view tag, const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit ItemsResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
