#include "recordings/streaming.hpp"

#include <gmock/gmock.h>

namespace allo::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Download : public testing::Test {
 protected:
  std::uint64_t get(const std::string& url = own_url, const DownloadOptions& download = {},
                    const RequestOptions& options = {}) {
    return download_recording(fake.client(), url, kept.sink(), download, options);
  }
  FakeTransport& transport() { return *fake.transport; }
  std::optional<std::string> sent(std::size_t request, std::string_view name) {
    const HttpHeaders headers = transport().requests().at(request).headers;
    const auto value = headers.get(name);
    return value ? std::optional<std::string>{*value} : std::nullopt;
  }

  FakeClient fake{};
  Kept kept{};
};

TEST_F(Download, PassesEachPartOnAsItComes) {
  transport().then(stream(200, whole(6), {"ab", "cd", "ef"}));
  EXPECT_EQ(get(), 6u);
  EXPECT_EQ(kept.text, "abcdef");
  EXPECT_EQ(kept.parts, 3);
  const HttpRequest request = transport().last();
  EXPECT_EQ(request.method, HttpMethod::Get);
  EXPECT_EQ(request.url, own_url);
  EXPECT_EQ(sent(0, "Authorization"), test_key);
  EXPECT_EQ(sent(0, "Accept"), "*/*");
  EXPECT_EQ(request.headers.all("Accept").size(), 1u);
  EXPECT_EQ(sent(0, "Accept-Encoding"), "identity");
  EXPECT_EQ(sent(0, "Range"), std::nullopt);
}

TEST_F(Download, TakesABodyAsAWholeFromATransportThatDoesNotStream) {
  transport().then(respond(200, "abcdef", whole(6)));
  EXPECT_EQ(get(), 6u);
  EXPECT_EQ(kept.text, "abcdef");
  transport().then(respond(200, "abcde", whole(6))).then(respond(206, "f", part(5, 5, 6)));
  kept = {};
  EXPECT_EQ(get(), 6u);
  EXPECT_EQ(kept.text, "abcdef");
}

TEST_F(Download, NeedsNoAnnouncedLength) {
  transport().then(stream(200, {}, {"abc", "def"}));
  EXPECT_EQ(get(), 6u);
  transport().then(stream(200, {{"Transfer-Encoding", "chunked"}, {"Content-Length", "3"}}, {"abc", "def"}));
  EXPECT_EQ(get(), 6u);
  transport().then(stream(200, whole(0), {}));
  EXPECT_EQ(get(), 0u);
}

TEST_F(Download, TellsItsProgress) {
  transport().then(stream(200, whole(6), {"ab", "cdef"})).then(stream(200, {}, {"ab"}));
  std::vector<std::string> told;
  DownloadOptions download;
  download.progress = [&](const DownloadProgress& progress) {
    told.push_back(std::to_string(progress.received) + '/' + (progress.total ? std::to_string(*progress.total) : "?"));
  };
  get(own_url, download);
  get(own_url, download);
  EXPECT_THAT(told, ElementsAre("0/6", "2/6", "6/6", "0/?", "2/?"));
}

TEST_F(Download, HasNoTimeoutButTheStallAndTheDeadline) {
  transport().always(stream(200, whole(2), {"ab"}));
  DownloadOptions download;
  download.stall_timeout = std::chrono::seconds{7};
  RequestOptions options;
  options.timeout = std::chrono::milliseconds{1};
  get(own_url, download, options);
  EXPECT_GT(transport().last().timeout, std::chrono::hours{24 * 300});
  EXPECT_EQ(transport().last().stall_timeout, std::chrono::seconds{7});
  options.retry = fake.options.retry;
  options.retry->deadline = std::chrono::seconds{60};
  get(own_url, download, options);
  EXPECT_LE(transport().last().timeout, std::chrono::seconds{60});
}

