#ifndef ALLO_TESTS_WEBHOOKS_PASSES_HPP
#define ALLO_TESTS_WEBHOOKS_PASSES_HPP

#include <allo/json_text.hpp>
#include <allo/v2/webhook_events.hpp>
#include <allo/webhook_receiver.hpp>

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Receives one body twice, for tests and fuzzers that compare: at once, where the receiver may read envelope and
/// payload in one pass, and as an event that is parsed first and dispatched afterwards.
namespace deliveries {

/// A receiver that writes down what its handlers get.
class RecordingReceiver {
 public:
  enum class Handlers { Typed, Untyped };

  RecordingReceiver(Handlers handlers, const std::vector<std::string>& allowed_numbers, std::size_t max_depth) {
    receiver_.max_depth(max_depth);
    if (!allowed_numbers.empty()) receiver_.allowed_allo_numbers(allowed_numbers);
    const auto event = [this](const allo::WebhookEvent& arrived) { record(arrived); };
    const auto payload = [this](const auto& typed, const allo::WebhookEvent& arrived) {
      record(arrived);
      record(typed);
    };
    receiver_.on_unhandled(event);
    if (handlers == Handlers::Untyped) return;
    receiver_.on_call_received(payload).on_sms_received(payload).on_contact_created(payload);
    receiver_.on<allo::v2::CallReceivedPayload>(payload).on<allo::v2::CallTriggeredPayload>(payload);
    receiver_.on<allo::v2::CallAnsweredPayload>(payload).on<allo::v2::CallCompletedPayload>(payload);
    receiver_.on(allo::WebhookTopic::ContactUpdated, event);
  }

  std::string at_once(std::string_view body) {
    return recorded([&] { receiver_.handle(body); });
  }
  std::string in_two_steps(std::string_view body) {
    return recorded([&] { receiver_.dispatch(receiver_.parse(body)); });
  }

 private:
  void record(const allo::WebhookEvent& event) {
    record<allo::WebhookEvent>(event);
    record_.append(event.data.str()).append("\n");
  }
  template <class Model>
  void record(const Model& model) {
    record_.append(allo::to_json_text(model).str()).append("\n");
  }

  template <class Work>
  std::string recorded(const Work& work) {
    record_.clear();
    try {
      work();
    } catch (const allo::InvalidWebhookPayloadException& error) {
      record_.append("refused: ").append(error.path()).append(": ").append(error.what());
    } catch (const std::exception& error) {
      record_.append("failed: ").append(error.what());
    }
    return std::move(record_);
  }

  allo::WebhookReceiver receiver_;
  std::string record_;
};

/// What receivers of several kinds make of a body, both ways; empty where the ways agree.
inline std::string difference_of_passes(std::string_view body) {
  using Handlers = RecordingReceiver::Handlers;
  static RecordingReceiver typed{Handlers::Typed, {}, 64};
  static RecordingReceiver untyped{Handlers::Untyped, {}, 8};
  static RecordingReceiver filtered{Handlers::Untyped, {"+14155550100"}, 8};
  for (RecordingReceiver* receiver : {&typed, &untyped, &filtered}) {
    const std::string at_once = receiver->at_once(body);
    const std::string in_two_steps = receiver->in_two_steps(body);
    if (at_once != in_two_steps) return "at once:\n" + at_once + "\nin two steps:\n" + in_two_steps;
  }
  return {};
}

}  // namespace deliveries

#endif
