#include "faults/faults.hpp"
#include "support/ports.hpp"
#include "support/resolver.hpp"
#include "support/timed_client.hpp"

#include <allo/client.hpp>
#include <allo/errors.hpp>
#include <allo/transport.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace allo::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::array operations{Operation::Read, Operation::Write, Operation::Update, Operation::Remove};

const char* name_of(Operation operation) {
  constexpr std::array names{"read", "write", "update", "delete"};
  return names[static_cast<std::size_t>(operation)];
}

void perform(const AlloClient& client, Operation operation, const RequestOptions& options) {
  switch (operation) {
    case Operation::Read:
      EXPECT_EQ(client.numbers.list(options).size(), 1U);
      return;
    case Operation::Write:
      EXPECT_EQ(client.sms.send({.from = "+1234567890", .to = "+0987654321", .message = "Hello"}, options).content,
                "Hello");
      return;
    case Operation::Update: {
      UpdateContactInput input;
      input.name = "John";
      EXPECT_EQ(client.contacts.update("cnt_abc123", input, options).id, "cnt_abc123");
      return;
    }
    case Operation::Remove:
      client.webhooks.remove("wh_1", options);
      return;
  }
}

std::string describe(const char* name, const AlloApiException& error) {
  return std::string(name) + ' ' + std::to_string(error.status()) + ", " + std::string(to_string(error.delivery()));
}

/// What the caller gets, in the words of Outcome::caller.
template <class Call>
std::string caught_from(const Call& call) {
  try {
    call();
    return "ok";
  } catch (const AuthenticationException& error) {
    return describe("AuthenticationException", error);
  } catch (const ForbiddenException& error) {
    return describe("ForbiddenException", error);
  } catch (const NotFoundException& error) {
    return describe("NotFoundException", error);
  } catch (const ValidationException& error) {
    return describe("ValidationException", error);
  } catch (const RateLimitException& error) {
    return describe("RateLimitException", error);
  } catch (const ServerException& error) {
    return describe("ServerException", error);
  } catch (const AlloApiException& error) {
    return describe("AlloApiException", error);
  } catch (const TransportException& error) {
    // Whether a broken connection is noticed on sending or on receiving is chance.
    const bool is_broken = error.kind() == TransportError::Send || error.kind() == TransportError::Receive;
    return "TransportException " + std::string(is_broken ? "broken" : to_string(error.kind())) + ", " +
           std::string(to_string(error.delivery()));
  } catch (const DecodeException& error) {
    return "DecodeException, " + std::string(to_string(error.delivery()));
  }
}

/// One cell of the matrix: an operation that met a fault.
struct Cell {
  Outcome outcome{};
  int may_have_been_done = 0;  ///< Requests that the server saw and did not refuse with 429.
  milliseconds taken{};
  std::vector<milliseconds> waits{};
};

bool refuses(const Script& script) { return !script.empty() && script.front().bytes.starts_with("HTTP/1.1 429"); }

Cell run(const Fault& fault, Operation operation) {
  Cell cell;
  std::atomic<int> may_have_been_done{0};
  FaultServer::Options server_options = fault.server;
  server_options.on_request = [&](const SeenRequest& request) {
    Script script = fault.server.on_request(request);
    if (!refuses(script)) ++may_have_been_done;
    return script;
  };
  FaultServer server(server_options);
  const ReservedPort refusing;

  int earlier = 0;  // Requests before the one of the cell.
  {
    AlloClientOptions options;
    options.api_key = "test_key_4f1d9c";
    options.base_url = fault.place == Fault::Place::NobodyListens
                           ? "http://127.0.0.1:" + std::to_string(refusing.port())
                       : fault.place == Fault::Place::NoSuchHost ? "http://api.unknown.test"
                                                                 : server.origin();
    options.allow_insecure_http = fault.place == Fault::Place::NoSuchHost;
    options.timeout = fault.timeout;
    options.transport = make_curl_transport({.max_response_bytes = small_body_bound, .ca_pem = test_authority_pem()});
    options.retry.initial_delay = milliseconds{1};
    detail::TimeSource time;
    time.sleep = [&](milliseconds wait) { cell.waits.push_back(wait); };
    time.wall_clock = [] { return std::chrono::system_clock::from_time_t(784'111'777); };
    const AlloClient client = timed_client(options, time);

    const bool is_spoilt = fault.place == Fault::Place::SpoiltConnection;
    if (fault.place == Fault::Place::KeptConnection || fault.place == Fault::Place::ClosedConnection || is_spoilt) {
      client.numbers.list();
      earlier = 1;
      may_have_been_done = 0;
    }
    if (fault.place == Fault::Place::ClosedConnection) {
      EXPECT_TRUE(server.close_idle_connections());
    }

    if (is_spoilt) {
      EXPECT_TRUE(server.give_cue());
    }

    ResponseInfo info;
    const auto started = steady_clock::now();
    cell.outcome.caller = caught_from([&] { perform(client, operation, {.response = &info}); });
    cell.taken = std::chrono::duration_cast<milliseconds>(steady_clock::now() - started);
    cell.outcome.attempts = info.attempts;
  }
  // The client has hung up; what it sent may still be on its way.
  server.wait_for_requests(earlier + fault.expected[static_cast<std::size_t>(operation)].seen);
  EXPECT_TRUE(server.wait_for_hang_ups());
  cell.outcome.seen = static_cast<int>(server.requests().size()) - earlier;
  cell.may_have_been_done = may_have_been_done;
  return cell;
}

