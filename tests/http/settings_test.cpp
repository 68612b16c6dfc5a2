#include "http/curl_global.hpp"
#include "http/later.hpp"
#include "http/transport_fixture.hpp"

#include <gmock/gmock.h>
#include <signal.h>

#include <algorithm>
#include <cstdarg>
#include <dlfcn.h>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace {
thread_local std::vector<CURLoption>* options_set = nullptr;
thread_local std::map<CURLoption, long>* numbers_set = nullptr;
thread_local std::string protocols_set;
}  // namespace

/// Stands in the place of libcurl's curl_easy_setopt, which it calls, and writes down what is set. An enumeration would
/// be no good last parameter before the others.
extern "C" CURLcode set_and_write_down(CURL* easy, unsigned int number_of_option, ...) __asm__("curl_easy_setopt");
CURLcode set_and_write_down(CURL* easy, unsigned int number_of_option, ...) {
  using Set = CURLcode (*)(CURL*, CURLoption, ...);
  static const auto real = reinterpret_cast<Set>(::dlsym(RTLD_NEXT, "curl_easy_setopt"));
  const auto option = static_cast<CURLoption>(number_of_option);
  va_list arguments;
  va_start(arguments, number_of_option);
  CURLcode result = CURLE_OK;
  if (options_set != nullptr) options_set->push_back(option);
  if (number_of_option < CURLOPTTYPE_OBJECTPOINT) {
    const long number = va_arg(arguments, long);
    if (numbers_set != nullptr) (*numbers_set)[option] = number;
    result = real(easy, option, number);
  } else if (number_of_option >= CURLOPTTYPE_OFF_T && number_of_option < CURLOPTTYPE_BLOB) {
    result = real(easy, option, va_arg(arguments, curl_off_t));
  } else {
    const void* const value = va_arg(arguments, void*);
#if LIBCURL_VERSION_NUM >= 0x075500
    if (option == CURLOPT_PROTOCOLS_STR) protocols_set = static_cast<const char*>(value);
#endif
    result = real(easy, option, value);
  }
  va_end(arguments);
  return result;
}

