// `webhooks listen`: a web server for deliveries, which prints each event as a line.
#include "commands.hpp"
#include "output.hpp"
#include "stop_signal.hpp"

#include <allo/transport.hpp>
#include <allo/webhook_receiver.hpp>
#include <allo/webhook_signature.hpp>

#include <httplib.h>
#include <system_error>

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <mutex>

namespace allo_cli {

namespace {

struct ListenArguments {
  int port = 0;
  std::string path = "/webhooks/allo";
  std::size_t count = 0;
  std::string forward_to{};
};

/// Passes accepted deliveries on. What was proved genuine is signed anew under the user's own secret, with the id that
/// it came with; what was not is passed on as it came, so that nothing becomes genuine on the way.
class Forwarder {
 public:
  Forwarder(std::string url, bool verified, const char* secret)
      : url_(std::move(url)), secret_(verified && secret != nullptr ? secret : "") {}

  /// @throws TransportException, and std::runtime_error for an answer outside 2xx: the service then repeats
  void pass_on(const httplib::Request& request) const {
    if (url_.empty()) return;
    allo::HttpRequest out{.method = allo::HttpMethod::Post, .url = url_, .body = request.body};
    if (secret_.empty()) {
      out.headers = allo::webhook_headers(request.headers);
    } else {
      out.headers =
          allo::make_delivery({.body = request.body, .secret = secret_, .id = request.get_header_value("webhook-id")})
              .headers;
    }
    if (!out.headers.get("content-type")) out.headers.add("content-type", "application/json");
    const int status = transport_->send(out).status;
    if (status < 200 || status >= 300) throw std::runtime_error(fmt::format("{} answered {}", url_, status));
  }

 private:
  std::string url_;
  std::string secret_;
  std::shared_ptr<allo::HttpTransport> transport_ = allo::make_curl_transport();
};

/// Prints events; stops the server after the last one that is wanted, and when nobody reads them any more.
class Printer {
 public:
  Printer(bool json, std::size_t count, httplib::Server& server) : json_(json), count_(count), server_(server) {}

  void print(const allo::WebhookEvent& event) {
    const std::lock_guard lock{mutex_};
    if (count_ > 0 && printed_ == count_) return;
    try {
      write(event);
    } catch (...) {
      failure_ = std::current_exception();
      server_.stop();
      throw;  // The service learns that nobody has the event.
    }
    if (++printed_ == count_) server_.stop();
  }

  /// @throws what printing threw; called when the server has ended
  void check() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void write(const allo::WebhookEvent& event) const {
    if (json_) {
      print_json(event);
    } else {
      fmt::print("{}  {}\n", bold(example::printable(event.topic.text())), example::printable(event.data.str()));
    }
    if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category(), "cannot write the output");
  }

  bool json_;
  std::size_t count_;
  httplib::Server& server_;
  std::mutex mutex_;
  std::size_t printed_ = 0;
  std::exception_ptr failure_{};
};

void listen(const Context& context, const ListenArguments& arguments) {
  httplib::Server server;
  Printer printer{context.json, arguments.count, server};
  allo::WebhookReceiver receiver;
  const char* secret = std::getenv("ALLO_WEBHOOK_SECRET");
  const Forwarder forwarder{arguments.forward_to, secret != nullptr, std::getenv("ALLO_FORWARD_SECRET")};
  static thread_local const httplib::Request* delivery = nullptr;  // Handlers run on the thread that delivers.
  receiver.deduplicate().on_unhandled([&](const allo::WebhookEvent& event) {
    forwarder.pass_on(*delivery);
    printer.print(event);
  });
  receiver.on_error([](const std::exception& error, int status) {
    fmt::print(stderr, "refused with {}: {}\n", status, example::printable(error.what()));
  });
  if (secret != nullptr) receiver.signing_secrets({secret});

  server.set_payload_max_length(1024 * 1024);
  server.Post(".*", [&](const httplib::Request& request, httplib::Response& response) {
    if (request.path != arguments.path) {
      response.status = 404;
      return;
    }
    delivery = &request;
    const allo::WebhookResponse answer = receiver.respond(allo::webhook_headers(request.headers), request.body);
    response.status = answer.status;
    if (!answer.body.empty()) response.set_content(answer.body, "application/json");
  });

  const OnStopSignal stop{[&server] { server.stop(); }};
  const int port = arguments.port == 0 ? server.bind_to_any_port("127.0.0.1")
                                       : (server.bind_to_port("127.0.0.1", arguments.port) ? arguments.port : -1);
  if (port < 0) throw std::runtime_error(fmt::format("cannot listen on port {}", arguments.port));
  fmt::print(stderr, "Listening on http://127.0.0.1:{}{}, {}; end with Ctrl-C\n", port, arguments.path,
             secret != nullptr ? "signed deliveries only" : "signatures unchecked");
  server.listen_after_bind();
  printer.check();
}

}  // namespace

void add_listen(CLI::App& webhooks, Context& context) {
  CLI::App* command =
      webhooks.add_subcommand("listen",
                              "Listens for deliveries on this machine and prints each event once, however\n"
                              "often it is delivered. Version 1 sends no webhook-id: a call or a message is\n"
                              "known by its body there, and a contact's event is printed each time.\n"
                              "With ALLO_WEBHOOK_SECRET set it refuses what is not signed under it.");
  const auto arguments = std::make_shared<ListenArguments>();
  command->add_option("--port", arguments->port, "Port on 127.0.0.1; 0 for a free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  command->add_option("--path", arguments->path, "Path that deliveries go to")
      ->capture_default_str()
      ->check([](const std::string& path) { return path[0] == '/' ? "" : "must begin with /: " + path; });
  command->add_option("--count", arguments->count, "Ends after so many events; 0 for never")
      ->capture_default_str()
      ->check(CLI::Range(0, 1'000'000'000));
  command->add_option(
      "--forward-to", arguments->forward_to,
      "URL that accepted deliveries are passed on to, signed anew under ALLO_FORWARD_SECRET where they\n"
      "came with a valid signature");
  command->callback([&context, arguments] { listen(context, *arguments); });
}

}  // namespace allo_cli