void print(const std::string& fault, const char* operation, const Cell& cell) {
  std::cout << std::left << std::setw(34) << fault << std::setw(9) << operation << std::setw(48) << cell.outcome.caller
            << std::right << std::setw(8) << cell.outcome.attempts << std::setw(6) << cell.outcome.seen << std::setw(8)
            << cell.taken.count() << '\n';
}

TEST(FaultMatrix, NoFaultLosesOrDoublesAnything) {
  const StalledResolver resolver;  // Names are looked up within this program.
  std::cout << std::left << std::setw(34) << "fault" << std::setw(9) << "request" << std::setw(48) << "caller got"
            << "attempts  seen      ms\n";
  int cells = 0;
  int doubled_writes = 0;
  for (const Fault& fault : all_faults()) {
    std::vector<std::future<Cell>> running;
    for (const Operation operation : operations) {
      running.push_back(std::async(std::launch::async, [&fault, operation] { return run(fault, operation); }));
    }
    for (const Operation operation : operations) {
      const auto column = static_cast<std::size_t>(operation);
      const Cell cell = running[column].get();
      const Outcome& expected = fault.expected[column];
      print(fault.name, name_of(operation), cell);
      SCOPED_TRACE(fault.name + ", " + name_of(operation));
      EXPECT_EQ(cell.outcome.caller, expected.caller);
      EXPECT_EQ(cell.outcome.attempts, expected.attempts);
      EXPECT_EQ(cell.outcome.seen, expected.seen);
      EXPECT_LT(cell.taken, 3 * fault.timeout + std::chrono::seconds(10));
      if (fault.waits.empty()) {
        for (const milliseconds wait : cell.waits) EXPECT_LE(wait, milliseconds{2});
      } else {
        EXPECT_EQ(cell.waits, fault.waits);
      }
      ++cells;
      if (operation == Operation::Write && cell.may_have_been_done > 1) ++doubled_writes;
    }
  }
  std::cout << cells << " cells, doubled writes: " << doubled_writes << '\n';
  EXPECT_EQ(doubled_writes, 0);
}

TEST(FaultMatrix, TheDefaultBoundStopsABodyOf65MiB) {
  const std::string response = http_response(200, std::string(65U * 1024U * 1024U, ' '));
  for (const Operation operation : operations) {
    FaultServer server({.on_request = [&](const SeenRequest&) { return Script{send_bytes(response)}; }});
    AlloClientOptions options;
    options.api_key = "test_key_4f1d9c";
    options.base_url = server.origin();
    options.transport = make_curl_transport();
    Cell cell;
    ResponseInfo info;
    const auto started = steady_clock::now();
    cell.outcome.caller = caught_from([&] { perform(AlloClient{options}, operation, {.response = &info}); });
    cell.taken = std::chrono::duration_cast<milliseconds>(steady_clock::now() - started);
    cell.outcome.attempts = info.attempts;
    cell.outcome.seen = static_cast<int>(server.requests().size());
    print("body of 65 MiB", name_of(operation), cell);
    EXPECT_EQ(cell.outcome.caller, "TransportException too large, maybe sent") << name_of(operation);
    EXPECT_EQ(cell.outcome.seen, 1) << name_of(operation);
  }
}

}  // namespace
}  // namespace allo::test
