// What every consumer builds: uses the client across the library's border, with answers that never left this process.
#include <allo/allo.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace {

/// Knows one number and no contact.
class Canned : public allo::HttpTransport {
 public:
  allo::HttpResponse send(const allo::HttpRequest& request) override {
    allo::HttpResponse response;
    const bool numbers = request.url.find("/numbers") != std::string::npos;
    response.status = numbers ? 200 : 404;
    response.body = numbers
                        ? R"({"data":[{"number":"+1234567890","name":"Main","country":"US","is_shared_number":true}]})"
                        : R"({"code":"CONTACT_NOT_FOUND","details":null})";
    return response;
  }
};

int failures = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "not so: %s\n", what);
  ++failures;
}

}  // namespace

int main() {
  expect(std::string_view{allo::version()} == ALLO_VERSION_STRING, "the library has the version of its headers");
#ifdef CONSUMER_EXPECTED_VERSION
  expect(std::string_view{allo::version()} == CONSUMER_EXPECTED_VERSION, "the library has the version of its package");
#endif

  allo::AlloClientOptions options;
  options.api_key = "key";
  options.transport = std::make_shared<Canned>();
  const allo::AlloClient client{options};
  const auto numbers = client.numbers.list();
  expect(numbers.size() == 1 && numbers[0].number == "+1234567890" && numbers[0].is_shared_number, "a list is decoded");

  bool caught = false;
  try {
    static_cast<void>(client.contacts.get("nobody"));
  } catch (const allo::NotFoundException& error) {
    caught = error.code() == allo::codes::ContactNotFound;
  }
  expect(caught, "an exception keeps its type across the border");

  options.transport = allo::make_curl_transport();
  options.base_url = "http://127.0.0.1:1";
  options.retry.max_attempts = 1;
  try {
    static_cast<void>(allo::AlloClient{options}.numbers.list());
    expect(false, "nobody listens on port 1");
  } catch (const allo::TransportException& error) {
    expect(!error.request_may_have_been_sent(), "nothing was sent");
  }
  return failures == 0 ? 0 : 1;
}
