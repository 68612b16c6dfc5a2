#include "http/exchange.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

/// A response as libcurl's callbacks hand it over, line by line and part by part.
ALLO_NAMESPACE_BEGIN
namespace {

using Clock = std::chrono::steady_clock;

struct TakesAll final : BodySink {
  bool begin(const HttpResponse&) override {
    ++asked;
    return takes;
  }
  void write(std::string_view part) override { text += part; }
  bool takes = true;
  int asked = 0;
  std::string text{};
};

/// An exchange and all that it refers to.
struct Parts {
  Parts() = default;
  explicit Parts(CurlTransportOptions transport, bool tls = false) : options(std::move(transport)) { origin.tls = tls; }

  bool take(std::string_view lines) {
    bool is_taken = true;
    while (!lines.empty()) {
      const std::size_t end = lines.find('\n') + 1;
      is_taken = exchange.take_header_line(lines.substr(0, end));
      lines.remove_prefix(end);
    }
    return is_taken;
  }
  std::string header(std::string_view name) {
    return std::string(exchange.finish(200).headers.get(name).value_or("none"));
  }

  HttpRequest request{};
  detail::Origin origin{};
  CurlTransportOptions options{};
  detail::KeptConnection connection{};
  detail::Exchange exchange{request, origin, options, connection};
};

TEST(ResponseLine, LosesItsEndAndNothingElse) {
  for (const char* const line : {"A: 12\r\n", "A: 12\n", "A: 12"}) {
    Parts parts;
    ASSERT_TRUE(parts.exchange.take_header_line(line));
    EXPECT_EQ(parts.header("A"), "12") << line;
  }
  for (const char* const end : {"\r\n", "\n"}) {
    Parts parts;
    EXPECT_FALSE(parts.exchange.headers_complete());
    EXPECT_TRUE(parts.take("A: 1\n"));
    EXPECT_FALSE(parts.exchange.headers_complete());
    EXPECT_TRUE(parts.take(end));
    EXPECT_TRUE(parts.exchange.headers_complete());
  }
}

TEST(ResponseLine, CountsWithItsEndUpToTheBound) {
  Parts parts{{.max_header_bytes = 20}};
  EXPECT_FALSE(parts.exchange.was_answered());
  EXPECT_TRUE(parts.take("A: 3456\r\n"));
  EXPECT_TRUE(parts.exchange.was_answered());
  EXPECT_TRUE(parts.take("B: 567890\r\n"));
  EXPECT_EQ(parts.exchange.exceeded_bound(), detail::Exchange::Bound::None);
  EXPECT_FALSE(parts.take("\n"));
  EXPECT_EQ(parts.exchange.exceeded_bound(), detail::Exchange::Bound::Headers);
  EXPECT_FALSE(parts.exchange.headers_complete());
}

TEST(ResponseLine, ThatContinuesAnotherGoesWhereThatWent) {
  Parts parts;
  parts.take("HTTP/1.1 200 OK\r\n of nothing\r\nA: 1\r\n 2\r\n\t3\r\nBad Name: x\r\n y\r\n z\r\nB: 4\r\n\r\n");
  const HttpHeaders headers = parts.exchange.finish(200).headers;
  EXPECT_EQ(headers.size(), 2U);
  EXPECT_EQ(headers.get("A"), "1 2 3");
  EXPECT_EQ(headers.get("B"), "4");
}

TEST(ResponseLine, OfAnEarlyAnswerIsForgottenWithTheNextStatusLine) {
  Parts parts;
  parts.take("HTTP/1.1 103 Early Hints\r\nA: 1\r\n\r\n");
  EXPECT_TRUE(parts.exchange.headers_complete());
  parts.take("HTTP/1.1 200 OK\r\n");
  EXPECT_FALSE(parts.exchange.headers_complete());
  parts.take(" folded\r\nB: 2\r\n\r\n");
  const HttpHeaders headers = parts.exchange.finish(200).headers;
  EXPECT_EQ(headers.size(), 1U);
  EXPECT_EQ(headers.get("B"), "2");

  Parts bare;
  bare.take("HTTP/1.1 103 Early Hints\r\nA: 1\r\nHTTP/1.1 200 OK\r\n folded\r\n\r\n");
  EXPECT_TRUE(bare.exchange.finish(200).headers.empty()) << "nothing for it to continue";
}

TEST(ResponseLine, BehindTheBodyIsATrailerWhateverItLooksLike) {
  Parts parts;
  parts.take("HTTP/1.1 200 OK\r\nA: 1\r\n\r\n");
  ASSERT_TRUE(parts.exchange.take_body("{}", -1));
  parts.take("HTTP/1.1: 1\r\nB: 2\r\n folded\r\n\r\n");
  const HttpResponse response = parts.exchange.finish(200);
  EXPECT_EQ(response.body, "{}");
  EXPECT_EQ(response.headers.size(), 1U);
  EXPECT_EQ(response.headers.get("A"), "1");
}

TEST(ResponseLine, WithTheNameOfAnEarlierRequestStopsTheTransfer) {
  Parts parts;
  parts.connection.carry(nullptr, "one");
  parts.connection.carry(nullptr, "two");
  for (const char* const line :
       {"X-Request-Id: two", "X-Request-Id:three", "X-Request-Idea: one", "X-Request-Id", "X: one"}) {
    EXPECT_TRUE(parts.exchange.take_header_line(line)) << line;
  }
  EXPECT_FALSE(parts.exchange.is_of_another());
  EXPECT_FALSE(parts.exchange.take_header_line("x-request-ID:  one \r\n"));
  EXPECT_TRUE(parts.exchange.is_of_another());
}

TEST(Exchange, MayOpenAConnectionAndSendOnce) {
  for (const HttpMethod method : {HttpMethod::Get, HttpMethod::Post}) {
    const bool is_read = method == HttpMethod::Get;
    Parts parts;
    parts.request.method = method;
    EXPECT_FALSE(parts.exchange.opened_connection());
    EXPECT_TRUE(parts.exchange.may_connect());
    EXPECT_TRUE(parts.exchange.opened_connection());
    EXPECT_TRUE(parts.exchange.may_connect()) << "nothing was sent yet";
    EXPECT_FALSE(parts.exchange.was_sent());
    EXPECT_TRUE(parts.exchange.begin_sending());
    EXPECT_TRUE(parts.exchange.was_sent());
    EXPECT_FALSE(parts.exchange.resend_refused());
    EXPECT_EQ(parts.exchange.begin_sending(), is_read);
    EXPECT_EQ(parts.exchange.may_connect(), is_read);
    EXPECT_EQ(parts.exchange.resend_refused(), !is_read);
  }
}

TEST(Exchange, ReadsTheBodyInPartsAndAnewUntilItWasSent) {
  Parts parts;
  parts.request.body = "abcdefg";
  const auto read = [&](std::size_t room) {
    std::string to(10, '-');
    const std::size_t size = parts.exchange.read_body(to.data(), room);
    return to.substr(0, size + 1);  // And what stands behind it.
  };
  EXPECT_EQ(read(3), "abc-");
  EXPECT_EQ(read(3), "def-");
  EXPECT_TRUE(parts.exchange.rewind_body());
  EXPECT_EQ(read(5), "abcde-");
  EXPECT_EQ(read(5), "fg-");
  EXPECT_EQ(read(5), "-");
  parts.exchange.begin_sending();
  EXPECT_FALSE(parts.exchange.rewind_body());
  EXPECT_EQ(read(5), "-");
}

TEST(Exchange, LetsAProxyThatWantsDigestsHaveItOnceMore) {
  constexpr std::string_view challenge = "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n";
  const auto is_sent_after = [](Parts& parts, std::string_view lines) {
    parts.exchange.begin_sending();
    parts.take(lines);
    return parts.exchange.was_sent();
  };
  const CurlTransportOptions digest{.proxy_auth = ProxyAuth::Digest};
  Parts plain{digest};
  EXPECT_FALSE(is_sent_after(plain, challenge));
  EXPECT_TRUE(is_sent_after(plain, challenge)) << "once only";
  Parts secure{digest, true};
  EXPECT_TRUE(is_sent_after(secure, challenge)) << "the server's own";
  Parts basic;
  EXPECT_TRUE(is_sent_after(basic, challenge));
  for (const char* const other : {"HTTP/1.1 401 Unauthorized\r\n\r\n", "HTTP/1.1 200 OK 407\r\n\r\n",
                                  "HTTP/1.1\r\n\r\n", "HTTP/1.1 40\r\n\r\n", "HTTP/1.1 200 OK\r\nX: a 407\r\n\r\n"}) {
    Parts parts{digest};
    EXPECT_TRUE(is_sent_after(parts, other)) << other;
    EXPECT_FALSE(is_sent_after(parts, challenge)) << "is the first one still";
  }
}

TEST(ResponseBody, MayBeAsLongAsTheBound) {
  Parts parts{{.max_response_bytes = 5}};
  EXPECT_TRUE(parts.exchange.take_body("abc", -1));
  EXPECT_TRUE(parts.exchange.take_body("de", -1));
  EXPECT_TRUE(parts.exchange.take_body("", -1));
  EXPECT_EQ(parts.exchange.exceeded_bound(), detail::Exchange::Bound::None);
  EXPECT_FALSE(parts.exchange.take_body("f", -1));
  EXPECT_EQ(parts.exchange.exceeded_bound(), detail::Exchange::Bound::Body);
  EXPECT_EQ(parts.exchange.finish(200).body, "abcde");
}

/// Expects that, after a first part of 100 bytes, there is room for a body of `size` with its padding and hardly more.
void expect_room_for(std::size_t size, long long announced) {
  Parts parts;
  parts.exchange.take_body(std::string(100, 'x'), announced);
  const std::size_t capacity = parts.exchange.finish(200).body.capacity();
  EXPECT_GE(capacity, size + 64) << announced;
  EXPECT_LT(capacity, size + 64 + 32) << announced;
}

TEST(ResponseBody, HasRoomForWhatWasAnnouncedAsFarAsThatIsBelieved) {
  constexpr long long most = 4 * 1024 * 1024;
  for (const long long less : {-1LL, 0LL, 99LL, 100LL}) expect_room_for(100, less);
  for (const long long size : {101LL, 1000LL, most - 1, most}) expect_room_for(static_cast<std::size_t>(size), size);
  for (const long long too_much : {most + 1, most + 1000, 9'000'000'000'000'000'000LL}) {
    expect_room_for(static_cast<std::size_t>(most), too_much);
  }
}

TEST(ResponseBody, IsCopiedSeldomWhileItGrows) {
  Parts announced;
  announced.exchange.take_body("abc", 6);
  announced.exchange.take_body("def", 6);
  const std::string body = announced.exchange.finish(200).body;
  EXPECT_EQ(body, "abcdef");
  EXPECT_LT(body.capacity(), 6U + 64U + 32U) << "the room that there was has been enough";
  Parts unknown;
  for (int i = 0; i < 100; ++i) unknown.exchange.take_body("x", -1);
  const std::string grown = unknown.exchange.finish(200).body;
  EXPECT_GE(grown.capacity(), 164U);
  EXPECT_LE(grown.capacity(), 2U * 164U);
}

TEST(Exchange, AsksASinkOnceAndPassesOnAllThatItTakes) {
  for (const bool takes : {true, false}) {
    Parts parts;
    EXPECT_FALSE(parts.exchange.streams(200)) << "without a sink";
    TakesAll sink;
    sink.takes = takes;
    parts.request.sink = &sink;
    EXPECT_EQ(parts.exchange.streams(200), takes);
    EXPECT_EQ(parts.exchange.streams(200), takes);
    if (takes) parts.exchange.pass_on("abc");
    EXPECT_EQ(sink.text, takes ? "abc" : "");
    EXPECT_EQ(parts.exchange.finish(200).body, "");
    EXPECT_EQ(sink.asked, 1);
  }
  TakesAll sink;
  Parts empty;
  empty.request.sink = &sink;
  empty.exchange.finish(204);
  EXPECT_EQ(sink.asked, 1) << "an empty body has a head, too";
}

TEST(Exchange, StallsACertainTimeAfterTheLastThingThatCame) {
  Parts without_sink;
  without_sink.exchange.begin_sending();
  EXPECT_EQ(without_sink.exchange.stalls_at(), std::nullopt);

  TakesAll sink;
  Parts parts;
  parts.request.sink = &sink;
  parts.request.stall_timeout = std::chrono::hours(1);
  EXPECT_EQ(parts.exchange.stalls_at(), std::nullopt) << "before the request is out";
  const auto expect_put_off = [&](const auto& by) {
    const auto before = Clock::now();
    by();
    ASSERT_TRUE(parts.exchange.stalls_at());
    EXPECT_GE(*parts.exchange.stalls_at(), before + std::chrono::hours(1));
    EXPECT_LE(*parts.exchange.stalls_at(), Clock::now() + std::chrono::hours(1));
  };
  expect_put_off([&] { parts.exchange.begin_sending(); });
  expect_put_off([&] { parts.exchange.take_header_line("HTTP/1.1 200 OK\r\n"); });
  parts.exchange.streams(200);
  expect_put_off([&] { parts.exchange.pass_on("abc"); });
}

}  // namespace
ALLO_NAMESPACE_END
