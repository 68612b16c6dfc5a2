#include "webhooks/base64.hpp"
#include "webhooks/deliveries.hpp"
#include "webhooks/signature.hpp"

#include <allo/errors.hpp>
#include <allo/webhook_receiver.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The texts that a signature is made of, to the letter.
namespace {

using namespace deliveries;
using namespace std::string_literals;
using Words = std::vector<std::string>;

std::optional<std::string> decoded(std::string_view text) {
  const auto bytes = allo::detail::base64_decode(text);
  return bytes ? std::optional{std::string{bytes->begin(), bytes->end()}} : std::nullopt;
}

TEST(Base64, HasOneSpellingForEachText) {
  const std::vector<std::pair<std::string, std::string>> pairs = {{"", ""},
                                                                  {"f", "Zg=="},
                                                                  {"fo", "Zm8="},
                                                                  {"foo", "Zm9v"},
                                                                  {"foob", "Zm9vYg=="},
                                                                  {"fooba", "Zm9vYmE="},
                                                                  {"foobar", "Zm9vYmFy"},
                                                                  {"\xff\xef\xbe"s, "/+++"},
                                                                  {"\0\0\0"s, "AAAA"}};
  for (const auto& [text, base64] : pairs) {
    EXPECT_EQ(allo::detail::base64_encode(reinterpret_cast<const unsigned char*>(text.data()), text.size()), base64);
    EXPECT_EQ(decoded(base64), text) << base64;
  }
  for (const char* bad :
       {"Z",    "Zg",       "Zg=",      "=",    "==",       "===",      "====",   "Zg===",        "Z===",
        "Zh==", "Zm9=",     "=Zg=",     "Z=g=", "Zg==Zg==", "Zm9v====", "Zm9v\n", "Zm9v\n\n\n\n", " Zm9",
        "Zm9 ", "    Zm9v", "Zm9v    ", "Zm-v", "Zm_v"}) {
    EXPECT_EQ(decoded(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(decoded("Zm9\0"s), std::nullopt);
}

TEST(Base64, HasSixtyFourCharacters) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t place = 0; place < 8; ++place) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text = "Zm9vYmFy";
      text[place] = static_cast<char>(byte);
      EXPECT_EQ(decoded(text).has_value(), alphabet.find(text[place]) != std::string::npos) << text;
    }
  }
}

TEST(SignatureWords, AreSplitAndPutTogetherAgain) {
  const auto split = [](std::string_view text) { return allo::detail::split_signatures(text); };
  EXPECT_EQ(split("v1,a"), Words{"v1,a"});
  EXPECT_EQ(split("v1,a,"), Words{"v1,a,"}) << "the last one keeps its comma";
  EXPECT_EQ(split("v1,"), Words{"v1,"});
  EXPECT_EQ(split(" \t"), Words{});
  EXPECT_EQ(split(" v1,a "), Words{"v1,a"});
  EXPECT_EQ(split("v1,a v1,b\tv2,c"), (Words{"v1,a", "v1,b", "v2,c"}));
  EXPECT_EQ(split("v1,a,  v1,b,"), (Words{"v1,a", "v1,b,"}));
  EXPECT_EQ(split("v1,a,, b"), (Words{"v1,a,", "b"}));
  EXPECT_EQ(split("v1, a"), Words{"v1,a"});
  EXPECT_EQ(split("v1, a, b"), (Words{"v1,a", "b"}));
  EXPECT_EQ(split("v1, v1,a"), (Words{"v1,v1,a", "v1,a"}));
  EXPECT_EQ(split("v1, v1, a"), Words{"v1,a"});
  EXPECT_EQ(split("a v1,"), (Words{"a", "v1,"})) << "nothing behind it";
  EXPECT_EQ(split("a v1, "), (Words{"a", "v1,"}));
  EXPECT_EQ(split("v1, v1,"), (Words{"v1,v1,", "v1,"}));
  EXPECT_EQ(split("v2, a"), (Words{"v2", "a"}));
  EXPECT_EQ(split("v1 a"), (Words{"v1", "a"}));
}

TEST(SignatureWords, AreCountedUpToTheBound) {
  const auto repeated = [](int count, std::string_view word) {
    std::string text;
    for (int i = 0; i < count; ++i) text.append(word).append(" ");
    return text;
  };
  const auto count_of = [](const std::string& text) {
    try {
      return static_cast<int>(allo::detail::split_signatures(text).size());
    } catch (const allo::WebhookSignatureException& error) {
      EXPECT_STREQ(error.what(), "the delivery carries too many signatures");
      return -1;
    }
  };
  EXPECT_EQ(count_of(repeated(32, "v1,x")), 32);
  EXPECT_EQ(count_of(repeated(33, "v1,x")), -1);
  EXPECT_EQ(count_of(repeated(32, "v1, x")), 32) << "of two words each";
  EXPECT_EQ(count_of(repeated(32, "v1, x") + "v1,"), -1);
  EXPECT_EQ(count_of(repeated(64, "v1,")), 2);
  EXPECT_EQ(count_of(repeated(65, "v1,")), -1) << "of twice as many words no more is looked at";
}

TEST(DeliveryId, IsOfVisibleCharactersButTheDot) {
  for (const std::string& good : {"!"s, "~"s, "a"s, "-/"s, std::string(256, 'm')}) {
    EXPECT_TRUE(allo::detail::is_delivery_id(good)) << good;
  }
  for (const std::string& bad :
       {""s, " "s, "\x7f"s, "."s, "a.b"s, "a\x1f"s, "\x80"s, "\xff"s, "\0"s, std::string(257, 'm')}) {
    EXPECT_FALSE(allo::detail::is_delivery_id(bad)) << bad;
  }
}

