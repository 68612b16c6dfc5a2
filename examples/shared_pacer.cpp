// Several processes, on one machine or many, that share one key and together keep to its limits.
#include "shared_pacer/redis_pacer.hpp"
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/allo.hpp>

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <thread>
#include <vector>

int main(int argc, char** argv) {
  example::RedisOptions redis;
  // A call waits no longer than this for a Redis that does not answer.
  redis.timeout = std::chrono::milliseconds{250};
  example::RedisPacerOptions shared;
  int seconds = 5;
  unsigned threads = 4;
  CLI::App app{
      "Reads as fast as the limits of the key permit, which all of these programs that use one --prefix share through\n"
      "Redis. Without Redis each keeps to its part, one of --processes, until Redis is back. REDIS_PASSWORD is "
      "Redis's."};
  app.add_option("--processes", shared.processes, "How many programs share the key")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  app.add_option("--seconds", seconds, "How long to read")->capture_default_str()->check(example::at_least_one());
  app.add_option("--threads", threads, "How many threads")->capture_default_str()->check(CLI::Range(1, 64));
  app.add_option("--redis-host", redis.host, "Where Redis is")->capture_default_str();
  app.add_option("--redis-port", redis.port, "Its port")->check(CLI::Range(1, 65535))->capture_default_str();
  app.add_option("--prefix", shared.prefix, "What the names of the keys begin with")->capture_default_str();

  return example::run(app, argc, argv, [&] {
    if (const char* password = std::getenv("REDIS_PASSWORD")) redis.password = password;
    shared.report = [](const std::string& text) {
      fmt::print(stderr, "{}\n", example::printable(text));
      std::fflush(stderr);
    };
    example::Account account = example::connect({}, {.rate_limit = true});
    account.options.pacer = std::make_shared<example::RedisPacer>(std::make_shared<example::Redis>(redis), shared);
    std::atomic<int> refused{0};
    account.options.on_response = [&](const allo::ResponseEvent& event) { refused += event.status == 429; };
    const allo::AlloClient allo{account.options};

    std::atomic<int> reads{0};
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
    {
      std::vector<std::jthread> pool;
      for (unsigned i = 0; i < threads; ++i) {
        pool.emplace_back([&] {
          while (std::chrono::steady_clock::now() < end) {
            try {
              allo.numbers.list();
              ++reads;
            } catch (const std::exception& error) {
              example::print_error(error);
            }
          }
        });
      }
    }
    fmt::print("{} reads in {} seconds, {} refused\n", reads.load(), seconds, refused.load());
  });
}
