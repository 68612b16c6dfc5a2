#include "benchmark/server.hpp"

#include "benchmark/corpus.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace allo::benchmark {
namespace {

struct Certificate {
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;

  std::string pem() const {
    BIO* out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(out, certificate);
    char* text = nullptr;
    const long size = BIO_get_mem_data(out, &text);
    std::string result(text, static_cast<std::size_t>(size));
    BIO_free(out);
    return result;
  }
};

/// A self-signed certificate for 127.0.0.1, valid for a day.
Certificate make_certificate() {
  Certificate made;
  made.key = EVP_EC_gen("P-256");
  made.certificate = X509_new();
  X509* x = made.certificate;
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
  X509_gmtime_adj(X509_getm_notBefore(x), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x), 86400);
  X509_set_pubkey(x, made.key);
  X509_NAME* name = X509_get_subject_name(x);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("benchmark"), -1, -1, 0);
  X509_set_issuer_name(x, name);
  for (const auto& [nid, value] :
       {std::pair{NID_subject_alt_name, "IP:127.0.0.1"}, {NID_basic_constraints, "critical,CA:TRUE"}}) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
    X509_add_ext(x, extension, -1);
    X509_EXTENSION_free(extension);
  }
  X509_sign(x, made.key, EVP_sha256());
  return made;
}

std::string response_to(std::string_view request) {
  const std::string_view path = request.substr(request.find(' ') + 1);
  const std::string body = path.rfind("/contacts", 0) == 0 ? contacts_document()
                           : path.rfind("/calls", 0) == 0  ? calls_document()
                                                           : numbers_document();
  const bool closes = path.substr(0, path.find(' ')).find("close") != std::string_view::npos;
  return "HTTP/1.1 200 OK\r\n" + std::string(closes ? "Connection: close\r\n" : "") +
         "Content-Type: application/json\r\nX-Request-Id: req_benchmark\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// One connection until the client closes it; `read` and `write` work on bytes in the clear.
template <class Read, class Write>
void serve(Read read, Write write, int latency_ms) {
  std::string pending;
  std::string last_request_line;
  std::string response;
  char buffer[16384];
  for (;;) {
    const std::size_t end = pending.find("\r\n\r\n");
    if (end == std::string::npos) {
      const long got = read(buffer, sizeof buffer);
      if (got <= 0) return;
      pending.append(buffer, static_cast<std::size_t>(got));
      continue;
    }
    const std::string request_line = pending.substr(0, pending.find("\r\n"));
    pending.erase(0, end + 4);
    if (request_line != last_request_line) response = response_to(last_request_line = request_line);
    if (latency_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(latency_ms));
    for (std::size_t sent = 0; sent < response.size();) {
      const long wrote = write(response.data() + sent, response.size() - sent);
      if (wrote <= 0) return;
      sent += static_cast<std::size_t>(wrote);
    }
    if (response.find("\r\nConnection: close") != std::string::npos) return;
  }
}

void serve_socket(int socket, SSL_CTX* tls, int latency_ms) {
  const int one = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (tls == nullptr) {
    serve([&](char* to, std::size_t size) { return recv(socket, to, size, 0); },
          [&](const char* from, std::size_t size) { return send(socket, from, size, MSG_NOSIGNAL); }, latency_ms);
  } else {
    SSL* ssl = SSL_new(tls);
    SSL_set_fd(ssl, socket);
    if (SSL_accept(ssl) == 1) {
      serve([&](char* to, std::size_t size) { return static_cast<long>(SSL_read(ssl, to, static_cast<int>(size))); },
            [&](const char* from, std::size_t size) {
              return static_cast<long>(SSL_write(ssl, from, static_cast<int>(size)));
            },
            latency_ms);
    }
    SSL_shutdown(ssl);
    SSL_free(ssl);
  }
  close(socket);
}

[[noreturn]] void run(int listener, SSL_CTX* tls, int latency_ms) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGPIPE, SIG_IGN);
  for (;;) {
    const int socket = accept(listener, nullptr, nullptr);
    if (socket >= 0) std::thread{serve_socket, socket, tls, latency_ms}.detach();
  }
}

}  // namespace

ServerProcess::ServerProcess(Options options) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener, 256) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("the benchmark server cannot listen");
  }
  SSL_CTX* tls = nullptr;
  if (options.tls) {
    const Certificate certificate = make_certificate();
    tls = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate(tls, certificate.certificate);
    SSL_CTX_use_PrivateKey(tls, certificate.key);
    if (!options.tls_sessions) SSL_CTX_set_num_tickets(tls, 0);
    ca_pem_ = certificate.pem();
  }
  child_ = fork();
  if (child_ == 0) run(listener, tls, options.latency_ms);
  close(listener);
  base_url_ = (options.tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(ntohs(address.sin_port));
}

ServerProcess::~ServerProcess() {
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
}

}  // namespace allo::benchmark
