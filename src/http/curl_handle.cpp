#include "http/curl_handle.hpp"

#include "http/curl_errors.hpp"
#include "base/http_headers_access.hpp"

#include <allo/errors.hpp>

#if !defined(_WIN32)
#include <sys/socket.h>
#endif

#include <limits>
#include <new>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLE_OK) {
    throw TransportException(TransportError::Unknown,
                             std::string("libcurl refused a setting: ") + curl_easy_strerror(code), false);
  }
}

/// libcurl wakes by itself for its sockets and time-outs, and a cancellation wakes it; this is for neither.
constexpr int longest_poll_ms = 60'000;

/// libcurl keeps time-outs as int and takes 0 for none.
long to_curl(std::chrono::milliseconds time) {
  constexpr long long most = std::numeric_limits<int>::max();
  const long long count = time.count();
  return static_cast<long>(count < 1 ? 1 : count > most ? most : count);
}

/// True for an address of this very machine, which no proxy elsewhere can reach.
bool is_loopback(std::string_view authority) {
  const std::string_view host = authority.substr(0, authority.find(authority.substr(0, 1) == "[" ? ']' : ':'));
  const bool is_ipv4 = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host == "[::1" || (is_ipv4 && host.substr(0, 4) == "127.");
}

/// Puts a transfer under the multi handle for as long as it lives; its end ends a transfer that is not done.
class Attachment {
 public:
  Attachment(CURLM* multi, CURL* easy) : multi_(multi), easy_(easy) {
    if (curl_multi_add_handle(multi_, easy_) != CURLM_OK) throw std::bad_alloc();
  }
  ~Attachment() { curl_multi_remove_handle(multi_, easy_); }
  Attachment(const Attachment&) = delete;
  Attachment& operator=(const Attachment&) = delete;

 private:
  CURLM* multi_;
  CURL* easy_;
};

}  // namespace

CurlHandle::CurlHandle(const CurlTransportOptions& options, TrustStore& trust)
    : options_(options), trust_(trust), multi_(make_multi_handle()), easy_(make_easy_handle()) {
  set_once();
}

CurlHandle::~CurlHandle() {
  const SigpipeGuard guard;  // Closing a TLS connection writes to it.
  multi_.reset();
  easy_.reset();
}

