#include "testing/server/tls.hpp"

#include <allo/testing/sandbox.hpp>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr const char* this_machine = "IP:127.0.0.1,IP:::1,DNS:localhost";
constexpr long day = 86'400;

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
using Certificate = std::unique_ptr<X509, void (*)(X509*)>;

template <class T>
T need(T result) {
  if (!result) throw SandboxError("OpenSSL refused to make the sandbox's certificates");
  return result;
}

Key make_key() { return {need(EVP_EC_gen("P-256")), EVP_PKEY_free}; }

void add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> extension{
      need(X509V3_EXT_conf_nid(nullptr, &context, nid, value)), X509_EXTENSION_free};
  need(X509_add_ext(certificate, extension.get(), -1));
}

struct Request {
  const char* name;
  EVP_PKEY* key;
  const char* hosts = nullptr;  ///< None: an authority.
  X509* issuer = nullptr;       ///< None: signed by itself.
  EVP_PKEY* issuer_key = nullptr;
  long from = -day;  ///< Seconds from now.
  long to = 365 * day;
};

Certificate make_certificate(const Request& request) {
  static_assert(sizeof(long) >= 4);
  Certificate certificate{need(X509_new()), X509_free};
  X509* const made = certificate.get();
  X509* const issuer = request.issuer != nullptr ? request.issuer : made;
  X509_set_version(made, 2);
  const std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> serial{need(BN_new()), BN_free};
  need(BN_rand(serial.get(), 120, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY));
  need(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(made)));
  X509_gmtime_adj(X509_getm_notBefore(made), request.from);
  X509_gmtime_adj(X509_getm_notAfter(made), request.to);
  need(X509_set_pubkey(made, request.key));
  X509_NAME* const subject = X509_get_subject_name(made);
  const auto* text = reinterpret_cast<const unsigned char*>(request.name);
  need(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, text, -1, -1, 0));
  need(X509_set_issuer_name(made, X509_get_subject_name(issuer)));
  add_extension(made, issuer, NID_basic_constraints,
                request.hosts == nullptr ? "critical,CA:TRUE" : "critical,CA:FALSE");
  add_extension(made, issuer, NID_subject_key_identifier, "hash");
  if (request.hosts == nullptr) {
    add_extension(made, issuer, NID_key_usage, "critical,keyCertSign");
  } else {
    add_extension(made, issuer, NID_subject_alt_name, request.hosts);
    add_extension(made, issuer, NID_ext_key_usage, "serverAuth");
  }
  need(X509_sign(made, request.issuer_key != nullptr ? request.issuer_key : request.key, EVP_sha256()));
  return certificate;
}

std::string to_pem(X509* certificate) {
  const std::unique_ptr<BIO, int (*)(BIO*)> memory{need(BIO_new(BIO_s_mem())), BIO_free};
  need(PEM_write_bio_X509(memory.get(), certificate));
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

Tls::Tls(std::function<std::optional<FaultKind>()> plan)
    : plan_(std::move(plan)),
      authority_key_(make_key()),
      server_key_(make_key()),
      authority_(make_certificate({"Allo sandbox authority", authority_key_.get()})),
      good_(nullptr, X509_free),
      expired_(nullptr, X509_free),
      wrong_host_(nullptr, X509_free),
      untrusted_(nullptr, X509_free),
      authority_pem_(to_pem(authority_.get())) {
  const auto make = [this](const char* name, const char* hosts) {
    Request request{name, server_key_.get(), hosts, authority_.get(), authority_key_.get()};
    return request;
  };
  good_ = make_certificate(make("Allo sandbox", this_machine));
  wrong_host_ = make_certificate(make("Allo sandbox", "DNS:somewhere-else.example"));
  Request old = make("Allo sandbox", this_machine);
  old.from = -10 * day;
  old.to = -day;
  expired_ = make_certificate(old);
  const Key stranger_key = make_key();
  const Certificate stranger = make_certificate({"Unknown authority", stranger_key.get()});
  Request foreign = make("Allo sandbox", this_machine);
  foreign.issuer = stranger.get();
  foreign.issuer_key = stranger_key.get();
  untrusted_ = make_certificate(foreign);
}

bool Tls::set_up(SSL_CTX& context) {
  SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION);
  // With resumption a client would skip the certificate that a fault wants to show it.
  SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(&context, SSL_OP_NO_TICKET);
  SSL_CTX_set_cert_cb(&context, &Tls::choose, this);
  return SSL_CTX_use_certificate(&context, good_.get()) == 1 &&
         SSL_CTX_use_PrivateKey(&context, server_key_.get()) == 1;
}

int Tls::choose(SSL* connection, void* self) {
  const Tls& tls = *static_cast<const Tls*>(self);
  const std::optional<FaultKind> fault = tls.plan_();
  if (fault == FaultKind::TlsHandshake) return 0;
  return SSL_use_certificate(connection, tls.certificate_for(fault)) == 1 &&
         SSL_use_PrivateKey(connection, tls.server_key_.get()) == 1;
}

X509* Tls::certificate_for(std::optional<FaultKind> fault) const {
  if (fault == FaultKind::TlsExpired) return expired_.get();
  if (fault == FaultKind::TlsWrongHost) return wrong_host_.get();
  if (fault == FaultKind::TlsUntrusted) return untrusted_.get();
  return good_.get();
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
