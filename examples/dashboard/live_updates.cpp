#include "dashboard/live_updates.hpp"

#include <allo/webhook_receiver.hpp>

#include <httplib.h>

#include <chrono>
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

/// Webhooks that are removed with it, also when not all of them could be made.
class LiveUpdates::Subscriptions {
 public:
  Subscriptions(const allo::AlloClient& client, std::string url) : client_(client), url_(std::move(url)) {}
  Subscriptions(const Subscriptions&) = delete;
  Subscriptions& operator=(const Subscriptions&) = delete;

  ~Subscriptions() {
    allo::RequestOptions brief;
    brief.timeout = std::chrono::seconds{2};
    brief.retry = allo::RetryPolicy{.max_attempts = 1};
    try {
      // The service says which there are: the answer to one that was being made may not have come.
      for (const allo::Webhook& webhook : client_.webhooks.list(brief)) {
        if (webhook.url == url_) client_.webhooks.remove(webhook.id, brief);
      }
    } catch (const std::exception&) {
      // The program ends; a sandbox that is gone needs no tidying.
    }
  }

  void add(const std::string& number, const allo::RequestOptions& options) {
    using allo::WebhookTopic;
    client_.webhooks.create({.allo_number = number,
                             .url = url_,
                             .topics = {WebhookTopic::CallReceived, WebhookTopic::SmsReceived,
                                        WebhookTopic::ContactCreated, WebhookTopic::ContactUpdated}},
                            options);
  }

 private:
  allo::AlloClient client_;
  std::string url_;
};

LiveUpdates::LiveUpdates(const allo::AlloClient& client, const allo::CancellationToken& cancellation,
                         std::function<void(std::string)> on_change)
    : server_(std::make_unique<Server>(std::move(on_change))),
      subscriptions_(std::make_unique<Subscriptions>(client, server_->url())) {
  allo::RequestOptions options;
  options.cancellation = cancellation;
  for (const allo::PhoneNumber& number : client.numbers.list(options)) {
    if (number.number) subscriptions_->add(*number.number, options);
  }
}

LiveUpdates::~LiveUpdates() = default;

}  // namespace example
