#include "testing/raw_socket.hpp"
#include "testing/sandbox_client.hpp"

#include <cerrno>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

using std::chrono::milliseconds;

class FaultsTest : public ::testing::Test {
 protected:
  httplib::Result post_sms() {
    return client.Post("/v1/api/sms", R"({"from":"+1234567890","to":"+12025550100","message":"Hi"})",
                       "application/json");
  }
  std::size_t sent() const { return sandbox.messages().size() - 80; }

  static Fault fault(FaultKind kind) {
    Fault out;
    out.kind = kind;
    return out;
  }

  /// What a plain socket gets for GET /numbers, and how the connection ended.
  std::pair<std::string, int> raw_get() {
    RawSocket socket{sandbox.port()};
    socket.send(head("GET", "/numbers"));
    std::string text = socket.read_all();
    return {std::move(text), socket.last_error()};
  }

  Sandbox sandbox;
  httplib::Client client = client_of(sandbox);
};

TEST_F(FaultsTest, StatusIsNotCarriedOut) {
  sandbox.arm(fault(FaultKind::Status));
  const auto answer = post_sms();
  EXPECT_EQ(answer->status, 503);
  EXPECT_EQ(answer->body, R"({"code":"SERVICE_UNAVAILABLE","details":null})");
  EXPECT_EQ(sent(), 0u);
  EXPECT_EQ(post_sms()->status, 200) << "once only";
  EXPECT_EQ(sent(), 1u);
}

TEST_F(FaultsTest, StatusWithABodyOfItsOwnThatIsCarriedOut) {
  Fault lost = fault(FaultKind::Status);
  lost.status = 504;
  lost.body = "";
  lost.carry_out = true;
  sandbox.arm(lost);
  const auto answer = post_sms();
  EXPECT_EQ(answer->status, 504);
  EXPECT_EQ(answer->body, "");
  EXPECT_EQ(sent(), 1u);
  EXPECT_TRUE(sandbox.requests().back().carried_out);
  EXPECT_EQ(sandbox.requests().back().status, 504);
}

