#include "webhooks/signature.hpp"

#include "webhooks/deliveries.hpp"

#include <allo/errors.hpp>
#include <allo/webhook_receiver.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

using namespace deliveries;
using testing::HasSubstr;
using testing::Not;

namespace {

// The known answer that the Standard Webhooks project publishes; checked once more with the openssl command.
constexpr std::int64_t known_time = 1614265330;
const std::string known_id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const std::string known_body = R"({"test": 2432232314})";
const std::string known_signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

/// The status for headers given one by one, with a valid delivery behind them and a handler that must stay silent.
int status_of(const allo::HttpHeaders& headers, std::string_view body = call_body,
              std::vector<std::string> secrets = {secret}) {
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver.signing_secrets(secrets).clock([] { return at(now); }).on("CALL_RECEIVED", [&](const allo::WebhookEvent&) {
    ++calls;
  });
  const allo::WebhookResponse response = receiver.respond(headers, body);
  EXPECT_EQ(calls, response.status == 204 ? 1 : 0);
  EXPECT_THAT(response.body, Not(HasSubstr("MfKQ")));
  return response.status;
}

int status_of(std::string_view id, std::string_view timestamp, std::string_view signature) {
  return status_of({{"webhook-id", id}, {"webhook-timestamp", timestamp}, {"webhook-signature", signature}});
}

std::string signature_at(std::int64_t seconds, std::string_view id = "msg_1") {
  return allo::sign(secret, id, at(seconds), call_body);
}

/// The signature that is right for an id and a time stamp of any form, so that only their form can be refused.
std::string signature_of(std::string_view id, std::string_view timestamp) {
  const allo::detail::SignatureText text = allo::detail::SigningKey{secret}.sign(id, timestamp, call_body);
  return {text.data(), text.size()};
}

const std::string now_text = std::to_string(now);

}  // namespace

TEST(WebhookSign, GivesThePublishedKnownAnswer) {
  EXPECT_EQ(allo::sign(secret, known_id, at(known_time), known_body), known_signature);
  EXPECT_EQ(allo::sign(secret.substr(6), known_id, at(known_time), known_body), known_signature);
}

TEST(WebhookSignature, ThePublishedKnownAnswerVerifies) {
  allo::WebhookReceiver receiver;
  receiver.signing_secrets({secret}).clock([] { return at(known_time); });
  // The published body is no envelope, so 400 says that the signature held and 401 that it did not.
  const allo::HttpHeaders headers{
      {"webhook-id", known_id}, {"webhook-timestamp", "1614265330"}, {"webhook-signature", known_signature}};
  EXPECT_EQ(receiver.respond(headers, known_body).status, 400);
  EXPECT_EQ(receiver.respond(headers, R"({"test": 2432232315})").status, 401);
  EXPECT_EQ(receiver.respond(headers, known_body + "\n").status, 401);
}

TEST(WebhookSignature, MustStandOnEveryDeliveryOnceASecretIsSet) {
  EXPECT_EQ(status_of(allo::HttpHeaders{}), 401);
  EXPECT_EQ(status_of({{"webhook-id", "msg_1"}, {"webhook-timestamp", now_text}}), 401);
  EXPECT_EQ(status_of({{"webhook-id", "msg_1"}, {"webhook-signature", signature_at(now)}}), 401);
  EXPECT_EQ(status_of({{"webhook-timestamp", now_text}, {"webhook-signature", signature_at(now)}}), 401);
  EXPECT_EQ(status_of("msg_1", now_text, signature_at(now)), 204);
  allo::WebhookReceiver receiver = signed_receiver();
  EXPECT_THROW(receiver.handle(call_body), allo::WebhookSignatureException);
}

TEST(WebhookSignature, HeaderNamesHaveNoCase) {
  EXPECT_EQ(
      status_of({{"Webhook-Id", "msg_1"}, {"WEBHOOK-TIMESTAMP", now_text}, {"webhook-Signature", signature_at(now)}}),
      204);
}

