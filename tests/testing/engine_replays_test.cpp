#include "testing/engine_fixture.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

class ReplaysTest : public EngineTest {
 protected:
  detail::Response write(const std::string& path, const std::string& idempotency_key, const Json& body,
                         const std::string& key = "key") {
    detail::Request request;
    request.method = "POST";
    request.target = "/v1/api" + path;
    request.headers = {
        {"Authorization", key}, {"Content-Type", "application/json"}, {"Idempotency-Key", idempotency_key}};
    request.body = body.dump();
    return engine.handle(request);
  }
  static bool replayed(const detail::Response& response) {
    return detail::find_header(response.headers, "Idempotency-Replayed") != nullptr;
  }
  const Json sms = {{"from", "+1234567890"}, {"to", "+12025550100"}, {"message", "once"}};
};

TEST_F(ReplaysTest, OffByDefaultAsVersion1IsDocumented) {
  write("/sms", "a", sms);
  EXPECT_FALSE(replayed(write("/sms", "a", sms)));
  EXPECT_EQ(engine.state().messages().size(), 82u);
}

TEST_F(ReplaysTest, AWriteIsCarriedOutOnce) {
  engine.quirks().idempotency_keys = true;
  const detail::Response first = write("/sms", "a", sms);
  const detail::Response second = write("/sms", "a", sms);
  EXPECT_FALSE(replayed(first));
  EXPECT_TRUE(replayed(second));
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(engine.state().messages().size(), 81u);
  EXPECT_FALSE(replayed(write("/sms", "b", sms)));
  engine.keys().add("other", detail::all_scopes());
  EXPECT_FALSE(replayed(write("/sms", "a", sms, "other"))) << "another API key's keys are its own";
}

TEST_F(ReplaysTest, AnotherRouteIsAReuse) {
  engine.quirks().idempotency_keys = true;
  write("/sms", "a", sms);
  const detail::Response reuse = write("/contacts", "a", {{"numbers", {"+33612345678"}}});
  EXPECT_EQ(reuse.status, 409);
  EXPECT_EQ(Json::parse(reuse.body).at("code"), "IDEMPOTENCY_KEY_REUSE");
}

TEST_F(ReplaysTest, KeptForAnHourAndOnlyWhenItWorked) {
  engine.quirks().idempotency_keys = true;
  write("/sms", "a", sms);
  engine.clock().advance(std::chrono::minutes{61});
  EXPECT_FALSE(replayed(write("/sms", "a", sms)));
  EXPECT_EQ(write("/sms", "c", {{"from", "+1"}, {"to", "+12025550100"}, {"message", "x"}}).status, 400);
  EXPECT_EQ(write("/sms", "c", sms).status, 200) << "a refusal is not kept";
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
