// Downloads of recordings: what their server has and says, and what the caller gets of it.
#include "simulation/callers.hpp"
#include "simulation/service.hpp"

#include <allo/recordings.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace simulation {
namespace {

/// The bytes of one version, each unlike those beside it and those of the next version.
std::string content(const Call& call, int version) {
  std::string text(static_cast<std::size_t>(call.plan->recording.size), ' ');
  for (std::size_t i = 0; i < text.size(); ++i) {
    text[i] = static_cast<char>('0' + (i * 7 + static_cast<std::size_t>(version) * 31 + i / 70) % 70);
  }
  return text;
}

std::string storage_url(const Call& call, int hop) {
  return "https://storage.withallo.com/" + call.id + "?hop=" + std::to_string(hop);
}

/// What a version is known by; empty where it cannot be asked for.
std::string name_version(const PlannedRecording& recording, int version, allo::HttpHeaders& headers) {
  const std::string tag = "\"v" + std::to_string(version) + '"';
  switch (recording.validator) {
    case Validator::Tag:
      headers.add("ETag", tag);
      return tag;
    case Validator::WeakTag:
      headers.add("ETag", "W/" + tag);
      return {};
    case Validator::Date: {
      const std::string date = "Sun, 01 Mar 2026 09:00:0" + std::to_string(version % 10) + " GMT";
      headers.add("Date", "Mon, 02 Mar 2026 09:00:00 GMT");
      headers.add("Last-Modified", date);
      return date;
    }
    default:
      return {};
  }
}

std::size_t first_of(std::string_view range) {
  range.remove_prefix(std::min(range.find('=') + 1, range.size()));
  std::size_t first = 0;
  std::from_chars(range.data(), range.data() + range.size(), first);
  return first;
}

}  // namespace

int hop_of(std::string_view url) {
  const auto place = url.find("?hop=");
  return place == std::string_view::npos ? 0 : url[place + 5] - '0';
}

allo::HttpResponse recording_of(Call& call, const Arrival& request) {
  const PlannedRecording& recording = call.plan->recording;
  allo::HttpResponse response;
  if (const int hop = hop_of(request.url); hop < recording.redirects) {
    response.status = 302;
    response.headers.add("Location", storage_url(call, hop + 1));
    return response;
  }
  const int version = recording.changes_at && call.attempts >= *recording.changes_at ? 2 : 1;
  const std::string name = name_version(recording, version, response.headers);
  response.status = 200;
  response.body = content(call, version);
  const std::size_t size = response.body.size();
  if (!request.range.empty() && !recording.ignores_range && !name.empty() && request.if_range == name) {
    const std::size_t first = first_of(request.range);
    const bool is_behind = first >= size;
    response.status = is_behind ? 416 : 206;
    response.headers.add("Content-Range", is_behind ? "bytes */" + std::to_string(size)
                                                    : "bytes " + std::to_string(first) + '-' +
                                                          std::to_string(size - 1) + '/' + std::to_string(size));
    response.body.erase(0, is_behind ? size : first);
  }
  if (recording.tells_length) response.headers.add("Content-Length", std::to_string(response.body.size()));
  return response;
}

void download(const Clients& clients, const allo::RequestOptions& options, Call& call, Judge& judge) {
  const PlannedRecording& recording = call.plan->recording;
  allo::DownloadOptions download;
  download.stall_timeout = std::chrono::milliseconds{call.plan->timeout_ms};
  int left = call.plan->leaves_after.value_or(-1);
  const auto sink = [&](std::string_view part) {
    call.received += part;
    if (--left == 0) throw CallerLeft{};
  };
  const auto is_begin_of = [&](int version) {
    return content(call, version).compare(0, call.received.size(), call.received) == 0;
  };
  const std::string url =
      recording.starts_at_storage ? storage_url(call, 0) : "https://allo.test/v1/assets/recordings/" + call.id;
  try {
    const std::uint64_t size = allo::download_recording(clients.one, url, sink, download, options);
    if (size != call.received.size() || size != static_cast<std::uint64_t>(recording.size)) {
      judge.blame(&call, "a recording is not whole");
    }
  } catch (...) {
    if (!is_begin_of(1) && !is_begin_of(2)) judge.blame(&call, "a part of a recording is wrong");
    throw;
  }
  if (!is_begin_of(1) && !is_begin_of(2)) judge.blame(&call, "a recording is wrong");
}

}  // namespace simulation
