#ifndef ALLO_TESTS_FAULTS_FAULTS_HPP
#define ALLO_TESTS_FAULTS_FAULTS_HPP

#include "support/fault_server.hpp"

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace allo::test {

/// One of each kind, in the order of the columns: GET, POST, PUT, DELETE.
enum class Operation { Read, Write, Update, Remove };

/// What came of an operation.
struct Outcome {
  std::string caller;  ///< "ok", or what was thrown and its delivery state, such as "ServerException 503, maybe sent".
  int attempts = 0;    ///< Of the client.
  int seen = 0;        ///< Complete requests at the server.
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// One row of the matrix: a fault that every attempt meets, and what is to come of it.
struct Fault {
  enum class Place {
    Server,            ///< `server` does it.
    NobodyListens,     ///< The port refuses.
    NoSuchHost,        ///< The name is not found.
    KeptConnection,    ///< `server` does it, after an earlier request has opened the connection.
    ClosedConnection,  ///< The same, and the server closes that connection before the operation.
    SpoiltConnection,  ///< The same, and the server sends something on it that nobody asked for.
  };

  std::string name;
  std::array<Outcome, 4> expected;  ///< By Operation.
  FaultServer::Options server{};
  Place place = Place::Server;
  std::vector<std::chrono::milliseconds>
      waits{};                                ///< Before the attempts after the first, where the server asks for them.
  std::chrono::milliseconds timeout{20'000};  ///< Of one attempt.
};

/// Every fault of the matrix.
std::vector<Fault> all_faults();

/// The body with which the service answers a request of that method.
std::string_view good_body(std::string_view method);

/// The bound on a response body that the matrix is run with.
inline constexpr std::size_t small_body_bound = 1024 * 1024;

}  // namespace allo::test

#endif
