#ifndef ALLO_V2_DIALING_QUEUE_HPP
#define ALLO_V2_DIALING_QUEUE_HPP

#include <allo/handle.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/page.hpp>
#include <allo/patch.hpp>
#include <allo/timestamp.hpp>
#include <allo/v2/model.hpp>
#include <allo/v2/page.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// What the dialer does when it reaches a voicemail.
enum class VoicemailHandling {
  Unknown,
  Skip,    ///< Goes on to the next number.
  NoSkip,  ///< Keeps the member of the team on the call.
};

/// Whether incoming calls are silenced while the dialer runs.
enum class DoNotDisturb { Unknown, Enabled, Disabled };

/// How the call to a number of the queue ended.
enum class RoutingResult {
  Unknown,
  Failed,
  Received,
  Blocked,
  Answered,
  TransferredBland,
  TransferredElevenLabs,
  TransferredExternal,
  FailedExternal,
  Voicemail,
  Closed,
};

/// How far the service is with making a contact of the number.
enum class SyncStatus { Unknown, NotSynced, Processing, Synced };

/// Why a number was not reached.
enum class NotReachedReason {
  Unknown,
  Busy,
  CalleeTemporarilyUnavailable,
  RingTimeout,
  NotInService,
  Declined,
  NetworkError,
};

/// Why a number was not added.
enum class SkipReason { Unknown, InvalidPhoneNumber };

/// @{
/// The wire's text; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(VoicemailHandling value) noexcept;
ALLO_EXPORT std::string_view to_string(DoNotDisturb value) noexcept;
ALLO_EXPORT std::string_view to_string(RoutingResult value) noexcept;
ALLO_EXPORT std::string_view to_string(SyncStatus value) noexcept;
ALLO_EXPORT std::string_view to_string(NotReachedReason value) noexcept;
ALLO_EXPORT std::string_view to_string(SkipReason value) noexcept;
/// @}

/// @{
/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, VoicemailHandling& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, DoNotDisturb& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, RoutingResult& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, SyncStatus& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, NotReachedReason& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, SkipReason& value) noexcept;
/// @}

/// A number of a queue.
struct QueueNumber {
  std::string number_to{};                                                     ///< Whom to call, E.164.
  int position = 0;                                                            ///< Its place in the queue, from 0.
  Timestamp created_at{};                                                      ///< When it was added.
  Timestamp updated_at{};                                                      ///< When it was last changed.
  std::optional<Timestamp> call_start_date{};                                  ///< When the call began.
  std::optional<std::string> call_id{};                                        ///< For ItemsResource::get.
  std::optional<OpenEnum<RoutingResult>> routing_result{};                     ///< How the call ended.
  OpenEnum<SyncStatus> sync_status{};                                          ///< Empty where the service left it out.
  std::optional<bool> detected_outbound_voicemail{};                           ///< True when a voicemail answered.
  std::optional<OpenEnum<NotReachedReason>> not_reached_destination_reason{};  ///< Why nobody was reached.
  std::optional<bool> voicemail_left{};                                        ///< True when a message was left.
};

/// A queue without its numbers.
struct DialingQueueMeta {
  std::string id{};                                  ///< Opaque, such as "pdl_abc123".
  std::optional<std::string> name{};                 ///< Such as "Monday's leads".
  std::string creator_id{};                          ///< Who made it.
  std::optional<std::string> assignee_id{};          ///< Who makes the calls.
  OpenEnum<VoicemailHandling> voicemail_handling{};  ///< What the dialer does when it reaches a voicemail.
  OpenEnum<DoNotDisturb> do_not_disturb{};           ///< Whether incoming calls are silenced.
  Timestamp created_at{};                            ///< When it was made.
  Timestamp updated_at{};                            ///< When it was last changed.
};

/// A queue with its numbers.
struct DialingQueue {
  std::string id{};                                  ///< Opaque, such as "pdl_abc123".
  std::optional<std::string> name{};                 ///< Such as "Monday's leads".
  std::string creator_id{};                          ///< Who made it.
  std::optional<std::string> assignee_id{};          ///< Who makes the calls.
  OpenEnum<VoicemailHandling> voicemail_handling{};  ///< What the dialer does when it reaches a voicemail.
  OpenEnum<DoNotDisturb> do_not_disturb{};           ///< Whether incoming calls are silenced.
  std::vector<QueueNumber> numbers{};                ///< Whom to call.
  Timestamp created_at{};                            ///< When it was made.
  Timestamp updated_at{};                            ///< When it was last changed.
};

/// One page of the numbers of a queue, with the queue itself.
struct QueuePage : Page<QueueNumber> {
  std::optional<DialingQueueMeta> queue{};  ///< None when there is no queue.
};

/// Whose queue it is: the key's user by default, else a member of the team. `user_id` wins over `email`.
struct QueueOwner {
  std::optional<std::string> user_id{};  ///< Of the member.
  std::optional<std::string> email{};    ///< Of the member.
};

/// Which page of the current queue to fetch.
struct CurrentQueueInput {
  QueueOwner owner{};  ///< Whose queue it is.
  int page = 1;        ///< From 1.
  int size = 20;       ///< 1 to 100.
};

/// Which part of the current queue to walk over.
struct CurrentQueueRange {
  QueueOwner owner{};    ///< Whose queue it is.
  RangeOptions range{};  ///< Where the walk begins and ends.
};

/// A queue to begin.
struct ResetQueueInput {
  std::optional<std::string> name{};  ///< At most 255 characters.
  QueueOwner owner{};                 ///< Whose queue it is.
};

