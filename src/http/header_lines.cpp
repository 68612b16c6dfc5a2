#include "http/header_lines.hpp"

#include "base/text.hpp"

#include <allo/errors.hpp>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

/// Headers that decide where a request ends: a wrong one would let a part of a body pass for a second request.
bool is_framing(std::string_view name) {
  return equal_ignoring_case(name, "Content-Length") || equal_ignoring_case(name, "Transfer-Encoding") ||
         equal_ignoring_case(name, "Expect");
}

bool is_blank(std::string_view value) { return value.find_first_not_of(" \t") == std::string_view::npos; }

}  // namespace

void HeaderLines::assign(const HttpHeaders& headers, bool has_body) {
  text_.clear();
  offsets_.clear();
  bool has_content_type = false;
  for (const HttpHeader header : headers) {
    if (is_framing(header.name)) {
      throw InvalidArgumentException("header " + std::string(header.name) + " is set by the transport alone");
    }
    has_content_type = has_content_type || equal_ignoring_case(header.name, "Content-Type");
    // libcurl's spelling for a header without a value; "Name:" would mean to leave it out.
    is_blank(header.value) ? append(header.name, ";", {}) : append(header.name, ": ", header.value);
  }
  if (has_body) {
    append("Expect", ":", {});
    if (!has_content_type) append("Content-Type", ":", {});
  }

  nodes_.resize(offsets_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i].data = text_.data() + offsets_[i];
    nodes_[i].next = i + 1 < nodes_.size() ? &nodes_[i + 1] : nullptr;
  }
}

void HeaderLines::append(std::string_view name, std::string_view separator, std::string_view value) {
  offsets_.push_back(text_.size());
  text_.append(name).append(separator).append(value).push_back('\0');
}

}  // namespace detail
ALLO_NAMESPACE_END
