#ifndef ALLO_SRC_WEBHOOKS_RECEIVER_IMPL_HPP
#define ALLO_SRC_WEBHOOKS_RECEIVER_IMPL_HPP

#include "webhooks/handlers.hpp"
#include "webhooks/number_filter.hpp"
#include "webhooks/signing_keys.hpp"

#include <allo/webhook_receiver.hpp>

#include <atomic>
#include <optional>

ALLO_NAMESPACE_BEGIN

struct WebhookReceiver::Impl {
  std::atomic<bool> delivering{false};
  detail::WebhookHandlers handlers;
  detail::NumberFilter numbers;
  detail::SigningKeys keys;
  std::atomic<bool> has_keys{false};
  bool verify = true;
  std::chrono::seconds tolerance = std::chrono::minutes{5};
  std::function<std::chrono::system_clock::time_point()> now = [] { return std::chrono::system_clock::now(); };
  std::size_t max_body_size = std::size_t{1} << 20;
  std::size_t max_depth = 64;
  std::shared_ptr<WebhookDeduplicationStore> store;
  std::vector<std::function<void(const std::exception&, int)>> error_handlers;

  /// Which part of a delivery runs; whatever handlers and stores throw is answered with 500.
  enum class Stage { Check, Work };

  /// This, while the receiver may still be configured.
  /// @throws std::logic_error after the first delivery
  Impl& configure();

  /// Adds a handler of a topic's typed payload.
  void add(WebhookTopic topic, detail::WebhookHandlers::Handler handler) {
    handlers.add(to_string(topic), std::move(handler), true);
  }

  /// Ends the time of configuration.
  void begin() noexcept {
    // Reading first keeps the flag's cache line shared between the delivering threads.
    if (!delivering.load(std::memory_order_relaxed)) delivering.store(true, std::memory_order_relaxed);
  }

  /// Replaces the keys, unless one of the secrets is malformed.
  void set_secrets(const std::vector<std::string>& secrets);

  /// Reads the envelope alone.
  WebhookEvent parse(std::string_view body) const;

  /// Checks size and signature, and reads the event.
  detail::DecodedEvent receive(std::string_view body, const HttpHeaders& headers) const;

  /// Reads the payload where a handler or the filter needs it and it is not there yet, and checks the number.
  void prepare(detail::DecodedEvent& received) const;

  /// Gives an event without an id what its repetitions are known by, where there is a store. `text` is the raw body.
  void note_repeat_key(WebhookEvent& event, std::string_view text) const;

  /// Runs the handlers, once by the event's id or key where there is a store. False when they ran for it before.
  bool run(detail::DecodedEvent& received, Stage& stage) const;

  /// Answers for the exception that is being handled.
  WebhookResponse refuse(Stage stage) const noexcept;
  /// Answers for one that nobody threw.
  WebhookResponse refuse(const std::exception& error, int status) const noexcept;

 private:
  void check_size(std::string_view body) const;
  std::optional<std::string_view> check_headers(const HttpHeaders& headers, std::string_view body) const;
  void report(const std::exception& error, int status) const noexcept;
};

ALLO_NAMESPACE_END

#endif