TEST(WebhookSignature, DuplicateHeadersAreRefused) {
  const std::string signature = signature_at(now);
  for (const std::string_view twice : {"webhook-id", "Webhook-Timestamp"}) {
    allo::HttpHeaders headers{
        {"webhook-id", "msg_1"}, {"webhook-timestamp", now_text}, {"webhook-signature", signature}};
    const std::string again{*headers.get(twice)};
    headers.add(twice, again);
    EXPECT_EQ(status_of(headers), 401) << twice;
  }
}

TEST(WebhookSignature, ToleranceIsInclusiveBothWays) {
  for (const std::int64_t off : {-300, -299, 0, 299, 300}) {
    EXPECT_EQ(status_of("msg_1", std::to_string(now + off), signature_at(now + off)), 204) << off;
  }
  for (const std::int64_t off : {-301, 301, -100'000, 100'000}) {
    EXPECT_EQ(status_of("msg_1", std::to_string(now + off), signature_at(now + off)), 401) << off;
  }
}

TEST(WebhookSignature, ToleranceCanBeSet) {
  allo::WebhookReceiver receiver = signed_receiver();
  receiver.tolerance(std::chrono::seconds{0});
  const allo::WebhookDelivery exact = signed_delivery(call_body);
  EXPECT_EQ(receiver.respond(exact.headers, exact.body).status, 204);
  const auto late = allo::make_delivery({.body = call_body, .secret = secret, .id = "msg_1", .timestamp = at(now + 1)});
  EXPECT_EQ(receiver.respond(late.headers, late.body).status, 401);
  EXPECT_THROW(allo::WebhookReceiver{}.tolerance(std::chrono::seconds{-1}), allo::InvalidArgumentException);
}

TEST(WebhookSignature, AClockBeforeTheEpochOverflowsNothing) {
  allo::WebhookReceiver receiver;
  receiver.signing_secrets({secret}).clock([] { return std::chrono::system_clock::time_point::min(); });
  const allo::HttpHeaders headers{
      {"webhook-id", "msg_1"}, {"webhook-timestamp", "9223372036854775807"}, {"webhook-signature", signature_at(now)}};
  EXPECT_EQ(receiver.respond(headers, call_body).status, 401);
}

TEST(WebhookSignature, TimestampIsDigitsOnly) {
  const std::vector<std::string> malformed = {"",
                                              "+1",
                                              " 1",
                                              "+1700000000",
                                              " 1700000000",
                                              "1700000000 ",
                                              "-1700000000",
                                              "1.7e9",
                                              "1e9",
                                              "1700000000.0",
                                              "0x6553f100",
                                              "1,700,000,000",
                                              "\xd9\xa3",
                                              "\xd9\xa1\xd9\xa7",
                                              "1700000000a",
                                              "18446744075409551616" /* 2^64 + now */,
                                              "9223372036854775808",
                                              std::string(400, '9'),
                                              "now",
                                              "1700000000\t"};
  for (const std::string& text : malformed)
    EXPECT_EQ(status_of("msg_1", text, signature_of("msg_1", text)), 401) << text;
  EXPECT_EQ(status_of("msg_1", "0001700000000", signature_of("msg_1", "0001700000000")), 204);
}

TEST(WebhookSignature, AnyMatchingTokenIsEnough) {
  const std::string valid = signature_at(now);
  const std::string wrong = allo::sign(other_secret, "msg_1", at(now), call_body);
  EXPECT_EQ(status_of("msg_1", now_text, wrong + " " + valid), 204);
  EXPECT_EQ(status_of("msg_1", now_text, valid + " " + wrong), 204);
  EXPECT_EQ(status_of("msg_1", now_text, "v2,abc v1a,x junk v1 v1, , " + valid + "  "), 204);
  EXPECT_EQ(status_of("msg_1", now_text, wrong), 401);
}

