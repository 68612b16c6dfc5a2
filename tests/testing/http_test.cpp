#include "testing/raw_socket.hpp"
#include "testing/sandbox_client.hpp"

#include <csignal>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

constexpr const char* json_type = "application/json";

TEST(SandboxHttpTest, ServesTheAccount) {
  const Sandbox sandbox;
  EXPECT_EQ(sandbox.base_url(), "http://127.0.0.1:" + std::to_string(sandbox.port()) + "/v1/api");
  EXPECT_EQ(sandbox.key(), "allo_sandbox_key");
  httplib::Client client = client_of(sandbox);
  const auto numbers = client.Get("/v1/api/numbers");
  ASSERT_TRUE(numbers);
  EXPECT_EQ(numbers->status, 200);
  EXPECT_EQ(numbers->get_header_value("Content-Type"), json_type);
  EXPECT_EQ(Json::parse(numbers->body).at("data")[0].at("number"), "+1234567890");

  const auto created = client.Post("/v1/api/contacts", R"({"numbers":["+33612345678"],"name":"Zoë"})", json_type);
  ASSERT_TRUE(created);
  EXPECT_EQ(created->status, 200);
  EXPECT_EQ(sandbox.contacts().back().name, "Zoë");
}

TEST(SandboxHttpTest, AWriteWithoutABodyIsAnsweredAtOnce) {
  const Sandbox sandbox;
  RawSocket socket{sandbox.port()};
  socket.send(head("DELETE", "/webhooks/x"));
  EXPECT_EQ(socket.read_until("WEBHOOK_NOT_FOUND\"}").substr(0, 12), "HTTP/1.1 404");
  socket.send(head("POST", "/sms"));
  EXPECT_EQ(socket.read_until("}").substr(0, 12), "HTTP/1.1 415") << "on the same connection";
}

