#ifndef ALLO_TESTS_SUPPORT_RESOLVER_HPP
#define ALLO_TESTS_SUPPORT_RESOLVER_HPP

namespace allo::test {

/// A program that includes this has a name resolver of its own: every name that ends in ".unknown.test" is not found at
/// once, one that ends in ".here.test" is this machine, and names that end in ".stalled.test" are not answered while
/// one of these lives. Other names are looked up as usual.
class StalledResolver {
 public:
  StalledResolver();
  ~StalledResolver();
  StalledResolver(const StalledResolver&) = delete;
  StalledResolver& operator=(const StalledResolver&) = delete;

  /// Waits until a look-up hangs, 10 seconds at most. False when the time runs out.
  static bool wait_for_a_look_up();
};

/// How often a name that ends in ".here.test" was looked up.
int look_ups();

}  // namespace allo::test

#endif
