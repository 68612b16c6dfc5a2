// One client for a whole application: made once from the configuration, handed by reference to every thread and
// service.
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/allo.hpp>

#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace {

/// What the application shares. All threads use its connections and its one pacer, so that together they keep to the
/// limits of the key. Where several processes use the key, they need a pacer in common: see shared_pacer.cpp.
class Services {
 public:
  explicit Services(allo::AlloClientOptions options) : allo_(paced(std::move(options))) {}

  const allo::AlloClient& allo() const noexcept { return allo_; }

 private:
  static allo::AlloClientOptions paced(allo::AlloClientOptions options) {
    options.pacer = allo::make_pacer();
    return options;
  }

  allo::AlloClient allo_;
};

/// A part of the application: it is given the client and neither makes nor configures one.
class ContactDirectory {
 public:
  explicit ContactDirectory(const allo::AlloClient& allo) : contacts_(allo.contacts) {}

  std::string name_of(const std::string& id) const {
    const allo::Contact contact = contacts_.get(id);
    return fmt::format("{} {}", example::or_dash(contact.name), example::or_dash(contact.last_name));
  }

 private:
  allo::ContactsResource contacts_;  // A handle on the same client, cheap to copy.
};

/// Calls `work(0)` to `work(count - 1)` on `threads` threads; the first failure ends the rest and is thrown here.
void in_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex mutex;
  std::vector<std::jthread> pool;
  for (unsigned i = 0; i < threads; ++i) {
    pool.emplace_back([&] {
      try {
        for (std::size_t item = next++; item < count; item = next++) work(item);
      } catch (...) {
        next = count;
        const std::lock_guard lock{mutex};
        if (!failure) failure = std::current_exception();
      }
    });
  }
  pool.clear();  // Joins.
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

int main(int argc, char** argv) {
  unsigned threads = 4;
  CLI::App app{"Shares one client between the threads of an application: each looks up contacts of the first page."};
  app.add_option("--threads", threads, "How many threads")->capture_default_str()->check(CLI::Range(1, 64));

  return example::run(app, argc, argv, [&] {
    const example::Account account = example::connect();
    const Services services{account.options};
    const ContactDirectory directory{services.allo()};

    const std::vector<allo::Contact> contacts = services.allo().contacts.search().results;
    std::vector<std::string> names(contacts.size());
    in_parallel(contacts.size(), threads, [&](std::size_t i) { names[i] = directory.name_of(contacts[i].id); });

    for (const std::string& name : names) fmt::print("{}\n", name);
    fmt::print("{} contacts looked up by {} threads over one client\n", names.size(), threads);
  });
}
