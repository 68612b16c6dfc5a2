#include "testing/service/recordings.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <functional>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr std::string_view storage = "https://storage.withallo.com/recordings/";
constexpr std::string_view with_key = "/v1/assets/recordings/";
constexpr std::string_view without_key = "/recordings/";
constexpr std::string_view ending = ".wav";

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

/// Two seconds of a tone of its own for each call: 8000 samples a second, 16 bits, one channel.
std::string wav(const std::string& id) {
  constexpr std::uint32_t rate = 8000;
  constexpr std::uint32_t bytes = rate * 2 * 2;
  std::string out = "RIFF";
  put(out, 36 + bytes, 4);
  out += "WAVEfmt ";
  put(out, 16, 4), put(out, 1, 2), put(out, 1, 2), put(out, rate, 4), put(out, rate * 2, 4), put(out, 2, 2);
  put(out, 16, 2);
  out += "data";
  put(out, bytes, 4);
  const double step = (220.0 + static_cast<double>(std::hash<std::string>{}(id) % 440)) * 2 * 3.141592653589793 / rate;
  for (std::uint32_t i = 0; i < bytes / 2; ++i) {
    put(out, static_cast<std::uint16_t>(static_cast<std::int16_t>(8000 * std::sin(step * i))), 2);
  }
  return out;
}

/// The part that "bytes=first-last" names; false where there is none of it.
bool read_range(std::string_view text, std::size_t size, std::size_t& first, std::size_t& last) {
  const std::size_t dash = text.find('-');
  if (text.substr(0, 6) != "bytes=" || dash == std::string_view::npos) return false;
  const auto number = [](std::string_view digits, std::size_t& out) {
    return std::from_chars(digits.data(), digits.data() + digits.size(), out).ec == std::errc{};
  };
  last = size - 1;
  const std::string_view from = text.substr(6, dash - 6);
  const std::string_view to = text.substr(dash + 1);
  std::size_t end = 0;
  if (from.empty()) {
    if (!number(to, end) || end == 0) return false;
    first = size - std::min(end, size);
    return true;
  }
  if (!number(from, first) || first >= size) return false;
  if (!to.empty() && number(to, end)) last = std::min(end, last);
  return first <= last;
}

}  // namespace

std::string recording_url(const std::string& call_id) { return std::string{storage} + call_id + ".mp3"; }

std::string served_recording_url(const std::string& url, const std::string& origin) {
  if (origin.empty() || url.compare(0, storage.size(), storage) != 0) return url;
  const std::string id = url.substr(storage.size(), url.rfind('.') - storage.size());
  return origin + std::string{with_key} + id + std::string{ending};
}

bool is_recording(std::string_view path) {
  return path.substr(0, with_key.size()) == with_key || path.substr(0, without_key.size()) == without_key;
}

Response recording_response(const Request& request, std::string_view path, const State& state, bool knows_key) {
  const bool wants_key = path.substr(0, with_key.size()) == with_key;
  if (wants_key && !knows_key) return error_response(401, "API_KEY_INVALID");
  path.remove_prefix(wants_key ? with_key.size() : without_key.size());
  const std::string id{path.substr(0, path.rfind('.'))};
  const Item* item = state.items.find(id);
  if (item == nullptr || !item->call.recording_url) return error_response(404, "NOT_FOUND");
  Response response;
  response.content_type = "audio/wav";
  response.headers.emplace_back("Accept-Ranges", "bytes");
  response.body = wav(id);
  const std::string tag = '"' + std::to_string(std::hash<std::string>{}(response.body)) + '"';
  response.headers.emplace_back("ETag", tag);
  const std::string* range = find_header(request.headers, "Range");
  const std::string* wanted = find_header(request.headers, "If-Range");
  if (range == nullptr || (wanted != nullptr && *wanted != tag)) return response;
  const std::string whole = std::to_string(response.body.size());
  std::size_t first = 0;
  std::size_t last = 0;
  if (!read_range(*range, response.body.size(), first, last)) {
    response = error_response(416, "RANGE_NOT_SATISFIABLE");
    response.headers.emplace_back("Content-Range", "bytes */" + whole);
    return response;
  }
  response.status = 206;
  response.headers.emplace_back("Content-Range",
                                "bytes " + std::to_string(first) + '-' + std::to_string(last) + '/' + whole);
  response.body = response.body.substr(first, last - first + 1);
  return response;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
