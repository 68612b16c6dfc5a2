#ifndef ALLO_CALLS_HPP
#define ALLO_CALLS_HPP

#include <allo/handle.hpp>
#include <allo/model.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/page.hpp>
#include <allo/timestamp.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

/// Which way a call or a message went, seen from the account.
enum class CallDirection { Unknown, Inbound, Outbound };

/// How a call ended. The service does not say what sets FailedExternal, Received and Closed apart.
enum class CallResult {
  Unknown,
  Answered,
  Voicemail,            ///< It reached a voicemail, as an outgoing call too.
  TransferredAi,        ///< It was passed to the AI agent.
  TransferredExternal,  ///< It was passed to a number outside of the team.
  Blocked,
  Failed,
  FailedExternal,
  Received,
  Closed,
};

/// Who speaks in a line of a transcript.
enum class TranscriptSource {
  Unknown,
  Agent,     ///< The AI agent.
  External,  ///< The other party.
  User,      ///< The member of the team.
};

/// @{
/// The wire's text, such as "INBOUND"; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(CallDirection value) noexcept;
ALLO_EXPORT std::string_view to_string(CallResult value) noexcept;
ALLO_EXPORT std::string_view to_string(TranscriptSource value) noexcept;
/// @}

/// @{
/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, CallDirection& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, CallResult& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, TranscriptSource& value) noexcept;
/// @}

/// One line of a call's transcript.
struct TranscriptLine {
  OpenEnum<TranscriptSource> source{};    ///< Who speaks.
  std::string text{};                     ///< What was said.
  Timestamp time{};                       ///< When it was said.
  std::optional<double> start_seconds{};  ///< Seconds from the start of the call.
  std::optional<double> end_seconds{};    ///< Seconds from the start of the call.
};

/// A call.
struct Call {
  std::string id{};                               ///< Opaque, such as "call_abc123".
  std::string from_number{};                      ///< Who called: E.164, or the word "anonymous".
  std::optional<std::string> to_number{};         ///< Who was called, E.164.
  double length_in_minutes = 0.0;                 ///< With a fraction, such as 5.5.
  std::optional<OpenEnum<CallDirection>> type{};  ///< Which way it went.
  std::optional<OpenEnum<CallResult>> result{};   ///< How it ended.
  std::optional<std::string> summary{};           ///< What was said, in short; written by the AI.
  std::optional<std::string> tag{};               ///< Its category, such as "support".
  std::vector<std::string> tags{};                ///< All its categories; for calls of a conversation only.
  std::optional<std::string> recording_url{};     ///< Where the recording is.
  Timestamp start_date{};                         ///< When it began.
  std::vector<TranscriptLine> transcript{};       ///< Line by line; empty until the service has made it.
};

/// @{
/// The fields of what stands above; see <allo/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const TranscriptLine*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const Call*) noexcept;
/// @}

/// One page of calls.
using CallSearchResult = Page<Call>;

/// Which calls to search.
struct CallSearchInput {
  std::string allo_number{};                    ///< One of the account's numbers, E.164. Required.
  std::optional<std::string> contact_number{};  ///< Only calls with this number, E.164.
  int page = 0;                                 ///< From 0.
  int size = 10;                                ///< 1 to 100.
};

/// Which calls to walk over.
struct CallRangeInput {
  std::string allo_number{};                    ///< One of the account's numbers, E.164. Required.
  std::optional<std::string> contact_number{};  ///< Only calls with this number, E.164.
  RangeOptions range{};                         ///< Where the walk begins and ends.
  std::optional<Timestamp> since{};             ///< Ends the walk at the first call that began before.
  std::optional<Timestamp> until{};             ///< Skips the calls that began later.
};

/// The history of calls, `/calls`. A handle: cheap to copy, safe from any thread, independent of the lifetime of the
/// client that it came from.
class ALLO_EXPORT CallsResource : private detail::CoreHolder {
 public:
  /// One page of the calls of a number, newest first (GET /calls, scope CONVERSATIONS_READ).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  CallSearchResult search(const CallSearchInput& input, const RequestOptions& options = {}) const;

  /// All calls of a number, page by page (GET /calls). `options.response` is filled by each page.
  /// @throws InvalidArgumentException at once; the rest while walking
  PageRange<Call> all(const CallRangeInput& input, const RequestOptions& options = {}) const;

 private:
  friend class AlloClient;
  explicit CallsResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

ALLO_NAMESPACE_END

#endif
