// Shows the latest calls of a number, with summary, recording and transcript.
#include "support/account.hpp"
#include "support/program.hpp"

#include <allo/client.hpp>

#include <fmt/format.h>

namespace {

void print(const allo::Call& call, bool with_transcript) {
  fmt::print("{}  {:<8} {} -> {}  {} min  {}\n", allo::to_iso8601(call.start_date), call.type ? call.type->text() : "-",
             example::printable(call.from_number), example::or_dash(call.to_number), call.length_in_minutes,
             call.result ? call.result->text() : "-");
  if (call.summary) fmt::print("  Summary: {}\n", example::printable(*call.summary));
  if (call.recording_url) fmt::print("  Recording: {}\n", example::printable(*call.recording_url));
  if (!with_transcript) return;
  for (const allo::TranscriptLine& line : call.transcript) {
    fmt::print("  [{:>7.1f} s] {}: {}\n", line.start_seconds.value_or(0.0), line.source.text(),
               example::printable(line.text));
  }
}

/// The number to look at when the user named none: the first of the account.
std::string first_number(const allo::AlloClient& allo) {
  for (const allo::PhoneNumber& n : allo.numbers.list()) {
    if (n.number) return *n.number;
  }
  throw std::runtime_error("the account has no number");
}

}  // namespace

int main(int argc, char** argv) {
  std::string number, contact;
  std::size_t limit = 20;
  bool without_transcript = false;
  CLI::App app{"Shows the latest calls of one of the account's numbers, newest first."};
  app.add_option("--number", number, "One of the account's numbers (E.164); its first one where not given");
  app.add_option("--contact", contact, "Only calls with this number (E.164)");
  app.add_option("--limit", limit, "How many calls")->capture_default_str()->check(example::at_least_one());
  app.add_flag("--no-transcript", without_transcript, "Leaves out the transcripts");

  return example::run(app, argc, argv, [&] {
    const example::Account account = example::connect();
    const allo::AlloClient allo{account.options};

    allo::CallRangeInput input{.allo_number = number.empty() ? first_number(allo) : number};
    if (!contact.empty()) input.contact_number = contact;
    input.range.max_items = limit;
    input.range.page_size = static_cast<int>(std::min<std::size_t>(limit, 100));

    std::size_t count = 0;
    for (const allo::Call& call : allo.calls.all(input)) {
      print(call, !without_transcript);
      ++count;
    }
    if (count == 0) fmt::print("No calls on {}\n", input.allo_number);
  });
}
