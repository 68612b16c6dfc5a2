#ifndef ALLO_TESTING_DELIVERY_HPP
#define ALLO_TESTING_DELIVERY_HPP

#include <allo/calls.hpp>
#include <allo/json_text.hpp>
#include <allo/open_enum.hpp>
#include <allo/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing {

/// A line of a simulated call's transcript.
struct SpokenLine {
  TranscriptSource source = TranscriptSource::External;  ///< Who speaks.
  std::string text{};                                    ///< What was said.
};

/// A call that comes in, and ends.
struct IncomingCall {
  std::string from{};                        ///< E.164, or "anonymous".
  std::string to{};                          ///< One of the account's numbers; empty: the first.
  double length_in_minutes = 1.0;            ///< 0 to 1440.
  CallResult result = CallResult::Answered;  ///< How it ended.
  std::optional<std::string> summary{};      ///< What was said, in short.
  std::optional<std::string> tag{};          ///< Its category, such as "support".
  std::vector<SpokenLine> transcript{};      ///< Line by line; may be empty.
  bool recorded = true;                      ///< Gives it a recording_url.
  JsonText data_collected{};                 ///< What the AI agent found out; an object, or null.
};

/// A text message that comes in.
struct IncomingSms {
  std::string from{};     ///< E.164.
  std::string to{};       ///< One of the account's numbers; empty: the first.
  std::string content{};  ///< The text.
};

/// An event of any topic, those included that the sandbox does not send of itself. Nothing in the account changes.
struct SimulatedEvent {
  std::string topic{};        ///< Such as "call.answered". A topic that the API does not know goes to every webhook.
  JsonText data{};            ///< The payload, an object; null: an empty one.
  std::string allo_number{};  ///< Only webhooks of this number are told; empty: those of all numbers.
};

/// Where a delivery stands.
enum class DeliveryStatus {
  Pending,    ///< An attempt is due, now or later.
  Delivered,  ///< The receiver answered 2xx.
  Failed,     ///< The last attempt failed, or its webhook is gone.
};

/// The enumerator in small letters, such as "pending".
ALLO_EXPORT std::string_view to_string(DeliveryStatus status) noexcept;

/// One attempt to deliver.
struct DeliveryAttempt {
  Timestamp time{};     ///< By the sandbox's clock.
  int status = 0;       ///< The receiver's answer; 0 where none came.
  std::string error{};  ///< Why no answer came.
};

/// One event on its way to one webhook. Attempts are made at once and then 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h
/// after one another by the sandbox's clock, until the receiver answers 2xx within SandboxOptions::delivery_timeout.
/// One attempt is made at a time.
struct Delivery {
  std::uint64_t id = 0;                             ///< Counted from 1.
  std::string message_id{};                         ///< The `webhook-id`, the same for every attempt and duplicate.
  std::string webhook_id{};                         ///< The webhook that it goes to.
  std::string url{};                                ///< Where it goes.
  std::string topic{};                              ///< Such as "CALL_RECEIVED" or "call.completed".
  std::string body{};                               ///< The envelope, JSON.
  bool is_signed = false;                           ///< Carries a `webhook-signature` and a `webhook-id`.
  bool has_id = false;                              ///< Carries a `webhook-id` without a signature too.
  DeliveryStatus status = DeliveryStatus::Pending;  ///< Where it stands.
  std::vector<DeliveryAttempt> attempts{};          ///< Those made so far, oldest first.
  std::optional<Timestamp> next_attempt{};          ///< Of a pending delivery.
};

}  // namespace testing
ALLO_NAMESPACE_END

#endif
