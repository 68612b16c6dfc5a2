#include "benchmark/allocations.hpp"

#include <allo/recordings.hpp>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <thread>

namespace allo::benchmark {
namespace {

/// Answers one GET on each connection with so many bytes, which it does not have in memory either.
class LargeRecording {
 public:
  explicit LargeRecording(std::uint64_t size) : size_(size) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::listen(listener_, 8);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    origin_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread{[this] { serve(); }};
  }
  LargeRecording(const LargeRecording&) = delete;
  LargeRecording& operator=(const LargeRecording&) = delete;
  ~LargeRecording() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  AlloClient client() const {
    AlloClientOptions options;
    options.api_key = "key";
    options.base_url = origin_ + "/v1/api";
    options.transport = make_curl_transport();
    return AlloClient{options};
  }
  std::string url() const { return origin_ + "/v1/assets/recordings/call.wav"; }

 private:
  void serve() const {
    static char bytes[256 * 1024];
    for (;;) {
      const int connection = ::accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      char request[4096];
      if (::recv(connection, request, sizeof request, 0) > 0) {
        const std::string head =
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + std::to_string(size_) + "\r\n\r\n";
        send(connection, head.data(), head.size());
        for (std::uint64_t sent = 0; sent < size_;) {
          const std::size_t next = static_cast<std::size_t>(std::min<std::uint64_t>(sizeof bytes, size_ - sent));
          if (!send(connection, bytes, next)) break;
          sent += next;
        }
      }
      ::close(connection);
    }
  }
  static bool send(int connection, const char* data, std::size_t size) {
    while (size > 0) {
      const ssize_t sent = ::send(connection, data, size, MSG_NOSIGNAL);
      if (sent <= 0) return false;
      data += sent;
      size -= static_cast<std::size_t>(sent);
    }
    return true;
  }

  std::uint64_t size_;
  int listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::string origin_;
  std::thread thread_;
};

/// How much more memory than before was in use at one time.
template <class Work>
std::size_t heap_growth(const Work& work) {
  reset_peak();
  const std::size_t before = allocations().live_bytes;
  work();
  return allocations().peak_bytes - before;
}

constexpr std::size_t most = 4U * 1024U * 1024U;

TEST(Counts, ARecordingOf500MegabytesTakesLessThanFourOfMemory) {
  constexpr std::uint64_t size = 500'000'000;
  const LargeRecording server{size};
  std::uint64_t received = 0;
  const std::size_t growth = heap_growth([&] {
    const AlloClient client = server.client();
    const auto sink = [&](std::string_view part) { received += part.size(); };
    EXPECT_EQ(download_recording(client, server.url(), sink), size);
  });
  EXPECT_EQ(received, size);
  EXPECT_LT(growth, most);
  RecordProperty("heap_growth", static_cast<int>(growth));
}

TEST(Counts, ARecordingOnItsWayToAFileTakesNoMoreMemory) {
  constexpr std::uint64_t size = 16'000'000;
  const LargeRecording server{size};
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("allo-counts-" + std::to_string(::getpid()) + ".wav");
  const std::size_t growth =
      heap_growth([&] { EXPECT_EQ(download_recording(server.client(), server.url(), file), size); });
  EXPECT_EQ(std::filesystem::file_size(file), size);
  std::filesystem::remove(file);
  EXPECT_LT(growth, most);
  RecordProperty("heap_growth", static_cast<int>(growth));
}

}  // namespace
}  // namespace allo::benchmark
