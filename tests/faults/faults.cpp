#include "faults/faults.hpp"

#include "support/gzip.hpp"

#include <functional>
#include <optional>
#include <utility>

namespace allo::test {
namespace {

using std::chrono::milliseconds;
using Outcomes = std::array<Outcome, 4>;

/// A server whose answer to every request is made from the answer that would have been right.
using Answer = std::function<Script(const std::string& good)>;

FaultServer::Options answering(Answer answer) {
  FaultServer::Options options;
  options.on_request = [answer = std::move(answer)](const SeenRequest& request) {
    return answer(std::string{good_body(request.method)});
  };
  return options;
}

FaultServer::Options answering(std::string response) {
  return answering([response = std::move(response)](const std::string&) { return Script{send_bytes(response)}; });
}

FaultServer::Options well() {
  return answering([](const std::string& good) { return Script{send_bytes(http_response(200, good))}; });
}

FaultServer::Options with_certificate(Certificate certificate) {
  FaultServer::Options options = well();
  options.tls = certificate;
  return options;
}

std::string head(std::size_t length) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

/// What is the same for every operation.
Outcomes always(Outcome outcome) { return {outcome, outcome, outcome, outcome}; }

/// The caller is told at once.
Outcomes once(std::string caller) { return always({std::move(caller), 1, 1}); }

/// Repeated but for the POST, which the server may have carried out.
Outcomes repeated_unless_post(const std::string& caller) {
  const Outcome again{caller, 3, 3};
  return {again, {caller, 1, 1}, again, again};
}

/// The answer is of a success but cannot be read; that of a DELETE need not be.
Outcomes unreadable() {
  const Outcome bad{"DecodeException, maybe sent", 1, 1};
  return {bad, bad, bad, {"ok", 1, 1}};
}

void add_connection_faults(std::vector<Fault>& faults) {
  using enum Fault::Place;
  const std::string tls = "TransportException tls, not sent";
  const std::string broken = "TransportException broken, maybe sent";
  const std::string timeout = "TransportException timeout, maybe sent";

  faults.push_back({"refused", always({"TransportException connect, not sent", 3, 0}), {}, NobodyListens});
  faults.push_back({"host name not found", always({"TransportException resolve, not sent", 3, 0}), {}, NoSuchHost});
  faults.push_back({"TLS: expired", always({tls, 1, 0}), with_certificate(Certificate::Expired)});
  faults.push_back({"TLS: self-signed", always({tls, 1, 0}), with_certificate(Certificate::SelfSigned)});
  faults.push_back({"TLS: wrong host", always({tls, 1, 0}), with_certificate(Certificate::WrongHost)});

  FaultServer::Options closes_within_handshake = with_certificate(Certificate::Good);
  closes_within_handshake.on_accept = [](int) { return Script{half_close(), stall()}; };
  faults.push_back({"TLS: closed within the handshake", always({"TransportException connect, not sent", 3, 0}),
                    closes_within_handshake});

  FaultServer::Options closes_on_accept = well();
  closes_on_accept.on_accept = [](int) { return Script{close_connection()}; };
  faults.push_back(
      {"close on accept", {{{broken, 3, 0}, {broken, 1, 0}, {broken, 3, 0}, {broken, 3, 0}}}, closes_on_accept});

  const auto breaks = [&](const char* name, Answer answer) {
    faults.push_back({name, repeated_unless_post(broken), answering(std::move(answer))});
  };
  breaks("close after the request", [](auto&) { return Script{close_connection()}; });
  breaks("RST after the request", [](auto&) { return Script{reset_connection()}; });
  breaks("close within the headers", [](auto&) {
    return Script{send_bytes("HTTP/1.1 200 OK\r\nContent-Le"), close_connection()};
  });
  breaks("close within the body", [](const std::string& good) {
    return Script{send_bytes(head(good.size()) + good.substr(0, good.size() / 2)), close_connection()};
  });
  breaks("close within a chunk", [](const std::string& good) {
    return Script{send_bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n" + good),
                  close_connection()};
  });
  breaks("length too long", [](const std::string& good) {
    return Script{send_bytes(head(good.size() + 1) + good), close_connection()};
  });

  const auto stalls = [&](const char* name, Answer answer) {
    faults.push_back({name, repeated_unless_post(timeout), answering(std::move(answer))});
    faults.back().timeout = milliseconds{500};
  };
  stalls("stall before the headers", [](auto&) { return Script{stall()}; });
  stalls("stall within the body", [](const std::string& good) {
    return Script{send_bytes(head(good.size()) + good.substr(0, good.size() / 2)), stall()};
  });
  stalls("one byte at a time",
         [](const std::string& good) { return Script{drip(head(good.size()) + good, milliseconds{200})}; });
}

/// A connection that an earlier request has opened.
void add_kept_connection_faults(std::vector<Fault>& faults) {
  faults.push_back({"closed while idle", once("ok"), well(), Fault::Place::ClosedConnection});

  FaultServer::Options answers_twice = well();
  answers_twice.on_request = [](const SeenRequest& request) {
    const std::string good = http_response(200, good_body(request.method));
    return Script{send_bytes(request.number_on_connection == 0 ? good + http_response(200, R"({"data":[]})") : good)};
  };
  faults.push_back({"an answer too many before", once("ok"), answers_twice, Fault::Place::KeptConnection});

  const auto spoils = [&](const std::string& name, Script late) {
    for (const auto tls : {std::optional<Certificate>{}, std::optional{Certificate::Good}}) {
      FaultServer::Options options = well();
      options.tls = tls;
      options.on_request = [late](const SeenRequest& request) {
        Script script{send_bytes(http_response(200, good_body(request.method)))};
        if (request.connection > 0 || request.number_on_connection > 0) return script;
        script.push_back(wait_for_cue());
        script.insert(script.end(), late.begin(), late.end());
        return script;
      };
      faults.push_back({name + (tls ? ", TLS" : ""), once("ok"), options, Fault::Place::SpoiltConnection});
    }
  };
  spoils("a second answer, late", {send_bytes(http_response(200, R"({"data":[]})")), tell_when_arrived()});
  spoils("a 408 on the idle connection", {send_bytes(http_response(408, "")), tell_when_arrived(), close_connection()});

  // The answer to the request before comes where that of the operation is awaited: the server answers one too late.
  for (const auto tls : {std::optional<Certificate>{}, std::optional{Certificate::Good}}) {
    FaultServer::Options options = well();
    options.tls = tls;
    options.on_request = [](const SeenRequest& request) {
      thread_local std::string first;  // A connection has a thread of its own.
      if (request.number_on_connection == 0) first = request.header("X-Request-Id").value_or("");
      return Script{send_bytes(http_response(200, good_body(request.method), {{"X-Request-Id", first}}))};
    };
    faults.push_back({std::string("an answer of the request before") + (tls ? ", TLS" : ""),
                      {{{"ok", 2, 2}, {"TransportException broken, maybe sent", 1, 1}, {"ok", 2, 2}, {"ok", 2, 2}}},
                      options,
                      Fault::Place::KeptConnection});
  }

  // libcurl itself sends a read again; the client's second attempt an update or a delete.
  FaultServer::Options dies_on_the_second = well();
  dies_on_the_second.on_request = [](const SeenRequest& request) {
    return request.number_on_connection == 0 ? Script{send_bytes(http_response(200, good_body(request.method)))}
                                             : Script{close_connection()};
  };
  faults.push_back({"closed after its second request",
                    {{{"ok", 1, 2}, {"TransportException broken, maybe sent", 1, 1}, {"ok", 2, 2}, {"ok", 2, 2}}},
                    dies_on_the_second,
                    Fault::Place::KeptConnection});
}

void add_statuses(std::vector<Fault>& faults) {
  const auto status = [&](int number, Outcomes expected, const std::string& body = "{}", HeaderList headers = {}) {
    faults.push_back(
        {"status " + std::to_string(number), std::move(expected), answering(http_response(number, body, headers))});
  };
  const auto informs_first = [&](const char* name, const std::string& first) {
    faults.push_back({name, once("ok"), answering([first](const std::string& good) {
                        return Script{send_bytes(first + http_response(200, good))};
                      })});
  };
  informs_first("status 100 first", "HTTP/1.1 100 Continue\r\n\r\n");
  informs_first("status 103 first", "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");

  const HeaderList elsewhere{{"Location", "/elsewhere"}};
  status(301, once("AlloApiException 301, maybe sent"), "", elsewhere);
  status(302, once("AlloApiException 302, maybe sent"), "", elsewhere);
  status(307, once("AlloApiException 307, rejected"), "", elsewhere);
  status(308, once("AlloApiException 308, rejected"), "", elsewhere);
  status(401, once("AuthenticationException 401, rejected"), R"({"code":"API_KEY_INVALID"})");
  status(403, once("ForbiddenException 403, rejected"), R"({"code":"API_KEY_INSUFFICIENT_SCOPE"})");
  status(404, once("NotFoundException 404, rejected"));
  status(408, repeated_unless_post("AlloApiException 408, maybe sent"));
  status(409, once("AlloApiException 409, rejected"));
  status(425, repeated_unless_post("AlloApiException 425, rejected"));
  status(500, repeated_unless_post("ServerException 500, maybe sent"), R"({"message":"Internal error"})");
  status(502, repeated_unless_post("ServerException 502, maybe sent"), "<html><h1>502 Bad Gateway</h1></html>",
         {{"Content-Type", "text/html"}});
  status(503, repeated_unless_post("ServerException 503, maybe sent"));
  status(504, repeated_unless_post("ServerException 504, maybe sent"), "");
}

void add_rate_limits(std::vector<Fault>& faults) {
  const Outcomes repeated = always({"RateLimitException 429, rejected", 3, 3});
  const std::string body = R"({"code":"RATE_LIMITED"})";
  faults.push_back({"status 429, nothing more", repeated, answering(http_response(429, ""))});
  faults.push_back({"status 429, seconds", repeated, answering(http_response(429, body, {{"Retry-After", "1"}}))});
  faults.back().waits = {milliseconds{1000}, milliseconds{1000}};
  // Two seconds after what the matrix takes for now.
  faults.push_back({"status 429, date", repeated,
                    answering(http_response(429, body, {{"Retry-After", "Sun, 06 Nov 1994 08:49:39 GMT"}}))});
  faults.back().waits = {milliseconds{2000}, milliseconds{2000}};
  faults.push_back({"status 429, spent quota", once("RateLimitException 429, rejected"),
                    answering(http_response(
                        429, R"({"code":"API_KEY_QUOTA_EXCEEDED",)"
                             R"("details":[{"message":"limit=1000;type=DAILY;reset_in=3600","field":"DAILY"}]})"))});

  FaultServer::Options once_refused;
  once_refused.on_request = [](const SeenRequest& request) {
    return Script{send_bytes(request.number_on_connection == 0 ? http_response(429, "")
                                                               : http_response(200, good_body(request.method)))};
  };
  faults.push_back({"status 429, then 200", always({"ok", 2, 2}), once_refused});
}

void add_bad_bodies(std::vector<Fault>& faults) {
  const auto good_but = [&](const char* name, Outcomes expected, Answer answer) {
    faults.push_back({name, std::move(expected), answering(std::move(answer))});
  };
  good_but("length too short", unreadable(),
           [](const std::string& good) { return Script{send_bytes(head(good.size() / 2) + good)}; });
  good_but("corrupt gzip", once("TransportException bad encoding, maybe sent"), [](const std::string& good) {
    std::string packed = gzip(good);
    packed[packed.size() / 2] = static_cast<char>(~packed[packed.size() / 2]);
    return Script{send_bytes(http_response(200, packed, {{"Content-Encoding", "gzip"}}))};
  });
  good_but("truncated JSON", unreadable(), [](const std::string& good) {
    return Script{send_bytes(http_response(200, good.substr(0, good.size() - 2)))};
  });

  const auto body = [&](const char* name, Outcomes expected, const std::string& response) {
    faults.push_back({name, std::move(expected), answering(response)});
  };
  const Outcomes too_large = once("TransportException too large, maybe sent");
  body("empty 200", unreadable(), http_response(200, ""));
  body("HTML 200", unreadable(), http_response(200, "<html>Sign in</html>", {{"Content-Type", "text/html"}}));
  body("gzip bomb", too_large,
       http_response(200, gzip(std::string(16 * small_body_bound, '\0')), {{"Content-Encoding", "gzip"}}));
  body("body beyond the bound", too_large, http_response(200, std::string(small_body_bound + 1, ' ')));
  body("header of 1 MiB", too_large, http_response(200, "{}", {{"X-Filler", std::string(1024 * 1024, 'x')}}));
}

}  // namespace

std::string_view good_body(std::string_view method) {
  if (method == "GET") return R"({"data":[{"number":"+1234567890","name":"Main Line","country":"US"}]})";
  if (method == "POST") {
    return R"({"data":{"from_number":"+1234567890","to_number":"+0987654321","type":"OUTBOUND",)"
           R"("content":"Hello","start_date":"2024-01-15T10:30:00"}})";
  }
  if (method == "PUT") return R"({"data":{"id":"cnt_abc123","name":"John","numbers":["+15551234567"]}})";
  return "{}";
}

std::vector<Fault> all_faults() {
  std::vector<Fault> faults;
  add_connection_faults(faults);
  add_kept_connection_faults(faults);
  add_statuses(faults);
  add_rate_limits(faults);
  add_bad_bodies(faults);
  return faults;
}

}  // namespace allo::test
