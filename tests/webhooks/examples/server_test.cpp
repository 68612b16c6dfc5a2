#include "support/daemon.hpp"
#include "webhooks/deliveries.hpp"

#include <allo/webhook_receiver.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

using allo::test::Daemon;
using namespace deliveries;
using testing::HasSubstr;
using testing::Not;

namespace {

const std::string token = "0123456789abcdef0123456789abcdef";
const std::string path = "/webhooks/allo/" + token;

/// The program with a token and a secret.
struct Server {
  explicit Server(std::vector<std::string> arguments = {})
      : daemon(ALLO_WEBHOOK_SERVER, std::move(arguments),
               {{"ALLO_WEBHOOK_TOKEN", token}, {"ALLO_WEBHOOK_SECRETS", other_secret + "," + secret}}),
        port(daemon.wait_for_port()) {}

  /// The status of a POST; 0 when the connection broke.
  int post(const std::string& target, const allo::WebhookDelivery& delivery, httplib::Headers headers = {}) {
    for (const allo::HttpHeader header : delivery.headers) {
      if (header.name != "content-type") headers.emplace(header.name, header.value);
    }
    httplib::Client client{"127.0.0.1", port};
    last = client.Post(target, headers, delivery.body, "application/json");
    return last ? last->status : 0;
  }

  /// How many lines it printed with a text, after its end.
  std::size_t count_lines(const std::string& text) {
    daemon.wait_for_line("no such line");  // The end of the output.
    const std::string output = daemon.output();
    std::size_t lines = 0;
    for (std::size_t at = output.find(text); at != std::string::npos; at = output.find(text, at + 1)) ++lines;
    return lines;
  }

  Daemon daemon;
  int port;
  httplib::Result last{nullptr, httplib::Error::Unknown};
};

allo::WebhookDelivery fresh(const std::string& body, const std::string& id = "") {
  return allo::make_delivery({.body = body, .secret = secret, .id = id});
}

}  // namespace

TEST(WebhookServer, PrintsEveryTopicAndStopsGracefully) {
  Server server;
  ASSERT_GT(server.port, 0) << server.daemon.output();
  EXPECT_EQ(server.post(path, fresh(call_body)), 202);
  EXPECT_EQ(server.post(path, fresh(sms_body)), 202);
  EXPECT_EQ(server.post(path, fresh(contact_body)), 202);
  EXPECT_EQ(server.post(path, fresh(envelope("CONTACT_UPDATED", contact_data))), 202);
  EXPECT_EQ(server.post(path, fresh(envelope("voicemail.created", R"({"id":"v\n1"})"))), 202);
  const std::vector<std::string> version_2 = {"call.received",   "call.triggered",  "call.answered",  "call.completed",
                                              "tag.added",       "tag.removed",     "sms.received",   "sms.sent",
                                              "contact.created", "contact.updated", "summary.updated"};
  for (const std::string& topic : version_2) EXPECT_EQ(server.post(path, fresh(envelope(topic, "{}"))), 202) << topic;
  server.daemon.signal(SIGTERM);
  EXPECT_EQ(server.daemon.wait(), 0);
  EXPECT_EQ(server.daemon.wait_for_line("call cll_1"), "call cll_1 ANSWERED from +14155551234 to +14155550100: o");
  EXPECT_EQ(server.daemon.wait_for_line("sms sms_1"), "sms sms_1 INBOUND from +14155551234 to +14155550100: Hi");
  EXPECT_EQ(server.daemon.wait_for_line("contact created"), "contact created cnt_1 Ada");
  EXPECT_EQ(server.daemon.wait_for_line("contact updated"), "contact updated cnt_1 Ada");
  EXPECT_EQ(server.daemon.wait_for_line("event voicemail"), "event voicemail.created v 1");
  for (const std::string& topic : version_2) EXPECT_NE(server.daemon.wait_for_line("event " + topic), "") << topic;
  EXPECT_THAT(server.daemon.output(), Not(HasSubstr("not verified")));
  EXPECT_THAT(server.daemon.output(), Not(HasSubstr(token)));
  EXPECT_THAT(server.daemon.output(), Not(HasSubstr(secret.substr(6))));
}

TEST(WebhookServer, AnswersAtOnceAndWorksOffItsQueueBeforeItStops) {
  // No sender waits for the work; what does not fit into the queue is for later.
  Server server{{"--workers", "1", "--queue", "3", "--work", "500"}};
  std::size_t taken = 0;
  int status = 202;
  for (; status == 202 && taken < 50; taken += status == 202 ? 1 : 0) status = server.post(path, fresh(contact_body));
  EXPECT_EQ(status, 503);
  EXPECT_GE(taken, 3u);
  server.daemon.signal(SIGINT);
  EXPECT_EQ(server.daemon.wait(), 0);
  EXPECT_EQ(server.count_lines("contact created"), taken);
}

