#ifndef ALLO_V2_CONVERSATIONS_HPP
#define ALLO_V2_CONVERSATIONS_HPP

#include <allo/handle.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/page.hpp>
#include <allo/timestamp.hpp>
#include <allo/v2/items.hpp>
#include <allo/v2/model.hpp>
#include <allo/v2/page.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// What to do with a conversation.
enum class ConversationAction {
  Unknown,
  Read,
  Unread,
  Archive,  ///< Marks it as read, too.
  Unarchive,
};

/// The wire's text; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(ConversationAction value) noexcept;

/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, ConversationAction& value) noexcept;

/// What has been going on with one number.
struct ConversationSummary {
  std::string contact_number{};         ///< The other party, E.164.
  std::vector<ItemContact> contacts{};  ///< Who has that number; empty when unknown.
  Timestamp last_activity{};            ///< When the last call or message was.
  ConversationItem last_item{};         ///< That call or message; the service may leave fields out of it.
};

/// Which conversations to list.
struct ListConversationsInput {
  std::string allo_number{};                       ///< One of the account's numbers, E.164. Required.
  std::optional<Timestamp> last_activity_since{};  ///< Only those with a call or message since then.
  std::optional<bool> unread{};                    ///< Only those that are, or are not, unread.
  bool transcript = false;                         ///< Fills ConversationItem::transcript.
  int page = 1;                                    ///< From 1.
  int size = 20;                                   ///< 1 to 100.
};

/// Which conversations to walk over.
struct ListConversationsRange {
  std::string allo_number{};                       ///< One of the account's numbers, E.164. Required.
  std::optional<Timestamp> last_activity_since{};  ///< Only those with a call or message since then.
  std::optional<bool> unread{};                    ///< Only those that are, or are not, unread.
  bool transcript = false;                         ///< Fills ConversationItem::transcript.
  RangeOptions range{};                            ///< Where the walk begins and ends.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const ConversationSummary*) noexcept;
/// @}

/// Conversations, one for each number that the account has been in touch with, `/conversations`. A handle: cheap to
/// copy, safe from any thread, independent of the lifetime of the client that it came from.
class ALLO_EXPORT ConversationsResource : private detail::CoreHolder {
 public:
  /// One page of the conversations of a number, the latest first (GET /conversations, scope CONVERSATIONS_READ).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  Page<ConversationSummary> list(const ListConversationsInput& input, const RequestOptions& options = {}) const;

  /// All conversations of a number, page by page. `options.response` is filled by each page.
  /// @throws InvalidArgumentException at once; the rest while walking
  PageRange<ConversationSummary> list_all(const ListConversationsRange& input,
                                          const RequestOptions& options = {}) const;

  /// Marks, archives or takes back a conversation (PUT /conversations/{contact_number}/action, scope
  /// CONVERSATIONS_WRITE).
  /// @param contact_number  The other party, E.164.
  /// @param allo_number     Only on this number of the account; none: on all of them.
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  void mark(std::string_view contact_number, const OpenEnum<ConversationAction>& action,
            const std::optional<std::string>& allo_number = {}, const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit ConversationsResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