TEST(SandboxHttpTest, ReadsChunkedBodies) {
  const Sandbox sandbox;
  RawSocket socket{sandbox.port()};
  socket.send(head("POST", "/contacts", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"));
  socket.send("7\r\n{\"numbe\r\n13\r\nrs\":[\"+33612345678\"\r\n2\r\n]}\r\n0\r\n\r\n");
  EXPECT_EQ(socket.read_until("}").substr(0, 12), "HTTP/1.1 200");
  EXPECT_EQ(sandbox.contacts().back().numbers, std::vector<std::string>{"+33612345678"});
}

TEST(SandboxHttpTest, SurvivesMalformedHttp) {
  const Sandbox sandbox;
  const std::string inputs[] = {
      "\r\n\r\n",
      "hello\r\n\r\n",
      "GET\r\n\r\n",
      "FROB /v1/api/numbers HTTP/1.1\r\n\r\n",
      "GET /v1/api/numbers HTTP/9.9\r\n\r\n",
      "GET /v1/api/contacts?size=%zz HTTP/1.1\r\nAuthorization: allo_sandbox_key\r\n\r\n",
      "GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\n" + std::string(1'000'000, 'h') + "\r\n\r\n",
      "POST /v1/api/sms HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
      "POST /v1/api/sms HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "POST /v1/api/sms HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      std::string("\0\1\2\3\0\r\n\r\n", 9),
      std::string(10'000, '\n'),
  };
  for (const std::string& input : inputs) {
    RawSocket socket{sandbox.port()};
    socket.send(input);
    socket.finish();
    const std::string answer = socket.read_until("\r\n");
    EXPECT_TRUE(answer.empty() || answer.substr(0, 10) == "HTTP/1.1 4") << input.substr(0, 60) << " -> " << answer;
  }
  EXPECT_EQ(client_of(sandbox).Get("/v1/api/numbers")->status, 200);
}

/// cpp-httplib stops listening when a signal interrupts it.
TEST(SandboxHttpTest, LeavesSignalsToTheProcess) {
  const Sandbox sandbox;
  struct sigaction quiet {};
  struct sigaction former {};
  quiet.sa_handler = [](int) {};
  sigaction(SIGUSR1, &quiet, &former);
  sigset_t signals;
  sigset_t mask;
  sigemptyset(&signals);
  sigaddset(&signals, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &signals, &mask);
  kill(getpid(), SIGUSR1);
  EXPECT_EQ(client_of(sandbox).Get("/v1/api/numbers")->status, 200);
  int pending = 0;
  sigset_t waiting;
  sigpending(&waiting);
  EXPECT_EQ(sigismember(&waiting, SIGUSR1), 1) << "a thread of the sandbox took it";
  if (sigismember(&waiting, SIGUSR1) == 1) sigwait(&signals, &pending);
  pthread_sigmask(SIG_SETMASK, &mask, nullptr);
  sigaction(SIGUSR1, &former, nullptr);
}

TEST(SandboxHttpTest, RefusesHugeBodies) {
  SandboxOptions options;
  options.max_body_bytes = 10'000;
  const Sandbox sandbox{options};
  httplib::Client client = client_of(sandbox);
  const auto refused = client.Post("/v1/api/contacts", std::string(10'001, ' '), json_type);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 413);
  EXPECT_EQ(Json::parse(refused->body).at("code"), "PAYLOAD_TOO_LARGE");
  ASSERT_EQ(sandbox.requests().size(), 1u);
  EXPECT_EQ(sandbox.requests()[0].status, 413);
  EXPECT_EQ(sandbox.requests()[0].route, "/contacts");
}

TEST(SandboxHttpTest, AnswersWholeWhateverRangeIsAskedFor) {
  const Sandbox sandbox;
  httplib::Client client = client_of(sandbox);
  for (const char* path : {"/v1/api/numbers", "/"}) {
    const std::string whole = client.Get(path)->body;
    for (const char* range : {"bytes=0-5", "bytes=100000-200000", "bytes=-100000", "bytes=0-1,100000-100001"}) {
      const auto answer = client.Get(path, {{"Range", range}});
      ASSERT_TRUE(answer);
      EXPECT_EQ(answer->status, 200) << range;
      EXPECT_TRUE(answer->body == whole) << range << " of " << path << " gave " << answer->body.size() << " bytes";
    }
  }
}

/// Thousands at a time are in curl_test.py; here they and the sandbox share one process.
TEST(SandboxHttpTest, HoldsHundredsOfConnections) {
  const Sandbox sandbox;
  std::vector<std::unique_ptr<RawSocket>> sockets;
  // Ends below the usual bound of 1024 descriptors, of which each connection takes two in this process.
  for (int i = 0; i < 200; ++i) {
    sockets.push_back(std::make_unique<RawSocket>(sandbox.port()));
    ASSERT_TRUE(sockets.back()->connected()) << i;
  }
  sockets.resize(50);
  for (int round = 0; round < 5; ++round) {
    std::vector<std::unique_ptr<RawSocket>> burst;
    for (int i = 0; i < 100; ++i) burst.push_back(std::make_unique<RawSocket>(sandbox.port()));
    for (const auto& socket : burst) ASSERT_TRUE(socket->send(head("GET", "/numbers", "Connection: close\r\n")));
    for (const auto& socket : burst) ASSERT_EQ(socket->read_all().substr(0, 12), "HTTP/1.1 200") << round;
  }
}

TEST(SandboxHttpTest, EightInParallelKeepTheirStateApart) {
  std::vector<std::thread> threads;
  for (int n = 0; n < 8; ++n) {
    threads.emplace_back([n] {
      SandboxOptions options;
      options.empty_account = true;
      const Sandbox sandbox{options};
      httplib::Client client = client_of(sandbox);
      for (int i = 0; i < 10 * (n + 1); ++i) {
        const auto created = client.Post("/v1/api/contacts", R"({"numbers":["+33612345678"]})", json_type);
        ASSERT_TRUE(created);
        ASSERT_EQ(created->status, 200);
      }
      EXPECT_EQ(sandbox.contacts().size(), 10u * static_cast<unsigned>(n + 1));
      EXPECT_EQ(sandbox.requests().size(), 10u * static_cast<unsigned>(n + 1));
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(SandboxHttpTest, ManyThreadsOnOneSandbox) {
  const Sandbox sandbox;
  std::vector<std::thread> threads;
  for (int n = 0; n < 8; ++n) {
    threads.emplace_back([&] {
      httplib::Client client = client_of(sandbox);
      for (int i = 0; i < 50; ++i) {
        ASSERT_EQ(client.Get("/v1/api/contacts?size=5")->status, 200);
        ASSERT_EQ(client.Post("/v1/api/contacts", R"({"numbers":["+33612345678"]})", json_type)->status, 200);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sandbox.contacts().size(), 36u + 400u);
}

TEST(SandboxHttpTest, EndsAtOnceWithIdleConnectionsOpen) {
  auto sandbox = std::make_unique<Sandbox>();
  httplib::Client client = client_of(*sandbox);
  ASSERT_EQ(client.Get("/v1/api/numbers")->status, 200);
  RawSocket idle{sandbox->port()};
  const auto start = std::chrono::steady_clock::now();
  sandbox.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{3});
}

TEST(SandboxHttpTest, AnswersWhatIsUnderWayWhenItEnds) {
  SandboxOptions options;
  options.latency = std::chrono::minutes{1};
  auto sandbox = std::make_unique<Sandbox>(options);
  std::vector<std::unique_ptr<RawSocket>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<RawSocket>(sandbox->port()));
    clients.back()->send(head("GET", "/numbers"));
  }
  while (sandbox->requests().size() < clients.size()) std::this_thread::yield();
  sandbox.reset();
  for (const auto& client : clients) {
    const std::string answer = client->read_all();
    EXPECT_EQ(answer.substr(0, 15), "HTTP/1.1 200 OK");
    EXPECT_NE(answer.find("London Landline"), std::string::npos) << answer;
  }
}

TEST(SandboxHttpTest, APortInUseIsAnError) {
  const Sandbox first;
  SandboxOptions options;
  options.port = first.port();
  try {
    const Sandbox second{options};
    FAIL() << "started on a port in use";
  } catch (const SandboxError& error) {
    EXPECT_NE(std::string{error.what()}.find("port " + std::to_string(first.port())), std::string::npos)
        << error.what();
  }
}

TEST(SandboxHttpTest, OptionsOutOfBoundsAreRefused) {
  SandboxOptions options;
  options.latency = std::chrono::milliseconds{-1};
  EXPECT_THROW(Sandbox{options}, std::invalid_argument);
}

TEST(SandboxHttpTest, TheLogSteersNoTerminal) {
  std::mutex mutex;
  std::string logged;
  SandboxOptions options;
  options.log = [&](std::string_view line) {
    const std::lock_guard lock{mutex};
    logged += line;
  };
  const Sandbox sandbox{options};
  RawSocket socket{sandbox.port()};
  socket.send(head("GET", "/a\x1b[2J", "Connection: close\r\n"));
  EXPECT_EQ(socket.read_all().substr(0, 12), "HTTP/1.1 404");
  const std::lock_guard lock{mutex};
  EXPECT_EQ(logged, "GET /v1/api/a?[2J 404");
}

TEST(SandboxHttpTest, WaitsTheLatency) {
  SandboxOptions options;
  options.latency = std::chrono::milliseconds{80};
  const Sandbox sandbox{options};
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(client_of(sandbox).Get("/v1/api/numbers")->status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - start, options.latency);
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