TEST(WebhookSignature, OnlyTheExactTokenMatches) {
  const std::string valid = signature_at(now);
  const std::string base64 = valid.substr(3);
  const std::vector<std::string> wrong = {"",
                                          " ",
                                          base64,
                                          "v2," + base64,
                                          "V1," + base64,
                                          "v1=" + base64,
                                          "v1,," + base64,
                                          "v11," + base64,
                                          valid.substr(0, valid.size() - 1),
                                          valid + "=",
                                          valid + ",",
                                          "\"" + valid + "\"",
                                          "v1," + base64.substr(0, 20),
                                          "v1," + base64.substr(0, 20) + "!" + base64.substr(20),
                                          "v1," + base64.substr(0, 20) + "\t" + base64.substr(20),
                                          "v1," + std::string(44, 'A'),
                                          "v1," + std::string(43, 'A') + "=",
                                          "v1",
                                          "v1,",
                                          valid + "," + valid};
  for (const std::string& text : wrong) EXPECT_EQ(status_of("msg_1", now_text, text), 401) << text;
}

TEST(WebhookSignature, MayBeSplitOrSpacedByAProxy) {
  const std::string valid = signature_at(now);
  const std::string base64 = valid.substr(3);
  const std::string wrong = allo::sign(other_secret, "msg_1", at(now), call_body);
  const std::vector<std::vector<std::string>> lists = {
      {"v1, " + base64},
      {"v1,   " + base64},
      {"v1,\t" + base64},
      {wrong + " v1, " + base64},
      {"v1, " + base64 + " " + wrong},
      {"v1, " + wrong.substr(3) + " v1, " + base64},
      // A list that was folded with commas.
      {wrong + ", " + valid},
      {valid + ", " + wrong},
      {"v1, " + base64 + ", v1, " + wrong.substr(3)},
      {"v1, " + wrong.substr(3) + ", v1, " + base64},
      {"v1, " + valid},
      {"v1, v1, " + base64},
      // Several lines.
      {valid, wrong},
      {wrong, valid},
      {valid, valid},
      {"v1", base64},
      {"v1,", base64},
      {"v1, " + wrong.substr(3), "v1, " + base64},
      {"", valid},
      {valid, ""},
      {"junk", valid, "v2,abc"},
  };
  for (const auto& lines : lists) {
    allo::HttpHeaders headers{{"webhook-id", "msg_1"}, {"webhook-timestamp", now_text}};
    for (const std::string& line : lines) headers.add("Webhook-Signature", line);
    EXPECT_EQ(status_of(headers), 204) << testing::PrintToString(lines);
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const allo::HttpHeader header : headers) pairs.emplace_back(header.name, header.value);
    EXPECT_EQ(status_of(allo::webhook_headers(pairs)), 204) << testing::PrintToString(lines);
  }
  const std::vector<std::vector<std::string>> refused = {{base64.substr(0, 20), base64.substr(20)},
                                                         {"v1", "v1"},
                                                         {"v2", base64},
                                                         {"v2,", base64},
                                                         {"v1," + base64.substr(0, 20), base64.substr(20)},
                                                         {"v1 " + base64},
                                                         {wrong, wrong},
                                                         {"", ""},
                                                         {",", base64},
                                                         {"v1, v2, " + base64}};
  for (const auto& lines : refused) {
    allo::HttpHeaders headers{{"webhook-id", "msg_1"}, {"webhook-timestamp", now_text}};
    for (const std::string& line : lines) headers.add("webhook-signature", line);
    EXPECT_EQ(status_of(headers), 401) << testing::PrintToString(lines);
  }
}

