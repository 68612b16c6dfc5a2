#include "testing/engine_fixture.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

class LimitsTest : public ::testing::Test {
 protected:
  static detail::Engine make_engine(std::optional<int> per_day = {}) {
    detail::EngineOptions options;
    options.standing_time = test_time;
    options.rate_limits = {true, 20, 5, per_day};
    return detail::Engine{options};
  }

  static detail::Response get(detail::Engine& engine, const char* method = "GET") {
    engine.keys().add("key", detail::all_scopes());
    detail::Request request;
    request.method = method;
    request.target = "/v1/api/contacts";
    request.headers = {{"Authorization", "key"}};
    return engine.handle(request);
  }

  static std::string header(const detail::Response& response, const char* name) {
    const std::string* value = detail::find_header(response.headers, name);
    return value == nullptr ? "absent" : *value;
  }
};

TEST_F(LimitsTest, TwentyReadsASecond) {
  detail::Engine engine = make_engine();
  for (int i = 0; i < 20; ++i) {
    const detail::Response response = get(engine);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "X-RateLimit-Limit"), "20");
    EXPECT_EQ(header(response, "X-RateLimit-Remaining"), std::to_string(19 - i));
    EXPECT_EQ(header(response, "X-RateLimit-Reset"), "1772442001");
  }
  const detail::Response refused = get(engine);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.body, R"({"code":"RATE_LIMITED"})");
  EXPECT_EQ(header(refused, "Retry-After"), "1");
  EXPECT_EQ(get(engine, "POST").status, 415) << "writes are counted apart";
  engine.clock().advance(std::chrono::seconds{1});
  EXPECT_EQ(get(engine).status, 200);
}

TEST_F(LimitsTest, FiveWritesASecond) {
  detail::Engine engine = make_engine();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get(engine, "POST").status, 415);
  EXPECT_EQ(get(engine, "POST").status, 429);
}

TEST_F(LimitsTest, ADailyQuota) {
  detail::Engine engine = make_engine(3);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get(engine).status, 200);
  const detail::Response refused = get(engine);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(
      refused.body,
      R"({"code":"API_KEY_QUOTA_EXCEEDED","details":[{"message":"limit=3;type=DAILY;reset_in=54000","field":"DAILY"}]})");
  EXPECT_EQ(header(refused, "Retry-After"), "absent");
  engine.clock().advance(std::chrono::seconds{54'000});
  EXPECT_EQ(get(engine).status, 200) << "a new day";
}

TEST_F(LimitsTest, OffByDefault) {
  detail::Engine engine{{}};
  for (int i = 0; i < 100; ++i) EXPECT_EQ(get(engine).status, 200);
  EXPECT_EQ(header(get(engine), "X-RateLimit-Limit"), "absent");
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