namespace allo::test {
namespace {

using testing::ElementsAre;

TEST(Settings, OnWhichSecurityDependsAreNotLeftToLibcurlsDefaults) {
  FaultServer server;
  std::map<CURLoption, long> numbers;
  numbers_set = &numbers;
  const HttpResponse response = make_curl_transport()->send(request_to(server.url("/")));
  numbers_set = nullptr;
  EXPECT_EQ(response.status, 200);
  for (const auto& [option, number] : std::map<CURLoption, long>{{CURLOPT_SSL_VERIFYPEER, 1},
                                                                 {CURLOPT_SSL_VERIFYHOST, 2},
                                                                 {CURLOPT_PROXY_SSL_VERIFYPEER, 1},
                                                                 {CURLOPT_PROXY_SSL_VERIFYHOST, 2},
                                                                 {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
                                                                 {CURLOPT_FOLLOWLOCATION, 0},
                                                                 {CURLOPT_PATH_AS_IS, 1},
                                                                 {CURLOPT_HEADEROPT, CURLHEADER_SEPARATE},
                                                                 {CURLOPT_NOSIGNAL, 1}}) {
    ASSERT_EQ(numbers.count(option), 1U) << option;
    EXPECT_EQ(numbers[option], number) << option;
  }
#if LIBCURL_VERSION_NUM >= 0x075500
  EXPECT_EQ(protocols_set, "http,https");
#endif
}

/// What a request over a handle that was used before sets of it.
std::vector<CURLoption> set_by(HttpTransport& transport, const HttpRequest& request) {
  std::vector<CURLoption> options;
  options_set = &options;
  EXPECT_EQ(transport.send(request).status, 200);
  options_set = nullptr;
  return options;
}

/// So long that libcurl is told the longest that it takes, whatever of it is left.
constexpr std::chrono::hours without_end{1000};

HttpRequest unhurried_request_to(std::string url, HttpMethod method = HttpMethod::Get, std::string body = {}) {
  HttpRequest request = request_to(std::move(url), method, std::move(body));
  request.timeout = without_end;
  return request;
}

TEST(Settings, OfARequestAreThoseThatDifferFromTheOneBefore) {
  FaultServer server;
  const auto transport = make_curl_transport();
  const HttpRequest read = unhurried_request_to(server.url("/a"));
  EXPECT_EQ(transport->send(read).status, 200);
  EXPECT_THAT(set_by(*transport, read), ElementsAre(CURLOPT_DNS_CACHE_TIMEOUT));
  EXPECT_THAT(set_by(*transport, read), ElementsAre());
  EXPECT_THAT(set_by(*transport, unhurried_request_to(server.url("/b"))), ElementsAre(CURLOPT_URL));
  EXPECT_THAT(set_by(*transport, unhurried_request_to(server.url("/b"))), ElementsAre());
  const HttpRequest remove = unhurried_request_to(server.url("/b"), HttpMethod::Delete);
  EXPECT_THAT(set_by(*transport, remove), ElementsAre(CURLOPT_CUSTOMREQUEST, CURLOPT_HTTPGET, CURLOPT_CUSTOMREQUEST));
  EXPECT_THAT(set_by(*transport, remove), ElementsAre());
  const HttpRequest write = unhurried_request_to(server.url("/b"), HttpMethod::Post, "{}");
  EXPECT_THAT(set_by(*transport, write),
              ElementsAre(CURLOPT_HTTPHEADER, CURLOPT_CUSTOMREQUEST, CURLOPT_POST, CURLOPT_POSTFIELDSIZE_LARGE));
  EXPECT_THAT(set_by(*transport, write), ElementsAre(CURLOPT_POSTFIELDSIZE_LARGE));
}

TEST(Settings, OfTimesAreToldAgainWhenTheyDiffer) {
  FaultServer server;
  const auto transport = make_curl_transport();
  HttpRequest request = request_to(server.url("/"));
  std::map<CURLoption, long> numbers;
  const auto send_within = [&](std::chrono::seconds timeout, std::chrono::milliseconds connect_timeout) {
    request.timeout = timeout;
    request.connect_timeout = connect_timeout;
    numbers.clear();
    numbers_set = &numbers;
    EXPECT_EQ(transport->send(request).status, 200);
    numbers_set = nullptr;
    numbers.erase(CURLOPT_DNS_CACHE_TIMEOUT);
  };
  using std::chrono::milliseconds;
  using testing::Pair;
  constexpr long longest = std::numeric_limits<int>::max();
  const auto at_most_100_s = testing::AllOf(testing::Gt(80'000), testing::Le(100'000));
  send_within(without_end, milliseconds(4000));
  EXPECT_EQ(numbers[CURLOPT_TIMEOUT_MS], longest);
  EXPECT_EQ(numbers[CURLOPT_CONNECTTIMEOUT_MS], 4000);
  send_within(without_end, milliseconds(4000));
  EXPECT_THAT(numbers, ElementsAre());
  send_within(std::chrono::seconds(100), milliseconds(4000));
  EXPECT_THAT(numbers, ElementsAre(Pair(CURLOPT_TIMEOUT_MS, at_most_100_s)));
  send_within(without_end, milliseconds(3000));
  EXPECT_THAT(numbers, ElementsAre(Pair(CURLOPT_TIMEOUT_MS, longest), Pair(CURLOPT_CONNECTTIMEOUT_MS, 3000)));
  send_within(without_end, milliseconds(4000));
  EXPECT_THAT(numbers, ElementsAre(Pair(CURLOPT_CONNECTTIMEOUT_MS, 4000)));
}

TEST(Settings, OfAFreshConnectionAreForOneRequest) {
  FaultServer server({.on_request = [](const SeenRequest& request) {
    Script script{send_bytes(http_response(200, ""))};
    const bool is_first = request.connection == 0 && request.number_on_connection == 0;
    if (is_first) script.insert(script.end(), {wait_for_cue(), send_bytes("HTTP"), tell_when_arrived()});
    return script;
  }});
  const auto transport = make_curl_transport();
  const HttpRequest request = unhurried_request_to(server.url("/"));
  EXPECT_EQ(transport->send(request).status, 200);
  ASSERT_TRUE(server.give_cue());
  EXPECT_THAT(set_by(*transport, request), ElementsAre(CURLOPT_DNS_CACHE_TIMEOUT, CURLOPT_FRESH_CONNECT));
  EXPECT_EQ(server.connections(), 2);
  EXPECT_THAT(set_by(*transport, request), ElementsAre(CURLOPT_FRESH_CONNECT));
  EXPECT_THAT(set_by(*transport, request), ElementsAre());
  EXPECT_EQ(server.connections(), 2);
}

TEST(Settings, OfTheLifetimeOfAddressesAreThoseOfADropAndOfNone) {
  FaultServer server;
  const auto transport = make_curl_transport({.idle_timeout = std::chrono::hours(1)});
  const HttpRequest request = request_to(server.url("/"));
  const auto are_set_for_addresses = [&] {
    const std::vector<CURLoption> options = set_by(*transport, request);
    return std::count(options.begin(), options.end(), CURLOPT_DNS_CACHE_TIMEOUT) == 1;
  };
  Later later;
  for (int minute = 0; minute < 3; ++minute) {
    EXPECT_TRUE(are_set_for_addresses()) << "to drop the old ones";
    EXPECT_TRUE(are_set_for_addresses()) << "to keep them from then on";
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(are_set_for_addresses());
    later.by(std::chrono::seconds(61));
  }
}

bool is_blocked(int signal) {
  sigset_t mask;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  return sigismember(&mask, signal) == 1;
}

bool is_pending(int signal) {
  sigset_t pending;
  ::sigpending(&pending);
  return sigismember(&pending, signal) == 1;
}

TEST(SigpipeGuard, KeepsTheSignalFromItsThreadWhereItIsNeeded) {
  EXPECT_FALSE(is_blocked(SIGPIPE));
  {
    const detail::SigpipeGuard not_needed(false);
    EXPECT_FALSE(is_blocked(SIGPIPE));
  }
  {
    const detail::SigpipeGuard guard(true);
    EXPECT_TRUE(is_blocked(SIGPIPE));
    EXPECT_FALSE(is_blocked(SIGTERM));
    ::pthread_kill(::pthread_self(), SIGPIPE);
    EXPECT_TRUE(is_pending(SIGPIPE));
  }
  EXPECT_FALSE(is_blocked(SIGPIPE)) << "and this program is still there";
  EXPECT_FALSE(is_pending(SIGPIPE));
  EXPECT_EQ(detail::SigpipeGuard::is_needed(), curl_version_info(CURLVERSION_NOW)->version_num < 0x075700);
}

TEST(SigpipeGuard, LeavesItToWhoBlockedItBefore) {
  sigset_t only;
  sigset_t before;
  sigemptyset(&only);
  sigaddset(&only, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &only, &before);
  ::pthread_kill(::pthread_self(), SIGPIPE);
  { const detail::SigpipeGuard guard(true); }
  EXPECT_TRUE(is_blocked(SIGPIPE));
  EXPECT_TRUE(is_pending(SIGPIPE));
  const timespec at_once{};
  EXPECT_EQ(::sigtimedwait(&only, nullptr, &at_once), SIGPIPE);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace
}  // namespace allo::test
