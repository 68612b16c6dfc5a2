#ifndef MISSED_CALLS_HPP
#define MISSED_CALLS_HPP

#include <allo/client.hpp>
#include <allo/webhook_receiver.hpp>

#include <string_view>

/// The service under test: it answers a call that nobody took with a text message. Feed it the deliveries of a webhook
/// of the topic CALL_RECEIVED.
class MissedCalls {
 public:
  explicit MissedCalls(const allo::AlloClient& allo);

  /// What to answer to a delivery. A message that could not be sent is a 500, so that Allo delivers again later.
  allo::WebhookResponse on_delivery(const allo::HttpHeaders& headers, std::string_view body);

 private:
  void text_back(const allo::CallReceivedPayload& call);

  allo::AlloClient allo_;
  allo::WebhookReceiver receiver_;
};

#endif
