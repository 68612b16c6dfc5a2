#include "soak/light_server.hpp"
#include "soak/usage.hpp"

#include <allo/client.hpp>
#include <allo/transport.hpp>

#include <gtest/gtest.h>

#include <array>
#include <barrier>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace allo::test {
namespace {

constexpr int client_threads = 4;
constexpr int points = 10;

/// Every tenth request is a write.
void send_requests(const AlloClient& client, long count) {
  for (long i = 0; i < count; ++i) {
    if (i % 10 != 0) {
      ASSERT_EQ(client.numbers.list().size(), 1U);
    } else {
      ASSERT_EQ(client.sms.send({.from = "+1234567890", .to = "+0987654321", .message = "Hello"}).content, "Hello");
    }
  }
}

TEST(Soak, ManyRequestsLeaveMemoryAndDescriptorsFlat) {
  if (!std::filesystem::exists("/proc/self/statm")) GTEST_SKIP() << "needs the /proc of Linux";
  const long per_point = soak_requests() / points;
  ASSERT_GE(per_point, client_threads) << "ALLO_SOAK_REQUESTS is too small";

  LightServer server(R"({"data":[{"number":"+1234567890","name":"Main Line","country":"US"}]})",
                     R"({"data":{"from_number":"+1234567890","to_number":"+0987654321","type":"OUTBOUND",)"
                     R"("content":"Hello","start_date":"2024-01-15T10:30:00"}})");
  AlloClientOptions options;
  options.api_key = "test_key_4f1d9c";
  options.base_url = server.origin();
  options.transport = make_curl_transport();
  const AlloClient client{options};

  // The threads live throughout, so that what the client may keep for a thread is seen to grow.
  std::barrier<> everyone{client_threads + 1};
  std::vector<std::thread> threads;
  for (int i = 0; i < client_threads; ++i) {
    threads.emplace_back([&] {
      for (int point = 0; point < points; ++point) {
        EXPECT_NO_THROW(send_requests(client, per_point / client_threads));
        everyone.arrive_and_wait();  // All have sent;
        everyone.arrive_and_wait();  // the sample was taken.
      }
    });
  }

  std::cout << "  requests  a second  resident KiB  descriptors\n";
  std::array<Usage, points> usage{};
  auto started = std::chrono::steady_clock::now();
  for (int point = 0; point < points; ++point) {
    everyone.arrive_and_wait();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    Usage& now = usage[static_cast<std::size_t>(point)];
    now = usage_of_this_process();
    std::cout << std::setw(10) << (point + 1) * per_point << std::setw(10)
              << static_cast<long>(static_cast<double>(per_point) / taken.count()) << std::setw(14) << now.resident_kib
              << std::setw(13) << now.descriptors << std::endl;
    started = std::chrono::steady_clock::now();
    everyone.arrive_and_wait();
  }
  for (std::thread& thread : threads) thread.join();

  // The first tenth warms up. Which threads of the pool work at one time is chance, and so is what the allocator keeps
  // for each; a leak of two bytes a request would show in a million.
  constexpr long noise_kib = 1024;
  for (std::size_t point = 1; point < points; ++point) {
    EXPECT_LE(usage[point].resident_kib, usage[0].resident_kib + noise_kib) << "at point " << point + 1;
    EXPECT_LE(usage[point].descriptors, usage[0].descriptors) << "at point " << point + 1;
  }
}

}  // namespace
}  // namespace allo::test
