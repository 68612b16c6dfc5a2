#ifndef ALLO_TESTING_JOURNAL_HPP
#define ALLO_TESTING_JOURNAL_HPP

#include <allo/http.hpp>
#include <allo/testing/fault.hpp>
#include <allo/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing {

/// One request to the API as the sandbox received it. Keys are replaced by "[redacted]".
struct RecordedRequest {
  std::uint64_t id = 0;   ///< Counted from 1.
  Timestamp time{};       ///< By the sandbox's clock.
  std::string method{};   ///< Such as "GET".
  std::string target{};   ///< Path and query as they came, percent-encoded.
  std::string route{};    ///< The template, such as "/contact/{id}"; empty for what is no route of the API.
  std::string path_id{};  ///< What stood for {id}, percent-decoded.
  std::vector<std::pair<std::string, std::string>> query{};  ///< Percent-decoded.
  HttpHeaders headers{};                                     ///< As received, in order.
  std::string body{};                                        ///< As received.
  std::string answer{};                                      ///< The answer's body; empty where none was given.
  int status = 0;                                            ///< Of the answer; 0 where none was given.
  std::optional<FaultKind> fault{};                          ///< The fault that befell it.
  bool carried_out = false;        ///< The operation succeeded, whether or not its answer went out.
  bool reused_connection = false;  ///< It was not the first on its connection.
};

}  // namespace testing
ALLO_NAMESPACE_END

#endif
