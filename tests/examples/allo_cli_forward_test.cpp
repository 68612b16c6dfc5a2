// `allo webhooks listen --forward-to`.
#include "examples/process.hpp"
#include "support/fault_server.hpp"

#include <allo/transport.hpp>
#include <allo/webhook_receiver.hpp>
#include <allo/webhook_signature.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace {

using allo::test::FaultServer;
using allo::test::ProcessResult;
using allo::test::run_example;
using testing::ElementsAre;

const std::string service_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string own_secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// Runs the listener until it has printed so many events, and posts deliveries to it; gives the answers' statuses.
std::vector<int> run_listener(const FaultServer& target, const std::map<std::string, std::string>& secrets, int count,
                              std::vector<allo::WebhookDelivery> deliveries) {
  std::future<std::vector<int>> posted;
  const auto post_all = [&deliveries](const std::string& err) {
    const std::size_t begin = err.find("http://");
    const std::string url = err.substr(begin, err.find(',', begin) - begin);
    const auto transport = allo::make_curl_transport();
    std::vector<int> statuses;
    for (const allo::WebhookDelivery& each : deliveries) {
      statuses.push_back(
          transport->send({.method = allo::HttpMethod::Post, .url = url, .headers = each.headers, .body = each.body})
              .status);
    }
    return statuses;
  };
  const ProcessResult result =
      run_example("allo", {"webhooks", "listen", "--count", std::to_string(count), "--forward-to", target.url("/hook")},
                  {.environment = secrets, .watch = [&](int, const std::string& err) {
                     if (posted.valid() || err.find("Ctrl-C\n") == std::string::npos) return;
                     posted = std::async(std::launch::async, post_all, err);
                   }});
  EXPECT_EQ(result.status, 0) << result.err;
  return posted.get();
}

std::string event(const char* id) { return std::string{R"({"topic":"SMS_RECEIVED","data":{"id":")"} + id + "\"}}"; }

TEST(AlloCliForward, SignsAnewOnlyWhatCameWithAValidSignature) {
  const FaultServer target;
  const auto statuses =
      run_listener(target, {{"ALLO_WEBHOOK_SECRET", service_secret}, {"ALLO_FORWARD_SECRET", own_secret}}, 1,
                   {allo::make_delivery({.body = event("msg_1")}),
                    allo::make_delivery({.body = event("msg_2"), .secret = own_secret, .id = "msg_forged"}),
                    allo::make_delivery({.body = event("msg_3"), .secret = service_secret, .id = "msg_kept"})});
  EXPECT_THAT(statuses, ElementsAre(401, 401, 204));
  ASSERT_EQ(target.requests().size(), 1u) << "what was refused is not passed on";
  const auto passed = target.requests()[0];
  EXPECT_EQ(passed.target, "/hook");
  EXPECT_EQ(passed.body, event("msg_3"));
  EXPECT_EQ(passed.header("webhook-id"), "msg_kept");
  allo::HttpHeaders headers;
  for (const char* name : {"webhook-id", "webhook-timestamp", "webhook-signature"}) {
    headers.add(name, passed.header(name).value_or(""));
  }
  const auto answer = [&](const std::string& secret) {
    allo::WebhookReceiver receiver;
    receiver.signing_secrets({secret}).on_unhandled([](const allo::WebhookEvent&) {});
    return receiver.respond(headers, passed.body).status;
  };
  EXPECT_EQ(answer(own_secret), 204);
  EXPECT_EQ(answer(service_secret), 401);
}

TEST(AlloCliForward, PassesOnUnsignedWhatItCannotCheck) {
  const FaultServer target;
  const auto statuses =
      run_listener(target, {{"ALLO_FORWARD_SECRET", own_secret}}, 2,
                   {allo::make_delivery({.body = event("msg_1"), .id = "msg_first"}),
                    allo::make_delivery({.body = event("msg_2"), .secret = service_secret, .id = "msg_second"})});
  EXPECT_THAT(statuses, ElementsAre(204, 204));
  ASSERT_EQ(target.requests().size(), 2u);
  EXPECT_EQ(target.requests()[0].header("webhook-id"), "msg_first");
  EXPECT_EQ(target.requests()[0].header("webhook-signature"), std::nullopt) << "nothing becomes genuine on the way";
  EXPECT_EQ(target.requests()[1].header("webhook-signature"), [&] {
    const auto time = target.requests()[1].header("webhook-timestamp").value_or("0");
    const std::chrono::system_clock::time_point at{std::chrono::seconds{std::stoll(time)}};
    return allo::sign(service_secret, "msg_second", at, event("msg_2"));
  }()) << "as it came";
}

TEST(AlloCliForward, LetsTheServiceRepeatWhatCouldNotBePassedOn) {
  int answers = 0;
  FaultServer::Options options;
  options.on_request = [&answers](const allo::test::SeenRequest&) -> allo::test::Script {
    return {allo::test::send_bytes(allo::test::http_response(answers++ == 0 ? 503 : 200, "{}"))};
  };
  const FaultServer target{std::move(options)};
  const auto delivery = allo::make_delivery({.body = event("msg_1"), .secret = service_secret, .id = "msg_1"});
  EXPECT_THAT(run_listener(target, {{"ALLO_WEBHOOK_SECRET", service_secret}}, 1, {delivery, delivery}),
              ElementsAre(500, 204));
}

}  // namespace