/// A change to the current queue, which is made where there is none. A field is left alone by default, set with
/// `= value`, cleared with `= allo::null`. Without any, it only makes sure that there is a queue.
struct UpsertQueueInput {
  Patch<std::string> name{};                                ///< 1 to 255 characters.
  Patch<OpenEnum<VoicemailHandling>> voicemail_handling{};  ///< What the dialer does when it reaches a voicemail.
  Patch<OpenEnum<DoNotDisturb>> do_not_disturb{};           ///< Whether incoming calls are silenced.
  QueueOwner owner{};                                       ///< Whose queue it is.
};

/// A number to add to a queue, with what is known of its owner; people and companies that are new are made.
struct QueueEntry {
  std::string number{};                    ///< In any form. Required.
  std::optional<std::string> name{};       ///< First name.
  std::optional<std::string> last_name{};  ///< Family name.
  std::optional<std::string> company{};    ///< Its name.
  std::optional<std::string> website{};    ///< A URL.
  std::optional<std::string> job_title{};  ///< Such as "CEO".
  std::vector<std::string> emails{};       ///< Addresses.
  std::vector<std::string> addresses{};    ///< Of the post.
};

/// What to add to the current queue.
struct AppendNumbersInput {
  std::vector<QueueEntry> numbers{};  ///< At least one. The same number twice is called twice.
  QueueOwner owner{};                 ///< Whose queue it is.
};

/// A number that was not added.
struct SkippedNumber {
  std::string number{};           ///< As it was given.
  OpenEnum<SkipReason> reason{};  ///< Why.
};

/// What became of numbers that were to be added.
struct AppendResult {
  std::vector<QueueNumber> added{};      ///< In the order of the input.
  std::vector<SkippedNumber> skipped{};  ///< The others.
};

/// Which numbers to take from the current queue. Made by its functions, so that it always names some.
class ClearNumbersInput {
 public:
  /// All entries of a number, in any form.
  static ClearNumbersInput by_number(std::string number, QueueOwner owner = {}) {
    ClearNumbersInput input{std::move(owner)};
    input.number_ = std::move(number);
    return input;
  }

  /// The entry of a number at a place, from 0.
  static ClearNumbersInput by_number_at(std::string number, int position, QueueOwner owner = {}) {
    ClearNumbersInput input{std::move(owner)};
    input.number_ = std::move(number);
    input.position_ = position;
    return input;
  }

  /// The entry at a place, from 0.
  static ClearNumbersInput by_position(int position, QueueOwner owner = {}) {
    ClearNumbersInput input{std::move(owner)};
    input.position_ = position;
    return input;
  }

  /// All entries that nobody has called yet.
  static ClearNumbersInput unassigned(QueueOwner owner = {}) {
    ClearNumbersInput input{std::move(owner)};
    input.unassigned_ = true;
    return input;
  }

  /// @{
  /// What it was made from.
  const std::optional<std::string>& number() const noexcept { return number_; }
  std::optional<int> position() const noexcept { return position_; }
  bool is_unassigned() const noexcept { return unassigned_; }
  const QueueOwner& owner() const noexcept { return owner_; }
  /// @}

 private:
  explicit ClearNumbersInput(QueueOwner owner) : owner_(std::move(owner)) {}

  std::optional<std::string> number_{};
  std::optional<int> position_{};
  bool unassigned_ = false;
  QueueOwner owner_;
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const QueueNumber*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const DialingQueueMeta*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const DialingQueue*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const QueuePage*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const SkippedNumber*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const AppendResult*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const QueueOwner*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const ResetQueueInput*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const UpsertQueueInput*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const QueueEntry*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const AppendNumbersInput*) noexcept;
/// @}

/// The queue of the power dialer, `/dialing-queues/current`. It only queues numbers; a member of the team makes the
/// calls. A handle: cheap to copy, safe from any thread, independent of the lifetime of the client that it came from.
class ALLO_EXPORT DialingQueueResource : private detail::CoreHolder {
 public:
  /// One page of the current queue; without one, an empty page (GET /dialing-queues/current, scope
  /// DIALING_QUEUE_READ_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for an unknown owner),
  /// TransportException, DecodeException
  QueuePage current(const CurrentQueueInput& input = {}, const RequestOptions& options = {}) const;

  /// All numbers of the current queue, page by page. `options.response` is filled by each page.
  /// @throws InvalidArgumentException at once; the rest while walking
  PageRange<QueueNumber> current_all(const CurrentQueueRange& input = {}, const RequestOptions& options = {}) const;

  /// Begins a new, empty queue each time (POST /dialing-queues/current, scope DIALING_QUEUE_READ_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for an unknown owner),
  /// TransportException, DecodeException
  DialingQueue reset(const ResetQueueInput& input = {}, const RequestOptions& options = {}) const;

  /// Changes the current queue, or makes it (PATCH /dialing-queues/current, scope DIALING_QUEUE_READ_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for an unknown owner),
  /// TransportException, DecodeException
  DialingQueue upsert(const UpsertQueueInput& input, const RequestOptions& options = {}) const;

  /// Adds numbers to the current queue (POST /dialing-queues/current/numbers, scope DIALING_QUEUE_READ_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (ConflictException when somebody else was adding
  /// numbers each time), TransportException, DecodeException
  AppendResult append(const AppendNumbersInput& input, const RequestOptions& options = {}) const;

  /// Takes numbers from the current queue and says how many (DELETE /dialing-queues/current/numbers, scope
  /// DIALING_QUEUE_READ_WRITE). By position it is never repeated where it may have been carried out, since the places
  /// may have moved on.
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for what is not there),
  /// TransportException, DecodeException
  int clear(const ClearNumbersInput& input, const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit DialingQueueResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
