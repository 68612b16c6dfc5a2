// Brings the calls of the last days into a CRM: each call with its transcript, its person found or created, and one
// text to each caller who was missed. Safe to kill at any moment and to run again.
#include "support/account.hpp"
#include "support/program.hpp"
#include "support/progress_file.hpp"

#include <allo/allo.hpp>
#include <allo/v2.hpp>

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <string>

namespace {

using example::ProgressFile;

struct Arguments {
  int days = 7;
  std::string progress = "crm_sync.progress";
  std::string message{};
};

/// Counts of one run.
struct Report {
  int calls = 0;
  int created = 0;
  int texted = 0;
};

class Sync {
 public:
  Sync(const example::Account& account, const Arguments& arguments)
      : arguments_(arguments), allo_(account.options), v2_(allo_), progress_(arguments.progress) {}

  Report run() {
    for (const allo::v2::PhoneNumber& number : v2_.numbers.list()) {
      if (number.number && number.type == allo::v2::NumberType::Number) sync_number(*number.number);
    }
    return report_;
  }

 private:
  void sync_number(const std::string& number) {
    const allo::Timestamp now = allo::to_timestamp(std::chrono::system_clock::now());
    const allo::Timestamp first = now - std::chrono::hours{24 * arguments_.days};
    const auto day = [](allo::Timestamp time) { return allo::to_iso8601(time).substr(0, 10); };
    for (const allo::v2::ConversationItem& call : v2_.items.search_all({
             .allo_number = number,
             .type = allo::v2::ItemType::Call,
             .date = allo::v2::DateRange{.from = day(first), .to = day(now)},
             .transcript = true,
         })) {
      if (progress_.state("call " + call.id) == ProgressFile::State::Done) continue;
      sync_call(call, number);
      progress_.done("call " + call.id);
      ++report_.calls;
    }
  }

  void sync_call(const allo::v2::ConversationItem& call, const std::string& number) {
    if (!allo::E164::is_valid(call.contact_number)) {  // "anonymous": nobody to find, and nobody to text.
      fmt::print("{}  an unknown caller\n", allo::to_iso8601(call.date));
      return;
    }
    const std::string person = person_of(call);
    fmt::print("{}  {}  {} lines of transcript\n", allo::to_iso8601(call.date), example::printable(person),
               call.transcript.size());
    const bool missed = call.direction == allo::v2::Direction::Inbound &&
                        call.result != allo::v2::ItemResult::Answered &&
                        call.result != allo::v2::ItemResult::Transferred;
    if (missed) text_once(call.contact_number, number);
  }

  /// Finds the person by the number, or creates one. Creating carries an idempotency key by itself.
  std::string person_of(const allo::v2::ConversationItem& call) {
    std::string& name = names_[call.contact_number];  // A search counts as a write, of which there are five a second.
    if (name.empty()) name = find_or_create(call);
    return name;
  }

  std::string find_or_create(const allo::v2::ConversationItem& call) {
    const auto found = v2_.people.search({.filters = {.phone_number = call.contact_number}, .size = 1});
    if (!found.data.empty()) return found.data.front().name.value_or(found.data.front().id);
    try {
      const std::string name = call.contacts.empty() ? "Caller " + call.contact_number : call.contacts.front().name;
      const auto person = v2_.people.create({.numbers = {call.contact_number}, .name = name});
      ++report_.created;
      return person.name.value_or(person.id);
    } catch (const allo::ConflictException&) {
      return call.contact_number;  // Somebody was quicker.
    }
  }

  /// A refusal that another try won't change, as of a number that takes no SMS.
  static bool is_final(const allo::AlloException& error) {
    const auto* refusal = dynamic_cast<const allo::AlloApiException*>(&error);
    return refusal != nullptr && (refusal->status() == 400 || refusal->status() == 404);
  }

  /// One text for each caller, whatever happens: version 1's SMS knows no idempotency key, so a text that was begun in
  /// a run that died is not sent again.
  void text_once(const std::string& caller, const std::string& number) {
    const std::string step = "text " + caller;
    if (progress_.state(step) == ProgressFile::State::Begun) {
      fmt::print("  {} may have been texted before; look at the conversation\n", example::printable(caller));
    }
    if (progress_.state(step) != ProgressFile::State::New) return;
    progress_.begin(step);
    try {
      allo_.sms.send({.from = number, .to = caller, .message = arguments_.message});
    } catch (const allo::AlloException& error) {
      if (error.delivery() == allo::DeliveryState::MaybeSent) throw;
      if (!is_final(error)) {
        progress_.take_back(step);  // The next run tries it again.
        throw;
      }
      fmt::print("  not texted: {}\n", example::printable(error.what()));
      progress_.done(step);
      return;
    }
    progress_.done(step);
    ++report_.texted;
  }

  const Arguments& arguments_;
  allo::AlloClient allo_;
  allo::v2::Client v2_;
  ProgressFile progress_;
  std::map<std::string, std::string> names_{};  // By number.
  Report report_{};
};

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{"Brings the calls of the last days, their people and one text to each missed caller into step."};
  app.add_option("--days", arguments.days, "How far back")->capture_default_str()->check(CLI::Range(1, 365));
  app.add_option("--progress", arguments.progress, "File that keeps what was done")->capture_default_str();
  app.add_option("--message", arguments.message, "What a missed caller is told; needed on a real account");
  return example::run(app, argc, argv, [&] {
    example::Account account = example::connect();
    account.options.pacer = allo::make_pacer();
    arguments.message =
        account.choose("--message", arguments.message, "Sorry that we missed your call. How can we help?");
    const Report report = Sync{account, arguments}.run();
    fmt::print("{} calls, {} people created, {} callers texted\n", report.calls, report.created, report.texted);
  });
}
