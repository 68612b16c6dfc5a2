#ifndef ALLO_SRC_HTTP_HEADER_LINES_HPP
#define ALLO_SRC_HTTP_HEADER_LINES_HPP

#include <allo/http.hpp>

#include <curl/curl.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The header lines of a request in the form that libcurl reads. libcurl only walks over the list, so its nodes and
/// text live in two buffers that are used again for the next request.
class HeaderLines {
 public:
  /// Sets the lines for `headers`. False when list() is still the right one: no header is another than the last time,
  /// or `X-Request-Id` alone, whose value is then put in its place.
  /// @throws InvalidArgumentException for a header that the transport has to set itself.
  bool assign(const HttpHeaders& headers, bool has_body);

  /// Valid until the next call of `assign` that returns true.
  curl_slist* list() noexcept { return nodes_.empty() ? nullptr : nodes_.data(); }

  /// The value of `X-Request-Id`; empty where there is none.
  std::string_view request_id() const noexcept { return std::string_view{text_}.substr(id_at_, id_size_); }

 private:
  bool replace_id(std::string_view source) noexcept;
  void append(std::string_view name, std::string_view separator, std::string_view value);

  std::optional<bool> for_body_;  // Whether the lines are for a request with a body; none when there are no lines.
  std::string source_;            // What the lines were made of.
  std::string text_;
  std::size_t id_in_source_ = 0;  // Where the value of X-Request-Id begins there,
  std::size_t id_at_ = 0;         // and here.
  std::size_t id_size_ = 0;
  std::vector<std::size_t> offsets_;
  std::vector<curl_slist> nodes_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