TEST_F(Download, GivesTheKeyToTheBaseUrlsOriginAlone) {
  transport().always(stream(200, whole(2), {"ab"}));
  fake.options.headers = {{"X-Internal", "for us"}, {"User-Agent", "crm/1"}};
  RequestOptions options;
  options.headers = {{"X-Once", "for us, too"}};
  options.idempotency_key = "k";
  const auto all_sent = [&] {
    std::string all;
    for (const HttpHeader header : transport().last().headers) {
      all += std::string{header.name} + ": " + std::string{header.value} + "\n";
    }
    return all;
  };
  get(own_url, {}, options);
  EXPECT_THAT(all_sent(), HasSubstr(test_key));
  EXPECT_THAT(all_sent(), HasSubstr("X-Internal: for us\n"));
  EXPECT_THAT(all_sent(), HasSubstr("X-Once: for us, too\n"));
  get("HTTPS://API.TEST:443/x", {}, options);
  EXPECT_THAT(all_sent(), HasSubstr(test_key));
  for (const char* url : {storage_url, "https://api.test:8443/v1/assets/recordings/call_1.wav"}) {
    get(url, {}, options);
    EXPECT_THAT(all_sent(), Not(HasSubstr("key"))) << url;
    EXPECT_THAT(all_sent(), Not(HasSubstr("Authorization")));
    EXPECT_THAT(all_sent(), Not(HasSubstr("Idempotency-Key")));
    EXPECT_THAT(all_sent(), Not(HasSubstr("for us")));
    EXPECT_THAT(all_sent(), HasSubstr("User-Agent: crm/1\n"));
  }
}

TEST_F(Download, FollowsARedirectWithoutTheKey) {
  transport().then(redirect("https://cdn.test/a?sig=1")).then(stream(200, whole(2), {"ab"}));
  EXPECT_EQ(get(), 2u);
  EXPECT_EQ(transport().last().url, "https://cdn.test/a?sig=1");
  EXPECT_EQ(sent(0, "Authorization"), test_key);
  EXPECT_EQ(sent(1, "Authorization"), std::nullopt);
  EXPECT_EQ(sent(1, "X-Request-Id"), sent(0, "X-Request-Id"));
}

TEST_F(Download, KeepsTheKeyWithinItsOriginAndNeverTakesItBack) {
  transport()
      .then(redirect("/moved", 307))
      .then(redirect("https://cdn.test/a", 301))
      .then(redirect("https://api.test/v1/assets/back", 308))
      .then(stream(200, whole(2), {"ab"}));
  EXPECT_EQ(get(), 2u);
  EXPECT_EQ(sent(0, "Authorization"), test_key);
  EXPECT_EQ(sent(1, "Authorization"), test_key);
  EXPECT_EQ(sent(2, "Authorization"), std::nullopt);
  EXPECT_EQ(sent(3, "Authorization"), std::nullopt);
  EXPECT_EQ(transport().last().url, "https://api.test/v1/assets/back");
}

TEST_F(Download, FollowsThreeRedirects) {
  transport().always([](const HttpRequest&) { return redirect("/next"); });
  const auto error = thrown_by<TransportException>([&] { get(); });
  EXPECT_THAT(error.what(), HasSubstr("more than three times"));
  EXPECT_FALSE(error.retryable());
  EXPECT_EQ(transport().count(), 4u);
}

TEST_F(Download, RefusesARedirectIntoTheOpen) {
  transport().then(redirect("http://api.test/x"));
  const auto error = thrown_by<TransportException>([&] { get(); });
  EXPECT_THAT(error.what(), HasSubstr("from https to http"));
  EXPECT_EQ(transport().count(), 1u);
}

TEST_F(Download, SendsNothingForAUrlThatIsRefused) {
  EXPECT_THAT(refusal_of([&] { get("https://evil.test/x"); }), HasSubstr("allow_any_host"));
  EXPECT_THAT(refusal_of([&] { get("http://api.test/x"); }), HasSubstr("http"));
  EXPECT_EQ(transport().count(), 0u);
  transport().then(stream(200, whole(2), {"ab"}));
  DownloadOptions download;
  download.allow_any_host = true;
  get("https://other.test/x", download);
  EXPECT_EQ(sent(0, "Authorization"), std::nullopt);
}

TEST_F(Download, RefusesOptionsOutOfBounds) {
  DownloadOptions download;
  download.stall_timeout = std::chrono::milliseconds{0};
  EXPECT_EQ(refusal_of([&] { get(own_url, download); }), "stall_timeout must be above 0");
  RequestOptions options;
  options.timeout = std::chrono::milliseconds{0};
  EXPECT_EQ(refusal_of([&] { get(own_url, {}, options); }), "timeout must be above 0");
  options.timeout.reset();
  options.headers = {{"range", "bytes=0-1"}};
  EXPECT_EQ(refusal_of([&] { get(own_url, {}, options); }), "headers: Range is written by the client");
  EXPECT_EQ(refusal_of([&] { download_recording(fake.client(), own_url, std::function<void(std::string_view)>{}); }),
            "sink is empty");
  EXPECT_EQ(transport().count(), 0u);
}

