#include "http/trust_store.hpp"

#include "http/curl_global.hpp"
#include "http/temporary_folder.hpp"
#include "http/transport_fixture.hpp"

#include <gmock/gmock.h>
#include <openssl/err.h>

#include <cstdlib>
#include <string>

namespace allo::test {
namespace {

using testing::StartsWith;

/// Two servers, the one's certificate signed by the authority of the tests, the other's by nobody else.
class Trust : public testing::Test {
 protected:
  struct Trusted {
    bool authority;
    bool own;
    bool operator==(const Trusted& other) const { return authority == other.authority && own == other.own; }
  };
  friend void PrintTo(const Trusted& trusted, std::ostream* out) {
    *out << (trusted.authority ? "the authority" : "not the authority")
         << (trusted.own ? ", the other" : ", not the other");
  }

  /// By a handle that reads the certificates itself.
  Trusted by_handle(const CurlTransportOptions& options) {
    const auto trusts = [&](FaultServer& server) {
      const detail::TrustStore trust(options);
      const detail::EasyHandle easy = detail::make_easy_handle();
      trust.configure(easy.get());
      curl_easy_setopt(easy.get(), CURLOPT_NOBODY, 1L);
      curl_easy_setopt(easy.get(), CURLOPT_URL, server.url("/").c_str());
      return curl_easy_perform(easy.get()) == CURLE_OK;
    };
    return {trusts(of_authority_), trusts(on_its_own_)};
  }

  /// By the handles of a transport.
  Trusted by_transport(const CurlTransportOptions& options) {
    const auto trusts = [&](FaultServer& server) {
      try {
        return make_curl_transport(options)->send(request_to(server.url("/"))).status == 200;
      } catch (const TransportException& error) {
        EXPECT_EQ(error.kind(), TransportError::Tls) << error.what();
        return false;
      }
    };
    return {trusts(of_authority_), trusts(on_its_own_)};
  }

  void expect(const Trusted& trusted, const CurlTransportOptions& options) {
    EXPECT_EQ(by_handle(options), trusted);
    EXPECT_EQ(by_transport(options), trusted);
  }

