#include "testing/server/delivery_client.hpp"

#include "testing/service/message.hpp"
#include "testing/service/signals.hpp"
#include "testing/service/urls.hpp"

#include <allo/webhook_signature.hpp>

#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

struct Url {
  std::string origin{};
  std::string host{};
  std::string path = "/";
};

Url split(const std::string& url) {
  Url out;
  const std::size_t host_begin = url.find("://") + 3;
  const std::size_t host_end = url.find_first_of("/?#", host_begin);
  out.origin = url.substr(0, host_end);
  // cpp-httplib knows schemes in small letters only.
  std::transform(out.origin.begin(), out.origin.begin() + static_cast<std::ptrdiff_t>(host_begin), out.origin.begin(),
                 lower);
  out.host = host_of_authority(std::string_view{out.origin}.substr(host_begin));
  if (host_end == std::string::npos) return out;
  const std::string rest = url.substr(host_end, url.find('#', host_end) - host_end);
  out.path = rest.empty() || rest[0] != '/' ? '/' + rest : rest;
  return out;
}

httplib::Headers headers_of(const Delivery& delivery, const std::vector<std::string>& secrets, Timestamp now) {
  httplib::Headers headers{{"Content-Type", "application/json"}, {"User-Agent", "allo-sandbox"}};
  if (delivery.has_id || !secrets.empty()) headers.emplace("webhook-id", delivery.message_id);
  if (secrets.empty()) return headers;
  std::string signatures;
  for (const std::string& secret : secrets) {
    if (!signatures.empty()) signatures += ' ';
    signatures += sign(secret, delivery.message_id, now, delivery.body);
  }
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  headers.emplace("webhook-timestamp", std::to_string(seconds));
  headers.emplace("webhook-signature", signatures);
  return headers;
}

std::string reason(httplib::Error error) {
  switch (error) {
    case httplib::Error::Connection:
      return "could not connect";
    case httplib::Error::Read:
      return "the connection ended without an answer";
    default:
      return httplib::to_string(error);
  }
}

/// Apart, because ThreadSanitizer misjudges it: see tests/thread-sanitizer.supp.
void interrupt_attempt(httplib::Client& client) { client.stop(); }

}  // namespace

DeliveryClient::DeliveryClient(bool anywhere, std::chrono::milliseconds timeout)
    : anywhere_(anywhere), timeout_(timeout) {
  const SignalBlock block;
  watch_ = std::thread{[this] { watch(); }};
}

DeliveryClient::~DeliveryClient() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  wake_.notify_all();
  watch_.join();
}

DeliveryAttempt DeliveryClient::attempt(const Delivery& delivery, const std::vector<std::string>& secrets,
                                        Timestamp now) {
  const Url url = split(delivery.url);
  if (!anywhere_ && !is_loopback_host(url.host)) {
    return {now, 0, "not sent: the sandbox delivers to loopback addresses only, unless it is told otherwise"};
  }
  const auto client = std::make_shared<httplib::Client>(url.origin);
  client->set_tcp_nodelay(true);
  client->set_connection_timeout(std::chrono::seconds{5});
  // The watch ends an attempt; these are there for what it cannot reach.
  client->set_read_timeout(timeout_ + std::chrono::seconds{1});
  client->set_write_timeout(timeout_ + std::chrono::seconds{1});
  // A certificate of a developer's own machine is his own business.
  client->enable_server_certificate_verification(!is_loopback_host(url.host));
  if (!begin(client)) return {now, 0, "the sandbox has ended"};
  DeliveryAttempt result{now, 0, {}};
  httplib::Request request;
  request.method = "POST";
  request.path = url.path;
  request.headers = headers_of(delivery, secrets, now);
  request.body = delivery.body;
  // The status is the answer; a body is not waited for.
  request.response_handler = [&result](const httplib::Response& response) {
    result.status = response.status;
    return false;
  };
  const httplib::Result answer = client->send(request);
  // A 204 has no body, and does not pass by the handler.
  if (answer) result.status = answer->status;
  const bool late = end();
  if (result.status == 0) result.error = late ? "no answer in time" : reason(answer.error());
  return result;
}

bool DeliveryClient::begin(const std::shared_ptr<httplib::Client>& client) {
  {
    const std::lock_guard lock{mutex_};
    if (stopped_) return false;
    active_ = client;
    late_ = false;
    deadline_ = std::chrono::steady_clock::now() + timeout_;
  }
  wake_.notify_all();
  return true;
}

bool DeliveryClient::end() {
  const std::lock_guard lock{mutex_};
  active_.reset();
  return std::exchange(late_, false);
}

void DeliveryClient::watch() {
  std::unique_lock lock{mutex_};
  while (!ending_) {
    if (!active_) {
      wake_.wait(lock);
    } else if (!stopped_ && std::chrono::steady_clock::now() < deadline_) {
      wake_.wait_until(lock, deadline_);
    } else {
      late_ = !stopped_;
      const auto client = active_;
      lock.unlock();
      interrupt_attempt(*client);
      lock.lock();
      // An attempt that was about to connect did not notice, and is stopped again.
      wake_.wait_for(lock, std::chrono::milliseconds{10});
    }
  }
}

void DeliveryClient::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
  }
  wake_.notify_all();
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
