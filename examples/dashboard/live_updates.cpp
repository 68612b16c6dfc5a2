#include "dashboard/live_updates.hpp"

#include <allo/webhook_receiver.hpp>

#include <httplib.h>

#include <stdexcept>
#include <thread>
#include <utility>

namespace example {

class LiveUpdates::Server {
 public:
  explicit Server(std::function<void(std::string)> on_change) {
    receiver_
        .on_call_received(
            [on_change](const allo::CallReceivedPayload& call) { on_change("a call from " + call.from_number); })
        .on_sms_received([on_change](const allo::SmsReceivedPayload& sms) {
          // One that went out is no news to who sent it.
          on_change(sms.direction == allo::CallDirection::Inbound ? "an SMS from " + sms.from_number : "");
        })
        .on_contact_created([on_change](const allo::ContactEventPayload&) { on_change("a new contact"); })
        .on_contact_updated([on_change](const allo::ContactEventPayload&) { on_change("a changed contact"); });
    server_.Post("/", [this](const httplib::Request& request, httplib::Response& response) {
      allo::HttpHeaders headers;
      for (const auto& [name, value] : request.headers) headers.add(name, value);
      const allo::WebhookResponse answer = receiver_.respond(headers, request.body);
      response.status = answer.status;
      response.set_content(answer.body, "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    if (port_ < 0) throw std::runtime_error("no port for webhooks");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }

  ~Server() {
    server_.stop();
    thread_.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

 private:
  allo::WebhookReceiver receiver_;
  httplib::Server server_;
  int port_ = -1;
  std::thread thread_;
};

LiveUpdates::LiveUpdates(const allo::AlloClient& client, std::function<void(std::string)> on_change)
    : client_(client), server_(std::make_unique<Server>(std::move(on_change))) {
  using allo::WebhookTopic;
  for (const allo::PhoneNumber& number : client_.numbers.list()) {
    if (!number.number) continue;
    const allo::Webhook webhook =
        client_.webhooks.create({.allo_number = *number.number,
                                 .url = server_->url(),
                                 .topics = {WebhookTopic::CallReceived, WebhookTopic::SmsReceived,
                                            WebhookTopic::ContactCreated, WebhookTopic::ContactUpdated}});
    webhook_ids_.push_back(webhook.id);
  }
}

LiveUpdates::~LiveUpdates() {
  for (const std::string& id : webhook_ids_) {
    try {
      client_.webhooks.remove(id);
    } catch (const std::exception&) {
      // The program ends; a sandbox that is gone needs no tidying.
    }
  }
}

}  // namespace example