  TemporaryFolder folder;
  FaultServer of_authority_{{.tls = Certificate::Good}};
  FaultServer on_its_own_{{.tls = Certificate::SelfSigned}};
  std::string authority = test_authority_pem();
  std::string own = on_its_own_.certificate();
  std::string authority_file = folder.write("authority.pem", authority);
  std::string own_file = folder.write("own.pem", own);
};

TEST_F(Trust, IsThatOfTheSystemUnlessTheOptionsReplaceIt) {
  const TemporaryFolder empty;
  const Environment system("SSL_CERT_FILE", authority_file);
  expect({true, false}, {});
  expect({true, true}, {.additional_ca_file = own_file});
  expect({true, true}, {.additional_ca_pem = own});
  expect({false, true}, {.ca_file = own_file});
  expect({false, true}, {.ca_pem = own});
  expect({false, false}, {.ca_directory = empty.path()});
}

TEST_F(Trust, InAdditionLeavesWhatTheOptionsName) {
  const TemporaryFolder hashed;
  hashed.write(hashed_name(), authority);
  const Environment nobody("SSL_CERT_FILE", folder.write("nobody.pem", client_identity().certificate));
  expect({false, false}, {});
  expect({false, true}, {.additional_ca_file = own_file});
  expect({false, true}, {.additional_ca_pem = own});
  expect({true, true}, {.additional_ca_file = own_file, .additional_ca_pem = authority});
  expect({true, true}, {.ca_file = authority_file, .additional_ca_file = own_file});
  expect({true, true}, {.ca_file = authority_file, .additional_ca_pem = own});
  expect({true, true}, {.ca_pem = authority, .additional_ca_file = own_file});
  expect({true, true}, {.ca_pem = authority, .additional_ca_pem = own});
  expect({true, true}, {.ca_directory = hashed.path(), .additional_ca_pem = own});
}

TEST_F(Trust, InAdditionLeavesThatOfTheSystemAloneThatIsReplaced) {
  const TemporaryFolder empty;
  const Environment system("SSL_CERT_FILE", authority_file);
  expect({false, true}, {.ca_pem = own, .additional_ca_pem = own});
  expect({false, true}, {.ca_directory = empty.path(), .additional_ca_pem = own});
  expect({false, true}, {.ca_file = own_file, .additional_ca_pem = own});
}

TEST_F(Trust, MayBeInTheCertificateOfAServerAlone) {
  expect({true, false}, {.ca_pem = of_authority_.certificate()});
  expect({true, true}, {.ca_pem = of_authority_.certificate() + own});
}

TEST_F(Trust, IsTheSameForASecureProxy) {
  const TemporaryFolder hashed;
  hashed.write(hashed_name(), authority);
  const auto trusts = [&](const CurlTransportOptions& options, FaultServer& proxy) {
    const detail::TrustStore trust(options);
    const detail::EasyHandle easy = detail::make_easy_handle();
    trust.configure(easy.get());
    curl_easy_setopt(easy.get(), CURLOPT_NOBODY, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_URL, "http://api.unknown.test/");
    curl_easy_setopt(easy.get(), CURLOPT_PROXY, proxy.origin().c_str());
    return curl_easy_perform(easy.get()) == CURLE_OK;
  };
  for (const CurlTransportOptions& options :
       {CurlTransportOptions{.ca_file = authority_file}, CurlTransportOptions{.ca_pem = authority},
        CurlTransportOptions{.ca_directory = hashed.path()}, CurlTransportOptions{.additional_ca_pem = authority}}) {
    EXPECT_TRUE(trusts(options, of_authority_));
    EXPECT_FALSE(trusts(options, on_its_own_));
  }
}

TEST_F(Trust, ThatCannotBeReadIsNamed) {
  const std::string missing = folder.path() + "/missing.pem";
  const std::string bad = folder.write("bad.pem", "nothing");
  const std::string bad_pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  struct Unusable {
    CurlTransportOptions options;
    std::string begin;
  };
  for (const Unusable& unusable :
       {Unusable{{.ca_file = missing}, "ca_file " + missing}, Unusable{{.ca_file = bad}, "ca_file " + bad},
        Unusable{{.ca_pem = bad_pem}, "ca_pem"}, Unusable{{.ca_pem = client_identity().key}, "ca_pem"},
        Unusable{{.additional_ca_file = bad}, "additional_ca_file " + bad},
        Unusable{{.additional_ca_pem = bad_pem}, "additional_ca_pem"}}) {
    const auto failure = failure_of(*make_curl_transport(unusable.options), request_to(of_authority_.url("/")));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), TransportError::Tls);
    EXPECT_FALSE(failure->request_may_have_been_sent());
    EXPECT_THAT(failure->what(), StartsWith(unusable.begin + " cannot be used"));
  }
  EXPECT_THAT(failure_of(*make_curl_transport({.ca_file = bad}), request_to(of_authority_.url("/")))->what(),
              StartsWith("ca_file " + bad + " cannot be used: no certificate"));
}

TEST_F(Trust, LeavesNoErrorOfOpenSslToTheNextWhoLooks) {
  ERR_clear_error();
  const std::string missing = folder.path() + "/missing.pem";
  {
    const Environment nothing("SSL_CERT_FILE", missing);
    const CurlTransportOptions options{.additional_ca_pem = own};
    EXPECT_NE(detail::TrustStore(options).get(), nullptr);
    EXPECT_EQ(ERR_peek_error(), 0U);
  }
  const CurlTransportOptions options{.ca_file = missing};
  EXPECT_THROW(detail::TrustStore(options).get(), TransportException);
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST_F(Trust, OfTheSystemIsReadOnceForAllTransports) {
  const CurlTransportOptions options;
  X509_STORE* const store = detail::TrustStore(options).get();
  detail::TrustStore other(options);
  EXPECT_EQ(other.get(), store);
  EXPECT_EQ(other.get(), store);
  const Environment system("SSL_CERT_FILE", authority_file);
  EXPECT_NE(detail::TrustStore(options).get(), store) << "named otherwise now";
}

TEST_F(Trust, IsNotSharedOnceThatWasGivenUp) {
  // A forked child may hold a lock for ever that a thread of the servers held.
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto holds = [this] {
    detail::TrustStore::give_up_sharing();
    return !detail::TrustStore::can_be_shared() && by_transport({.ca_pem = authority}) == Trusted{true, false} &&
           by_transport({.ca_pem = own}) == Trusted{false, true};
  };
  EXPECT_EXIT(std::_Exit(holds() ? 7 : 1), testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace allo::test
