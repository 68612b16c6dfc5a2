// `calls download`: recordings into a folder, several at a time.
#include "commands.hpp"
#include "output.hpp"
#include "stop_signal.hpp"
#include "support/progress_bar.hpp"

#include <allo/async.hpp>
#include <allo/executor.hpp>
#include <allo/recordings.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>

namespace allo_cli {

namespace {

namespace fs = std::filesystem;

struct DownloadArguments {
  std::vector<std::string> what{};
  std::string folder = ".";
  std::string number{};
  std::string contact{};
  std::size_t limit = 20;
  std::size_t parallel = 4;
  bool overwrite = false;
  bool any_host = false;
};

struct Recording {
  std::string name{};  // Of its file.
  std::string url{};
};

/// A text as the name of a file: what a server calls it must not lead anywhere else.
std::string file_name(std::string_view text) {
  constexpr std::string_view kept = "-_.";
  std::string name;
  for (const char c : text.substr(0, 150)) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    name += is_plain || kept.find(c) != std::string_view::npos ? c : '_';
  }
  if (name.empty() || name.front() == '.') name.insert(0, "recording");
  return name;
}

/// The last part of the path of a URL.
std::string_view last_segment(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  return url.substr(url.rfind('/') + 1);
}

/// Such as ".mp3"; empty where the URL does not say.
std::string ending(std::string_view url) {
  const std::string_view segment = last_segment(url);
  const std::size_t dot = segment.rfind('.');
  return dot == std::string_view::npos || segment.size() - dot > 6 ? "" : file_name(segment).substr(dot);
}

/// What the command was asked for, a file of its own each.
class Wanted {
 public:
  void add(const std::string& call_id, const std::string& url) { add_as(file_name(call_id) + ending(url), url); }
  void add(const std::string& url) { add_as(file_name(last_segment(url)), url); }
  const std::vector<Recording>& all() const { return all_; }

 private:
  void add_as(const std::string& name, const std::string& url) {
    if (!urls_.insert(url).second) return;
    std::string free = name;
    for (int i = 2; !names_.insert(free).second; ++i) free = fmt::format("{}-{}", i, name);
    all_.push_back({free, url});
  }

  std::vector<Recording> all_{};
  std::set<std::string> names_{};
  std::set<std::string> urls_{};
};

void add_named(Context& context, const std::vector<std::string>& what, const allo::CancellationToken& stop,
               Wanted& wanted) {
  std::vector<std::string> ids;
  for (const std::string& each : what) {
    each.find("://") == std::string::npos ? ids.push_back(each) : wanted.add(each);
  }
  std::map<std::string, allo::v2::ConversationItem> calls;
  for (auto& item : context.v2().items.get_many(ids, {.cancellation = stop})) calls.emplace(item.id, item);
  for (const std::string& id : ids) {
    const auto found = calls.find(id);
    if (found == calls.end()) throw std::runtime_error("there is no call " + id);
    if (!found->second.recording_url) throw std::runtime_error("the call " + id + " has no recording");
    wanted.add(id, *found->second.recording_url);
  }
}

void add_latest(Context& context, const DownloadArguments& arguments, const allo::CancellationToken& stop,
                Wanted& wanted) {
  allo::CallRangeInput input{.allo_number = context.number(arguments.number)};
  if (!arguments.contact.empty()) input.contact_number = arguments.contact;
  input.range.max_items = arguments.limit;
  input.range.page_size = static_cast<int>(std::min<std::size_t>(arguments.limit, 100));
  for (const allo::Call& call : context.allo().calls.all(input, {.cancellation = stop})) {
    if (call.recording_url) wanted.add(call.id, *call.recording_url);
  }
}

/// One bar for all downloads, of which each counts the same. Members may be called from any thread.
class Progress {
 public:
  explicit Progress(std::size_t count) : of_each_(count) {}

  void update(std::size_t index, const allo::DownloadProgress& now) {
    const std::lock_guard lock{mutex_};
    allo::DownloadProgress& before = of_each_[index];
    bytes_ += now.received - before.received;  // Fewer than before where a download began anew: the sum wraps back.
    share_ += share_of(now) - share_of(before);
    done_ += (share_of(now) >= 1.0 ? 1U : 0U) - (share_of(before) >= 1.0 ? 1U : 0U);
    before = now;
    bar_.show(share_ / static_cast<double>(of_each_.size()),
              fmt::format("{}/{} recordings, {:.1f} MB", done_, of_each_.size(), static_cast<double>(bytes_) / 1e6));
  }

 private:
  static double share_of(const allo::DownloadProgress& progress) {
    if (!progress.total) return 0.0;
    if (progress.received == *progress.total) return 1.0;
    return static_cast<double>(progress.received) / static_cast<double>(*progress.total);
  }