TEST(WebhookSignature, ManyLinesCountLikeManyTokens) {
  const auto with_lines = [](int count) {
    allo::HttpHeaders headers{{"webhook-id", "msg_1"}, {"webhook-timestamp", now_text}};
    for (int i = 1; i < count; ++i) headers.add("webhook-signature", "v1,x");
    headers.add("webhook-signature", signature_at(now));
    return headers;
  };
  EXPECT_EQ(status_of(with_lines(32)), 204);
  EXPECT_EQ(status_of(with_lines(33)), 401);
  EXPECT_EQ(status_of(with_lines(5'000)), 401);
}

TEST(WebhookSignature, ARefusalForTheClockSaysByHowMuchAndInWhichDirection) {
  const auto refusal = [](std::int64_t off) {
    allo::WebhookReceiver receiver = signed_receiver();
    std::string text;
    receiver.on_error([&](const std::exception& error, int) { text = error.what(); });
    const auto delivery =
        allo::make_delivery({.body = call_body, .secret = secret, .id = "msg_1", .timestamp = at(now + off)});
    const allo::WebhookResponse response = receiver.respond(delivery.headers, delivery.body);
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.body, R"({"error":"no valid signature"})");
    return text;
  };
  EXPECT_THAT(refusal(-301), HasSubstr("301 s behind this machine's clock; 300 s are let through"));
  EXPECT_THAT(refusal(4'000), HasSubstr("4000 s ahead of this machine's clock; 300 s are let through"));
}

TEST(WebhookSignature, ARefusalForTheBodyGivesTheUsualReasons) {
  allo::WebhookReceiver receiver = signed_receiver();
  std::string text;
  receiver.on_error([&](const std::exception& error, int) { text = error.what(); });
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  const allo::WebhookResponse response = receiver.respond(delivery.headers, call_body + "\n");
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(response.body, R"({"error":"no valid signature"})");
  for (const char* reason : {"another secret", "parsed and written again", "base64"}) {
    EXPECT_THAT(text, HasSubstr(reason));
  }
  EXPECT_THAT(text, Not(HasSubstr(secret.substr(6))));
}

TEST(WebhookSecret, CanBeReplacedWhileDeliveriesRun) {
  allo::WebhookReceiver receiver = signed_receiver();
  const allo::WebhookDelivery with_old = signed_delivery(call_body);
  const allo::WebhookDelivery with_new =
      allo::make_delivery({.body = call_body, .secret = other_secret, .id = "msg_1", .timestamp = at(now)});
  const auto statuses = [&] {
    return std::pair{receiver.respond(with_old.headers, call_body).status,
                     receiver.respond(with_new.headers, call_body).status};
  };
  EXPECT_EQ(statuses(), std::pair(204, 401));
  receiver.replace_signing_secrets({secret, other_secret});
  EXPECT_EQ(statuses(), std::pair(204, 204));
  receiver.replace_signing_secrets({other_secret});
  EXPECT_EQ(statuses(), std::pair(401, 204));
  EXPECT_THROW(receiver.replace_signing_secrets({}), allo::InvalidArgumentException);
  EXPECT_THROW(receiver.replace_signing_secrets({secret, "junk"}), allo::InvalidArgumentException);
  EXPECT_EQ(statuses(), std::pair(401, 204));
}

TEST(WebhookSecret, AReceiverThatHadNoneChecksFromThenOn) {
  allo::WebhookReceiver receiver;
  receiver.clock([] { return at(now); });
  EXPECT_EQ(receiver.respond({}, call_body).status, 204);
  receiver.replace_signing_secrets({secret});
  EXPECT_EQ(receiver.respond({}, call_body).status, 401);
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  EXPECT_EQ(receiver.respond(delivery.headers, delivery.body).status, 204);
}

TEST(WebhookSignature, OtherBase64OfTheSameBytesIsRefused) {
  // The last character before the padding carries two bits that decoding drops.
  std::string valid = signature_at(now);
  char& last = valid[valid.size() - 2];
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  last = alphabet[alphabet.find(last) + 1];
  EXPECT_EQ(status_of("msg_1", now_text, valid), 401);
}

TEST(WebhookSignature, ThousandsOfTokensAreRefusedEvenWithAValidOne) {
  std::string many;
  for (int i = 0; i < 5'000; ++i) many += "v1,x ";
  EXPECT_EQ(status_of("msg_1", now_text, many + signature_at(now)), 401);
  EXPECT_EQ(status_of("msg_1", now_text, signature_at(now) + " " + many), 401);
  std::string bound;
  for (int i = 0; i < 31; ++i) bound += "v1,x ";
  EXPECT_EQ(status_of("msg_1", now_text, bound + signature_at(now)), 204);
  EXPECT_EQ(status_of("msg_1", now_text, bound + "v1,x " + signature_at(now)), 401);
}

TEST(WebhookSignature, IdsThatCouldForgeTheSignedTextAreRefused) {
  // {id}.{time}.{body} must have one reading only.
  const std::vector<std::string> ids = {
      "", "msg.1", ".", "msg_1.", "msg 1", "\tm", "m\xc3\xa9", "\x80", std::string(257, 'm'), "msg_1." + now_text};
  for (const std::string& id : ids) EXPECT_EQ(status_of(id, now_text, signature_of(id, now_text)), 401) << id;
  const std::string longest(256, 'm');
  EXPECT_EQ(status_of(longest, now_text, signature_of(longest, now_text)), 204);
}

TEST(WebhookSignature, AnotherIdOrTimeDoesNotVerify) {
  EXPECT_EQ(status_of("msg_2", now_text, signature_at(now)), 401);
  EXPECT_EQ(status_of("msg_1", std::to_string(now + 1), signature_at(now)), 401);
}

TEST(WebhookSignature, IsOverTheRawBytes) {
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  EXPECT_EQ(status_of(delivery.headers, call_body + " "), 401);
  std::string spaced = call_body;
  spaced.insert(1, " ");
  EXPECT_EQ(status_of(delivery.headers, spaced), 401);
}

TEST(WebhookSignature, SecretsRotate) {
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  EXPECT_EQ(status_of(delivery.headers, call_body, {other_secret, secret}), 204);
  EXPECT_EQ(status_of(delivery.headers, call_body, {secret, other_secret}), 204);
  EXPECT_EQ(status_of(delivery.headers, call_body, {other_secret}), 401);
}

TEST(WebhookSecret, MalformedOnesAreRefusedWithoutQuotingThem) {
  const std::vector<std::string> malformed = {"",
                                              "whsec_",
                                              "whsec_AAAA",
                                              "whsec_c2hvcnQ=",
                                              "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
                                              " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                                              "whsec_ MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                                              "\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"",
                                              "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                                              "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
                                              "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa==a",
                                              "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaL=Sw",
                                              "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-",
                                              "whsec_====",
                                              "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw====",
                                              "whsec_MfKQ9r8GKYqrTwjUPD8ILB=="};
  for (const std::string& bad : malformed) {
    allo::WebhookReceiver receiver;
    try {
      receiver.signing_secrets({other_secret, bad});
      ADD_FAILURE() << bad;
    } catch (const allo::InvalidArgumentException& error) {
      EXPECT_THAT(error.what(), HasSubstr("copy it whole")) << bad;
      EXPECT_THAT(error.what(), Not(HasSubstr("MfKQ")));
      EXPECT_THAT(error.what(), Not(HasSubstr("AAAA")));
    }
    EXPECT_THROW((void)allo::sign(bad, "msg_1", at(now), ""), allo::InvalidArgumentException);
  }
  EXPECT_THROW(allo::WebhookReceiver{}.signing_secrets({}), allo::InvalidArgumentException);
}

TEST(WebhookSecret, ARefusedListLeavesTheOldOneInForce) {
  allo::WebhookReceiver receiver = signed_receiver();
  EXPECT_THROW(receiver.signing_secrets({other_secret, "junk"}), allo::InvalidArgumentException);
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  EXPECT_EQ(receiver.respond(delivery.headers, delivery.body).status, 204);
}

TEST(WebhookSecret, SixteenBytesAreEnough) {
  EXPECT_NO_THROW(allo::WebhookReceiver{}.signing_secrets({"whsec_AAECAwQFBgcICQoLDA0ODw=="}));
  EXPECT_NO_THROW(allo::WebhookReceiver{}.signing_secrets({"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}));
}

TEST(WebhookSignature, CanBeSwitchedOffLoudly) {
  allo::WebhookReceiver receiver = signed_receiver();
  receiver.accept_unsigned_deliveries_insecurely();
  EXPECT_EQ(receiver.respond({}, call_body).status, 204);
}

TEST(WebhookSignature, WithoutSecretsUnsignedDeliveriesAreAccepted) {
  allo::WebhookReceiver receiver;
  EXPECT_EQ(receiver.respond({}, call_body).status, 204);
  // A signature that nobody can check does no harm either.
  EXPECT_EQ(receiver.respond({{"webhook-signature", "v1,x"}}, call_body).status, 204);
}

TEST(ConstantTimeEquals, ComparesBytes) {
  EXPECT_TRUE(allo::constant_time_equals("", ""));
  EXPECT_TRUE(allo::constant_time_equals("token", "token"));
  EXPECT_FALSE(allo::constant_time_equals("token", "tokem"));
  EXPECT_FALSE(allo::constant_time_equals("token", "token "));
  EXPECT_FALSE(allo::constant_time_equals("token", ""));
  using namespace std::string_view_literals;
  EXPECT_FALSE(allo::constant_time_equals("a\0b"sv, "a\0c"sv));
}

TEST(MakeDelivery, SignsWhatItDelivers) {
  const allo::WebhookDelivery delivery = allo::make_delivery({.body = call_body, .secret = secret});
  EXPECT_EQ(delivery.body, call_body);
  EXPECT_THAT(std::string{delivery.headers.get("webhook-id").value()}, testing::MatchesRegex("msg_[0-9a-f]{32}"));
  allo::WebhookReceiver receiver;
  receiver.signing_secrets({secret});
  EXPECT_EQ(receiver.handle(delivery.body, delivery.headers).id, delivery.headers.get("webhook-id"));
}

TEST(MakeDelivery, IsUnsignedWithoutASecret) {
  const allo::WebhookDelivery delivery = allo::make_delivery({.body = call_body, .id = "msg_7"});
  EXPECT_FALSE(delivery.headers.get("webhook-signature"));
  EXPECT_FALSE(delivery.headers.get("webhook-timestamp"));
  EXPECT_EQ(delivery.headers.get("webhook-id"), "msg_7");
}

TEST(MakeDelivery, RefusesWhatNoReceiverAccepts) {
  EXPECT_THROW(allo::make_delivery({.body = "{}", .secret = secret, .id = "a.b"}), allo::InvalidArgumentException);
  EXPECT_THROW(allo::make_delivery({.body = "{}", .secret = secret, .timestamp = at(-1)}),
               allo::InvalidArgumentException);
  EXPECT_THROW(allo::make_delivery({.body = "{}", .secret = "short"}), allo::InvalidArgumentException);
}

TEST(WebhookHeaders, PicksFromPairsAndDefusesWhatNoHeaderMayHold) {
  const std::vector<std::pair<std::string, std::string>> pairs = {{"Host", "example.com"},
                                                                  {"Bad Name", "x"},
                                                                  {"Webhook-Id", "msg_1"},
                                                                  {"X-Evil", "a\r\nb"},
                                                                  {"webhook-timestamp", "1700000000\r\nx: y"},
                                                                  {"webhook-signature", std::string{"v1,\0", 4}}};
  const allo::HttpHeaders headers = allo::webhook_headers(pairs);
  EXPECT_EQ(headers.size(), 3u);
  EXPECT_EQ(headers.get("webhook-id"), "msg_1");
  EXPECT_EQ(headers.get("webhook-timestamp"), "");
  EXPECT_EQ(headers.get("webhook-signature"), "");
}