TEST_F(Download, GivesNoByteOfAnErrorToTheSink) {
  const std::string body = R"({"error":{"code":"NOT_FOUND","message":"gone"}})";
  transport().then(stream(404, whole(body.size()), {body})).then(respond(403, "<Error>AccessDenied</Error>"));
  const auto missing = thrown_by<NotFoundException>([&] { get(); });
  EXPECT_EQ(missing.body(), body);
  EXPECT_EQ(thrown_by<ForbiddenException>([&] { get(storage_url); }).body(), "<Error>AccessDenied</Error>");
  EXPECT_EQ(kept.text, "");
}

TEST_F(Download, RefusesAnAnswerThatIsNoRecording) {
  transport().then(respond(204)).then(respond(304)).then(respond(200, "abc", {{"Content-Encoding", "gzip"}}));
  EXPECT_THAT(thrown_by<TransportException>([&] { get(); }).what(), HasSubstr("status 204 and no recording"));
  EXPECT_EQ(thrown_by<AlloApiException>([&] { get(); }).status(), 304);
  EXPECT_EQ(thrown_by<TransportException>([&] { get(); }).kind(), TransportError::BadEncoding);
  EXPECT_EQ(kept.text, "");
  EXPECT_EQ(transport().count(), 3u);
}

TEST_F(Download, RefusesWhatIsTooLarge) {
  DownloadOptions download;
  download.max_bytes = 5;
  transport().then(stream(200, whole(6), {"abcdef"})).then(stream(200, {}, {"abc", "def"}));
  const auto announced = thrown_by<TransportException>([&] { get(own_url, download); });
  EXPECT_EQ(announced.kind(), TransportError::TooLarge);
  EXPECT_EQ(kept.text, "");
  EXPECT_EQ(thrown_by<TransportException>([&] { get(own_url, download); }).kind(), TransportError::TooLarge);
  EXPECT_EQ(kept.text, "abc");
  EXPECT_EQ(transport().count(), 2u);
  transport().then(stream(200, whole(5), {"abcde"}));
  EXPECT_EQ(get(own_url, download), 5u);
}

TEST_F(Download, RefusesABodyThatIsTooLong) {
  transport().then(stream(200, whole(4), {"abc", "def"}));
  const auto error = thrown_by<TransportException>([&] { get(); });
  EXPECT_THAT(error.what(), HasSubstr("longer than the 4 bytes"));
  EXPECT_FALSE(error.retryable());
  EXPECT_EQ(kept.text, "abc");
}

TEST_F(Download, EndsWithWhatTheSinkThrew) {
  struct Full {};
  transport().always(stream(200, whole(6), {"abc", "def"}));
  EXPECT_THROW(download_recording(fake.client(), own_url, [](std::string_view) { throw Full{}; }), Full);
  EXPECT_EQ(transport().count(), 1u);
  // Not even one of the library's own is taken for a failure of the network.
  const auto broken = [](std::string_view) { throw TransportException(TransportError::Receive, "mine", true); };
  EXPECT_STREQ(thrown_by<TransportException>([&] { download_recording(fake.client(), own_url, broken); }).what(),
               "mine");
  EXPECT_EQ(transport().count(), 2u);
  DownloadOptions download;
  download.progress = [](const DownloadProgress& progress) {
    if (progress.received == 3) throw Full{};
  };
  EXPECT_THROW(get(own_url, download), Full);
  EXPECT_EQ(kept.text, "abc");
  download.progress = [](const DownloadProgress&) { throw Full{}; };
  EXPECT_THROW(get(own_url, download), Full);
  EXPECT_EQ(kept.text, "abc");
}

