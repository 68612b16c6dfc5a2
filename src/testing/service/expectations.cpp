#include "testing/service/expectations.hpp"

#include "testing/service/routes.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr std::size_t max_unexpected = 100;

/// True when `actual` holds what `wanted` holds: of objects, every field; of anything else, the same value.
bool contains(const Json& actual, const Json& wanted) {
  if (!wanted.is_object()) return actual == wanted;
  if (!actual.is_object()) return false;
  const auto fields = wanted.items();
  return std::all_of(fields.begin(), fields.end(), [&](const auto& field) {
    const auto found = actual.find(field.key());
    return found != actual.end() && contains(*found, field.value());
  });
}

std::string describe(const ExpectedRequest& expected) {
  std::string text = (expected.method.empty() ? "any method" : expected.method) + ' ' +
                     (expected.route.empty() ? "any route" : expected.route);
  if (!expected.path_id.empty()) text += " of " + expected.path_id;
  for (const auto& [name, value] : expected.query) text += ' ' + name + '=' + value;
  if (!expected.body.empty()) text += " with " + expected.body;
  return text;
}

}  // namespace

void Expectations::add(ExpectedRequest expected) {
  if (entries_.size() >= most) throw InvalidArgumentException("at most 10000 requests can be expected");
  if (expected.times < 0) throw InvalidArgumentException("times must not be negative");
  if (!expected.route.empty() && !has_route(expected.method, expected.route)) {
    throw InvalidArgumentException("route: the API has no such route: " + expected.method + ' ' + expected.route);
  }
  Entry entry;
  if (!expected.body.empty()) {
    try {
      entry.body = parse_json(expected.body);
    } catch (const JsonError& error) {
      throw InvalidArgumentException(std::string{"body: must be a JSON text: "} + error.what());
    }
  }
  entry.expected = std::move(expected);
  entries_.push_back(std::move(entry));
}

bool Expectations::matches(const Entry& entry, const RecordedRequest& request) {
  const ExpectedRequest& expected = entry.expected;
  if (!expected.method.empty() && expected.method != request.method) return false;
  if (!expected.route.empty() && expected.route != request.route) return false;
  if (!expected.path_id.empty() && expected.path_id != request.path_id) return false;
  for (const auto& parameter : expected.query) {
    if (std::find(request.query.begin(), request.query.end(), parameter) == request.query.end()) return false;
  }
  if (expected.body.empty()) return true;
  try {
    return contains(parse_json(request.body), entry.body);
  } catch (const JsonError&) {
    return false;
  }
}

void Expectations::see(const RecordedRequest& request) {
  if (entries_.empty()) return;
  Entry* spent = nullptr;
  for (Entry& entry : entries_) {
    if (!matches(entry, request)) continue;
    if (entry.seen < entry.expected.times) {
      ++entry.seen;
      return;
    }
    spent = &entry;
  }
  if (unexpected_.size() == max_unexpected) return;
  unexpected_.push_back((spent == nullptr ? "unexpected: " : "more often than expected: ") + request.method + ' ' +
                        request.target);
}

void Expectations::clear() {
  entries_.clear();
  unexpected_.clear();
}

std::string Expectations::report() const {
  std::string text;
  for (const Entry& entry : entries_) {
    if (entry.seen == entry.expected.times) continue;
    text += "expected " + std::to_string(entry.expected.times) + " times, came " + std::to_string(entry.seen) +
            " times: " + describe(entry.expected) + '\n';
  }
  for (const std::string& line : unexpected_) text += line + '\n';
  return text;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