TEST(WebhookServer, HidesItsEndpointFromThoseWhoDoNotKnowTheToken) {
  Server server;
  const allo::WebhookDelivery delivery = fresh(call_body);
  std::string wrong = path;
  wrong.back() = 'e';
  const std::vector<std::string> targets = {wrong,
                                            path + "/",
                                            path + "0",
                                            path.substr(0, path.size() - 1),
                                            "/",
                                            "/webhooks/allo/",
                                            "/webhooks/allo",
                                            "//" + path,
                                            "/webhooks/allo/%00" + token,
                                            "/" + std::string(5'000, 'a')};
  for (const std::string& target : targets) {
    EXPECT_EQ(server.post(target, delivery), 404) << target;
    ASSERT_TRUE(server.last);
    EXPECT_EQ(server.last->body, "");
  }
  httplib::Client client{"127.0.0.1", server.port};
  const httplib::Result get = client.Get(path.c_str());
  ASSERT_TRUE(get);
  EXPECT_EQ(get->status, 404);
}

TEST(WebhookServer, PassesOnWhatTheReceiverSays) {
  Server server{{"--number", "+1 415 555 0100"}};
  EXPECT_EQ(server.post(path, {.headers = {}, .body = call_body}), 401);
  EXPECT_EQ(server.post(path, fresh("junk")), 400);
  EXPECT_EQ(server.last->body, R"({"error":"not a valid webhook"})");
  EXPECT_EQ(server.post(path, fresh(envelope("SMS_RECEIVED", R"({"direction":"INBOUND","to_number":"+15"})"))), 403);
  EXPECT_EQ(server.post(path, fresh(std::string(std::size_t{1} << 20, ' ') + call_body)), 413);
  EXPECT_EQ(server.post(path, fresh(call_body), {{"Content-Encoding", "gzip"}}), 415);
  EXPECT_EQ(server.post(path, fresh(call_body)), 202);
}

TEST(WebhookServer, BoundsABodyThatAnnouncesNoLength) {
  signal(SIGPIPE, SIG_IGN);  // The client of cpp-httplib writes on although the server has hung up.
  Server server;
  httplib::Client client{"127.0.0.1", server.port};
  std::size_t sent = 0;
  const httplib::Result result = client.Post(
      path,
      [&](std::size_t, httplib::DataSink& sink) {
        const std::string chunk(64 * 1024, 'x');
        if (sent > (std::size_t{8} << 20)) {
          sink.done();
          return true;
        }
        sent += chunk.size();
        return sink.write(chunk.data(), chunk.size());
      },
      "application/json");
  // The server may hang up before it has been sent all.
  EXPECT_TRUE(result ? result->status == 413 : sent < (std::size_t{8} << 20)) << sent;
  EXPECT_EQ(server.post(path, fresh(call_body)), 202);
}

TEST(WebhookServer, RunsADeliveryOnce) {
  Server server;
  const allo::WebhookDelivery delivery = fresh(contact_body);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(server.post(path, delivery), 202);
  server.daemon.signal(SIGTERM);
  EXPECT_EQ(server.daemon.wait(), 0);
  EXPECT_EQ(server.count_lines("contact created"), 1u);
}

TEST(WebhookServer, CallsADeliveryThatComesWhileItIsHandledNoLoss) {
  Server server{{"--workers", "2", "--work", "200"}};
  const allo::WebhookDelivery delivery = fresh(contact_body);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(server.post(path, delivery), 202);
  server.daemon.signal(SIGTERM);
  EXPECT_EQ(server.daemon.wait(), 0);
  EXPECT_EQ(server.count_lines("contact created"), 1u);
  EXPECT_EQ(server.count_lines("lost"), 0u);
}

TEST(WebhookServer, LimitsAnAddressTo100AMinuteUnlessTold) {
  Server server;
  const auto start = std::chrono::steady_clock::now();
  httplib::Client client{"127.0.0.1", server.port};
  int passed = 0;
  for (int status = 404; status == 404 && passed < 10'000; passed += status == 404 ? 1 : 0) {
    const httplib::Result result = client.Post("/guess");
    ASSERT_TRUE(result);
    status = result->status;
    EXPECT_TRUE(status == 404 || status == 429) << status;
  }
  const std::chrono::duration<double, std::chrono::minutes::period> taken = std::chrono::steady_clock::now() - start;
  EXPECT_GE(passed, 100);
  EXPECT_LE(passed, 100 + 100 * taken.count() + 1);
}

TEST(WebhookServer, LimitsTheRateOfAnAddress) {
  Server server{{"--rate", "5"}};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(server.post("/guess", fresh(call_body)), 404);
  EXPECT_EQ(server.post(path, fresh(call_body)), 429);
  EXPECT_EQ(server.last->get_header_value("Retry-After"), "12");
}

TEST(WebhookServer, LetsOnlyListedAddressesIn) {
  Server closed{{"--allow", "203.0.113.0/24"}};
  EXPECT_EQ(closed.post(path, fresh(call_body)), 403);
  Server open{{"--allow", "203.0.113.0/24", "--allow", "127.0.0.0/8"}};
  EXPECT_EQ(open.post(path, fresh(call_body)), 202);
}

TEST(WebhookServer, AnswersOneRequestAConnection) {
  // Otherwise the unread body of a refused request would be taken for the next request.
  Server server;
  httplib::Client client{"127.0.0.1", server.port};
  client.set_keep_alive(true);
  const httplib::Result result = client.Post("/guess", "POST " + path + " HTTP/1.1\r\n\r\n", "text/plain");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->get_header_value("Connection"), "close");
}

TEST(WebhookServer, MakesATokenOf128BitsWhereNoneIsSet) {
  std::set<std::string> paths;
  for (int run = 0; run < 2; ++run) {
    Daemon daemon{ALLO_WEBHOOK_SERVER, {}};
    EXPECT_NE(daemon.wait_for_line("deliveries are not verified"), "");
    const std::string line = daemon.wait_for_line("the path for this run is");
    const std::string made = line.substr(std::min(line.find("/webhooks/allo/"), line.size()));
    EXPECT_THAT(made, testing::MatchesRegex("/webhooks/allo/[0-9a-f]{32}"));
    paths.insert(made);
    httplib::Client client{"127.0.0.1", daemon.wait_for_port()};
    const httplib::Result result = client.Post(made.c_str(), contact_body, "application/json");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, 202);
  }
  EXPECT_EQ(paths.size(), 2u);
}

