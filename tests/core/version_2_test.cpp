#include "core/core.hpp"
#include "support/fake_transport.hpp"

#include <allo/sms.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What sets the core of a client of version 2 apart. The endpoints are of this test.
ALLO_NAMESPACE_BEGIN
namespace {

using namespace std::chrono_literals;
using detail::Core;
using test::FakeClient;
using test::refusal_of;
using test::respond;
using test::thrown_by;

constexpr auto read_thing = detail::get<SentSms>("/things/{id}");
constexpr auto search_things = detail::post<SentSms>("/things/search").reads();
constexpr auto create_thing = detail::post<SentSms>("/things");
constexpr auto replace_thing = detail::put<SentSms>("/things/{id}");
constexpr auto change_thing = detail::patch<SentSms>("/things/{id}");
constexpr auto delete_thing = detail::del<void>("/things/{id}");
constexpr auto buy_thing = detail::post<SentSms>("/things/buy").repeats_under_callers_key();
constexpr auto clear_things = detail::del<SentSms>("/things");

const char* const thing = R"({"data":{"content":"x"}})";

detail::SharedObject<Core> version_2(const FakeClient& fake) {
  return fake.core()->for_version_2(Core::BaseUrl::OfVersion1);
}

/// The keys of the requests, in order; "-" for none.
std::vector<std::string> keys(const FakeClient& fake) {
  std::vector<std::string> keys;
  for (const HttpRequest& request : fake.transport->requests()) {
    keys.emplace_back(request.headers.get("Idempotency-Key").value_or("-"));
  }
  return keys;
}

/// How often a request goes out whose connection is reset each time.
template <class Result>
std::size_t tries(const detail::Operation<Result>& operation, std::initializer_list<std::string_view> segments,
                  std::optional<bool> trust, const std::string& callers_key = {}) {
  FakeClient fake;
  fake.options.retry.trust_idempotency_keys = trust;
  fake.transport->always(
      [](const HttpRequest&) -> HttpResponse { throw TransportException(TransportError::Receive, "reset", true); });
  RequestOptions options;
  options.idempotency_key = callers_key;
  const auto error = thrown_by<TransportException>([&] {
    version_2(fake)->run(detail::Request<Result>{operation.traits, segments}, options);
  });
  EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
  const auto sent = keys(fake);
  for (const std::string& key : sent) EXPECT_EQ(key, sent.front()) << "one key for all attempts";
  return sent.size();
}

TEST(Version2, TakesOverAllButBaseUrlAndScheme) {
  FakeClient fake;
  fake.options.headers.add("X-Team", "7");
  fake.transport->always([](const HttpRequest&) { return respond(200, thing); });
  version_2(fake)->run(read_thing("a b"), {});
  const HttpRequest request = fake.transport->last();
  EXPECT_EQ(request.url, "https://api.test/v2/api/things/a%20b");
  EXPECT_EQ(request.headers.get("Authorization"), std::string{"Api-Key "} + test::test_key);
  EXPECT_EQ(request.headers.get("X-Team"), "7");
}

TEST(Version2, IsRefusedWhereItsBaseUrlIsNotKnown) {
  FakeClient fake;
  fake.options.base_url = "https://gateway.test/allo";
  const auto core = fake.core();
  EXPECT_EQ(refusal_of([&] { core->for_version_2(Core::BaseUrl::OfVersion1); }),
            "base_url ends in neither /v1/api nor /v2/api, so that of version 2 is not known");
  EXPECT_EQ(core->for_version_2(Core::BaseUrl::Chosen)->options().base_url, "https://gateway.test/allo");
  fake.options.base_url = "https://gateway.test/v1/api/";
  EXPECT_EQ(fake.core()->for_version_2(Core::BaseUrl::Chosen)->options().base_url, "https://gateway.test/v2/api");
}

TEST(Version2, EveryWriteCarriesAKeyAndNoReadDoes) {
  FakeClient fake;
  fake.transport->always([](const HttpRequest&) { return respond(200, thing); });
  const auto core = version_2(fake);
  core->run(read_thing("1"), {});
  core->run(search_things(), {});
  EXPECT_EQ(keys(fake), (std::vector<std::string>{"-", "-"}));
  core->run(create_thing(), {});
  core->run(replace_thing("1"), {});
  core->run(change_thing("1"), {});
  core->run(delete_thing("1"), {});
  core->run(buy_thing(), {});
  core->request(HttpMethod::Patch, "/anything", {}, "{}", {});
  const auto sent = keys(fake);
  for (std::size_t i = 2; i < 8; ++i) {
    EXPECT_EQ(sent[i].size(), 32U) << i;
    EXPECT_NE(sent[i], sent[i - 1]);
  }
  EXPECT_EQ(fake.transport->last().method, HttpMethod::Patch);
}

TEST(Version2, ReadsByPostRefuseAKey) {
  FakeClient fake;
  RequestOptions options;
  options.idempotency_key = "mine";
  EXPECT_EQ(refusal_of([&] { version_2(fake)->run(search_things(), options); }),
            "idempotency_key: this operation only reads and takes none");
}

TEST(Version2, RepeatsWhatMayHaveBeenCarriedOutUnderOneKey) {
  EXPECT_EQ(tries(read_thing, {"1"}, {}), 3U);
  EXPECT_EQ(tries(search_things, {}, {}), 3U);
  EXPECT_EQ(tries(create_thing, {}, {}), 3U);
  EXPECT_EQ(tries(create_thing, {}, {}, "mine"), 3U);
  EXPECT_EQ(tries(change_thing, {"1"}, true), 3U);
  EXPECT_EQ(tries(delete_thing, {"1"}, {}), 3U);
}

TEST(Version2, WithoutTrustInKeysAPostGoesOutOnce) {
  EXPECT_EQ(tries(create_thing, {}, false), 1U);
  EXPECT_EQ(tries(create_thing, {}, false, "mine"), 1U);
  EXPECT_EQ(tries(change_thing, {"1"}, false), 1U);
  EXPECT_EQ(tries(replace_thing, {"1"}, false), 3U);
  EXPECT_EQ(tries(delete_thing, {"1"}, false), 3U);
  EXPECT_EQ(tries(search_things, {}, false), 3U);

  FakeClient fake;
  fake.options.retry.trust_idempotency_keys = false;
  fake.transport->always([](const HttpRequest&) { return respond(200, thing); });
  version_2(fake)->run(create_thing(), {});
  version_2(fake)->run(delete_thing("1"), {});
  version_2(fake)->run(buy_thing(), {});
  EXPECT_EQ(keys(fake)[0], "-");
  EXPECT_EQ(keys(fake)[1], "-");
  EXPECT_EQ(keys(fake)[2].size(), 32U) << "it keeps its own";
}

TEST(Version2, WhatCostsMoneyIsRepeatedUnderTheCallersKeyAlone) {
  EXPECT_EQ(tries(buy_thing, {}, {}), 1U);
  EXPECT_EQ(tries(buy_thing, {}, {}, "mine"), 3U);
  EXPECT_EQ(tries(buy_thing, {}, false, "mine"), 1U);

  FakeClient fake;
  fake.transport->then(respond(429)).then_fail(TransportError::Connect, false).then(respond(200, thing));
  version_2(fake)->run(buy_thing(), {});
  EXPECT_EQ(keys(fake)[0], keys(fake)[2]);
}

TEST(Version2, WhatMayBeDoneOnlyOnceIsNotRepeatedOnceItMayHaveBeen) {
  for (const int status : {500, 503}) {
    FakeClient fake;
    fake.transport->then(respond(429)).then(respond(status));
    const auto error = thrown_by<ServerException>([&] { version_2(fake)->run(clear_things().once(), {}); });
    EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
    EXPECT_EQ(fake.transport->count(), 2U);
    EXPECT_EQ(keys(fake)[0].size(), 32U);
  }
}

TEST(Version2, WaitsOutAConflictThatPasses) {
  for (const char* code : {"DIALING_QUEUE_APPEND_CONFLICT", "OTHER_TRANSACTION_IN_PROGRESS"}) {
    const std::string body =
        std::string{R"({"error":{"type":"conflict_error","code":")"} + code + R"(","retryable":false}})";
    for (const auto trust : {std::optional<bool>{}, std::optional{false}}) {
      FakeClient fake;
      fake.options.retry.trust_idempotency_keys = trust;
      fake.transport->then(respond(409, body)).then(respond(200, thing));
      EXPECT_EQ(version_2(fake)->run(create_thing(), {}).content, "x");
      EXPECT_EQ(*fake.waits, std::vector<std::chrono::milliseconds>{250ms});
      EXPECT_EQ(keys(fake)[0], keys(fake)[1]);
    }
    FakeClient fake;
    fake.transport->always([&](const HttpRequest&) { return respond(409, body); });
    const auto error = thrown_by<ConflictException>([&] { version_2(fake)->run(create_thing(), {}); });
    EXPECT_EQ(fake.transport->count(), 3U);
    EXPECT_TRUE(error.retryable());
    EXPECT_EQ(error.delivery(), DeliveryState::Rejected);
    EXPECT_EQ(error.type(), "conflict_error");
  }
  FakeClient fake;
  fake.transport->then(respond(409, R"({"error":{"code":"NUMBER_ALREADY_ASSIGNED","retryable":false}})"));
  EXPECT_THROW(version_2(fake)->run(create_thing(), {}), ConflictException);
}

TEST(Version2, TheServicesWordEndsAllElse) {
  const std::string no = R"({"error":{"code":"X","retryable":false}})";
  FakeClient fake;
  fake.transport->then(respond(503, no));
  EXPECT_THROW(version_2(fake)->run(read_thing("1"), {}), ServerException);
  fake.transport->then(respond(429, no)).then(respond(200, thing));
  EXPECT_EQ(version_2(fake)->run(create_thing(), {}).content, "x") << "what was refused is repeated in every case";
}

TEST(Version2, DeliverySpeaksForAllAttempts) {
  FakeClient fake;
  fake.transport->then_fail(TransportError::Receive, true).then(respond(400, R"({"error":{"code":"X"}})"));
  const auto error = thrown_by<ValidationException>([&] { version_2(fake)->run(create_thing(), {}); });
  EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
}

/// Two failures `gap` apart, then a success.
std::size_t attempts_within(std::chrono::minutes gap, bool with_key) {
  FakeClient fake;
  auto now = std::make_shared<std::chrono::steady_clock::time_point>();
  fake.options.retry.max_delay = 24h;
  fake.time.clock = [now] { return *now; };
  fake.time.sleep = [now](std::chrono::milliseconds wait) { *now += wait; };
  const std::string seconds = std::to_string(std::chrono::seconds{gap}.count());
  for (int i = 0; i < 2; ++i) fake.transport->then(respond(429, "", {{"Retry-After", seconds}}));
  fake.transport->then(respond(200, thing));
  const auto core = version_2(fake);
  try {
    with_key ? core->run(create_thing(), {}) : core->run(read_thing("1"), {});
  } catch (const RateLimitException& error) {
    EXPECT_EQ(error.delivery(), DeliveryState::Rejected);
  }
  return fake.transport->count();
}

TEST(Version2, NoAttemptUnderOneKeyBeginsLaterThan55MinutesAfterTheFirst) {
  EXPECT_EQ(attempts_within(27min, true), 3U);
  EXPECT_EQ(attempts_within(28min, true), 2U);
  EXPECT_EQ(attempts_within(56min, true), 1U);
  EXPECT_EQ(attempts_within(56min, false), 3U);
}

TEST(Version1, AnExplicitNoSendsAPostOnceAfterAReset) {
  for (const auto trust : {std::optional<bool>{}, std::optional{false}}) {
    FakeClient fake;
    fake.options.retry.trust_idempotency_keys = trust;
    fake.transport->then_fail(TransportError::Receive, true);
    EXPECT_THROW(fake.core()->run(create_thing(), {}), TransportException);
    EXPECT_EQ(keys(fake), std::vector<std::string>{"-"});
  }
}

TEST(ADelete, ThatGivesSomethingDoesNotTakeA404ForASuccess) {
  FakeClient fake;
  fake.transport->then_fail(TransportError::Receive, true).then(respond(404));
  EXPECT_THROW(version_2(fake)->run(clear_things(), {}), NotFoundException);
  fake.transport->then_fail(TransportError::Receive, true).then(respond(404));
  version_2(fake)->run(delete_thing("1"), {});
}

}  // namespace
ALLO_NAMESPACE_END
