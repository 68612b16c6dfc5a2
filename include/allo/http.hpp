#ifndef ALLO_HTTP_HPP
#define ALLO_HTTP_HPP

#include <allo/cancellation.hpp>
#include <allo/export.hpp>

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace detail {
struct HttpHeadersAccess;
}

/// The methods of HTTP that this API uses.
enum class HttpMethod { Get, Post, Put, Patch, Delete };

/// "GET", "POST", "PUT", "PATCH" or "DELETE".
ALLO_EXPORT std::string_view to_string(HttpMethod method) noexcept;

/// One header line, as a view into the HttpHeaders that it came from.
struct HttpHeader {
  std::string_view name{};   ///< As it was written.
  std::string_view value{};  ///< As it was added, white space included.
};

/// An ordered list of HTTP headers; names are compared without case, and a name may stand more than once.
/// Built from `{{"name", "value"}, ...}`. Views that it hands out are valid until the list is changed or destroyed.
/// A value type without threads of its own.
class ALLO_EXPORT HttpHeaders {
 public:
  class const_iterator;

  /// No headers.
  HttpHeaders() noexcept = default;

  /// These headers, in this order.
  /// @throws InvalidArgumentException as `add` does.
  HttpHeaders(std::initializer_list<HttpHeader> headers);

  /// Appends a header.
  /// @throws InvalidArgumentException when `name` is not a token of RFC 9110, `value` holds CR, LF, NUL or another
  /// control character except the tab; the value is not quoted in the error.
  void add(std::string_view name, std::string_view value);

  /// Appends a header that came from the network. False, with nothing added, for what `add` refuses; never throws for
  /// it.
  bool try_add(std::string_view name, std::string_view value);

  /// The value of the first header of that name.
  std::optional<std::string_view> get(std::string_view name) const noexcept;

  /// The values of all headers of that name, in order.
  std::vector<std::string_view> all(std::string_view name) const;

  /// The number of header lines.
  std::size_t size() const noexcept;

  /// True for no header lines.
  bool empty() const noexcept { return lines_.empty(); }

  /// Removes all headers.
  void clear() noexcept;

  /// @{
  /// Walks over the lines in order.
  const_iterator begin() const noexcept;
  const_iterator end() const noexcept;
  /// @}

 private:
  friend struct detail::HttpHeadersAccess;

  // "name:value\n" after "name:value\n": copying it is one allocation, and nothing is taken apart that nobody asks for.
  std::string lines_;
};

/// Walks over an HttpHeaders in order; yields HttpHeader by value.
class ALLO_EXPORT HttpHeaders::const_iterator {
 public:
  /// @{
  /// For std::iterator_traits.
  using iterator_category = std::input_iterator_tag;
  using value_type = HttpHeader;
  using difference_type = std::ptrdiff_t;
  using pointer = const HttpHeader*;
  using reference = HttpHeader;
  /// @}

  /// The line at this place.
  HttpHeader operator*() const noexcept;

  /// @{
  /// Goes on to the next line.
  const_iterator& operator++() noexcept;
  const_iterator operator++(int) noexcept {
    const const_iterator old = *this;
    ++*this;
    return old;
  }
  /// @}

  /// @{
  /// Compares places in the same list.
  friend bool operator==(const const_iterator& a, const const_iterator& b) noexcept {
    return a.rest_.size() == b.rest_.size();
  }
  friend bool operator!=(const const_iterator& a, const const_iterator& b) noexcept { return !(a == b); }
  /// @}

 private:
  friend class HttpHeaders;
  explicit const_iterator(std::string_view rest) noexcept : rest_(rest) {}
  std::string_view rest_;
};

inline HttpHeaders::const_iterator HttpHeaders::begin() const noexcept { return const_iterator{lines_}; }
inline HttpHeaders::const_iterator HttpHeaders::end() const noexcept { return const_iterator{{}}; }

struct HttpResponse;

/// Takes the body of a response in parts as they come, for a request whose response may be too large for memory. What
/// its members throw ends the exchange, and the transport throws it on. Used by one thread at a time.
class ALLO_EXPORT BodySink {
 public:
  virtual ~BodySink();
  BodySink(const BodySink&) = delete;
  BodySink& operator=(const BodySink&) = delete;

  /// Asked once, when status and headers are there and nothing of the body: true for the body in parts, false where it
  /// is collected in HttpResponse::body, within bounds, as without a sink.
  virtual bool begin(const HttpResponse& head) = 0;

  /// Takes the next part of the body, which stays empty in the HttpResponse.
  virtual void write(std::string_view part) = 0;

 protected:
  BodySink() = default;
};

/// One HTTP request as a transport gets it: complete, with the key in its headers. Do not log it.
struct HttpRequest {
  HttpMethod method = HttpMethod::Get;                ///< The verb.
  std::string url{};                                  ///< Absolute, already percent-encoded.
  HttpHeaders headers{};                              ///< All headers to send, `Authorization` included.
  std::string body{};                                 ///< Empty for a request without a body.
  std::chrono::milliseconds timeout{30'000};          ///< For the whole exchange, the response body included.
  std::chrono::milliseconds connect_timeout{10'000};  ///< For name resolution, connecting and the TLS handshake.
  CancellationToken cancellation{};                   ///< Ends the exchange early.

  /// Where the body of the response goes instead of into HttpResponse::body; must outlive the exchange. A transport
  /// that does not stream ignores it: the client then passes the body on as a whole.
  BodySink* sink = nullptr;
  std::chrono::milliseconds stall_timeout{30'000};  ///< With a sink: the longest time without a byte of the response.
};

/// One HTTP response as a transport gives it.
struct HttpResponse {
  int status = 0;         ///< 100 to 599.
  HttpHeaders headers{};  ///< As received, in order.
  std::string body{};     ///< Decoded from its content encoding.
};

ALLO_NAMESPACE_END

#endif
