#include "base/shared.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using detail::Handle;
using detail::SharedObject;

/// Counts its ends.
struct Counted : detail::Shared {
  explicit Counted(int& counter) : ends(counter) {}
  ~Counted() override { ++ends; }
  int& ends;
};

TEST(Handle, KeepsItsObjectUntilTheLastCopyIsGone) {
  int ends = 0;
  {
    SharedObject<Counted> first = detail::make_shared_object<Counted>(ends);
    EXPECT_EQ(&detail::object_of<Counted>(first), first.get());
    const Handle second = first;
    const Handle third = second;
    EXPECT_EQ(third.get(), second.get());
    first = {};
    EXPECT_EQ(first.get(), nullptr);
    EXPECT_EQ(ends, 0);
  }
  EXPECT_EQ(ends, 1);
}

TEST(Handle, IsTakenOverByAMove) {
  int ends = 0;
  Handle first = detail::make_shared_object<Counted>(ends);
  Handle second = std::move(first);
  EXPECT_EQ(first.get(), nullptr);
  EXPECT_NE(second.get(), nullptr);
  first = std::move(second);
  EXPECT_EQ(second.get(), nullptr);
  EXPECT_EQ(ends, 0);
  first = Handle{};
  EXPECT_EQ(ends, 1);
}

TEST(Handle, LetsGoOfWhatItKeptBefore) {
  int ends = 0;
  int others = 0;
  Handle kept = detail::make_shared_object<Counted>(ends);
  const Handle other = detail::make_shared_object<Counted>(others);
  kept = other;
  EXPECT_EQ(ends, 1);
  EXPECT_EQ(kept.get(), other.get());
  const Handle& itself = kept;
  kept = itself;
  EXPECT_EQ(kept.get(), other.get());
  kept = Handle{};
  EXPECT_EQ(others, 0);
}

TEST(Handle, KeepsWhatIsUnderWayByOneHandleMore) {
  int ends = 0;
  Handle kept;
  {
    const SharedObject<Counted> made = detail::make_shared_object<Counted>(ends);
    kept = made->kept();
  }
  EXPECT_EQ(ends, 0);
  kept = {};
  EXPECT_EQ(ends, 1);
}

TEST(Handle, IsCopiedAndDroppedByManyThreads) {
  int ends = 0;
  {
    const Handle shared = detail::make_shared_object<Counted>(ends);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([own = shared] {
        for (int round = 0; round < 5000; ++round) {
          const Handle copy = own;
          const Handle more = copy;
          EXPECT_EQ(more.get(), own.get());
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(ends, 0);
  }
  EXPECT_EQ(ends, 1);
}

}  // namespace
ALLO_NAMESPACE_END
