#include "testing/raw_socket.hpp"
#include "testing/receiver_server.hpp"
#include "testing/sandbox_client.hpp"

#include <allo/webhook_receiver.hpp>

#include <atomic>
#include <future>
#include <optional>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

using namespace std::chrono_literals;

class DeliveriesTest : public ::testing::Test {
 protected:
  static SandboxOptions options() {
    SandboxOptions options;
    options.start_time = test_time;
    return options;
  }

  std::string subscribe(const std::string& url, const std::vector<std::string>& topics,
                        const std::string& number = "+1234567890", bool enabled = true) {
    const Json body = {{"allo_number", number}, {"url", url}, {"topics", topics}, {"enabled", enabled}};
    const auto answer = client.Post("/v1/api/webhooks", body.dump(), "application/json");
    return Json::parse(answer->body).at("data").at("id");
  }

  void text(const std::string& content) { text(sandbox, content); }

  static void text(Sandbox& to, const std::string& content) {
    IncomingSms sms;
    sms.from = "+12025550100";
    sms.content = content;
    to.simulate_incoming_sms(sms);
  }

  /// Subscribes a receiver at a sandbox of the test's own and has an SMS come in there.
  static void have_one_sms_delivered(Sandbox& other, const std::string& url) {
    const Json body = {{"allo_number", "+1234567890"}, {"url", url}, {"topics", {"SMS_RECEIVED"}}, {"enabled", true}};
    client_of(other).Post("/v1/api/webhooks", body.dump(), "application/json");
    text(other, "hello?");
  }

  static std::string header(const ReceiverServer::Received& delivery, const char* name) {
    return std::string{delivery.headers.get(name).value_or("absent")};
  }

  ReceiverServer receiver;
  Sandbox sandbox{options()};
  httplib::Client client = client_of(sandbox);
};

TEST_F(DeliveriesTest, ACallAsDocumented) {
  subscribe(receiver.url(), {"CALL_RECEIVED"});
  IncomingCall call;
  call.from = "+12025550100";
  call.length_in_minutes = 5.5;
  call.summary = "Order status";
  call.tag = "support";
  call.transcript = {{TranscriptSource::External, "Hi"}, {TranscriptSource::Agent, "Hello"}};
  call.data_collected = JsonText{R"({"order_id":7})"};
  const Call made = sandbox.simulate_incoming_call(call);
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  EXPECT_EQ(sandbox.deliveries().at(0).status, DeliveryStatus::Delivered);
  EXPECT_EQ(sandbox.deliveries().at(0).attempts.at(0).status, 204);
  const auto received = receiver.received();
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(header(received[0], "Content-Type"), "application/json");
  EXPECT_EQ(header(received[0], "webhook-signature"), "absent");
  const Json body = Json::parse(received[0].body);
  EXPECT_EQ(body.at("topic"), "CALL_RECEIVED");
  const Json& data = body.at("data");
  EXPECT_EQ(data.at("id"), made.id);
  EXPECT_EQ(data.at("length"), "5m 30s");
  EXPECT_EQ(data.at("from_name"), "John Doe");
  EXPECT_EQ(data.at("to"), "+1234567890");
  EXPECT_EQ(data.at("to_name"), "Main Line");
  EXPECT_EQ(data.at("start_date"), "2026-03-02T09:00:00");
  EXPECT_EQ(data.at("data_collected").at("order_id"), 7);
  EXPECT_EQ(data.at("transcriptions")[1].at("source"), "AGENT");
  EXPECT_TRUE(data.at("transfer_from").is_null());

  const auto decoded = WebhookReceiver{}.parse(received[0].body);
  EXPECT_EQ(decoded.topic, WebhookTopic::CallReceived);
  const auto listed = client.Get("/v1/api/calls?allo_number=%2B1234567890&size=1");
  EXPECT_EQ(Json::parse(listed->body).at("data").at("results")[0].at("id"), made.id);
}

