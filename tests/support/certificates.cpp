#include "support/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cstdint>
#include <stdexcept>

namespace allo::test {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Cert = std::unique_ptr<X509, decltype(&X509_free)>;

struct Identity {
  Key key{nullptr, &EVP_PKEY_free};
  Cert certificate{nullptr, &X509_free};
};

template <class Value>
Value require(Value value) {
  if (!value) throw std::runtime_error("OpenSSL cannot make a certificate");
  return value;
}

void add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = require(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

/// Signed by `issuer`, or by itself when there is none.
Identity make_identity(const char* name, const char* alternative_names, long valid_until, const Identity* issuer) {
  constexpr long day = 86400;
  static std::atomic<long> serial{1};
  Identity identity;
  identity.key.reset(require(EVP_EC_gen("P-256")));
  identity.certificate.reset(require(X509_new()));
  X509* const certificate = identity.certificate.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -10 * day);
  X509_gmtime_adj(X509_getm_notAfter(certificate), valid_until);
  X509_set_pubkey(certificate, identity.key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509* const issuing = issuer == nullptr ? certificate : issuer->certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(issuing));
  if (alternative_names == nullptr) {
    add_extension(certificate, issuing, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate, issuing, NID_key_usage, "critical,keyCertSign,cRLSign");
  } else {
    add_extension(certificate, issuing, NID_subject_alt_name, alternative_names);
  }
  require(X509_sign(certificate, issuer == nullptr ? identity.key.get() : issuer->key.get(), EVP_sha256()));
  return identity;
}

constexpr long ten_days = 10 * 86400;

const Identity& authority() {
  static const Identity identity = make_identity("Authority of the tests", nullptr, ten_days, nullptr);
  return identity;
}

Identity make_leaf(Certificate certificate) {
  constexpr const char* here = "IP:127.0.0.1,DNS:localhost";
  switch (certificate) {
    case Certificate::Good:
      return make_identity("localhost", here, ten_days, &authority());
    case Certificate::Expired:
      return make_identity("localhost", here, -86400, &authority());
    case Certificate::WrongHost:
      return make_identity("elsewhere.test", "DNS:elsewhere.test", ten_days, &authority());
    case Certificate::SelfSigned:
      return make_identity("localhost", here, ten_days, nullptr);
  }
  throw std::logic_error("no such certificate");
}

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::string text_of(const Bio& memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const Bio memory(require(BIO_new(BIO_s_mem())), &BIO_free);
  require(PEM_write_bio_X509(memory.get(), certificate));
  return text_of(memory);
}

std::string pem_of(EVP_PKEY* key, const char* password) {
  const Bio memory(require(BIO_new(BIO_s_mem())), &BIO_free);
  require(PEM_write_bio_PKCS8PrivateKey(memory.get(), key, password == nullptr ? nullptr : EVP_aes_128_cbc(), nullptr,
                                        0, nullptr, const_cast<char*>(password)));
  return text_of(memory);
}

PemIdentity pem_of(const Identity& identity) {
  return {pem_of(identity.certificate.get()), pem_of(identity.key.get(), nullptr),
          pem_of(identity.key.get(), "secret_password")};
}

/// The error that a context was told to refuse every certificate with.
int refuse(int, X509_STORE_CTX* check) {
  const auto* const ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(check, SSL_get_ex_data_X509_STORE_CTX_idx()));
  X509_STORE_CTX_set_error(
      check, static_cast<int>(reinterpret_cast<std::intptr_t>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)))));
  return 0;
}

}  // namespace

const std::string& test_authority_pem() {
  static const std::string pem = pem_of(authority().certificate.get());
  return pem;
}

const PemIdentity& client_identity() {
  static const PemIdentity identity = pem_of(make_identity("client", "DNS:client.test", ten_days, &authority()));
  return identity;
}

const PemIdentity& unknown_client_identity() {
  static const PemIdentity identity = pem_of(make_identity("client", "DNS:client.test", ten_days, nullptr));
  return identity;
}

PemIdentity server_identity(Certificate certificate) { return pem_of(make_leaf(certificate)); }

std::string certificate_pem(SSL_CTX* context) { return pem_of(SSL_CTX_get0_certificate(context)); }

void demand_client_certificate(SSL_CTX* context, int refusal) {
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority().certificate.get());
  SSL_CTX_set_app_data(context, reinterpret_cast<void*>(static_cast<std::intptr_t>(refusal)));
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, refusal == 0 ? nullptr : &refuse);
  constexpr unsigned char name[] = "tests";
  SSL_CTX_set_session_id_context(context, name, sizeof name);
}

SslContext make_server_context(Certificate certificate) {
  const Identity leaf = make_leaf(certificate);
  SslContext context(require(SSL_CTX_new(TLS_server_method())), &SSL_CTX_free);
  require(SSL_CTX_use_certificate(context.get(), leaf.certificate.get()));
  require(SSL_CTX_use_PrivateKey(context.get(), leaf.key.get()));
  return context;
}

}  // namespace allo::test
