#include "base/http_headers_access.hpp"
#include "base/text.hpp"

#include <allo/errors.hpp>
#include <allo/http.hpp>

#include <algorithm>
#include <functional>

ALLO_NAMESPACE_BEGIN
namespace {

bool is_part_of(std::string_view part, const std::string& whole) noexcept {
  const std::less<const char*> before{};
  return !before(part.data(), whole.data()) && before(part.data(), whole.data() + whole.size());
}

/// Makes room for `more`, and for a usual set of headers at once.
void make_room(std::string& lines, std::size_t more) {
  const std::size_t needed = lines.size() + more;
  if (lines.capacity() < needed) lines.reserve(std::max({needed, 2 * lines.capacity(), std::size_t{256}}));
}

void append(std::string& lines, std::string_view name, std::string_view value) {
  make_room(lines, name.size() + value.size() + 2);
  lines.append(name).push_back(':');
  lines.append(value).push_back('\n');
}

}  // namespace

BodySink::~BodySink() = default;

std::string_view to_string(HttpMethod method) noexcept {
  switch (method) {
    case HttpMethod::Get:
      return "GET";
    case HttpMethod::Post:
      return "POST";
    case HttpMethod::Put:
      return "PUT";
    case HttpMethod::Patch:
      return "PATCH";
    case HttpMethod::Delete:
      return "DELETE";
  }
  return "GET";
}

HttpHeaders::HttpHeaders(std::initializer_list<HttpHeader> headers) {
  for (const HttpHeader& header : headers) add(header.name, header.value);
}

void HttpHeaders::add(std::string_view name, std::string_view value) {
  // Views that this list has handed out would not outlive the growth of its text.
  if (is_part_of(name, lines_) || is_part_of(value, lines_)) return add(std::string(name), std::string(value));
  if (!detail::is_http_token(name))
    throw InvalidArgumentException("a header name is empty or holds a character that no name may hold");
  if (!detail::is_header_value(value)) {
    throw InvalidArgumentException("the value of header " + std::string(name) + " holds a control character");
  }
  append(lines_, name, value);
}

bool HttpHeaders::try_add(std::string_view name, std::string_view value) {
  if (!detail::is_http_token(name) || !detail::is_header_value(value)) return false;
  add(name, value);
  return true;
}

std::optional<std::string_view> HttpHeaders::get(std::string_view name) const noexcept {
  const std::string_view lines = lines_;
  if (name.find(':') != std::string_view::npos) return std::nullopt;
  for (std::size_t at = 0; at < lines.size(); at = lines.find('\n', at) + 1) {
    const std::size_t colon = at + name.size();
    if (colon >= lines.size() || lines[colon] != ':' ||
        !detail::equal_ignoring_case(lines.substr(at, name.size()), name))
      continue;
    return lines.substr(colon + 1, lines.find('\n', colon) - colon - 1);
  }
  return std::nullopt;
}

std::vector<std::string_view> HttpHeaders::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const HttpHeader header : *this) {
    if (detail::equal_ignoring_case(header.name, name)) values.push_back(header.value);
  }
  return values;
}

std::size_t HttpHeaders::size() const noexcept {
  return static_cast<std::size_t>(std::count(lines_.begin(), lines_.end(), '\n'));
}

void HttpHeaders::clear() noexcept { lines_.clear(); }

HttpHeader HttpHeaders::const_iterator::operator*() const noexcept {
  const std::size_t colon = rest_.find(':');
  return {rest_.substr(0, colon), rest_.substr(colon + 1, rest_.find('\n', colon) - colon - 1)};
}

HttpHeaders::const_iterator& HttpHeaders::const_iterator::operator++() noexcept {
  rest_.remove_prefix(rest_.find('\n') + 1);
  return *this;
}

namespace detail {

std::string_view trimmed_value(const HttpHeaders& headers, std::string_view name) noexcept {
  return trim_blanks(headers.get(name).value_or(std::string_view{}));
}

bool HttpHeadersAccess::add_line(HttpHeaders& headers, std::string_view line) {
  const std::size_t name_size = http_token_size(line);
  if (name_size == 0 || name_size == line.size() || line[name_size] != ':') return false;
  const std::string_view value = trim_blanks(line.substr(name_size + 1));
  if (!is_header_value(value)) return false;
  make_room(headers.lines_, line.size() + 1);
  headers.lines_.append(line.substr(0, name_size + 1)).append(value).push_back('\n');
  return true;
}

bool HttpHeadersAccess::continue_line(HttpHeaders& headers, std::string_view more) {
  more = trim_blanks(more);
  std::string& lines = headers.lines_;
  if (lines.empty() || !is_header_value(more)) return false;
  if (more.empty()) return true;
  const std::size_t line = lines.rfind('\n', lines.size() - 2) + 1;  // 0 when there is only one.
  lines.pop_back();
  if (lines.find(':', line) + 1 < lines.size()) lines.push_back(' ');
  lines.append(more).push_back('\n');
  return true;
}

HttpHeaders HttpHeadersAccess::copy_with_room(const HttpHeaders& headers, std::size_t room) {
  HttpHeaders copy;
  copy.lines_.reserve(headers.lines_.size() + room);
  copy.lines_ = headers.lines_;
  return copy;
}

void HttpHeadersAccess::add_valid(HttpHeaders& headers, std::string_view name, std::string_view value) {
  append(headers.lines_, name, value);
}

void HttpHeadersAccess::replace_last_value(HttpHeaders& headers, std::string_view value) noexcept {
  std::string& lines = headers.lines_;
  lines.replace(lines.size() - 1 - value.size(), value.size(), value);
}

std::string& HttpHeadersAccess::text(HttpHeaders& headers) noexcept { return headers.lines_; }
const std::string& HttpHeadersAccess::text(const HttpHeaders& headers) noexcept { return headers.lines_; }

bool HttpHeadersAccess::same(const HttpHeaders& a, const HttpHeaders& b) noexcept { return a.lines_ == b.lines_; }

}  // namespace detail

ALLO_NAMESPACE_END
