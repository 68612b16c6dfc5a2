#include "support/fake_transport.hpp"

#include <allo/client.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using test::FakeClient;
using test::respond;

TEST(Threads, SixtyFourShareOneClientWhileOthersComeAndGo) {
  FakeClient fake;
  fake.options.on_response = [](const ResponseEvent&) {};
  std::atomic<int> calls{0};
  fake.transport->always([&](const HttpRequest& request) {
    if (++calls % 7 == 0) return respond(503);
    if (request.method == HttpMethod::Get) return respond(200, R"({"data":[]})");
    return respond(200, R"({"data":{}})");
  });
  fake.time.sleep = [](std::chrono::milliseconds) {};
  const AlloClient client = fake.client();
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 64; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 10; ++k) {
        try {
          switch ((i + k) % 3) {
            case 0:
              client.numbers.list();
              break;
            case 1:
              AlloClient{fake.options}.webhooks.list();
              break;
            default:
              AlloClient{client}.sms.send({.from = "+1234567890", .to = "+1234567891", .message = "Hi"});
          }
        } catch (const AlloException&) {
          ++failures;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(calls, 640);
  EXPECT_LT(failures, 320);
}

}  // namespace
ALLO_NAMESPACE_END
