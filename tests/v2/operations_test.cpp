#include "v2/operations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// What holds for every operation alike.
namespace allo::test {
namespace {

constexpr const char* not_found =
    R"({"error":{"type":"not_found_error","code":"THING_NOT_FOUND","message":"No such thing","retryable":false,)"
    R"("request_id":"req_abc123def456","param":"id","suggestion":"List them","doc_url":"https://docs.example/404"}})";

TEST(Operations, CarryTheKeyAsApiKeyAndOnlyWritesAnIdempotencyKey) {
  for (const Operation& call : operations()) {
    SCOPED_TRACE(call.name);
    const FakeV2 fake;
    fake.run(call, respond(200, example_answer(call.name)));
    const HttpHeaders& headers = fake.transport->last().headers;
    EXPECT_EQ(headers.get("Authorization"), std::string{"Api-Key "} + test_key);
    EXPECT_EQ(headers.get("Accept"), "application/json");
    EXPECT_EQ(headers.get("Content-Type").has_value(), !fake.transport->last().body.empty());
    EXPECT_EQ(headers.get("Idempotency-Key").has_value(), !call.only_reads);
    EXPECT_TRUE(call.only_reads || headers.get("Idempotency-Key")->size() >= 16);
  }
}

TEST(Operations, TakeACallersKeyForWritesAlone) {
  RequestOptions options;
  options.idempotency_key = "my-key";
  for (const Operation& call : operations()) {
    SCOPED_TRACE(call.name);
    const FakeV2 fake;
    if (call.only_reads && call.verb == "POST") {
      EXPECT_THAT(refusal_of([&] { call.run(fake.v2(), options); }), testing::HasSubstr("idempotency_key"));
      EXPECT_EQ(fake.transport->count(), 0U);
    } else if (!call.only_reads) {
      fake.run(call, respond(200, example_answer(call.name)), options);
      EXPECT_EQ(fake.transport->last().headers.all("Idempotency-Key"), std::vector<std::string_view>{"my-key"});
    }
  }
}

TEST(Operations, ReportAnErrorInFull) {
  for (const Operation& call : operations()) {
    SCOPED_TRACE(call.name);
    const FakeV2 fake;
    const auto error = thrown_by<NotFoundException>([&] { fake.run(call, respond(404, not_found)); });
    EXPECT_EQ(error.code(), "THING_NOT_FOUND");
    EXPECT_EQ(error.type(), "not_found_error");
    EXPECT_EQ(error.message(), "No such thing");
    EXPECT_EQ(error.request_id(), "req_abc123def456");
    EXPECT_EQ(error.param(), "id");
    EXPECT_EQ(error.suggestion(), "List them");
    EXPECT_EQ(error.doc_url(), "https://docs.example/404");
    EXPECT_TRUE(error.not_found());
    EXPECT_FALSE(error.retryable());
    EXPECT_EQ(error.delivery(), DeliveryState::Rejected);
    EXPECT_EQ(fake.transport->count(), 1U);
  }
}

TEST(Operations, ReadTheFlatErrorsOfVersion1AndWhatGatewaysSay) {
  for (const Operation& call : operations()) {
    SCOPED_TRACE(call.name);
    const FakeV2 fake;
    const auto flat = thrown_by<AuthenticationException>(
        [&] { fake.run(call, respond(401, R"({"code":"API_KEY_INVALID","details":null})")); });
    EXPECT_EQ(flat.code(), "API_KEY_INVALID");
    const auto page = thrown_by<ForbiddenException>(
        [&] { fake.run(call, respond(403, "<html><body>error code: 1010</body></html>")); });
    EXPECT_EQ(page.code(), "");
    EXPECT_THAT(page.body(), testing::HasSubstr("1010"));
  }
}

TEST(Operations, RefuseASuccessWithoutWhatItPromises) {
  for (const Operation& call : operations()) {
    if (!call.promises_a_body) continue;
    for (const char* body : {"", "{}", R"({"data":null})", "<html><body>Welcome</body></html>", "[]", "null",
                             R"({"data":"text"})", R"({"error":{"code":"INTERNAL_SERVER_ERROR"}})"}) {
      SCOPED_TRACE(call.name + ": " + body);
      const FakeV2 fake;
      const auto error = thrown_by<DecodeException>([&] { fake.run(call, respond(200, body)); });
      EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
      EXPECT_EQ(fake.transport->count(), 1U);
    }
  }
}

TEST(Operations, TakeAnySuccessWhereNothingIsPromised) {
  for (const Operation& call : operations()) {
    if (call.promises_a_body) continue;
    for (const char* body : {"", "{}", R"({"data":{"error":"no"}})", R"({"error":null})", "<html></html>", "[1,2"}) {
      for (const int status : {200, 201, 202, 204}) {
        SCOPED_TRACE(call.name + ": " + body);
        const FakeV2 fake;
        EXPECT_NO_THROW(fake.run(call, respond(status, body)));
      }
    }
  }
}

TEST(Operations, SeeAnErrorThatComesAsASuccess) {
  constexpr const char* body = R"({"error":{"code":"TAG_NOT_FOUND","message":"No such tag"}})";
  for (const char* name : {"addTags", "executeConversationAction"}) {
    const FakeV2 fake;
    const auto error = thrown_by<DecodeException>([&] { fake.run(operation(name), respond(200, body)); });
    EXPECT_EQ(error.path(), "error");
    EXPECT_THAT(error.what(), testing::HasSubstr("TAG_NOT_FOUND"));
    EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
  }
  // What was to be deleted is gone, whatever an answer of success says besides.
  for (const char* name :
       {"removeTag", "deleteWebhook", "deleteSummaryTemplate", "deleteDeal", "deletePartnerAccount"}) {
    const FakeV2 fake;
    EXPECT_NO_THROW(fake.run(operation(name), respond(200, body))) << name;
  }
}

/// Runs an operation whose first attempt fails, and gives the number of attempts.
std::size_t attempts_after(const Operation& call, const FakeTransport::Step& failure, std::optional<bool> trust = {},
                           const RequestOptions& options = {}) {
  FakeV2 fake;
  fake.options.retry.trust_idempotency_keys = trust;
  fake.transport->then(failure);
  fake.transport->always([&](const HttpRequest&) { return respond(200, example_answer(call.name)); });
  try {
    call.run(fake.v2(), options);
  } catch (const AlloException&) {
  }
  const std::vector<HttpRequest> sent = fake.transport->requests();
  for (const HttpRequest& request : sent) {
    EXPECT_EQ(request.headers.all("Idempotency-Key"), sent.front().headers.all("Idempotency-Key"));
    EXPECT_EQ(request.body, sent.front().body);
    EXPECT_EQ(request.url, sent.front().url);
  }
  return sent.size();
}

HttpResponse lost(const HttpRequest&) { throw TransportException(TransportError::Receive, "cut off", true); }
HttpResponse unsent(const HttpRequest&) { throw TransportException(TransportError::Connect, "refused", false); }
FakeTransport::Step answering(int status, std::string body) {
  return [status, body = std::move(body)](const HttpRequest&) { return respond(status, body); };
}

bool clears_by_position(const Operation& call) {
  const FakeV2 fake;
  fake.run(call, respond(200, example_answer(call.name)));
  return fake.transport->last().url.find("position=") != std::string::npos;
}

TEST(Repeating, GoesUnderOneKeyWhereTheRequestMayHaveBeenCarriedOut) {
  int positions = 0;
  for (const Operation& call : operations()) {
    SCOPED_TRACE(call.name);
    const bool by_position = clears_by_position(call);
    positions += by_position ? 1 : 0;
    const std::size_t expected = call.name == "createPartnerAccount" || by_position ? 1 : 2;
    EXPECT_EQ(attempts_after(call, lost), expected);
    EXPECT_EQ(attempts_after(call, answering(503, "")), expected);
    EXPECT_EQ(attempts_after(call, unsent), 2U);
  }
  EXPECT_EQ(positions, 2);
}

TEST(Repeating, WithoutTrustInKeysLeavesPostAndPatchAlone) {
  for (const Operation& call : operations()) {
    SCOPED_TRACE(call.name);
    const bool writes = !call.only_reads && (call.verb == "POST" || call.verb == "PATCH");
    const std::size_t expected = writes || clears_by_position(call) ? 1 : 2;
    EXPECT_EQ(attempts_after(call, lost, false), expected);
    EXPECT_EQ(attempts_after(call, unsent, false), 2U);
    EXPECT_EQ(attempts_after(call, answering(429, ""), false), 2U);

    FakeV2 fake;
    fake.options.retry.trust_idempotency_keys = false;
    fake.run(call, respond(200, example_answer(call.name)));
    EXPECT_EQ(fake.transport->last().headers.get("Idempotency-Key").has_value(), call.name == "createPartnerAccount");
  }
}

TEST(Repeating, OfAPartnerAccountNeedsTheCallersKey) {
  const Operation& create = operation("createPartnerAccount");
  RequestOptions options;
  options.idempotency_key = "client-17";
  EXPECT_EQ(attempts_after(create, lost, {}, options), 2U);
  EXPECT_EQ(attempts_after(create, answering(500, ""), {}, options), 2U);
  EXPECT_EQ(attempts_after(create, lost, true), 1U);
}

TEST(Repeating, WaitsOutEveryRefusal) {
  constexpr const char* limit = R"({"error":{"code":"RATE_LIMIT_EXCEEDED","retryable":false,"retry_after_seconds":2}})";
  constexpr const char* append = R"({"error":{"code":"DIALING_QUEUE_APPEND_CONFLICT","retryable":false}})";
  constexpr const char* transaction = R"({"error":{"code":"OTHER_TRANSACTION_IN_PROGRESS","retryable":false}})";
  for (const Operation& call : operations()) {
    SCOPED_TRACE(call.name);
    EXPECT_EQ(attempts_after(call, answering(429, limit)), 2U);
    EXPECT_EQ(attempts_after(call, answering(409, append)), 2U);
    EXPECT_EQ(attempts_after(call, answering(409, transaction)), 2U);
    EXPECT_EQ(attempts_after(call, answering(409, transaction), false), 2U);
    EXPECT_EQ(attempts_after(call, answering(409, R"({"error":{"code":"TAG_ALREADY_EXISTS"}})")), 1U);
    EXPECT_EQ(attempts_after(call, answering(503, R"({"error":{"code":"X","retryable":false}})")), 1U);
  }
}

TEST(Repeating, EndsAtTheLastConflictWhichSaysThatItWasRejected) {
  const FakeV2 fake;
  fake.transport->always(answering(409, R"({"error":{"code":"DIALING_QUEUE_APPEND_CONFLICT","retryable":false}})"));
  const auto error = thrown_by<ConflictException>([&] { operation("appendDialingQueueNumbers").run(fake.v2(), {}); });
  EXPECT_TRUE(error.retryable());
  EXPECT_EQ(error.delivery(), DeliveryState::Rejected);
  EXPECT_EQ(fake.transport->count(), 3U);
  EXPECT_EQ(fake.waits->size(), 2U);
}

TEST(Repeating, KnowsWhatBecameOfARequest) {
  const Operation& create = operation("createPerson");
  const FakeV2 fake;
  fake.transport->then(lost).then(respond(422, R"({"error":{"code":"INVALID_PHONE_FORMAT"}})"));
  const auto error = thrown_by<ValidationException>([&] { create.run(fake.v2(), {}); });
  // The first attempt may have been carried out; the refusal is of the second alone.
  EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
}

TEST(Repeating, SaysWhenAnAnswerIsAReplay) {
  const Operation& create = operation("createPerson");
  const FakeV2 fake;
  ResponseInfo response;
  RequestOptions options;
  options.response = &response;
  fake.transport->then(lost);
  fake.run(create, respond(200, example_answer("createPerson"), {{"Idempotency-Replayed", "true"}}), options);
  EXPECT_TRUE(response.idempotency_replayed);
  EXPECT_EQ(response.attempts, 2);
  fake.run(create, respond(200, example_answer("createPerson")), options);
  EXPECT_FALSE(response.idempotency_replayed);
}

TEST(Repeating, BeginsNoAttemptLaterThan55MinutesUnderOneKey) {
  using namespace std::chrono_literals;
  // The waits are long, and the clock goes on with them.
  for (const auto& [wait, expected] : {std::pair{54min, 2U}, std::pair{56min, 1U}}) {
    for (const char* name : {"createPerson", "updatePerson", "deleteDeal", "searchPeople", "getMe"}) {
      SCOPED_TRACE(name);
      FakeV2 fake;
      auto now = std::make_shared<std::chrono::steady_clock::time_point>(std::chrono::steady_clock::now());
      fake.options.retry.max_delay = 2h;
      fake.time.clock = [now] { return *now; };
      fake.time.sleep = [now](std::chrono::milliseconds time) { *now += time; };
      const std::string seconds = std::to_string(std::chrono::seconds{wait}.count());
      fake.transport->then(respond(429, "", {{"Retry-After", seconds}}));
      fake.transport->always(answering(200, example_answer(name)));
      const bool has_key = !operation(name).only_reads;
      try {
        operation(name).run(fake.v2(), {});
      } catch (const RateLimitException&) {
      }
      EXPECT_EQ(fake.transport->count(), has_key ? expected : 2U);
    }
  }
}

TEST(Request, OfAnythingElseFollowsItsVerb) {
  const FakeV2 fake;
  fake.transport->always(answering(200, R"({"data":1})"));
  const v2::Client client = fake.v2();
  EXPECT_EQ(client.request(HttpMethod::Get, "/dialing-queues", {{"page", "1"}}), R"({"data":1})");
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v2/api/dialing-queues?page=1");
  EXPECT_FALSE(fake.transport->last().headers.get("Idempotency-Key"));
  for (const HttpMethod method : {HttpMethod::Post, HttpMethod::Put, HttpMethod::Patch, HttpMethod::Delete}) {
    client.request(method, "/threads", {}, method == HttpMethod::Delete ? "" : "{}");
    EXPECT_TRUE(fake.transport->last().headers.get("Idempotency-Key"));
    const std::size_t before = fake.transport->count();
    FakeV2 broken;
    broken.transport->then(lost).then(respond(200, "{}"));
    broken.v2().request(method, "/threads");
    EXPECT_EQ(broken.transport->count(), 2U);
    EXPECT_EQ(fake.transport->count(), before);
  }
}

}  // namespace
}  // namespace allo::test