  std::mutex mutex_{};
  std::vector<allo::DownloadProgress> of_each_;
  std::uint64_t bytes_ = 0;
  double share_ = 0;
  std::size_t done_ = 0;
  example::ProgressBar bar_{"recordings", of_each_.size()};
};

/// A file, and how large it is where it was downloaded now.
struct Stored {
  fs::path file{};
  std::optional<std::uint64_t> bytes{};
};

std::string json_of(const Recording& recording, const Stored& stored) {
  nlohmann::ordered_json json{{"file", stored.file.string()}, {"bytes", nullptr}, {"url", recording.url}};
  if (stored.bytes) json["bytes"] = *stored.bytes;
  return json.dump();
}

std::string line_of(const Stored& stored) {
  const std::string size = stored.bytes ? fmt::format("{} bytes", *stored.bytes) : "was there already";
  return fmt::format("{}  {}", example::printable(stored.file.string()), size);
}

std::vector<allo::Outcome<Stored>> fetch(Context& context, const DownloadArguments& arguments,
                                         const std::vector<Recording>& recordings,
                                         const allo::CancellationToken& stop) {
  Progress progress{recordings.size()};
  std::vector<std::size_t> indices(recordings.size());
  for (std::size_t i = 0; i < indices.size(); ++i) indices[i] = i;
  allo::ThreadPool threads{arguments.parallel};
  const auto store = [&](std::size_t index) {
    Stored stored{fs::path{arguments.folder} / recordings[index].name, std::nullopt};
    if (!arguments.overwrite && fs::exists(stored.file)) {
      progress.update(index, {0, 0});
      return stored;
    }
    allo::DownloadOptions download;
    download.allow_any_host = arguments.any_host;
    download.progress = [&](const allo::DownloadProgress& now) { progress.update(index, now); };
    stored.bytes =
        allo::download_recording(context.allo(), recordings[index].url, stored.file, download, {.cancellation = stop});
    return stored;
  };
  return allo::map_concurrently(threads, indices, arguments.parallel, store, stop);
}

/// Tells what became of each; gives the number of those that failed.
std::size_t report(bool json, const std::vector<Recording>& recordings,
                   const std::vector<allo::Outcome<Stored>>& outcomes) {
  std::optional<JsonList> list;
  if (json) list.emplace();
  std::size_t failed = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (!outcomes[i]) {
      ++failed;
      const auto broken = outcomes[i].error().as<allo::TransportException>();
      if (broken && broken->kind() == allo::TransportError::Cancelled) continue;  // Whoever stopped it knows.
      const std::string why = example::printable(outcomes[i].error().message());
      fmt::print(stderr, "error: {}: {}\n", recordings[i].name, why);
    } else if (list) {
      list->add_text(json_of(recordings[i], outcomes[i].value()));
    } else {
      print_line(line_of(outcomes[i].value()));
    }
  }
  if (list) list->finish();
  return failed;
}

void download(Context& context, const DownloadArguments& arguments, const allo::CancellationToken& stop) {
  Wanted wanted;
  arguments.what.empty() ? add_latest(context, arguments, stop, wanted)
                         : add_named(context, arguments.what, stop, wanted);
  const std::vector<Recording>& recordings = wanted.all();
  if (recordings.empty()) fmt::print(stderr, "none of these calls has a recording\n");
  fs::create_directories(arguments.folder);
  const auto outcomes = fetch(context, arguments, recordings, stop);
  const std::size_t failed = report(context.json, recordings, outcomes);
  if (failed != 0) throw std::runtime_error(fmt::format("{} of {} recordings are missing", failed, outcomes.size()));
}

/// Until Ctrl-C, which ends the program only once no part of a file is left.
void download_until_stopped(Context& context, const DownloadArguments& arguments) {
  allo::CancellationSource source;
  const OnStopSignal signal{[&source] { source.cancel(); }};
  try {
    download(context, arguments, source.token());
  } catch (const std::exception&) {
    std::fflush(stdout);
    signal.end_by_it();
    throw;
  }
}

}  // namespace

void add_download(CLI::App& calls, Context& context) {
  CLI::App* command =
      calls.add_subcommand("download",
                           "Downloads recordings: of the latest calls of a number, or of the calls that are named.\n"
                           "What breaks is continued; a file is there whole or not at all. Ctrl-C leaves no parts.");
  const auto arguments = std::make_shared<DownloadArguments>();
  command->add_option("what", arguments->what, "Ids of calls, or URLs of recordings; the latest calls where not given");
  command->add_option("-o,--output", arguments->folder, "Folder, made where it is missing; a file is named by its call")
      ->capture_default_str();
  command->add_option("--number", arguments->number, "One of the account's numbers; its first one where not given");
  command->add_option("--contact", arguments->contact, "Only calls with this number (E.164)");
  command->add_option("--limit", arguments->limit, "How many calls to look at")
      ->capture_default_str()
      ->check(example::at_least_one());
  command->add_option("--parallel", arguments->parallel, "How many downloads at a time")
      ->capture_default_str()
      ->check(CLI::Range(1, 64));
  command->add_flag("--overwrite", arguments->overwrite, "Also those whose file is there already");
  command->add_flag("--any-host", arguments->any_host, "Also from hosts that are not the service's");
  command->callback([&context, arguments] { download_until_stopped(context, *arguments); });
}

}  // namespace allo_cli
