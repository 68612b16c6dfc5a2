#include "testing/sockets.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <dirent.h>
#include <memory>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

int port_of(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  return -1;
}

template <class GetName>
int port_by(GetName get_name, int socket) {
  sockaddr_storage address{};
  socklen_t length = sizeof(address);
  return get_name(socket, reinterpret_cast<sockaddr*>(&address), &length) == 0 ? port_of(address) : -1;
}

int local_port_of(int socket) { return port_by(getsockname, socket); }
int remote_port_of(int socket) { return port_by(getpeername, socket); }

std::vector<int> open_descriptors() {
  std::vector<int> descriptors;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder{opendir("/dev/fd"), closedir};
  if (!folder) return descriptors;
  while (const dirent* entry = readdir(folder.get())) {
    char* end = nullptr;
    const long number = std::strtol(entry->d_name, &end, 10);
    if (end != entry->d_name && *end == '\0') descriptors.push_back(static_cast<int>(number));
  }
  return descriptors;
}

}  // namespace

int find_connection(int local_port, int remote_port) {
  for (const int socket : open_descriptors()) {
    if (remote_port_of(socket) == remote_port && local_port_of(socket) == local_port) return socket;
  }
  return -1;
}

void reset_connection(int socket) {
  const linger abort{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &abort, sizeof(abort));
  const int replacement = ::socket(AF_INET, SOCK_STREAM, 0);
  if (replacement < 0) return;
  dup2(replacement, socket);
  close(replacement);
}

void end_reading_on_port(int local_port) {
  for (const int socket : open_descriptors()) {
    if (local_port_of(socket) == local_port && remote_port_of(socket) > 0) shutdown(socket, SHUT_RD);
  }
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
