// Receives webhooks in several processes, on one machine or many, that handle each delivery once between them.
#include "support/program.hpp"
#include "webhook_support/redis_store.hpp"
#include "webhook_support/web_server.hpp"

#include <allo/webhook_receiver.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

namespace {

/// What this program does with an event: it appends the event's id to the list "{prefix}:handled". The fencing token
/// makes that safe from a receiver that was stopped for longer than its lease and then goes on: Redis has seen a larger
/// token for the delivery by then, and the late one changes nothing.
class Ledger {
 public:
  Ledger(std::shared_ptr<example::Redis> redis, const std::string& prefix)
      : redis_(std::move(redis)), prefix_("{" + prefix + "}") {}

  /// False when another receiver was granted the delivery since. May be repeated.
  bool append(const std::string& id, std::uint64_t fencing_token) {
    // KEYS: the list, the largest token that this delivery was seen with. ARGV: the id, the token, 28 hours.
    constexpr std::string_view script = R"(
local seen = tonumber(redis.call('GET', KEYS[2]) or '0')
if seen == tonumber(ARGV[2]) then return 1 end
if seen > tonumber(ARGV[2]) then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
if seen == 0 then redis.call('RPUSH', KEYS[1], ARGV[1]) end
return 1)";
    return redis_
               ->run(script, {prefix_ + ":handled", prefix_ + ":seen:" + id},
                     {id, std::to_string(fencing_token), "100800"})
               .at(0) == 1;
  }

 private:
  std::shared_ptr<example::Redis> redis_;
  std::string prefix_;
};

}  // namespace

int main(int argc, char** argv) {
  example::WebServerOptions options;
  example::RedisOptions redis_options;
  std::string prefix = "allo-webhooks";
  int lease_ms = 60'000;
  int work_ms = 0;
  CLI::App app{
      "Receives webhooks at /webhooks and handles each delivery once, however many of these programs share the Redis\n"
      "server and however often the delivery comes. Start several with the same --port on one machine, and the system\n"
      "spreads the connections over them; or one on each machine behind a load balancer. A delivery is answered when "
      "it\n"
      "was handled, so that the service repeats what a program that died had in hand.\n"
      "ALLO_WEBHOOK_SECRET is the signing secret, without which deliveries are not verified; REDIS_PASSWORD is "
      "Redis's."};
  options.add_to(app);
  app.add_option("--redis-host", redis_options.host, "Where Redis is")->capture_default_str();
  app.add_option("--redis-port", redis_options.port, "Its port")->check(CLI::Range(1, 65535))->capture_default_str();
  app.add_option("--prefix", prefix, "What the names of the keys begin with")->capture_default_str();
  app.add_option("--lease", lease_ms, "Milliseconds after which the delivery of a program that died is free again")
      ->check(CLI::Range(1, 3'600'000))
      ->capture_default_str();
  app.add_option("--work", work_ms, "Milliseconds that handling takes")
      ->check(CLI::Range(0, 600'000))
      ->capture_default_str();

  return example::run(app, argc, argv, [&] {
    example::block_stop_signals();
    if (const char* password = std::getenv("REDIS_PASSWORD")) redis_options.password = password;
    const auto redis = std::make_shared<example::Redis>(redis_options);
    Ledger ledger{redis, prefix};

    // respond() tells its caller's thread, which writes it down with the address.
    static thread_local std::string reason;
    allo::WebhookReceiver receiver;
    receiver.max_body_size(options.max_body)
        .deduplicate(
            std::make_shared<example::RedisDeduplicationStore>(redis, prefix, std::chrono::milliseconds{lease_ms}))
        .on_unhandled([&](const allo::WebhookEvent& event) {
          // A contact event of version 1 has neither: nothing tells it from its repetition.
          if (!event.id && !event.repeat_key) throw std::runtime_error("a delivery without an id");
          const std::string& id = event.id ? *event.id : *event.repeat_key;
          fmt::print("started {}\n", id);
          std::fflush(stdout);
          std::this_thread::sleep_for(std::chrono::milliseconds{work_ms});
          if (!ledger.append(id, event.fencing_token.value())) {
            throw std::runtime_error("the delivery was given to another receiver");
          }
          fmt::print("handled {}\n", id);
          std::fflush(stdout);
        })
        .on_error([](const std::exception& error, int) { reason = error.what(); });
    if (const char* secret = std::getenv("ALLO_WEBHOOK_SECRET")) receiver.signing_secrets({secret});

    example::WebServer server{options, "/webhooks", [&](const example::WebServer::Request& request) {
                                const auto answer = receiver.respond(request.headers, request.body);
                                return example::WebServer::Reply{
                                    .status = answer.status, .body = answer.body, .reason = reason};
                              }};
    server.serve_until_stopped();
  });
}
