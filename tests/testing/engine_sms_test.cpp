#include "testing/engine_fixture.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

class SmsTest : public EngineTest {
 protected:
  std::string refusal(const Json& body) { return code(400, "POST", "/sms", body.dump()); }
};

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST_F(SmsTest, BothFlavoursAnswerAsDocumented) {
  EXPECT_EQ(post("/sms", {{"from", "+1234567890"}, {"to", "+12025550100"}, {"message", "Hello"}}),
            Json::parse(R"({"from_number":"+1234567890","sender_id":null,"to_number":"+12025550100","type":"OUTBOUND",
                            "content":"Hello","start_date":"2026-03-02T09:00:00"})"));
  EXPECT_EQ(post("/sms", {{"sender_id", "MyCompany"}, {"to", "+33612345678"}, {"message", "Bonjour"}}),
            Json::parse(R"({"from_number":null,"sender_id":"MyCompany","to_number":"+33612345678","type":"OUTBOUND",
                            "content":"Bonjour","start_date":"2026-03-02T09:00:00"})"));
}

TEST_F(SmsTest, EachDocumentedCode) {
  const std::string to = "+12025550100";
  EXPECT_EQ(refusal({{"from", "+12025550111"}, {"to", to}, {"message", "x"}}), "FROM_NUMBER_NOT_FOUND");
  EXPECT_EQ(refusal({{"from", "+1234567890"}, {"to", "+0987654321"}, {"message", "x"}}), "INVALID_TO_NUMBER");
  EXPECT_EQ(refusal({{"from", "+1234567890"}, {"to", "+33612345678"}, {"message", "x"}}), "TO_NUMBER_COUNTRY_MISMATCH");
  EXPECT_EQ(refusal({{"from", "+1234567890"}, {"to", to}, {"message", ""}}), "INVALID_LENGTH");
  EXPECT_EQ(refusal({{"from", "+442079460123"}, {"to", "+447700900123"}, {"message", "x"}}), "PROVIDER_NOT_SUPPORTED");
  EXPECT_EQ(refusal({{"sender_id", "Unverified"}, {"to", "+33612345678"}, {"message", "x"}}), "INVALID_SENDER_ID");
  EXPECT_EQ(refusal({{"sender_id", "My"}, {"to", "+33612345678"}, {"message", "x"}}), "INVALID_SENDER_ID");
  EXPECT_EQ(refusal({{"sender_id", "MyAgency"}, {"to", "+33612345678"}, {"message", "x"}}), "SENDER_ID_NOT_ACTIVE");
  EXPECT_EQ(refusal({{"sender_id", "MyCompany"}, {"to", to}, {"message", "x"}}), "INVALID_TO_NUMBER");
  EXPECT_EQ(expect(400, "POST", "/sms", R"({"from":"+12025550111","to":"+12025550100","message":"x"})"),
            Json::parse(R"({"code":"FROM_NUMBER_NOT_FOUND","details":null})"));
}

TEST_F(SmsTest, LengthCountsCharactersNotBytes) {
  const auto body = [](const std::string& message) {
    return Json{{"from", "+1234567890"}, {"to", "+12025550100"}, {"message", message}};
  };
  EXPECT_EQ(post("/sms", body(repeated("é", 1000))).at("content").get<std::string>().size(), 2000u);
  EXPECT_EQ(post("/sms", body(repeated("😀", 1000))).at("content").get<std::string>().size(), 4000u);
  EXPECT_EQ(refusal(body(repeated("é", 1001))), "INVALID_LENGTH");
}

TEST_F(SmsTest, RefusesWhatIsNotDocumented) {
  EXPECT_EQ(invalid_fields("POST", "/sms", R"({"from":"+1234567890","to":"+12025550100"})"), "message");
  EXPECT_EQ(invalid_fields("POST", "/sms", R"({"from":null,"to":"+12025550100","message":"x"})"), "from");
  EXPECT_EQ(invalid_fields("POST", "/sms", R"({"sender_id":"MyCompany","from":"+1234567890","to":"+1","message":"x"})"),
            "from");
  EXPECT_EQ(invalid_fields("POST", "/sms", R"({})"), "from to message");
  EXPECT_EQ(engine.state().messages().size(), 80u) << "a refused message was stored";
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