/// Why `work` refused, to the letter.
template <class Exception, class Work>
std::string refusal_of(const Work& work) {
  try {
    work();
  } catch (const Exception& error) {
    return error.what();
  }
  return "none";
}

TEST(SignatureRefusal, SaysWhichHeaderIsAtFault) {
  const auto refusal = [](const allo::HttpHeaders& headers) {
    return refusal_of<allo::WebhookSignatureException>([&] { signed_receiver().handle(call_body, headers); });
  };
  const std::string time = std::to_string(now);
  EXPECT_EQ(refusal({}), "the delivery has no header webhook-id");
  EXPECT_EQ(refusal({{"webhook-id", "a"}}), "the delivery has no header webhook-timestamp");
  EXPECT_EQ(refusal({{"webhook-id", "a"}, {"webhook-timestamp", time}}),
            "the delivery has no header webhook-signature");
  EXPECT_EQ(refusal({{"webhook-id", "a"}, {"webhook-id", "a"}}), "the delivery has several headers webhook-id");
  const auto whole = [&](std::string_view id, std::string_view timestamp) {
    return refusal({{"webhook-id", id}, {"webhook-timestamp", timestamp}, {"webhook-signature", "v1,x"}});
  };
  EXPECT_EQ(whole("a.b", time), "the header webhook-id is malformed");
  for (const char* bad : {"", "-1", "+1", "1x", "x", "1 ", "9223372036854775808"}) {
    EXPECT_EQ(whole("a", bad), "the header webhook-timestamp is not a number of seconds") << bad;
  }
  const auto clock = [](std::string_view off) {
    return "the delivery's time stamp is " + std::string{off} +
           " this machine's clock; 300 s are let through. An old delivery was repeated by somebody, or the clock is "
           "wrong";
  };
  EXPECT_EQ(whole("a", std::to_string(now - 301)), clock("301 s behind"));
  EXPECT_EQ(whole("a", std::to_string(now + 301)), clock("301 s ahead of"));
  EXPECT_EQ(whole("a", "9223372036854775807"), clock("9223372035154775807 s ahead of"));
  for (const std::string& near : {time, std::to_string(now - 300), std::to_string(now + 300)}) {
    EXPECT_EQ(whole("a", near).substr(0, 42), "the delivery carries no valid signature: i");
  }
}

TEST(SignatureRefusal, SaysWhatIsWrongWithASecret) {
  const auto refusal = [](std::string_view bad) {
    const std::string text = refusal_of<allo::InvalidArgumentException>(
        [&] { allo::WebhookReceiver{}.signing_secrets({std::string{bad}}); });
    return text.substr(0, text.find(';'));
  };
  EXPECT_EQ(refusal(""), "the signing secret is empty");
  EXPECT_EQ(refusal("whsec_"), "the signing secret is empty");
  EXPECT_EQ(refusal("whsec_x"), "the signing secret is not valid base64");
  EXPECT_EQ(refusal("AAECAwQFBgcICQoLDA0O"), "the signing secret is shorter than 16 bytes");
  EXPECT_EQ(refusal("AAECAwQFBgcICQoLDA0ODw=="), "none");
}

TEST(WebhookSign, TakesTheEpochAndWhatIsLater) {
  const auto refusal = [](std::int64_t seconds) {
    return refusal_of<allo::InvalidArgumentException>([&] { (void)allo::sign(secret, "a", at(seconds), ""); });
  };
  EXPECT_EQ(refusal(-1), "the time stamp of a delivery lies before 1970");
  EXPECT_EQ(refusal(0), "none");
  const allo::detail::SignatureText epoch = allo::detail::SigningKey{secret}.sign("a", "0", "");
  EXPECT_EQ(allo::sign(secret, "a", at(0), ""), (std::string{epoch.data(), epoch.size()}));
  EXPECT_EQ(allo::sign(secret, "a", at(0) + std::chrono::milliseconds{999}, ""), allo::sign(secret, "a", at(0), ""));
  EXPECT_EQ(refusal_of<allo::InvalidArgumentException>([] { (void)allo::sign(secret, ".", at(0), ""); }),
            "the id of a delivery must be 1 to 256 visible ASCII characters without a dot");
}

TEST(MakeDelivery, HasTheHeadersOfTheService) {
  const allo::WebhookDelivery delivery = signed_delivery("{}", "msg_1");
  EXPECT_EQ(delivery.headers.size(), 4U);
  EXPECT_EQ(delivery.headers.get("content-type"), "application/json");
  EXPECT_EQ(delivery.headers.get("webhook-id"), "msg_1");
  EXPECT_EQ(delivery.headers.get("webhook-timestamp"), std::to_string(now));
  EXPECT_EQ(delivery.headers.get("webhook-signature"), allo::sign(secret, "msg_1", at(now), "{}"));
  EXPECT_EQ(delivery.body, "{}");
  const allo::WebhookDelivery unsigned_one = allo::make_delivery({.body = "{}", .id = "msg_1"});
  EXPECT_EQ(unsigned_one.headers.size(), 2U);
  EXPECT_EQ(unsigned_one.headers.get("content-type"), "application/json");
}

}  // namespace