TEST_F(DeliveriesTest, EveryChangeReachesItsTopics) {
  subscribe(receiver.url(), {"SMS_RECEIVED", "CONTACT_CREATED", "CONTACT_UPDATED"});
  text("in");
  client.Post("/v1/api/sms", R"({"from":"+1234567890","to":"+12025550100","message":"out"})", "application/json");
  client.Post("/v1/api/contacts", R"({"numbers":["+33612345678"],"emails":["a@example.com"]})", "application/json");
  client.Put("/v1/api/contacts/cnt_abc123", R"({"name":"Jim"})", "application/json");
  IncomingCall call;
  call.from = "anonymous";
  sandbox.simulate_incoming_call(call);
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  std::vector<std::string> seen;
  for (const auto& delivery : receiver.received()) {
    const Json body = Json::parse(delivery.body);
    const Json& data = body.at("data");
    const Json& what = data.contains("direction") ? data.at("direction") : data.at("numbers")[0];
    seen.push_back(body.at("topic").get<std::string>() + ' ' + what.get<std::string>());
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"SMS_RECEIVED INBOUND", "SMS_RECEIVED OUTBOUND",
                                            "CONTACT_CREATED +33612345678", "CONTACT_UPDATED +12025550100"}));
}

TEST_F(DeliveriesTest, OnlyMatchingEnabledWebhooksAreTold) {
  subscribe(receiver.url(), {"CALL_RECEIVED"});
  subscribe(receiver.url(), {"SMS_RECEIVED"}, "+33199001234");
  subscribe(receiver.url(), {"SMS_RECEIVED"}, "+1234567890", false);
  text("nobody listens");
  EXPECT_TRUE(sandbox.wait_for_deliveries());
  EXPECT_TRUE(sandbox.deliveries().empty());
}

TEST_F(DeliveriesTest, SignedDeliveriesPassTheReceiver) {
  Quirks quirks;
  quirks.envelope = EnvelopeForm::V2Signed;
  sandbox.set_quirks(quirks);
  const std::string id = subscribe(receiver.url(), {"SMS_RECEIVED"});
  text("signed");
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  ASSERT_EQ(receiver.received().size(), 1u);
  const auto delivery = receiver.received()[0];
  const Json body = Json::parse(delivery.body);
  EXPECT_EQ(body.at("topic"), "sms.received");
  EXPECT_EQ(body.at("version"), "2.0");
  EXPECT_EQ(body.at("timestamp"), "2026-03-02T09:00:00Z");
  EXPECT_EQ(header(delivery, "webhook-timestamp"), "1772442000");
  const auto answer_with = [&](const std::string& secret) {
    WebhookReceiver checker;
    checker.signing_secrets({secret}).clock([] { return std::chrono::system_clock::time_point{test_time}; });
    return checker.respond(delivery.headers, delivery.body).status;
  };
  EXPECT_EQ(answer_with(sandbox.signing_secret(id)), 204);
  EXPECT_EQ(answer_with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), 401);
}

TEST_F(DeliveriesTest, SecretsRotate) {
  Quirks quirks;
  quirks.envelope = EnvelopeForm::V1Signed;
  sandbox.set_quirks(quirks);
  const std::string id = subscribe(receiver.url(), {"SMS_RECEIVED"});
  const std::string old_secret = sandbox.signing_secret(id);
  const std::string new_secret = sandbox.rotate_signing_secret(id);
  EXPECT_NE(old_secret, new_secret);
  EXPECT_EQ(sandbox.signing_secret(id), new_secret);
  text("both");
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  sandbox.retire_old_signing_secrets(id);
  text("new only");
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  const auto passes = [](const ReceiverServer::Received& delivery, const std::string& secret) {
    WebhookReceiver checker;
    checker.signing_secrets({secret}).clock([] { return std::chrono::system_clock::time_point{test_time}; });
    return checker.respond(delivery.headers, delivery.body).status == 204;
  };
  const auto received = receiver.received();
  ASSERT_EQ(received.size(), 2u);
  EXPECT_TRUE(passes(received[0], old_secret) && passes(received[0], new_secret));
  EXPECT_TRUE(passes(received[1], new_secret));
  EXPECT_FALSE(passes(received[1], old_secret));
  EXPECT_THROW(sandbox.signing_secret("nobody"), std::invalid_argument);
}

