#ifndef ALLO_TESTS_BENCHMARK_SERVER_HPP
#define ALLO_TESTS_BENCHMARK_SERVER_HPP

#include <sys/types.h>

#include <string>

namespace allo::benchmark {

/// A loopback HTTP server in a process of its own, so that its work does not count as ours. Answers every request with
/// the document that its path names: /numbers, /contacts or /calls; closes the connection after it where the query says
/// `close`. Stops with the object.
class ServerProcess {
 public:
  struct Options {
    bool tls = false;
    bool tls_sessions = true;  ///< Lets clients resume a TLS session.
    int latency_ms = 0;
  };

  explicit ServerProcess(Options options);
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess();

  /// Such as "http://127.0.0.1:40000".
  const std::string& base_url() const { return base_url_; }

  /// PEM of the authority that signed the server's certificate; empty without TLS.
  const std::string& ca_pem() const { return ca_pem_; }

 private:
  pid_t child_ = -1;
  std::string base_url_;
  std::string ca_pem_;
};

}  // namespace allo::benchmark

#endif
