#include "async/support.hpp"

#include <allo/mutation.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using test::Gate;
using test::ManualExecutor;
using test::Watched;

TEST(Mutation, GoesFromPendingToData) {
  ManualExecutor executor;
  Mutation<int, std::string> mutation{executor, [](int input) { return std::to_string(input); }};
  EXPECT_FALSE(mutation.is_pending());
  EXPECT_EQ(mutation.data(), nullptr);
  mutation.mutate(12);
  EXPECT_TRUE(mutation.is_pending());
  executor.run_all();
  EXPECT_FALSE(mutation.is_pending());
  EXPECT_EQ(*mutation.data(), "12");
  EXPECT_FALSE(mutation.error());
}

TEST(Mutation, GoesFromPendingToErrorAndClearsItWithTheNextCall) {
  ManualExecutor executor;
  Mutation<int, int> mutation{executor, [](int input) {
                                if (input < 0) throw TransportException{TransportError::Timeout, "timed out", true};
                                return input;
                              }};
  mutation.mutate(1);
  executor.run_all();
  mutation.mutate(-1);
  EXPECT_EQ(mutation.data(), nullptr) << "what is shown belongs to the last call";
  executor.run_all();
  EXPECT_EQ(mutation.error().delivery(), DeliveryState::MaybeSent);
  EXPECT_EQ(mutation.data(), nullptr);
  mutation.mutate(2);
  EXPECT_FALSE(mutation.error());
  executor.run_all();
  EXPECT_EQ(*mutation.data(), 2);
  mutation.reset();
  EXPECT_EQ(mutation.data(), nullptr);
}

TEST(Mutation, RefusesASecondCallWhileOneIsPending) {
  ManualExecutor executor;
  std::vector<int> sent;
  Mutation<int, int> mutation{executor, [&](int input) {
                                sent.push_back(input);
                                return input;
                              }};
  mutation.mutate(1);
  try {
    mutation.mutate(2);
    ADD_FAILURE() << "the second call was taken";
  } catch (const MutationPendingException& error) {
    EXPECT_EQ(error.delivery(), DeliveryState::NotSent);
  }
  EXPECT_THROW(mutation.reset(), MutationPendingException);
  executor.run_all();
  EXPECT_EQ(sent, std::vector<int>{1});
  mutation.mutate(2);
  executor.run_all();
  EXPECT_EQ(sent, (std::vector<int>{1, 2}));
}