TEST_F(DeliveriesTest, RetriesOnTheDocumentedSchedule) {
  ReceiverServer failing{[](std::size_t) { return 500; }};
  subscribe(failing.url(), {"SMS_RECEIVED"});
  text("again and again");
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  std::size_t attempts = 1;
  EXPECT_EQ(failing.received().size(), attempts);
  for (const std::chrono::seconds gap : {5s, 300s, 1800s, 7200s, 18000s, 36000s, 36000s}) {
    sandbox.advance(gap - 1s);
    ASSERT_TRUE(sandbox.wait_for_deliveries());
    EXPECT_EQ(failing.received().size(), attempts) << "too early";
    sandbox.advance(1s);
    ASSERT_TRUE(sandbox.wait_for_deliveries());
    EXPECT_EQ(failing.received().size(), ++attempts) << "after " << gap.count();
  }
  const Delivery delivery = sandbox.deliveries().at(0);
  EXPECT_EQ(delivery.status, DeliveryStatus::Failed);
  EXPECT_EQ(delivery.attempts.size(), 8u);
  EXPECT_EQ(delivery.attempts.back().status, 500);
  EXPECT_FALSE(delivery.next_attempt);
  sandbox.advance(48h);
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  EXPECT_EQ(failing.received().size(), 8u);
}

TEST_F(DeliveriesTest, OneLongStepPlaysTheSchedule) {
  ReceiverServer third_time{[](std::size_t n) { return n < 3 ? 503 : 200; }};
  subscribe(third_time.url(), {"SMS_RECEIVED"});
  text("third time lucky");
  sandbox.advance(28h);
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  EXPECT_EQ(third_time.received().size(), 3u);
  EXPECT_EQ(sandbox.deliveries().at(0).status, DeliveryStatus::Delivered);
  EXPECT_EQ(header(third_time.received()[0], "webhook-id"), header(third_time.received()[2], "webhook-id"));
}

TEST_F(DeliveriesTest, DuplicatesKeepTheirMessageId) {
  Quirks quirks;
  quirks.envelope = EnvelopeForm::V1Signed;
  sandbox.set_quirks(quirks);
  subscribe(receiver.url(), {"SMS_RECEIVED"});
  sandbox.duplicate_deliveries(1);
  text("twice");
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  sandbox.redeliver(1);
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  const auto received = receiver.received();
  ASSERT_EQ(received.size(), 3u);
  for (const auto& delivery : received) {
    EXPECT_EQ(header(delivery, "webhook-id"), header(received[0], "webhook-id"));
    EXPECT_EQ(delivery.body, received[0].body);
  }
  EXPECT_THROW(sandbox.redeliver(99), std::invalid_argument);
  EXPECT_THROW(sandbox.duplicate_deliveries(-1), std::invalid_argument);
}

TEST_F(DeliveriesTest, OrderTurnsRoundOnDemand) {
  subscribe(receiver.url(), {"SMS_RECEIVED"});
  sandbox.hold_deliveries();
  for (const char* content : {"one", "two", "three"}) text(content);
  EXPECT_TRUE(sandbox.wait_for_deliveries());
  EXPECT_TRUE(receiver.received().empty());
  sandbox.release_deliveries(true);
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  std::vector<std::string> contents;
  for (const auto& delivery : receiver.received())
    contents.push_back(Json::parse(delivery.body).at("data").at("content"));
  EXPECT_EQ(contents, (std::vector<std::string>{"three", "two", "one"}));
}

TEST_F(DeliveriesTest, OnlyLoopbackUnlessToldOtherwise) {
  subscribe("https://example.com/hook", {"SMS_RECEIVED"});
  subscribe("http://127.0.0.1@example.com/hook", {"SMS_RECEIVED"});
  text("stays here");
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  for (const Delivery& delivery : sandbox.deliveries()) {
    EXPECT_EQ(delivery.attempts.at(0).status, 0);
    EXPECT_NE(delivery.attempts.at(0).error.find("loopback"), std::string::npos);
  }
}

