#ifndef ALLO_TESTS_SIMULATION_KINDS_HPP
#define ALLO_TESTS_SIMULATION_KINDS_HPP

namespace simulation {

/// What a caller does.
enum class Kind : unsigned char {
  Sms,
  Create,
  TrustedSms,  ///< With keys that the caller says are honoured.
  Update,
  Remove,
  Get,
  Walk,  ///< A range over all contacts.
  Post2,
  Patch2,
  Put2,
  Delete2,
  Append2,   ///< To the dialing queue, where two changes may meet.
  Clear2,    ///< A DELETE by place, which would take something else the second time.
  Account2,  ///< A POST that costs money, under a key of the client's.
  OwnKey2,   ///< The same under a key of the caller's.
  Keyless2,  ///< A POST of a caller who does not trust keys.
  Other2,    ///< A POST that no resource knows.
  Get2,
  Search2,   ///< A read by POST.
  Batch2,    ///< Reads by POST, a hundred ids at a time.
  Walk2,     ///< A range over people: pages in the body of a POST.
  WalkGet2,  ///< A range over conversations: pages in the query.
  Download,  ///< A recording, to a function.
  Outbox1,   ///< SMS of a persisted list: what may have been sent is left alone.
  Outbox2    ///< Of a persisted list with its keys: sent until it is known to be done.
};
inline constexpr int kind_count = static_cast<int>(Kind::Outbox2) + 1;

/// When the client sends it again though it may have been carried out.
enum class Again : unsigned char { Never, Always, UnderKey };

struct KindTraits {
  const char* name;
  bool is_version_2;
  bool reads;
  Again again;
  bool once;     ///< Carried out at most once whatever happens.
  bool several;  ///< Several requests in one call.
  bool walks;
};

const KindTraits& traits_of(Kind kind) noexcept;

}  // namespace simulation

#endif
