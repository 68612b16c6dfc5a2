#include "commands.hpp"
#include "output.hpp"

#include <algorithm>

namespace allo_cli {

namespace {

struct CallArguments {
  std::string number{};
  std::string contact{};
  std::size_t limit = 20;
  bool transcript = false;
};

std::string result_of(const allo::Call& call) {
  if (!call.result) return "-";
  const std::string text = example::printable(call.result->text());
  return *call.result == allo::CallResult::Answered ? green(text) : red(text);
}

void print(const allo::Call& call, bool transcript) {
  fmt::print("{}  {}  {} -> {}  {} min  {}\n", bold(allo::to_iso8601(call.start_date)),
             example::printable(call.type ? call.type->text() : "-"), example::printable(call.from_number),
             example::or_dash(call.to_number), call.length_in_minutes, result_of(call));
  if (!transcript) return;
  if (call.summary) fmt::print("  {}\n", example::printable(*call.summary));
  if (call.recording_url) fmt::print("  {}\n", dim(example::printable(*call.recording_url)));
  for (const allo::TranscriptLine& line : call.transcript) {
    fmt::print("  {} {}\n", dim(example::printable(line.source.text()) + ":"), example::printable(line.text));
  }
}

void list(Context& context, const CallArguments& arguments) {
  allo::CallRangeInput input{.allo_number = context.number(arguments.number)};
  if (!arguments.contact.empty()) input.contact_number = arguments.contact;
  input.range.max_items = arguments.limit;
  input.range.page_size = static_cast<int>(std::min<std::size_t>(arguments.limit, 100));
  const auto calls = context.allo().calls.all(input);
  if (context.json) {
    JsonList json;
    for (const allo::Call& call : calls) json.add(call);
    return json.finish();
  }
  for (const allo::Call& call : calls) print(call, arguments.transcript);
}

}  // namespace

void add_calls(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("calls", "Shows the latest calls of a number, newest first");
  const auto arguments = std::make_shared<CallArguments>();
  command->add_option("--number", arguments->number, "One of the account's numbers; its first one where not given");
  command->add_option("--contact", arguments->contact, "Only calls with this number (E.164)");
  command->add_option("--limit", arguments->limit, "How many")->capture_default_str()->check(example::at_least_one());
  command->add_flag("--transcript", arguments->transcript, "With summary, recording and transcript");
  command->callback([&context, arguments, command] {
    if (command->get_subcommands().empty()) list(context, *arguments);
  });
  add_download(*command, context);
}

}  // namespace allo_cli