TEST_F(DeliveriesTest, ADeadEndpointIsNoted) {
  const std::string url = [] { return ReceiverServer{}.url(); }();
  const std::string id = subscribe(url, {"SMS_RECEIVED"});
  text("nobody home");
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  EXPECT_EQ(sandbox.deliveries().at(0).status, DeliveryStatus::Pending);
  EXPECT_FALSE(sandbox.deliveries().at(0).attempts.at(0).error.empty());
  client.Delete(("/v1/api/webhooks/" + id).c_str());
  EXPECT_EQ(sandbox.deliveries().at(0).status, DeliveryStatus::Failed);
  sandbox.reset();
  EXPECT_TRUE(sandbox.deliveries().empty());
}

TEST_F(DeliveriesTest, ASilentReceiverIsGivenUpInTime) {
  EXPECT_EQ(SandboxOptions{}.delivery_timeout, 20s) << "as documented";
  std::promise<void> over;
  ReceiverServer silent{[&, done = over.get_future().share()](std::size_t) {
    done.wait_for(5s);
    return 200;
  }};
  {
    SandboxOptions impatient = options();
    impatient.delivery_timeout = 50ms;
    Sandbox other{impatient};
    have_one_sms_delivered(other, silent.url());
    ASSERT_TRUE(other.wait_for_deliveries());
    const Delivery delivery = other.deliveries().at(0);
    ASSERT_EQ(delivery.attempts.size(), 1u);
    EXPECT_EQ(delivery.attempts[0].status, 0);
    EXPECT_EQ(delivery.attempts[0].error, "no answer in time");
    EXPECT_EQ(delivery.next_attempt, test_time + 5s);
  }
  over.set_value();
}

/// An endpoint on a loopback port that begins to answer and never comes to an end.
class TricklingReceiver {
 public:
  TricklingReceiver() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    bind(listener_, reinterpret_cast<const sockaddr*>(&address), size);
    listen(listener_, 1);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { trickle(); }};
  }
  ~TricklingReceiver() {
    over_ = true;
    shutdown(listener_, SHUT_RDWR);  // Wakes the thread where nobody came.
    thread_.join();
    close(listener_);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }

 private:
  void trickle() {
    const int connection = accept(listener_, nullptr, nullptr);
    for (const auto end = std::chrono::steady_clock::now() + 10s; !over_ && std::chrono::steady_clock::now() < end;) {
      if (::send(connection, "H", 1, MSG_NOSIGNAL) != 1) break;
      std::this_thread::sleep_for(10ms);
    }
    close(connection);
  }

  int listener_;
  std::uint16_t port_ = 0;
  std::atomic<bool> over_{false};
  std::thread thread_;
};

TEST_F(DeliveriesTest, AReceiverThatAnswersByteByByteIsGivenUpInTime) {
  SandboxOptions impatient = options();
  impatient.delivery_timeout = 100ms;
  Sandbox other{impatient};
  const TricklingReceiver slow;
  have_one_sms_delivered(other, slow.url());
  ASSERT_TRUE(other.wait_for_deliveries(5s)) << "waits for as long as bytes come";
  const Delivery delivery = other.deliveries().at(0);
  ASSERT_EQ(delivery.attempts.size(), 1u);
  EXPECT_EQ(delivery.attempts[0].status, 0);
  EXPECT_EQ(delivery.attempts[0].error, "no answer in time");
  EXPECT_EQ(delivery.next_attempt, test_time + 5s);
}

