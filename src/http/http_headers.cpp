#include "core/text.hpp"

#include <allo/errors.hpp>
#include <allo/http.hpp>

#include <functional>

namespace allo {
namespace {

bool is_part_of(std::string_view part, const std::string& whole) noexcept {
  const std::less<const char*> before{};
  return !before(part.data(), whole.data()) && before(part.data(), whole.data() + whole.size());
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
  // Room for a usual set of headers at once: a response costs two allocations here.
  if (entries_.empty()) {
    entries_.reserve(8);
    text_.reserve(256);
  }
  const std::size_t offset = text_.size();
  entries_.push_back({offset, name.size(), value.size()});
  text_.append(name).append(value);
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
  const std::string_view text = std::string_view(text_).substr(entry.offset, entry.name_size + entry.value_size);
  return {text.substr(0, entry.name_size), text.substr(entry.name_size)};
}

}  // namespace allo
