// Receives webhooks on the open internet: checks each delivery, answers at once, and works from a queue.
#include "support/program.hpp"
#include "webhook_support/web_server.hpp"
#include "webhook_support/work_queue.hpp"

#include <allo/webhook_receiver.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t min_token_size = 16;

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream{text};
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

std::string random_token() {
  std::random_device random;
  std::string token;
  for (int i = 0; i < 4; ++i) token += fmt::format("{:08x}", random());
  return token;
}

/// The secret part of the endpoint's path.
std::string choose_token() {
  std::string token = from_environment("ALLO_WEBHOOK_TOKEN");
  if (token.empty()) {
    token = random_token();
    fmt::print(stderr, "ALLO_WEBHOOK_TOKEN is not set; the path for this run is /webhooks/allo/{}\n", token);
  }
  example::require_token("ALLO_WEBHOOK_TOKEN", token, min_token_size);
  return token;
}

void print_line(const std::string& line) {
  // One call a line, so that lines of different threads do not mix.
  fmt::print("{}\n", example::printable(line));
  std::fflush(stdout);
}

/// What the program does with events. Here it prints them, after the time that real work would take.
void register_handlers(allo::WebhookReceiver& receiver, std::chrono::milliseconds work) {
  const auto handle = [work](const std::string& line) {
    std::this_thread::sleep_for(work);
    print_line(line);
  };
  receiver
      .on_call_received([handle](const allo::CallReceivedPayload& call) {
        handle(fmt::format("call {} {} from {} to {}: {}", call.id, call.result.text(), call.from_number, call.to,
                           call.one_sentence_summary.value_or("no summary")));
      })
      .on_sms_received([handle](const allo::SmsReceivedPayload& sms) {
        handle(fmt::format("sms {} {} from {} to {}: {}", sms.id, sms.direction.text(), sms.from_number, sms.to_number,
                           sms.content));
      })
      .on_contact_created([handle](const allo::ContactEventPayload& contact) {
        handle(fmt::format("contact created {} {}", contact.id, contact.name.value_or("")));
      })
      .on_contact_updated([handle](const allo::ContactEventPayload& contact) {
        handle(fmt::format("contact updated {} {}", contact.id, contact.name.value_or("")));
      })
      .on_unhandled([handle](const allo::WebhookEvent& event) {
        handle(fmt::format("event {} {}", event.topic.text(), event.get("id").value_or("without id")));
      });
}

}  // namespace

int main(int argc, char** argv) {
  example::WebServerOptions options;
  std::vector<std::string> numbers;
  std::size_t capacity = 1'000;
  int workers = 2;
  int work_ms = 0;
  CLI::App app{
      "Receives webhooks at /webhooks/allo/{token} and prints them. Answers 202 as soon as a delivery is checked and\n"
      "queued, 503 when the queue is full; the service then tries again. What is in the queue is worked off before "
      "the\n"
      "program ends on SIGINT or SIGTERM, but lost in a crash: put it in a database where that matters, or see\n"
      "webhook_cluster.\n"
      "ALLO_WEBHOOK_TOKEN is the secret part of the path; ALLO_WEBHOOK_SECRETS are the signing secrets, with commas\n"
      "between them, without which deliveries are not verified."};
  options.add_to(app);
  app.add_option("--number", numbers, "Only what concerns this number of the account; may be given several times");
  app.add_option("--queue", capacity, "How many deliveries may wait")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--workers", workers, "Threads that work the queue off")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--work", work_ms, "Milliseconds that handling takes, in place of real work")
      ->check(CLI::Range(0, 600'000))
      ->capture_default_str();

  return example::run(app, argc, argv, [&] {
    example::block_stop_signals();
    allo::WebhookReceiver receiver;
    register_handlers(receiver, std::chrono::milliseconds{work_ms});
    // respond() tells its caller's thread, which writes it down with the address.
    static thread_local std::string reason;
    receiver.max_body_size(options.max_body).deduplicate().on_error([](const std::exception& error, int) {
      reason = error.what();
    });
    if (!numbers.empty()) receiver.allowed_allo_numbers(numbers);
    const std::vector<std::string> secrets = split(from_environment("ALLO_WEBHOOK_SECRETS"));
    if (!secrets.empty()) {
      receiver.signing_secrets(secrets);
    } else {
      fmt::print(stderr, "ALLO_WEBHOOK_SECRETS is not set; deliveries are not verified\n");
    }

    example::WorkQueue<allo::WebhookEvent> queue{
        capacity, workers, [&](allo::WebhookEvent event) {
          try {
            receiver.dispatch(event);
          } catch (const allo::WebhookInProgressException&) {
            // The same delivery came twice, and another worker is at it.
          } catch (const std::exception& error) {
            // The service was told that all is well, so nobody repeats this one.
            fmt::print(stderr, "lost {} {}: {}\n", example::printable(event.topic.text()),
                       event.id.value_or("without id"), example::printable(error.what()));
          }
        }};
    const auto enqueue = [&](allo::WebhookEvent event) { return queue.push(std::move(event)); };

    example::WebServer server{
        options, "/webhooks/allo/" + choose_token(), [&](const example::WebServer::Request& request) {
          const auto answer = receiver.respond(request.headers, request.body, enqueue);
          return example::WebServer::Reply{.status = answer.status, .body = answer.body, .reason = reason};
        }};
    server.serve_until_stopped();
  });
}
