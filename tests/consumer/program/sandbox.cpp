// A consumer's own test: its client against the sandbox, over a real socket.
#include <allo/allo.hpp>
#include <allo/testing/sandbox.hpp>

#include <cstdio>
#include <string_view>

int main() {
  allo::testing::Sandbox sandbox;
  const allo::AlloClient client{sandbox.client_options()};
  allo::SendSmsInput sms;
  sms.from = "+1234567890";
  sms.to = "+12025550100";
  sms.message = "Hello";
  const std::size_t before = sandbox.messages().size();
  const allo::SentSms sent = client.sms.send(sms);
  const bool holds = sent.content == "Hello" && sandbox.messages().size() == before + 1 && client.test_connection() &&
                     std::string_view{allo::version()} == CONSUMER_EXPECTED_VERSION;
  if (!holds) std::fprintf(stderr, "the sandbox does not know of the message\n");
  return holds ? 0 : 1;
}