void CurlHandle::set_once() {
  CURL* const easy = easy_.get();
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_PATH_AS_IS, 1L);  // An id "..", sent as %2E%2E, must not climb out of its route.
#if LIBCURL_VERSION_NUM >= 0x075500
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  set(easy, CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
  // Without it, a cancelled transfer waits for the name resolver.
  set(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  trust_.configure(easy);
  set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(options_.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  set(easy, CURLOPT_TCP_NODELAY, 1L);
  set(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  if (options_.compression) set(easy, CURLOPT_ACCEPT_ENCODING, "");
  if (!options_.proxy.empty()) set(easy, CURLOPT_PROXY, options_.proxy.c_str());
  set(easy, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));  // The key is not for the proxy.
  set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (options_.idle_timeout.count() == 0) {
    set(easy, CURLOPT_FORBID_REUSE, 1L);
  } else {
    set(easy, CURLOPT_MAXAGE_CONN, static_cast<long>(options_.idle_timeout.count()));
  }

  set(easy, CURLOPT_ERRORBUFFER, error_text_.data());
  set(easy, CURLOPT_HEADERFUNCTION, &on_header);
  set(easy, CURLOPT_HEADERDATA, this);
  set(easy, CURLOPT_WRITEFUNCTION, &on_body);
  set(easy, CURLOPT_WRITEDATA, this);
  set(easy, CURLOPT_READFUNCTION, &on_read);
  set(easy, CURLOPT_READDATA, this);
  set(easy, CURLOPT_SEEKFUNCTION, &on_rewind);
  set(easy, CURLOPT_SEEKDATA, this);
  set(easy, CURLOPT_PREREQFUNCTION, &on_begin);
  set(easy, CURLOPT_PREREQDATA, this);
  set(easy, CURLOPT_OPENSOCKETFUNCTION, &on_open_socket);
  set(easy, CURLOPT_OPENSOCKETDATA, this);

  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, 1L);
  curl_multi_setopt(multi_.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, 1L);
}

void CurlHandle::set_shape(Shape shape) {
  CURL* const easy = easy_.get();
  // The custom name stays set until it is cleared.
  set(easy, CURLOPT_CUSTOMREQUEST, static_cast<const char*>(nullptr));
  if (shape.with_body) {
    set(easy, CURLOPT_POST, 1L);
    set(easy, CURLOPT_POSTFIELDS, static_cast<void*>(nullptr));
    if (shape.method != HttpMethod::Post) set(easy, CURLOPT_CUSTOMREQUEST, to_string(shape.method).data());
  } else {
    set(easy, CURLOPT_HTTPGET, 1L);
    if (shape.method != HttpMethod::Get) set(easy, CURLOPT_CUSTOMREQUEST, to_string(shape.method).data());
  }
}

void CurlHandle::set_for(const HttpRequest& request, const Origin& origin, std::chrono::milliseconds timeout) {
  CURL* const easy = easy_.get();
  const bool is_read_or_delete = request.method == HttpMethod::Get || request.method == HttpMethod::Delete;
  const Shape shape{request.method, !request.body.empty() || !is_read_or_delete};
  // What is noted as set is forgotten first, so that a failure half-way leaves no wrong note.
  if (lines_for_body_ != shape.with_body || !HttpHeadersAccess::same(request.headers, last_headers_)) {
    lines_for_body_.reset();
    header_lines_.assign(request.headers, shape.with_body);
    set(easy, CURLOPT_HTTPHEADER, header_lines_.list());
    last_headers_ = request.headers;
    lines_for_body_ = shape.with_body;
  }
  if (!last_shape_ || last_shape_->method != shape.method || last_shape_->with_body != shape.with_body) {
    last_shape_.reset();
    set_shape(shape);
    last_shape_ = shape;
  }
  if (shape.with_body) set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  if (request.url != last_url_) {
    last_url_.clear();
    set(easy, CURLOPT_URL, request.url.c_str());
    last_url_ = request.url;
  }
  set_address_lifetime();
  set_time(CURLOPT_TIMEOUT_MS, timeout, last_timeout_);
  set_time(CURLOPT_CONNECTTIMEOUT_MS, request.connect_timeout, last_connect_timeout_);
  if (origin.tls && !trust_is_shared_) {
    trust_.share_with(easy);
    trust_is_shared_ = true;
  }
  if (origin.text != last_origin_) {
    // Empty stands for no proxy, and none for that of the environment.
    if (options_.proxy.empty()) set(easy, CURLOPT_PROXY, is_loopback(origin.authority) ? "" : nullptr);
    last_origin_ = origin.text;
  }
}

/// After each transfer libcurl goes through the host names that it has resolved and drops the old ones, unless they are
/// kept for good. To do that once in their lifetime is enough.
void CurlHandle::set_address_lifetime() {
  constexpr std::chrono::seconds lifetime{60};
  const auto now = std::chrono::steady_clock::now();
  const bool dropped_before = addresses_dropped_ && now - *addresses_dropped_ < lifetime;
  if (!dropped_before) {
    set(easy_.get(), CURLOPT_DNS_CACHE_TIMEOUT, static_cast<long>(lifetime.count()));
    addresses_dropped_ = now;
    keeps_addresses_ = false;
  } else if (!keeps_addresses_) {
    set(easy_.get(), CURLOPT_DNS_CACHE_TIMEOUT, -1L);
    keeps_addresses_ = true;
  }
}

void CurlHandle::set_time(CURLoption option, std::chrono::milliseconds time, long& last) {
  const long value = to_curl(time);
  if (value != last) set(easy_.get(), option, value);
  last = value;
}

HttpResponse CurlHandle::send(const HttpRequest& request, const Origin& origin, std::chrono::milliseconds timeout) {
  set_for(request, origin, timeout);
  Exchange exchange(request, origin, options_);
  exchange_ = &exchange;
  callback_error_ = nullptr;
  error_text_.front() = '\0';
  const CURLcode code = run(request.cancellation);
  exchange_ = nullptr;

  if (callback_error_) std::rethrow_exception(std::exchange(callback_error_, nullptr));
  if (code != CURLE_OK) throw_transfer_error(easy_.get(), code, error_text_.data(), exchange);
  // libcurl takes a connection that ends within the headers for the end of the response.
  if (!exchange.headers_complete()) throw_transfer_error(easy_.get(), CURLE_PARTIAL_FILE, {}, exchange);
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  return exchange.finish(static_cast<int>(status));
}

CURLcode CurlHandle::run(const CancellationToken& cancellation) {
  CURLM* const multi = multi_.get();
  const SigpipeGuard guard;
  const Attachment attachment(multi, easy_.get());
  CancellationSubscription subscription;
  if (cancellation.can_be_cancelled()) subscription = cancellation.subscribe([multi] { curl_multi_wakeup(multi); });

  for (;;) {
    if (cancellation.is_cancelled()) throw_cancelled(exchange_->origin(), exchange_->was_sent());
    int running = 0;
    if (curl_multi_perform(multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
    if (running == 0) break;
    if (curl_multi_poll(multi, nullptr, 0, longest_poll_ms, nullptr) != CURLM_OK) return CURLE_FAILED_INIT;
  }
  int left = 0;
  const CURLMsg* const message = curl_multi_info_read(multi, &left);
  return message != nullptr ? message->data.result : CURLE_FAILED_INIT;
}

/// Keeps exceptions out of libcurl's frames.
template <class Work>
auto CurlHandle::guarded(Work work, decltype(work()) on_error) noexcept -> decltype(work()) {
  try {
    return work();
  } catch (...) {
    callback_error_ = std::current_exception();
    return on_error;
  }
}

std::size_t CurlHandle::on_header(char* data, std::size_t size, std::size_t count, void* self) noexcept {
  auto& handle = *static_cast<CurlHandle*>(self);
  const std::string_view line(data, size * count);
  return handle.guarded([&] { return handle.exchange_->take_header_line(line) ? line.size() : std::size_t{0}; }, 0);
}

std::size_t CurlHandle::on_body(char* data, std::size_t size, std::size_t count, void* self) noexcept {
  auto& handle = *static_cast<CurlHandle*>(self);
  const std::string_view part(data, size * count);
  return handle.guarded(
      [&] {
        curl_off_t announced = -1;
        curl_easy_getinfo(handle.easy_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
        return handle.exchange_->take_body(part, announced) ? part.size() : std::size_t{0};
      },
      0);
}

std::size_t CurlHandle::on_read(char* to, std::size_t size, std::size_t count, void* self) noexcept {
  return static_cast<CurlHandle*>(self)->exchange_->read_body(to, size * count);
}

/// libcurl sends a request again when a kept connection dies after it went out, although it may have been carried out.
/// A body that cannot be rewound stops it; on_begin does, too, for requests without one.
int CurlHandle::on_rewind(void*, curl_off_t, int) noexcept { return CURL_SEEKFUNC_FAIL; }

int CurlHandle::on_begin(void* self, char*, char*, int, int) noexcept {
  return static_cast<CurlHandle*>(self)->exchange_->begin_sending() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

curl_socket_t CurlHandle::on_open_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept {
  if (!static_cast<CurlHandle*>(self)->exchange_->may_connect()) return CURL_SOCKET_BAD;
#if defined(SOCK_CLOEXEC)
  // A program that the application starts must not hold our connections open.
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
#else
  return ::socket(address->family, address->socktype, address->protocol);
#endif
}

}  // namespace detail
ALLO_NAMESPACE_END
