#ifndef ALLO_SRC_TESTING_SOCKETS_HPP
#define ALLO_SRC_TESTING_SOCKETS_HPP

/// The server's own ends of its connections. cpp-httplib keeps its sockets to itself, so they are found among the
/// process's descriptors by their addresses, which are unique among live connections. That is done only for faults that
/// the HTTP library cannot play, and once at shutdown.
#include <allo/version.hpp>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// The server's end of the connection between the two ports, or -1.
int find_connection(int local_port, int remote_port);

/// Aborts a connection with a TCP reset. The descriptor stays taken, so that its owner closes nothing else by mistake.
void reset_connection(int socket);

/// Ends reading on every connection of the port: idle ones close, a response under way is still written.
void end_reading_on_port(int local_port);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
