// `queue`: whom the power dialer calls next.
#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"
#include "support/queue_csv.hpp"

namespace allo_cli {

namespace {

using namespace allo::v2;

void add_owner(CLI::App& command, QueueOwner& owner) {
  command.add_option("--user", owner.user_id, "Id of the member whose queue it is; the key's own where not given");
  command.add_option("--email", owner.email, "E-mail address of that member");
}

std::vector<std::string> row_of(const QueueNumber& each) {
  return {std::to_string(each.position),
          each.number_to,
          std::string{each.sync_status.text()},
          or_dash(each.routing_result),
          or_dash(each.not_reached_destination_reason),
          example::or_dash(each.call_start_date)};
}

void add_show(CLI::App& queue, Context& context) {
  CLI::App* command = queue.add_subcommand("show", "Shows the queue, by position");
  const auto input = std::make_shared<CurrentQueueRange>();
  add_owner(*command, input->owner);
  add_limit(*command, input->range, 100);
  command->callback([&context, input] {
    print_list(context.json, context.v2().dialing_queue.current_all(*input),
               {"POSITION", "NUMBER", "STATE", "RESULT", "NOT REACHED", "CALLED AT"}, row_of);
  });
}

void show(const Context& context, const DialingQueue& queue) {
  if (context.json) return print_json(queue);
  fmt::print("{} {} ({}), {} numbers\n", green("Queue"), example::printable(queue.id), example::or_dash(queue.name),
             queue.numbers.size());
}

void add_reset(CLI::App& queue, Context& context) {
  CLI::App* command = queue.add_subcommand("reset", "Begins a new, empty queue");
  const auto input = std::make_shared<ResetQueueInput>();
  command->add_option("--name", input->name, "Name");
  add_owner(*command, input->owner);
  command->callback([&context, input] { show(context, context.v2().dialing_queue.reset(*input)); });
}

void add_set(CLI::App& queue, Context& context) {
  CLI::App* command = queue.add_subcommand("set", "Changes the queue, or makes one");
  const auto input = std::make_shared<UpsertQueueInput>();
  command->add_option_function<std::string>(
      "--name", [input](const std::string& name) { input->name = name; }, "Name");
  add_word(*command, "--voicemail", input->voicemail_handling, "What happens when a voicemail answers",
           {VoicemailHandling::Skip, VoicemailHandling::NoSkip});
  add_word(*command, "--do-not-disturb", input->do_not_disturb, "Whether incoming calls are silenced",
           {DoNotDisturb::Enabled, DoNotDisturb::Disabled});
  add_owner(*command, input->owner);
  command->callback([&context, input] { show(context, context.v2().dialing_queue.upsert(*input)); });
}

void add_append(CLI::App& queue, Context& context) {
  CLI::App* command = queue.add_subcommand(
      "append", "Appends the numbers of a CSV file: number, name, last name, company; a heading is skipped");
  struct Arguments {
    std::string file{};
    QueueOwner owner{};
  };
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("file", arguments->file, "The file; - reads standard input")->required();
  add_owner(*command, arguments->owner);
  command->callback([&context, arguments] {
    const std::vector<QueueEntry> entries = example::read_queue_csv(arguments->file);
    const AppendResult result = context.v2().dialing_queue.append({.numbers = entries, .owner = arguments->owner});
    if (context.json) return print_json(result);
    fmt::print("{} {} of {}\n", green("Appended"), result.added.size(), entries.size());
    for (const SkippedNumber& each : result.skipped) {
      fmt::print("{} {}: {}\n", red("skipped"), example::printable(each.number),
                 example::printable(each.reason.text()));
    }
  });
}

void add_clear(CLI::App& queue, Context& context) {
  CLI::App* command = queue.add_subcommand("clear", "Takes numbers out of the queue");
  struct Arguments {
    std::optional<std::string> number{};
    std::optional<int> position{};
    bool unassigned = false;
    QueueOwner owner{};
  };
  const auto arguments = std::make_shared<Arguments>();
  auto* number = command->add_option("--number", arguments->number, "This number");
  auto* position =
      command->add_option("--position", arguments->position, "At this position, from 0")->check(CLI::NonNegativeNumber);
  command->add_flag("--unassigned", arguments->unassigned, "All that nobody was called for yet")
      ->excludes(number)
      ->excludes(position);
  add_owner(*command, arguments->owner);
  command->callback([&context, arguments] {
    const auto& [given, at, unassigned, owner] = *arguments;
    if (!given && !at && !unassigned)
      throw example::UsageError("one of --number, --position and --unassigned is needed");
    const ClearNumbersInput input = unassigned ? ClearNumbersInput::unassigned(owner)
                                    : !given   ? ClearNumbersInput::by_position(*at, owner)
                                    : !at      ? ClearNumbersInput::by_number(*given, owner)
                                               : ClearNumbersInput::by_number_at(*given, *at, owner);
    const int removed = context.v2().dialing_queue.clear(input);
    if (context.json) {
      fmt::print("{{\"removed\":{}}}\n", removed);
    } else {
      fmt::print("{} {}\n", green("Removed"), removed);
    }
  });
}

}  // namespace

void add_queue(CLI::App& app, Context& context) {
  CLI::App* queue = app.add_subcommand("queue", "Works with the queue of the power dialer")->require_subcommand(1);
  add_show(*queue, context);
  add_reset(*queue, context);
  add_set(*queue, context);
  add_append(*queue, context);
  add_clear(*queue, context);
}

}  // namespace allo_cli
