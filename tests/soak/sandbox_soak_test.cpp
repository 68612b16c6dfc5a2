#include "soak/usage.hpp"

#include <allo/client.hpp>
#include <allo/testing/sandbox.hpp>
#include <allo/v2.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <functional>
#include <iomanip>
#include <iostream>
#include <limits>
#include <random>
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

constexpr int bound = 10'000;  // Of each kind of thing, and of stored keys.

std::string number_of(int i) { return "+1202" + std::to_string(5'000'000 + i); }

/// Calls `work(i)` for each i below `count`, on several threads.
void in_parallel(int count, const std::function<void(int)>& work) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < client_threads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = thread; i < count; i += client_threads) work(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

/// Brings every collection of the account to its bound, and the log of deliveries.
void fill(testing::Sandbox& sandbox, const v2::Client& v2) {
  // Nobody listens there: deliveries are attempted, retried and given up throughout.
  v2.webhooks.create(
      {.url = "http://127.0.0.1:1/",
       .topics = {WebhookTopic::ContactCreatedV2, WebhookTopic::SmsSentV2, WebhookTopic::SmsReceivedV2}});
  for (int i = 0; i < bound; ++i) {
    sandbox.add_contact({.name = "Person " + std::to_string(i), .numbers = {number_of(i)}});
    sandbox.simulate_incoming_sms({.from = number_of(i), .content = "Is my order ready?"});
    sandbox.add_key("key " + std::to_string(i), {"SMS_SEND"});
  }
  in_parallel(bound, [&](int i) {
    const std::string name = std::to_string(i);
    v2.companies.create({.name = "Company " + name});
    v2.deals.create({.name = "Deal " + name, .amount = 100.0});
    v2.summary_templates.create({.name = "Template " + name});
    if (i != 0) v2.webhooks.create({.url = "https://example.com/" + name, .topics = {WebhookTopic::TagRemoved}});
    v2.partner_accounts.create({.email = name + "@example.com",
                                .name = name,
                                .personal_mobile = number_of(i),
                                .number_preference = {.country = "US"}});
  });
}

/// One of many things that a program may want of either version, at random.
void ask(const AlloClient& v1, const v2::Client& v2, std::mt19937& random) {
  const int i = static_cast<int>(random() % 2'000'000);
  const std::string name = std::to_string(i);
  switch (random() % 20) {
    case 0:
      return void(v1.contacts.create({.numbers = {number_of(i)}, .name = name}));
    case 1:
      return void(v1.sms.send({.from = "+1234567890", .to = number_of(i), .message = "Order " + name}));
    case 2:
      return void(v1.contacts.search({.page = i % 500, .size = 20}));
    case 3:
      return void(v1.calls.search({.allo_number = "+1234567890"}));
    case 4:
      return void(v1.numbers.list());
    case 5:
      return void(v2.people.create({.numbers = {number_of(i)}, .name = name, .allow_duplicate_number = true}));
    case 6:
      return void(v2.companies.create({.name = name}));
    case 7:
      return void(v2.deals.create({.name = name}));
    case 8:
      return void(v2.summary_templates.create({.name = name}));
    case 9:
      return void(v2.people.search({.filters = {.phone_number = number_of(i)}}));
    case 10:
      return void(v2.companies.search({.filters = {.name = name}}));
    case 11:
      return void(v2.deals.search({.size = 10}));
    case 12:
      return void(v2.items.search({.size = 10}));
    case 13:
      return void(v2.items.search({.search = "order " + name, .size = 10}));
    case 14:
      return void(v2.conversations.list({.allo_number = "+1234567890", .size = 5}));
    case 15:
      return void(v2.dialing_queue.current());
    case 16:
      return void(v2.numbers.list());
    case 17:
      return void(v2.tags.list());
    case 18:
      return void(v2.users.list());
    default:
      return void(v2.me());
  }
}

TEST(Soak, AFullSandboxTakesAThousandMixedRequestsASecondWithoutGrowing) {
  const int requests = static_cast<int>(soak_requests() / 50);
  constexpr int a_second = 1000;
  testing::SandboxOptions options;
  options.journal_size = 1000;
  testing::Sandbox sandbox{options};
  const AlloClient v1{sandbox.client_options()};
  const v2::Client v2{v1};
  fill(sandbox, v2);
  std::array<std::mt19937, client_threads> random;
  for (unsigned i = 0; i < client_threads; ++i) random[i].seed(i);
  std::cout << "  requests  a second  CPU us  resident KiB  heap KiB  descriptors\n";
  std::array<Usage, points + 1> usage{};  // The first of these points warms up.
  double most_cpu = 0;
  for (std::size_t point = 0; point <= points; ++point) {
    const int per_point = requests / points;
    const std::clock_t cpu_started = std::clock();
    const auto started = std::chrono::steady_clock::now();
    in_parallel(per_point, [&](int i) {
      std::this_thread::sleep_until(started + std::chrono::microseconds{1'000'000LL / a_second * i});
      ask(v1, v2, random[static_cast<std::size_t>(i % client_threads)]);
    });
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    const double cpu = static_cast<double>(std::clock() - cpu_started) / CLOCKS_PER_SEC / per_point;
    Usage& now = usage[point];
    now = usage_of_this_process();
    std::cout << std::setw(10) << (point + 1) * static_cast<std::size_t>(per_point) << std::setw(10)
              << static_cast<long>(per_point / taken.count()) << std::setw(8) << static_cast<long>(cpu * 1e6)
              << std::setw(14) << now.resident_kib << std::setw(10) << now.heap_kib << std::setw(13) << now.descriptors
              << std::endl;
    most_cpu = std::max(most_cpu, cpu);
  }
  EXPECT_LE(most_cpu * a_second, 2.0) << "two cores would not do, the client's work included";
  // 20,000 requests that kept 500 bytes each would show.
  constexpr long noise_kib = 8192;
  for (std::size_t point = 1; point <= points; ++point) {
    EXPECT_LE(usage[point].resident_kib, usage[0].resident_kib + noise_kib) << "at point " << point;
    EXPECT_LE(usage[point].heap_kib, usage[0].heap_kib + noise_kib / 8) << "at point " << point;
    EXPECT_LE(usage[point].descriptors, usage[0].descriptors + 2 * client_threads) << "at point " << point;
  }
  EXPECT_EQ(sandbox.contacts().size(), static_cast<std::size_t>(bound));
  EXPECT_EQ(sandbox.calls().size() + sandbox.messages().size(), static_cast<std::size_t>(bound));
  EXPECT_LE(sandbox.requests().size(), options.journal_size);
  EXPECT_LE(sandbox.deliveries().size(), 2000u);
}

}  // namespace
}  // namespace allo::test
