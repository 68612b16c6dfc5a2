#include "testing/sandbox_client.hpp"

#include <allo/client.hpp>
#include <allo/errors.hpp>

#include <cstdio>
#include <fstream>

ALLO_NAMESPACE_BEGIN
namespace testing {
namespace {

class TlsTest : public ::testing::Test {
 protected:
  static SandboxOptions options() {
    SandboxOptions options;
    options.tls = true;
    return options;
  }
  /// Whether a fresh client of the library can list the numbers, and else what it meets.
  std::optional<TransportError> failure() {
    AlloClientOptions client_options = sandbox.client_options();
    client_options.retry.max_attempts = 1;
    try {
      EXPECT_EQ(AlloClient{client_options}.numbers.list().size(), 3u);
      return std::nullopt;
    } catch (const TransportException& error) {
      return error.kind();
    }
  }
  std::optional<TransportError> failure_with(FaultKind kind) {
    Fault fault;
    fault.kind = kind;
    sandbox.arm(fault);
    return failure();
  }

  Sandbox sandbox{options()};
};

TEST_F(TlsTest, ServesClientsThatTrustItsAuthority) {
  EXPECT_EQ(sandbox.base_url().substr(0, 18), "https://127.0.0.1:");
  EXPECT_EQ(sandbox.ca_pem().substr(0, 27), "-----BEGIN CERTIFICATE-----");
  EXPECT_EQ(failure(), std::nullopt);
  EXPECT_TRUE(Sandbox{}.ca_pem().empty());
}

TEST_F(TlsTest, OthersRefuseIt) {
  AlloClientOptions client_options = sandbox.client_options();
  client_options.transport = nullptr;
  client_options.retry.max_attempts = 1;
  EXPECT_THROW(AlloClient{client_options}.numbers.list(), TransportException);
}

TEST_F(TlsTest, EachTlsFaultBreaksOneHandshake) {
  for (const FaultKind kind :
       {FaultKind::TlsHandshake, FaultKind::TlsExpired, FaultKind::TlsWrongHost, FaultKind::TlsUntrusted}) {
    EXPECT_EQ(failure_with(kind), TransportError::Tls) << to_string(kind);
    EXPECT_EQ(failure(), std::nullopt) << "once only";
  }
}

TEST_F(TlsTest, ConnectionFaultsWorkOverTlsToo) {
  EXPECT_TRUE(failure_with(FaultKind::ResetAfterReading));
  EXPECT_TRUE(failure_with(FaultKind::Truncate));
  EXPECT_EQ(failure(), std::nullopt);
}

}  // namespace
}  // namespace testing
ALLO_NAMESPACE_END