TEST_F(Download, EndsWithWhatTheSinkThrewWhateverTheTransportMakesOfIt) {
  transport()
      .then([](const HttpRequest& request) -> HttpResponse {
        HttpResponse head{200, whole(3), {}};
        try {
          if (request.sink->begin(head)) request.sink->write("abc");
        } catch (...) {
          throw TransportException(TransportError::Receive, "something went wrong", true);
        }
        return head;
      })
      .then([](const HttpRequest& request) {
        HttpResponse head{200, whole(9), {}};
        try {
          if (request.sink->begin(head)) request.sink->write("abc");
        } catch (...) {
        }
        return head;
      });
  struct Full {};
  for (int i = 0; i < 2; ++i) {
    EXPECT_THROW(download_recording(fake.client(), own_url, [](std::string_view) { throw Full{}; }), Full);
  }
  EXPECT_EQ(transport().count(), 2u);
}

TEST_F(Download, RefusesWhateverTheTransportMakesOfIt) {
  transport().then([](const HttpRequest& request) -> HttpResponse {
    try {
      request.sink->begin({206, part(0, 2, 3), {}});
    } catch (...) {
      throw TransportException(TransportError::Receive, "something went wrong", true);
    }
    return {};
  });
  EXPECT_THAT(thrown_by<TransportException>([&] { get(); }).what(), HasSubstr("all of it was asked for"));
  EXPECT_EQ(transport().count(), 1u);
}

TEST_F(Download, IsOneReadForHooksAndPacer) {
  struct Counting final : Pacer {
    PacerTurn acquire(const PacedRequest& request, std::uint64_t&) override {
      turns.push_back(request.method);
      return PacerTurn::Granted;
    }
    void finish(HttpMethod, std::uint64_t, const PacedOutcome& outcome) override { outcomes.push_back(outcome); }
    std::vector<HttpMethod> turns{};
    std::vector<PacedOutcome> outcomes{};
  };
  const auto pacer = std::make_shared<Counting>();
  fake.options.pacer = pacer;
  std::vector<std::string> told;
  fake.options.on_request = [&](const RequestEvent& event) { told.push_back("> " + std::string{event.route}); };
  fake.options.on_response = [&](const ResponseEvent& event) {
    told.push_back("< " + std::to_string(event.status) + ' ' + std::to_string(event.bytes_received));
  };
  HttpHeaders headers = whole(6);
  headers.add("X-RateLimit-Remaining", "0");
  transport()
      .then(stream(200, whole(6), {"abcd"}, TransportError::Receive))
      .then(redirect("https://cdn.test/a"))
      .then(stream(200, headers, {"abcdef"}));
  ResponseInfo info;
  RequestOptions options;
  options.response = &info;
  EXPECT_EQ(get(own_url, {}, options), 6u);
  EXPECT_EQ(kept.text, "abcdef");
  EXPECT_THAT(told, ElementsAre("> {recording_url}", "< 0 4", "> {recording_url}", "< 200 6"));
  EXPECT_THAT(pacer->turns, ElementsAre(HttpMethod::Get, HttpMethod::Get));
  ASSERT_EQ(pacer->outcomes.size(), 2u);
  EXPECT_EQ(pacer->outcomes.back().status, 200);
  EXPECT_EQ(pacer->outcomes.back().rate_limit.remaining, std::nullopt) << "another server counts something else";
  EXPECT_EQ(info.status, 200);
  EXPECT_EQ(info.attempts, 2);
  EXPECT_EQ(info.headers.get("ETag"), "\"v1\"");
}

TEST_F(Download, ShowsItsAnswersWithoutTheKey) {
  transport().then(respond(401, std::string{R"({"message":"bad key )"} + test_key + "\"}"));
  const auto error = thrown_by<AuthenticationException>([&] { get(); });
  EXPECT_THAT(std::string{error.what()} + error.body(), Not(HasSubstr(test_key)));
}

TEST_F(Download, CanBeCancelled) {
  CancellationSource source;
  RequestOptions options;
  options.cancellation = source.token();
  transport().then([&](const HttpRequest& request) -> HttpResponse {
    EXPECT_TRUE(request.cancellation.can_be_cancelled());
    source.cancel();
    throw TransportException(TransportError::Cancelled, "cancelled", true);
  });
  EXPECT_EQ(thrown_by<TransportException>([&] { get(own_url, {}, options); }).kind(), TransportError::Cancelled);
  EXPECT_EQ(thrown_by<TransportException>([&] { get(own_url, {}, options); }).kind(), TransportError::Cancelled);
  EXPECT_EQ(transport().count(), 1u);
}

}  // namespace
}  // namespace allo::test