TEST(WebhookServer, RefusesATokenThatIsEasilyGuessed) {
  Daemon daemon{ALLO_WEBHOOK_SERVER, {}, {{"ALLO_WEBHOOK_TOKEN", "short"}}};
  EXPECT_EQ(daemon.wait(), 2);
  EXPECT_NE(daemon.wait_for_line("ALLO_WEBHOOK_TOKEN"), "");
}

TEST(WebhookServer, RefusesASecretThatDoesNotDoWithoutShowingIt) {
  Daemon daemon{ALLO_WEBHOOK_SERVER, {}, {{"ALLO_WEBHOOK_TOKEN", token}, {"ALLO_WEBHOOK_SECRETS", "whsec_oops!"}}};
  EXPECT_EQ(daemon.wait(), 2);
  EXPECT_NE(daemon.wait_for_line("not valid base64"), "");
  EXPECT_THAT(daemon.output(), Not(HasSubstr("oops")));
}

#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
namespace {

/// A certificate for 127.0.0.1 and its key, in two files that live as long as this.
class CertificateFiles {
 public:
  CertificateFiles() {
    std::string name = (std::filesystem::temp_directory_path() / "allo-test-XXXXXX").string();
    folder = mkdtemp(name.data());
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> pair{EVP_EC_gen("P-256"), &EVP_PKEY_free};
    const std::unique_ptr<X509, void (*)(X509*)> certificate{X509_new(), &X509_free};
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3'600);
    X509_set_pubkey(certificate.get(), pair.get());
    X509_sign(certificate.get(), pair.get(), EVP_sha256());
    write(key(), [&](FILE* file) { PEM_write_PrivateKey(file, pair.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    write(chain(), [&](FILE* file) { PEM_write_X509(file, certificate.get()); });
  }
  ~CertificateFiles() { std::filesystem::remove_all(folder); }

  std::string key() const { return folder + "/key.pem"; }
  std::string chain() const { return folder + "/chain.pem"; }

 private:
  template <class Write>
  static void write(const std::string& name, Write content) {
    FILE* file = std::fopen(name.c_str(), "w");
    content(file);
    std::fclose(file);
  }

  std::string folder;
};

}  // namespace

TEST(WebhookServer, SpeaksTlsWhereAsked) {
  const CertificateFiles files;
  Server server{{"--certificate", files.chain(), "--certificate-key", files.key()}};
  ASSERT_GT(server.port, 0) << server.daemon.output();
  httplib::SSLClient client{"127.0.0.1", server.port};
  client.enable_server_certificate_verification(false);
  const allo::WebhookDelivery delivery = fresh(contact_body);
  httplib::Headers headers;
  for (const allo::HttpHeader header : delivery.headers) headers.emplace(header.name, header.value);
  headers.erase("content-type");
  const httplib::Result result = client.Post(path, headers, delivery.body, "application/json");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 202);
  // Nothing answers without TLS.
  EXPECT_EQ(server.post(path, delivery), 0);
}
#endif
