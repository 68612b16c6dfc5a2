#include "core/text.hpp"
#include "http/http_headers_access.hpp"

#include <allo/errors.hpp>
#include <allo/http.hpp>

#include <algorithm>
#include <functional>
#include <limits>

namespace allo {
namespace {

bool is_part_of(std::string_view part, const std::string& whole) noexcept {
  const std::less<const char*> before{};
  return !before(part.data(), whole.data()) && before(part.data(), whole.data() + whole.size());
}

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

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
  if (is_part_of(name, text_) || is_part_of(value, text_)) return add(std::string(name), std::string(value));
  if (!detail::is_http_token(name))
    throw InvalidArgumentException("a header name is empty or holds a character that no name may hold");
  if (!detail::is_header_value(value)) {
    throw InvalidArgumentException("the value of header " + std::string(name) + " holds a control character");
  }
  constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();
  if (name.size() > most || value.size() > most - name.size() || text_.size() > most - name.size() - value.size()) {
    throw InvalidArgumentException("the headers are too long");
  }
  append(name, value, {0, name.size()}, {name.size(), value.size()});
}

void HttpHeaders::append(std::string_view text, std::string_view more, Part name, Part value) {
  // Room for a usual set of headers at once: a response costs two allocations here.
  if (entries_.empty()) {
    entries_.reserve(8);
    text_.reserve(256);
  }
  const std::size_t offset = text_.size();
  text_.append(text);
  text_.append(more);
  const auto narrow = [](std::size_t number) { return static_cast<std::uint32_t>(number); };
  entries_.push_back({narrow(offset + name.begin), narrow(name.size), narrow(offset + value.begin), narrow(value.size)});
}

std::optional<std::string_view> HttpHeaders::get(std::string_view name) const noexcept {
  for (const HttpHeader header : *this) {
    if (detail::equal_ignoring_case(header.name, name)) return header.value;
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

void HttpHeaders::clear() noexcept {
  text_.clear();
  entries_.clear();
}

HttpHeader HttpHeaders::at(std::size_t index) const noexcept {
  const Entry& entry = entries_[index];
  const char* const text = text_.data();
  return {{text + entry.name, entry.name_size}, {text + entry.value, entry.value_size}};
}

namespace detail {

bool HttpHeadersAccess::add_line(HttpHeaders& headers, std::string_view line) {
  const std::size_t name_size = line.find(':');
  if (name_size == std::string_view::npos || !is_http_token(line.substr(0, name_size))) return false;
  const std::string_view value = trim(line.substr(name_size + 1));
  if (!is_header_value(value)) return false;
  const auto begin = static_cast<std::size_t>(value.data() - line.data());
  headers.append(line.substr(0, begin + value.size()), {}, {0, name_size}, {begin, value.size()});
  return true;
}

bool HttpHeadersAccess::continue_line(HttpHeaders& headers, std::string_view more) {
  more = trim(more);
  if (headers.entries_.empty() || !is_header_value(more)) return false;
  if (more.empty()) return true;
  std::uint32_t& size = headers.entries_.back().value_size;
  const std::size_t before = headers.text_.size();
  if (size > 0) headers.text_.push_back(' ');
  headers.text_.append(more);
  size += static_cast<std::uint32_t>(headers.text_.size() - before);
  return true;
}

bool HttpHeadersAccess::same(const HttpHeaders& a, const HttpHeaders& b) noexcept {
  return a.text_ == b.text_ && std::equal(a.entries_.begin(), a.entries_.end(), b.entries_.begin(), b.entries_.end(),
                                          [](const HttpHeaders::Entry& x, const HttpHeaders::Entry& y) {
                                            return x.name_size == y.name_size && x.value == y.value &&
                                                   x.value_size == y.value_size;
                                          });
}

}  // namespace detail

}  // namespace allo