TEST(Mutation, OneOfManyThreadsWins) {
  std::atomic<int> sent{0};
  std::atomic<int> refused{0};
  Gate gate;
  ThreadPool pool{2};
  Mutation<int, int> mutation{pool, [&](int input) {
                                gate.pass();
                                ++sent;
                                return input;
                              }};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      try {
        mutation.mutate(i);
      } catch (const MutationPendingException&) {
        ++refused;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  gate.open();
  Watched<bool> settled{false};
  const Subscription subscription = mutation.subscribe([&](const MutationState<int>& state) {
    if (!state.is_pending) settled.set(true);
  });
  ASSERT_TRUE(settled.wait_for(true));
  EXPECT_EQ(sent, 1);
  EXPECT_EQ(refused, 7);
}

TEST(Mutation, RunsOnceHoweverOftenTheExecutorCalls) {
  ManualExecutor executor;
  int sent = 0;
  Mutation<int, int> mutation{executor, [&](int) { return ++sent; }};
  mutation.mutate(0);
  executor.run_one_twice();
  EXPECT_EQ(sent, 1);
}

TEST(Mutation, ADroppedCallIsAnErrorThatSaysNotSent) {
  ManualExecutor executor;
  int sent = 0;
  Mutation<int, int> mutation{executor, [&](int) { return ++sent; }};
  mutation.mutate(0);
  EXPECT_TRUE(executor.drop_one());
  EXPECT_FALSE(mutation.is_pending());
  EXPECT_TRUE(mutation.error().as<TaskDroppedException>());
  EXPECT_EQ(mutation.error().delivery(), DeliveryState::NotSent);
  EXPECT_EQ(sent, 0);
}

TEST(Mutation, DestructionWaitsUntilAllAreToldOfADrop) {
  ManualExecutor executor;
  InlineExecutor at_once;
  Gate gate;
  std::atomic<int> told{0};
  std::optional<Mutation<int, int>> mutation;
  mutation.emplace(executor, [](int input) { return input; });
  mutation->mutate(0);
  std::vector<Subscription> subscriptions;
  for (int i = 0; i < 100; ++i) {
    subscriptions.push_back(mutation->subscribe(
        [&](const MutationState<int>& state) {
          if (!state.error) return;
          if (told == 0) gate.pass();
          ++told;
        },
        at_once));
  }
  std::thread dropper([&] { executor.drop_one(); });
  ASSERT_TRUE(gate.wait_for_arrivals());
  std::thread opener([&] { gate.open(); });
  mutation.reset();
  EXPECT_EQ(told, 100);
  dropper.join();
  opener.join();
}

TEST(Mutation, SurvivesItsExecutor) {
  std::optional<ThreadPool> pool{std::in_place, 1u};
  Mutation<int, int> mutation{*pool, [](int input) { return input; }};
  mutation.mutate(1);
  pool.reset();
  EXPECT_EQ(*mutation.data(), 1);
  mutation.mutate(2);
  EXPECT_FALSE(mutation.is_pending());
  EXPECT_TRUE(mutation.error().as<TaskDroppedException>());
}

TEST(Mutation, CancelBeforeTheCallBegins) {
  ManualExecutor executor;
  int sent = 0;
  Mutation<int, int> mutation{executor, [&](int) { return ++sent; }};
  mutation.cancel();
  EXPECT_FALSE(mutation.error()) << "there was nothing to cancel";
  mutation.mutate(0);
  mutation.cancel();
  EXPECT_FALSE(mutation.is_pending());
  ASSERT_TRUE(mutation.error().as<TransportException>());
  EXPECT_EQ(mutation.error().as<TransportException>()->kind(), TransportError::Cancelled);
  EXPECT_EQ(mutation.error().delivery(), DeliveryState::NotSent);
  executor.run_all();
  EXPECT_EQ(sent, 0);
  mutation.mutate(0);
  executor.run_all();
  EXPECT_EQ(sent, 1);
  mutation.cancel();
  EXPECT_EQ(*mutation.data(), 1) << "it was carried out already";
}

TEST(Mutation, TriesWithoutAWordWhileOneIsPending) {
  ManualExecutor executor;
  int calls = 0;
  Mutation<int, int> mutation{executor, [&](int input) { return ++calls, input; }};
  EXPECT_TRUE(mutation.try_mutate(1));
  EXPECT_FALSE(mutation.try_mutate(2));
  EXPECT_THROW(mutation.mutate(3), MutationPendingException);
  executor.run_all();
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(*mutation.data(), 1);
  EXPECT_TRUE(mutation.try_mutate(4));
  executor.run_all();
  EXPECT_EQ(*mutation.data(), 4);
}

TEST(Mutation, CancellingOneCallLeavesTheNextAlone) {
  ManualExecutor executor;
  std::vector<bool> was_cancelled;
  Mutation<int, int>* self = nullptr;
  Mutation<int, int> mutation{executor, [&](int input, const CancellationToken& token) {
                                if (input == 1) self->cancel();
                                was_cancelled.push_back(token.is_cancelled());
                                return input;
                              }};
  self = &mutation;
  for (const int input : {1, 2, 1, 2}) {
    mutation.mutate(input);
    executor.run_all();
  }
  EXPECT_EQ(was_cancelled, (std::vector<bool>{true, false, true, false}));
}

TEST(Mutation, AStaleTaskDoesNotTouchTheNextCall) {
  ManualExecutor executor;
  std::vector<int> sent;
  Mutation<int, int> mutation{executor, [&](int input) {
                                sent.push_back(input);
                                return input;
                              }};
  mutation.mutate(1);
  mutation.cancel();
  mutation.mutate(2);
  ASSERT_EQ(executor.queued(), 2u);
  EXPECT_TRUE(executor.drop_one()) << "the task of the call that was given up";
  EXPECT_TRUE(mutation.is_pending());
  executor.run_all();
  EXPECT_EQ(sent, std::vector<int>{2});
}

TEST(Mutation, CancelWhileTheCallRunsTellsWhatBecameOfIt) {
  Gate gate;
  Watched<bool> settled{false};
  ThreadPool pool{1};
  Mutation<int, int> mutation{pool, [&](int input, const CancellationToken& token) {
                                gate.pass();
                                if (token.is_cancelled())
                                  throw TransportException{TransportError::Cancelled, "cancelled", true};
                                return input;
                              }};
  mutation.mutate(1);
  ASSERT_TRUE(gate.wait_for_arrivals());
  mutation.cancel();
  EXPECT_TRUE(mutation.is_pending()) << "until the call says how it ended";
  gate.open();
  const Subscription subscription = mutation.subscribe([&](const MutationState<int>& state) {
    if (!state.is_pending) settled.set(true);
  });
  ASSERT_TRUE(settled.wait_for(true));
  EXPECT_EQ(mutation.error().delivery(), DeliveryState::MaybeSent);
}

TEST(Mutation, DestructionCarriesOutWhatIsQueuedOnce) {
  ManualExecutor executor;
  std::vector<int> sent;
  int told = 0;
  Subscription subscription;
  {
    Mutation<int, int> mutation{executor, [&](int input) {
                                  sent.push_back(input);
                                  return input;
                                }};
    mutation.mutate(5);
    executor.run_one_twice();
    mutation.mutate(6);
    subscription = mutation.subscribe([&](const MutationState<int>& state) { told = state.data ? *state.data : 0; });
  }
  EXPECT_EQ(sent, (std::vector<int>{5, 6}));
  EXPECT_EQ(told, 6) << "on the thread that destroyed it";
  executor.run_all();
  EXPECT_EQ(sent.size(), 2u);
}

TEST(Mutation, DestructionWaitsForWhatRuns) {
  Gate gate;
  std::atomic<bool> sent{false};
  std::atomic<bool> was_cancelled{false};
  std::atomic<bool> told{false};
  ThreadPool pool{1};
  std::optional<Mutation<int, void>> mutation;
  mutation.emplace(pool, [&](int, const CancellationToken& token) {
    gate.pass();
    was_cancelled = token.is_cancelled();
    sent = true;
  });
  mutation->mutate(1);
  const Subscription subscription = mutation->subscribe([&](const MutationState<void>& state) {
    if (state.data) told = true;
  });
  ASSERT_TRUE(gate.wait_for_arrivals());
  std::thread opener([&] { gate.open(); });
  mutation.reset();
  EXPECT_TRUE(sent);
  EXPECT_FALSE(was_cancelled);
  EXPECT_TRUE(told);
  opener.join();
}

TEST(Mutation, MayBeDestroyedOnTheOnlyThreadOfItsPool) {
  Watched<bool> done{false};
  std::atomic<int> sent{0};
  ThreadPool pool{1};
  pool.post([&] {
    {
      Mutation<int, void> mutation{pool, [&](int) { ++sent; }};
      mutation.mutate(1);
    }
    done.set(true);
  });
  ASSERT_TRUE(done.wait_for(true));
  EXPECT_EQ(sent, 1);
}

TEST(Mutation, MayBeDestroyedByItsOwnCallback) {
  Watched<bool> destroyed{false};
  ThreadPool pool{1};
  Gate gate;
  std::optional<Mutation<int, int>> mutation;
  mutation.emplace(pool, [&](int input) {
    gate.pass();
    return input;
  });
  mutation->mutate(1);
  const Subscription subscription = mutation->subscribe([&](const MutationState<int>& state) {
    if (state.is_pending || !mutation) return;
    mutation.reset();
    destroyed.set(true);
  });
  gate.open();
  EXPECT_TRUE(destroyed.wait_for(true));
}

TEST(Mutation, ACallbackMayBeginTheNextCall) {
  InlineExecutor executor;
  std::vector<int> sent;
  Mutation<int, int> mutation{executor, [&](int input) {
                                sent.push_back(input);
                                return input;
                              }};
  const Subscription subscription = mutation.subscribe([&](const MutationState<int>& state) {
    if (state.data && *state.data < 1000) mutation.mutate(*state.data + 1);
  });
  mutation.mutate(1);
  EXPECT_EQ(sent.size(), 1000u);
  EXPECT_EQ(*mutation.data(), 1000);
}

TEST(Mutation, ACallbackMayCancelTheCallThatItIsToldOf) {
  InlineExecutor executor;
  int sent = 0;
  Mutation<int, int> mutation{executor, [&](int) { return ++sent; }};
  int told = 0;
  const Subscription subscription = mutation.subscribe([&](const MutationState<int>& state) {
    if (state.is_pending) mutation.cancel();
    if (state.error) ++told;
  });
  mutation.mutate(1);
  EXPECT_EQ(sent, 0);
  EXPECT_EQ(told, 1);
  EXPECT_EQ(mutation.error().delivery(), DeliveryState::NotSent);
}

TEST(Mutation, TakesAFunctionThatReturnsNothing) {
  InlineExecutor executor;
  int sum = 0;
  Mutation<std::vector<int>, void> mutation{executor, [&](const std::vector<int>& input) { sum += input.at(0); }};
  mutation.mutate({3});
  EXPECT_EQ(sum, 3);
  EXPECT_NE(mutation.data(), nullptr);
  mutation.mutate({});
  EXPECT_EQ(mutation.data(), nullptr);
  EXPECT_TRUE(mutation.error().as<std::out_of_range>());
}

TEST(Mutation, TakesWhatOnlyMoves) {
  InlineExecutor executor;
  using Number = std::unique_ptr<int>;
  Mutation<Number, Number> sum{executor, [given = std::make_unique<int>(4)](const Number& input) {
                                 return std::make_unique<int>(*given + *input);
                               }};
  sum.mutate(std::make_unique<int>(3));
  EXPECT_EQ(**sum.data(), 7);
}

TEST(Mutation, EverythingAtOnce) {
  ThreadPool pool{3};
  for (int round = 0; round < 50; ++round) {
    std::atomic<int> accepted{0};
    std::atomic<int> sent{0};
    {
      Mutation<int, int> mutation{pool, [&](int) { return ++sent; }};
      std::vector<std::thread> threads;
      for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&] {
          for (int i = 0; i < 20; ++i) {
            try {
              mutation.mutate(i);
              ++accepted;
            } catch (const MutationPendingException&) {
            }
            const Subscription subscription = mutation.subscribe([] {});
            EXPECT_FALSE(mutation.error());
          }
        });
      }
      for (std::thread& thread : threads) thread.join();
    }
    EXPECT_EQ(sent, accepted) << "each call that was accepted ran once";
  }
}

}  // namespace
ALLO_NAMESPACE_END
