#include "http/header_lines.hpp"

#include "base/http_headers_access.hpp"
#include "base/request_id.hpp"
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

bool HeaderLines::assign(const HttpHeaders& headers, bool has_body) {
  const std::string& source = HttpHeadersAccess::text(headers);
  if (for_body_ == has_body && replace_id(source)) return false;
  for_body_.reset();  // So that a failure half-way leaves no wrong note.
  text_.clear();
  offsets_.clear();
  id_at_ = id_in_source_ = id_size_ = 0;
  bool has_content_type = false;
  for (const HttpHeader header : headers) {
    if (is_framing(header.name)) {
      throw InvalidArgumentException("header " + std::string(header.name) + " is set by the transport alone");
    }
    has_content_type = has_content_type || equal_ignoring_case(header.name, "Content-Type");
    // libcurl's spelling for a header without a value; "Name:" would mean to leave it out.
    is_blank(header.value) ? append(header.name, ";", {}) : append(header.name, ": ", header.value);
    if (id_size_ != 0 || is_blank(header.value) || !equal_ignoring_case(header.name, request_id_header)) continue;
    id_in_source_ = static_cast<std::size_t>(header.value.data() - source.data());
    id_size_ = header.value.size();
    id_at_ = text_.size() - 1 - id_size_;
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
  source_ = source;
  for_body_ = has_body;
  return true;
}

/// Makes the lines those of `source` when at most the value of X-Request-Id differs, in what is written and not in
/// size.
bool HeaderLines::replace_id(std::string_view source) noexcept {
  if (source.size() != source_.size()) return false;
  const std::string_view before = source_;
  const std::size_t behind_id = id_in_source_ + id_size_;
  if (source.substr(0, id_in_source_) != before.substr(0, id_in_source_)) return false;
  if (source.substr(behind_id) != before.substr(behind_id)) return false;
  const std::string_view id = source.substr(id_in_source_, id_size_);
  if (id.find('\n') != std::string_view::npos || (id_size_ != 0 && is_blank(id))) return false;
  id.copy(text_.data() + id_at_, id_size_);  // Nobody asks for the one in `source_`.
  return true;
}

void HeaderLines::append(std::string_view name, std::string_view separator, std::string_view value) {
  offsets_.push_back(text_.size());
  text_.append(name).append(separator).append(value).push_back('\0');
}

}  // namespace detail
ALLO_NAMESPACE_END