TEST_F(DeliveriesTest, EndsWhileAReceiverIsSilent) {
  httplib::Server silent;
  std::mutex mutex;
  std::condition_variable wake;
  bool reached = false;
  bool over = false;
  std::optional<RawSocket> waiting;
  const auto start = std::chrono::steady_clock::now();
  silent.Post("/hook", [&](const httplib::Request&, httplib::Response&) {
    std::unique_lock lock{mutex};
    reached = true;
    wake.notify_all();
    wake.wait(lock, [&] { return over; });
  });
  const int port = silent.bind_to_any_port("127.0.0.1");
  std::thread thread{[&] { silent.listen_after_bind(); }};
  while (!silent.is_running()) std::this_thread::yield();
  {
    Sandbox other{options()};
    have_one_sms_delivered(other, "http://127.0.0.1:" + std::to_string(port) + "/hook");
    std::unique_lock lock{mutex};
    wake.wait(lock, [&] { return reached; });
    // Whoever waits for deliveries does not hold the end up.
    waiting.emplace(other.port());
    waiting->send("POST /_sandbox/deliveries/wait HTTP/1.1\r\nContent-Length: 21\r\n\r\n{\"timeout_ms\": 60000}");
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, 15s);
  // The sandbox has ended while its delivery was waiting for an answer.
  {
    const std::lock_guard lock{mutex};
    over = true;
  }
  wake.notify_all();
  silent.stop();
  thread.join();
}

TEST_F(DeliveriesTest, AnEventGoesToThoseWhoSubscribedToIt) {
  const std::string both = subscribe(receiver.url(), {"tag.added", "call.answered"});
  subscribe(receiver.url(), {"tag.added"}, "+33199001234");
  subscribe(receiver.url(), {"tag.added"}, "+1234567890", false);
  EXPECT_EQ(sandbox.simulate_event({"tag.added", JsonText{R"({"tag":"vip"})"}, ""}), 2u);
  EXPECT_EQ(sandbox.simulate_event({"tag.added", {}, "+33199001234"}), 1u);
  EXPECT_EQ(sandbox.simulate_event({"call.answered", {}, ""}), 1u);
  EXPECT_EQ(sandbox.simulate_event({"tag.removed", {}, ""}), 0u);
  EXPECT_EQ(sandbox.simulate_event({"order.paid", {}, ""}), 2u) << "a topic of tomorrow";
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  const auto deliveries = sandbox.deliveries();
  ASSERT_EQ(deliveries.size(), 6u);
  EXPECT_EQ(deliveries[0].webhook_id, both);
  EXPECT_EQ(deliveries[0].topic, "tag.added");
  const JsonText body{deliveries[0].body};
  EXPECT_EQ(body.get("version"), "2.0");
  EXPECT_EQ(body.get("data"), R"({"tag":"vip"})");
  EXPECT_EQ(JsonText{deliveries[2].body}.get("data"), "{}");
  WebhookReceiver checker;
  checker.signing_secrets({sandbox.signing_secret(both)}).clock([] {
    return std::chrono::system_clock::time_point{test_time};
  });
  EXPECT_EQ(checker.respond(receiver.received()[0].headers, receiver.received()[0].body).status, 204);
}

TEST_F(DeliveriesTest, RefusesWrongSimulations) {
  IncomingSms sms;
  sms.from = "12025550100";
  sms.content = "x";
  EXPECT_THROW(sandbox.simulate_incoming_sms(sms), std::invalid_argument);
  sms.from = "+12025550100";
  sms.to = "+12025550999";
  EXPECT_THROW(sandbox.simulate_incoming_sms(sms), std::invalid_argument);
  IncomingCall call;
  EXPECT_THROW(sandbox.simulate_incoming_call(call), std::invalid_argument);
  call.from = "+12025550100";
  call.length_in_minutes = -1;
  EXPECT_THROW(sandbox.simulate_incoming_call(call), std::invalid_argument);
  EXPECT_THROW(sandbox.simulate_event({"", {}, ""}), std::invalid_argument);
  EXPECT_THROW(sandbox.simulate_event({"tag.added", JsonText{"[1]"}, ""}), std::invalid_argument);
  EXPECT_THROW(sandbox.simulate_event({"tag.added", {}, "+12025550999"}), std::invalid_argument);
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
