#ifndef ALLO_TESTS_RECORDINGS_STREAMING_HPP
#define ALLO_TESTS_RECORDINGS_STREAMING_HPP

#include "support/fake_transport.hpp"

#include <allo/recordings.hpp>

#include <string>
#include <vector>

namespace allo::test {

inline constexpr const char* own_url = "https://api.test/v1/assets/recordings/call_1.wav";
inline constexpr const char* storage_url = "https://storage.withallo.com/recordings/call_1.mp3";

inline HttpHeaders whole(std::size_t size, const char* etag = "\"v1\"") {
  HttpHeaders headers{{"Content-Length", std::to_string(size)}};
  if (*etag != '\0') headers.add("ETag", etag);
  return headers;
}

inline HttpHeaders part(std::size_t first, std::size_t last, std::size_t total, const char* etag = "\"v1\"") {
  HttpHeaders headers = whole(last - first + 1, etag);
  headers.add("Content-Range",
              "bytes " + std::to_string(first) + '-' + std::to_string(last) + '/' + std::to_string(total));
  return headers;
}

/// Answers in parts, as a transport does that streams; then breaks, where it is told to.
inline FakeTransport::Step stream(int status, HttpHeaders headers, std::vector<std::string> parts,
                                  std::optional<TransportError> broken = std::nullopt) {
  return [=](const HttpRequest& request) {
    HttpResponse response{status, headers, {}};
    const bool streams = request.sink != nullptr && request.sink->begin(response);
    for (const std::string& each : parts) {
      if (streams) {
        request.sink->write(each);
      } else {
        response.body += each;
      }
    }
    if (broken) throw TransportException(*broken, "the response was cut off", true);
    return response;
  };
}

inline HttpResponse redirect(std::string location, int status = 302) {
  return respond(status, "", {{"Location", location}});
}

/// A sink that keeps what it is given.
struct Kept {
  std::string text{};
  int parts = 0;
  std::function<void(std::string_view)> sink() {
    return [this](std::string_view part) {
      text += part;
      ++parts;
    };
  }
};

}  // namespace allo::test

#endif
