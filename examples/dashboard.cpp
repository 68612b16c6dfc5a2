// The account in a terminal: contacts page by page, the conversation with one of them, and a box to answer in. Shows
// how queries and mutations serve a user interface: requests run on a thread pool, callbacks on the thread of the
// interface.
#include "dashboard/dashboard.hpp"

#include "dashboard/event_loop.hpp"
#include "dashboard/live_updates.hpp"
#include "dashboard/terminal.hpp"
#include "dashboard/view.hpp"
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/async.hpp>

#include <future>
#include <memory>
#include <string>

namespace {

/// Cancels what was begun under its token when it goes.
struct CancelledAtTheEnd {
  allo::CancellationSource source{};
  ~CancelledAtTheEnd() { source.cancel(); }
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Shows the contacts, conversations and numbers of the account in the terminal and sends SMS."};
  return example::run(app, argc, argv, [] {
    const example::Account account = example::connect();
    const allo::AlloClient allo{account.options};

    // In this order, so that what uses a thing goes before it: the requests of the queries are then cancelled, and
    // nothing that a callback touches is gone while it may run. The terminal goes first of all: what takes its time to
    // end, such as a message that is being sent, does so out of the user's way.
    example::EventLoop loop;
    allo::ThreadPool pool{4};
    example::Dashboard dashboard{allo, pool, loop};
    std::future<std::unique_ptr<example::LiveUpdates>> live;
    const CancelledAtTheEnd subscribing;
    example::Terminal terminal;
    example::View view{dashboard, terminal, account.is_sandbox() ? "Allo sandbox" : "Allo"};
    if (account.is_sandbox()) {
      live = allo::async(pool, [&allo, &loop, &dashboard, cancellation = subscribing.source.token()] {
        return std::make_unique<example::LiveUpdates>(allo, cancellation, [&loop, &dashboard](const std::string& what) {
          loop.post([&dashboard, what] { dashboard.refresh(what); });
        });
      });
    }

    view.draw();
    while (loop.wait()) {
      while (const auto key = terminal.read_key()) {
        // Nobody sends an SMS unseen.
        if (view.fits() ? !dashboard.press(*key) : *key == example::Key{false, 'q'}) return;
      }
      if (dashboard.take_dirty() || !view.fits()) view.draw();
    }
  });
}
