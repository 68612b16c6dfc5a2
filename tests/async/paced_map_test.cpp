#include "async/hooks_support.hpp"

#include <allo/async.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using Seconds = std::chrono::duration<double>;

/// Reads so many contacts, each on its own, at the published 20 reads a second against a service that enforces them.
/// @param delay  What a busy machine may add, in seconds.
void read_contacts(std::size_t count, double delay) {
  testing::SandboxOptions options;
  options.rate_limit = true;
  options.empty_account = true;
  testing::Sandbox sandbox{options};
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < count; ++i) {
    Contact contact;
    contact.name = "Contact " + std::to_string(i);
    contact.numbers = {"+1202555" + std::to_string(10'000 + i).substr(1)};
    ids.push_back(sandbox.add_contact(contact).id);
  }

  AlloClientOptions client_options = sandbox.client_options();
  client_options.pacer = make_pacer();
  const AlloClient client{client_options};
  ThreadPool pool{4};
  const auto begun = std::chrono::steady_clock::now();
  const auto contacts = map_concurrently(pool, ids, 4, [&](const std::string& id) { return client.contacts.get(id); });
  const double took = Seconds{std::chrono::steady_clock::now() - begun}.count();

  ASSERT_EQ(contacts.size(), count);
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_TRUE(contacts[i]) << contacts[i].error().message();
    EXPECT_EQ(contacts[i].value().id, ids[i]);
  }
  const auto requests = sandbox.requests();
  EXPECT_EQ(requests.size(), count);
  EXPECT_EQ(std::count_if(requests.begin(), requests.end(), [](const auto& r) { return r.status == 429; }), 0);
  // The bucket may begin full, so that the first second's reads come at once.
  const double permitted = std::max(0.1, (static_cast<double>(count) - 20.0) / 20.0);
  std::printf("%zu reads in %.2f s: %.2f a second\n", count, took, static_cast<double>(count) / took);
  EXPECT_GE(took, permitted * 0.9) << "faster than is permitted";
  EXPECT_LE(took, permitted / 0.95 + delay) << "slower than is permitted";
}

TEST(MapConcurrentlyPaced, KeepsThePermittedRate) { read_contacts(60, 5.0); }

// Takes 50 s: run by the test soak.map_concurrently.
TEST(MapConcurrentlyPaced, DISABLED_KeepsThePermittedRateOverAThousandContacts) { read_contacts(1000, 1.0); }

}  // namespace
ALLO_NAMESPACE_END
