#include <allo/errors.hpp>
#include <allo/testing/sandbox.hpp>
#include <allo/timestamp.hpp>
#include <allo/version.hpp>

#include <CLI/CLI.hpp>
#include <signal.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <pthread.h>
#include <string>
#include <string_view>

namespace {

using allo::testing::Sandbox;
using allo::testing::SandboxOptions;

enum ExitCode { ok = 0, failed = 1, wrong_usage = 2 };

struct Arguments {
  SandboxOptions options{};
  std::string start_time{};
  int latency = 0;
  int daily_quota = -1;
  std::string ca_file{};
  bool log = false;
};

/// Says what is wrong with a time; nothing where it is in order.
std::string is_time(const std::string& text) {
  return allo::parse_iso8601(text) ? std::string{} : "is no time such as 2026-03-02T09:00:00Z: " + text;
}

void describe(CLI::App& app, Arguments& arguments) {
  SandboxOptions& options = arguments.options;
  app.set_version_flag("--version", allo::version());
  app.add_option("--host", options.host, "Address to listen on")
      ->check(
          [](const std::string& host) { return host.empty() ? "must not be empty" : ""; })  // That is all addresses.
      ->capture_default_str();
  app.add_option("--port", options.port, "Port to listen on; 0 takes a free one")->capture_default_str();
  app.add_option("--seed", options.seed, "The same seed gives the same account and ids")->capture_default_str();
  app.add_flag("--empty", options.empty_account, "Start with an account without numbers, contacts and history");
  app.add_option("--start-time", arguments.start_time,
                 "Time that the clock stands at until it is moved, such as 2026-03-02T09:00:00Z")
      ->check(is_time);
  app.add_option("--scenario", options.scenario, "File to play at the start, one JSON object a line");
  app.add_option("--latency", arguments.latency, "Milliseconds to wait before every answer")
      ->check(CLI::Range(0, 600'000))
      ->capture_default_str();
  app.add_flag("--rate-limit", options.rate_limit, "Enforce 20 reads and 5 writes a second per key");
  app.add_option("--daily-quota", arguments.daily_quota, "Requests a day and key; implies --rate-limit")
      ->check(CLI::Range(0, 1'000'000'000));
  app.add_flag("--tls", options.tls, "Serve https with a certificate of the sandbox's own authority");
  app.add_option("--ca-file", arguments.ca_file, "Write the authority to trust there, PEM; implies --tls");
  app.add_flag("--deliver-anywhere", options.deliver_anywhere,
               "Deliver webhooks to any address, not to loopback addresses only");
  app.add_flag("--log", arguments.log, "Print a line for every request to standard error");
}

/// Carries over what the command line says in another form than the options.
SandboxOptions options_of(const Arguments& arguments) {
  SandboxOptions options = arguments.options;
  options.latency = std::chrono::milliseconds{arguments.latency};
  if (!arguments.start_time.empty()) options.start_time = allo::parse_iso8601(arguments.start_time);
  if (arguments.daily_quota >= 0) {
    options.rate_limit = true;
    options.requests_per_day = arguments.daily_quota;
  }
  if (!arguments.ca_file.empty()) options.tls = true;
  if (arguments.log) {
    options.log = [](std::string_view line) { std::cerr << std::string{line} + '\n'; };
  }
  return options;
}

/// Blocks the signals that end the program, so that they can be waited for; threads started later inherit that.
sigset_t block_end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

/// Serves until one of `signals` comes.
void serve(const SandboxOptions& options, const Arguments& arguments, const sigset_t& signals) {
  const Sandbox sandbox{options};
  if (!arguments.ca_file.empty()) {
    std::ofstream file{arguments.ca_file};
    if (!(file << sandbox.ca_pem() << std::flush)) throw std::runtime_error("cannot write " + arguments.ca_file);
  }
  std::cout << "allo-sandbox ready: base_url=" << sandbox.base_url() << " key=" << sandbox.key() << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
}

int run(const Arguments& arguments) {
  const sigset_t signals = block_end_signals();
  bool unmet = false;
  SandboxOptions options = options_of(arguments);
  options.on_unmet = [&](std::string_view report) {
    unmet = true;
    std::cerr << "allo-sandbox: the requests were not as expected\n" << report;
  };
  serve(options, arguments, signals);
  return unmet ? failed : ok;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "A stateful Allo API on this machine, for development and tests without an account.\n"
      "Prints one line when it is ready, with its base URL and its key, and runs until SIGINT or SIGTERM."};
  Arguments arguments;
  describe(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ok : wrong_usage;
  }
  try {
    return run(arguments);
  } catch (const std::exception& error) {
    std::cerr << "allo-sandbox: " << error.what() << '\n';
    return failed;
  }
}