TEST_F(FaultsTest, Html) {
  Fault page = fault(FaultKind::Html);
  page.status = 502;
  sandbox.arm(page);
  const auto answer = client.Get("/v1/api/numbers");
  EXPECT_EQ(answer->status, 502);
  EXPECT_EQ(answer->get_header_value("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(answer->body.substr(0, 15), "<!DOCTYPE html>");
}

TEST_F(FaultsTest, TheThreeFormsOf429) {
  Fault limit = fault(FaultKind::RateLimitSeconds);
  limit.retry_after = std::chrono::seconds{7};
  sandbox.arm(limit);
  const auto seconds = post_sms();
  EXPECT_EQ(seconds->status, 429);
  EXPECT_EQ(seconds->get_header_value("Retry-After"), "7");
  EXPECT_EQ(seconds->body, R"({"code":"RATE_LIMITED"})");
  limit.kind = FaultKind::RateLimitDate;
  sandbox.arm(limit);
  const std::string date = post_sms()->get_header_value("Retry-After");
  EXPECT_EQ(date.size(), 29u) << date;
  EXPECT_EQ(date.substr(25), " GMT");
  limit.kind = FaultKind::RateLimitQuota;
  sandbox.arm(limit);
  const auto quota = post_sms();
  EXPECT_EQ(
      quota->body,
      R"({"code":"API_KEY_QUOTA_EXCEEDED","details":[{"message":"limit=1000;type=DAILY;reset_in=7","field":"DAILY"}]})");
  EXPECT_FALSE(quota->has_header("Retry-After"));
  EXPECT_EQ(sent(), 0u);
}

TEST_F(FaultsTest, ErrorsHaveTheFormOfTheRequestsVersion) {
  const httplib::Headers headers{{"Authorization", "Api-Key " + sandbox.key()}, {"X-Request-Id", "mine-1"}};
  client.set_default_headers({});
  Fault limit = fault(FaultKind::RateLimitSeconds);
  limit.route = "/v2/api/me";
  limit.retry_after = std::chrono::seconds{7};
  sandbox.arm(limit);
  const auto limited = client.Get("/v2/api/me", headers);
  EXPECT_EQ(limited->status, 429);
  EXPECT_EQ(limited->get_header_value("Retry-After"), "7");
  const Json error = Json::parse(limited->body).at("error");
  EXPECT_EQ(error.at("type"), "rate_limit_error");
  EXPECT_EQ(error.at("code"), "RATE_LIMIT_EXCEEDED");
  EXPECT_EQ(error.at("retryable"), true);
  EXPECT_EQ(error.at("retry_after_seconds"), 7);
  EXPECT_EQ(error.at("request_id"), "mine-1");
  Fault failure = fault(FaultKind::Status);
  failure.route = "/v2/api/me";
  sandbox.arm(failure);
  const auto failed = client.Get("/v2/api/me", headers);
  EXPECT_EQ(failed->status, 503);
  EXPECT_EQ(Json::parse(failed->body).at("error").at("type"), "server_error");
  EXPECT_EQ(Json::parse(failed->body).at("error").at("code"), "SERVICE_UNAVAILABLE");
}

TEST_F(FaultsTest, DelayAndSlowBody) {
  for (const FaultKind kind : {FaultKind::Delay, FaultKind::SlowBody}) {
    Fault slow = fault(kind);
    slow.delay = milliseconds{120};
    sandbox.arm(slow);
    const auto start = std::chrono::steady_clock::now();
    const auto answer = client.Get("/v1/api/numbers");
    EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds{100});
    EXPECT_EQ(Json::parse(answer->body).at("data").size(), 3u) << "whole in the end";
  }
}

TEST_F(FaultsTest, TruncateAndStall) {
  const std::string whole = client.Get("/v1/api/numbers")->body;
  for (const FaultKind kind : {FaultKind::Truncate, FaultKind::Stall}) {
    sandbox.arm(fault(kind));
    const auto [text, error] = raw_get();
    EXPECT_EQ(error, 0);
    EXPECT_NE(text.find("Content-Length: " + std::to_string(whole.size()) + "\r\n"), std::string::npos) << text;
    EXPECT_EQ(text.substr(text.find("\r\n\r\n") + 4), whole.substr(0, whole.size() / 2));
  }
}

TEST_F(FaultsTest, WrongLength) {
  const std::string whole = client.Get("/v1/api/numbers")->body;
  sandbox.arm(fault(FaultKind::WrongLength));
  RawSocket socket{sandbox.port()};
  socket.send(head("GET", "/numbers"));
  const std::string text = socket.read_until(whole.substr(whole.size() / 2));
  EXPECT_NE(text.find("Content-Length: " + std::to_string(whole.size() / 2) + "\r\n"), std::string::npos) << text;
}

TEST_F(FaultsTest, ResetsAreResets) {
  for (const FaultKind kind : {FaultKind::ResetBeforeReading, FaultKind::ResetAfterReading}) {
    sandbox.arm(fault(kind));
    const auto [text, error] = raw_get();
    EXPECT_EQ(text, "");
    EXPECT_EQ(error, ECONNRESET);
    EXPECT_EQ(sandbox.requests().back().status, 0);
    EXPECT_EQ(sandbox.requests().back().fault, kind);
    EXPECT_FALSE(sandbox.requests().back().carried_out);
  }
}

TEST_F(FaultsTest, ResetBeforeReadingDoesNotWaitForTheBody) {
  sandbox.arm(fault(FaultKind::ResetBeforeReading));
  RawSocket socket{sandbox.port()};
  socket.send(head("POST", "/sms", "Content-Type: application/json\r\nContent-Length: 1000\r\n"));
  EXPECT_EQ(socket.read_all(), "");
  EXPECT_EQ(socket.last_error(), ECONNRESET);
}

TEST_F(FaultsTest, ResetAfterReadingMayHaveCarriedOut) {
  Fault reset = fault(FaultKind::ResetAfterReading);
  reset.carry_out = true;
  sandbox.arm(reset);
  EXPECT_FALSE(post_sms());
  EXPECT_EQ(sent(), 1u);
  EXPECT_TRUE(sandbox.requests().back().carried_out);
}

TEST_F(FaultsTest, AStaleKeepAliveKillsTheNextRequest) {
  sandbox.arm(fault(FaultKind::StaleKeepAlive));
  RawSocket socket{sandbox.port()};
  socket.send(head("GET", "/numbers"));
  EXPECT_EQ(socket.read_until("]}").substr(0, 12), "HTTP/1.1 200");
  socket.send(head("GET", "/numbers"));
  EXPECT_EQ(socket.read_all(), "");
  EXPECT_EQ(socket.last_error(), ECONNRESET);
  RawSocket another{sandbox.port()};
  another.send(head("GET", "/numbers"));
  EXPECT_EQ(another.read_until("]}").substr(0, 12), "HTTP/1.1 200") << "a new connection is fine";
}

TEST_F(FaultsTest, MatchesMethodRouteAndCount) {
  Fault third = fault(FaultKind::Status);
  third.method = "GET";
  third.route = "/contact/{id}";
  third.nth = 3;
  third.times = 2;
  const std::uint64_t id = sandbox.arm(third);
  std::vector<int> statuses;
  for (int i = 0; i < 6; ++i) {
    statuses.push_back(client.Get("/v1/api/contact/cnt_abc123")->status);
    EXPECT_EQ(client.Get("/v1/api/numbers")->status, 200);
  }
  EXPECT_EQ(statuses, (std::vector<int>{200, 200, 503, 503, 200, 200}));
  ASSERT_EQ(sandbox.armed().size(), 1u);
  EXPECT_EQ(sandbox.armed()[0].matched, 6);
  EXPECT_EQ(sandbox.armed()[0].acted, 2);
  EXPECT_TRUE(sandbox.disarm(id));
  EXPECT_FALSE(sandbox.disarm(id));
}

TEST_F(FaultsTest, SparesFirstRequestsOfConnections) {
  Fault reused = fault(FaultKind::Status);
  reused.only_reused_connections = true;
  reused.times = 0;
  sandbox.arm(reused);
  EXPECT_EQ(client.Get("/v1/api/numbers")->status, 200);
  EXPECT_EQ(client.Get("/v1/api/numbers")->status, 503);
  EXPECT_EQ(client_of(sandbox).Get("/v1/api/numbers")->status, 200);
}

TEST_F(FaultsTest, ProbabilityFollowsTheSeed) {
  const auto pattern = [](std::uint64_t seed) {
    SandboxOptions options;
    options.seed = seed;
    Sandbox box{options};
    Fault sometimes = fault(FaultKind::Status);
    sometimes.probability = 0.3;
    sometimes.times = 0;
    box.arm(sometimes);
    httplib::Client plain = client_of(box);
    std::string out;
    for (int i = 0; i < 200; ++i) out += plain.Get("/v1/api/numbers")->status == 503 ? 'x' : '.';
    return out;
  };
  const std::string first = pattern(5);
  EXPECT_EQ(first, pattern(5));
  EXPECT_NE(first, pattern(6));
  const auto failed = std::count(first.begin(), first.end(), 'x');
  EXPECT_GT(failed, 30);
  EXPECT_LT(failed, 90);
}

TEST_F(FaultsTest, RefusesWhatMakesNoSense) {
  const auto refused = [this](auto change) {
    Fault wrong;
    change(wrong);
    EXPECT_THROW(sandbox.arm(wrong), std::invalid_argument);
  };
  refused([](Fault& f) { f.nth = 0; });
  refused([](Fault& f) { f.times = -1; });
  refused([](Fault& f) { f.probability = 1.5; });
  refused([](Fault& f) { f.status = 99; });
  refused([](Fault& f) { f.delay = milliseconds{-1}; });
  refused([](Fault& f) { f.route = "/contact/cnt_abc123"; });
  refused([](Fault& f) { f.kind = FaultKind::TlsExpired; });
  refused([](Fault& f) { f.method = "get"; });
  refused([](Fault& f) {
    f.method = "GET";
    f.route = "/contacts/{id}";  // A contact is read at /contact/{id}.
  });
  EXPECT_TRUE(sandbox.armed().empty());
}

TEST_F(FaultsTest, KindsHaveNames) {
  FaultKind kind{};
  EXPECT_TRUE(from_string("reset_after_reading", kind));
  EXPECT_EQ(kind, FaultKind::ResetAfterReading);
  EXPECT_FALSE(from_string("meteor", kind));
  EXPECT_EQ(to_string(FaultKind::TlsExpired), "tls_expired");
  EXPECT_EQ(to_string(DeliveryStatus::Pending), "pending");
  EXPECT_EQ(to_string(DeliveryStatus::Delivered), "delivered");
  EXPECT_EQ(to_string(DeliveryStatus::Failed), "failed");
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
