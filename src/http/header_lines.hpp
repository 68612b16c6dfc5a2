#ifndef ALLO_SRC_HTTP_HEADER_LINES_HPP
#define ALLO_SRC_HTTP_HEADER_LINES_HPP

#include <allo/http.hpp>

#include <curl/curl.h>

#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The header lines of a request in the form that libcurl reads. libcurl only walks over the list, so its nodes and
/// text live in two buffers that are used again for the next request.
class HeaderLines {
 public:
  /// Sets the lines for `headers`.
  /// @throws InvalidArgumentException for a header that the transport has to set itself.
  void assign(const HttpHeaders& headers, bool has_body);

  /// Valid until the next call of `assign`.
  curl_slist* list() noexcept { return nodes_.empty() ? nullptr : nodes_.data(); }

 private:
  void append(std::string_view name, std::string_view separator, std::string_view value);

  std::string text_;
  std::vector<std::size_t> offsets_;
  std::vector<curl_slist> nodes_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
