#ifndef ALLO_TESTS_SUPPORT_LISTENING_HPP
#define ALLO_TESTS_SUPPORT_LISTENING_HPP

namespace allo::test {

/// How often this program, with all of its libraries, has asked the system for a port to listen at.
int times_listened();

}  // namespace allo::test

#endif
