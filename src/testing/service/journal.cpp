#include "testing/service/journal.hpp"

#include "testing/service/urls.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

std::size_t size_of(const RecordedRequest& request) {
  std::size_t bytes = sizeof(request) + request.target.size() + request.body.size() + request.answer.size();
  for (const HttpHeader header : request.headers) bytes += header.name.size() + header.value.size();
  return bytes;
}

/// True for a header that carries a secret, one that a client sent by mistake included, such as X-Api-Key.
bool is_secret(std::string_view name) {
  std::string small{name};
  std::transform(small.begin(), small.end(), small.begin(), lower);
  constexpr std::array<std::string_view, 6> signs{"authorization", "cookie", "api-key", "apikey", "token", "secret"};
  return std::any_of(signs.begin(), signs.end(),
                     [&](std::string_view sign) { return small.find(sign) != std::string::npos; });
}

}  // namespace

RecordedRequest record(const Routed& request) {
  RecordedRequest entry;
  entry.method = request.method;
  entry.target = request.target;
  entry.query = request.parsed.query;
  entry.body = request.body;
  if (!request.match.path.empty()) entry.path_id = request.match.path[0];
  if (request.match.route != nullptr) entry.route = request.match.route->shown;
  for (const auto& [name, value] : request.headers) {
    try {
      entry.headers.add(name, is_secret(name) ? redacted : value);
    } catch (const InvalidArgumentException&) {
      // No HTTP header: the journal keeps only what a client may have meant.
    }
  }
  return entry;
}

void Journal::add(RecordedRequest request) {
  request.id = next_id_++;
  bytes_ += size_of(request);
  entries_.push_back(std::move(request));
  while (!entries_.empty() && (entries_.size() > max_entries_ || bytes_ > max_bytes)) drop_oldest();
}

std::vector<RecordedRequest> Journal::entries(std::size_t most) const {
  const std::size_t skipped = entries_.size() - std::min(most, entries_.size());
  return {entries_.begin() + static_cast<std::ptrdiff_t>(skipped), entries_.end()};
}

void Journal::drop_oldest() {
  bytes_ -= size_of(entries_.front());
  entries_.pop_front();
}

void Journal::clear() {
  entries_.clear();
  bytes_ = 0;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
