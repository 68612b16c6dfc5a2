#include "soak/usage.hpp"

#include <allo/client.hpp>
#include <allo/testing/sandbox.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <iomanip>
#include <iostream>
#include <limits>
#include <string>
#include <thread>
#include <vector>

namespace allo::test {
namespace {

constexpr int client_threads = 4;
constexpr int points = 10;

/// Reads, and writes that change what is there: what is created stays, and so would rightly take memory.
void use(const AlloClient& client, long count) {
  for (long i = 0; i < count; ++i) {
    if (i % 10 != 0) {
      ASSERT_EQ(client.contacts.search({.page = static_cast<int>(i % 4), .size = 5}).results.size(), 5U);
    } else {
      ASSERT_EQ(client.contacts.update("cnt_abc123", {.name = std::to_string(i)}).name, std::to_string(i));
    }
  }
}

TEST(Soak, TheSandboxServesAThousandRequestsASecondWithoutGrowing) {
  const long per_point = soak_requests() / 10 / points;
  testing::SandboxOptions options;
  options.journal_size = 1000;  // Full within the first tenth.
  testing::Sandbox sandbox{options};
  const AlloClient client{sandbox.client_options()};
  // Nobody listens there: deliveries are attempted, retried and given up throughout.
  client.webhooks.create(
      {.allo_number = "+1234567890", .url = "http://127.0.0.1:1/", .topics = {WebhookTopic::ContactUpdated}});

  std::cout << "  requests  a second  CPU us  resident KiB  descriptors\n";
  std::array<Usage, points> usage{};
  double least_cpu = std::numeric_limits<double>::infinity();
  for (int point = 0; point < points; ++point) {
    const auto started = std::chrono::steady_clock::now();
    const std::clock_t cpu_started = std::clock();  // Of all threads.
    std::vector<std::thread> threads;
    for (int i = 0; i < client_threads; ++i) threads.emplace_back([&] { use(client, per_point / client_threads); });
    for (std::thread& thread : threads) thread.join();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    const double cpu =
        static_cast<double>(std::clock() - cpu_started) / CLOCKS_PER_SEC / static_cast<double>(per_point);
    Usage& now = usage[static_cast<std::size_t>(point)];
    now = usage_of_this_process();
    std::cout << std::setw(10) << (point + 1) * per_point << std::setw(10)
              << static_cast<long>(static_cast<double>(per_point) / taken.count()) << std::setw(8)
              << static_cast<long>(cpu * 1e6) << std::setw(14) << now.resident_kib << std::setw(13) << now.descriptors
              << std::endl;
    least_cpu = std::min(least_cpu, cpu);
  }
  // In processor time, client included, because others may be at work on the machine: a core has plenty to spare.
  EXPECT_LE(least_cpu * 1000.0, 0.5);
  // The first tenth warms up; a leak of 100 bytes a request would show in a hundred thousand.
  constexpr long noise_kib = 4096;
  for (std::size_t point = 1; point < points; ++point) {
    EXPECT_LE(usage[point].resident_kib, usage[0].resident_kib + noise_kib) << "at point " << point + 1;
    EXPECT_LE(usage[point].descriptors, usage[0].descriptors + 2 * client_threads) << "at point " << point + 1;
  }
}

}  // namespace
}  // namespace allo::test
