// The templates of the optional headers, instantiated: in C++17, and with coroutines where the compiler has them.
#include <allo/allo.hpp>
#include <allo/async.hpp>
#include <allo/coroutine.hpp>
#include <allo/hooks.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <vector>

void queries(const allo::AlloClient& client, allo::Executor& executor) {
  auto numbers = allo::use_numbers(client, executor);
  const allo::Subscription plain = numbers.subscribe([] {});
  const allo::Subscription typed = numbers.subscribe(
      [](const allo::QueryState<std::vector<allo::PhoneNumber>>& state) { return state.is_loading; }, executor);
  numbers.refetch();
  if (const auto denied = numbers.error().as<allo::ForbiddenException>()) (void)denied->required_scopes();
  const std::exception_ptr error = numbers.error();
  (void)(error == nullptr || numbers.data() == nullptr || numbers.is_loading());
  (void)allo::use_webhooks(client, executor);
  numbers.refetch_every(std::chrono::seconds{30});
  numbers.enabled(!numbers.is_enabled());
  auto calls = allo::use_calls(client, executor, {});
  calls.input({});
  auto contacts = allo::use_contacts(client, executor);
  contacts.input({});
  auto contact = allo::use_contact(client, executor, "cnt_abc123");
  contact.input("cnt_abc124");
  contact.input("cnt_abc124", {});
  auto conversation = allo::use_conversation(client, executor, "cnt_abc123");
  conversation.input("cnt_abc124");
  const allo::Query<allo::ContactSearchResult> fixed = allo::use_contacts(client, executor);
}

void mutations(const allo::AlloClient& client, allo::Executor& executor) {
  auto send = allo::use_send_sms(client, executor);
  const allo::Subscription typed =
      send.subscribe([](const allo::MutationState<allo::SentSms>& state) { return state.is_pending; }, executor);
  send.mutate({});
  send.cancel();
  send.reset();
  (void)allo::use_send_sms_france(client, executor);
}

void many(const allo::AlloClient& client, allo::ThreadPool& pool, const std::vector<std::string>& ids) {
  (void)allo::async(pool, [client] { return client.numbers.list(); }).get();
  auto contacts = allo::map_concurrently(pool, ids, 4, [&](const std::string& id) { return client.contacts.get(id); });
  (void)std::move(contacts.at(0)).value();
  (void)allo::map_concurrently(
      pool, client.contacts.all(), 4, [](const allo::Contact&, const allo::CancellationToken&) {},
      allo::CancellationSource{}.token());
}

#ifdef __cpp_impl_coroutine
struct Detached {
  struct promise_type {
    Detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept {}
  };
};

Detached coroutine(const allo::AlloClient& client, allo::Executor& executor) {
  const auto numbers = co_await allo::on(executor, [&] { return client.numbers.list(); });
  if (numbers.empty()) co_await allo::on(executor, [] {});
}
#elif __cplusplus > 201703L
#error "allo/coroutine.hpp is empty in C++20"
#endif
