#include "http/curl_handle.hpp"

#include "http/client_certificate.hpp"
#include "http/curl_errors.hpp"
#include "http/proxy.hpp"

#include <allo/errors.hpp>

#include <openssl/ssl.h>
#if !defined(_WIN32)
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <limits>
#include <new>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

/// libcurl wakes by itself for its sockets and time-outs, and a cancellation wakes it; this is for neither.
constexpr int longest_poll_ms = 60'000;

/// libcurl keeps time-outs as int and takes 0 for none.
long to_curl(std::chrono::milliseconds time) {
  return static_cast<long>(std::clamp<long long>(time.count(), 1, std::numeric_limits<int>::max()));
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
}

void CurlHandle::set_once() {
  CURL* const easy = easy_.get();
  set_option(easy, CURLOPT_NOSIGNAL, 1L);
  set_option(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set_option(easy, CURLOPT_PATH_AS_IS, 1L);  // An id "..", sent as %2E%2E, must not climb out of its route.
#if LIBCURL_VERSION_NUM >= 0x075500
  set_option(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  set_option(easy, CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
  // Without it, a cancelled transfer waits for the name resolver.
  set_option(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
  set_option(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set_option(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  set_option(easy, CURLOPT_PROXY_SSL_VERIFYPEER, 1L);
  set_option(easy, CURLOPT_PROXY_SSL_VERIFYHOST, 2L);
  set_option(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!TrustStore::can_be_shared()) {
    trust_.configure(easy);
  } else {
    TrustStore::leave_to_get(easy);
    set_option(easy, CURLOPT_SSL_CTX_FUNCTION, &on_tls_context);
    set_option(easy, CURLOPT_SSL_CTX_DATA, this);
  }
  set_client_certificate(easy, options_);
  set_option(easy, CURLOPT_HTTP_VERSION,
             static_cast<long>(options_.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  set_option(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  if (options_.compression) set_option(easy, CURLOPT_ACCEPT_ENCODING, "");
  if (!options_.unix_socket.empty()) set_option(easy, CURLOPT_UNIX_SOCKET_PATH, options_.unix_socket.c_str());
  set_proxy(easy, options_);
  set_option(easy, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));  // The key is not for the proxy.
  set_option(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (options_.idle_timeout.count() == 0) {
    set_option(easy, CURLOPT_FORBID_REUSE, 1L);
  } else {
    set_option(easy, CURLOPT_MAXAGE_CONN, static_cast<long>(options_.idle_timeout.count()));
  }

  set_option(easy, CURLOPT_ERRORBUFFER, error_text_.data());
  set_option(easy, CURLOPT_HEADERFUNCTION, &on_header);
  set_option(easy, CURLOPT_HEADERDATA, this);
  set_option(easy, CURLOPT_WRITEFUNCTION, &on_body);
  set_option(easy, CURLOPT_WRITEDATA, this);
  set_option(easy, CURLOPT_READFUNCTION, &on_read);
  set_option(easy, CURLOPT_READDATA, this);
  set_option(easy, CURLOPT_SEEKFUNCTION, &on_rewind);
  set_option(easy, CURLOPT_SEEKDATA, this);
  set_option(easy, CURLOPT_PREREQFUNCTION, &on_begin);
  set_option(easy, CURLOPT_PREREQDATA, this);
  set_option(easy, CURLOPT_OPENSOCKETFUNCTION, &on_open_socket);
  set_option(easy, CURLOPT_OPENSOCKETDATA, this);
  set_option(easy, CURLOPT_CLOSESOCKETFUNCTION, &on_close_socket);
  set_option(easy, CURLOPT_CLOSESOCKETDATA, this);

  curl_multi_setopt(multi_.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, 1L);
}

void CurlHandle::set_shape(Shape shape) {
  CURL* const easy = easy_.get();
  // The custom name stays set until it is cleared.
  set_option(easy, CURLOPT_CUSTOMREQUEST, static_cast<const char*>(nullptr));
  if (shape.with_body) {
    set_option(easy, CURLOPT_POST, 1L);
    if (shape.method != HttpMethod::Post) set_option(easy, CURLOPT_CUSTOMREQUEST, to_string(shape.method).data());
  } else {
    set_option(easy, CURLOPT_HTTPGET, 1L);
    if (shape.method != HttpMethod::Get) set_option(easy, CURLOPT_CUSTOMREQUEST, to_string(shape.method).data());
  }
}

void CurlHandle::set_for(const HttpRequest& request, const Origin& origin, Clock::time_point deadline) {
  CURL* const easy = easy_.get();
  const bool is_read_or_delete = request.method == HttpMethod::Get || request.method == HttpMethod::Delete;
  const Shape shape{request.method, !request.body.empty() || !is_read_or_delete};
  if (header_lines_.assign(request.headers, shape.with_body)) {
    set_option(easy, CURLOPT_HTTPHEADER, header_lines_.list());
  }
  if (!last_shape_ || last_shape_->method != shape.method || last_shape_->with_body != shape.with_body) {
    set_shape(shape);
    last_shape_ = shape;
  }
  if (shape.with_body) set_option(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  if (request.url != last_url_) {
    set_option(easy, CURLOPT_URL, request.url.c_str());
    last_url_ = request.url;
  }
  const Clock::time_point now = Clock::now();
  set_address_lifetime(now);
  set_number(CURLOPT_TIMEOUT_MS, to_curl(std::chrono::ceil<std::chrono::milliseconds>(deadline - now)), last_timeout_);
  set_number(CURLOPT_CONNECTTIMEOUT_MS, to_curl(request.connect_timeout), last_connect_timeout_);
  if (origin.text != last_origin_) {
    set_proxy_for(easy, options_, origin);
    last_origin_ = origin.text;
  }
  // Something may have come over the kept connection that nobody asked for; libcurl would take it for the answer.
  set_number(CURLOPT_FRESH_CONNECT, connection_.is_spoilt() ? 1L : 0L, last_fresh_connect_);
}

/// Tells libcurl what differs from the request before. With these and the look at the sink in on_body, a read of two
/// numbers takes 1.117 times the instructions of bare libcurl; without them 1.121.
void CurlHandle::set_number(CURLoption option, long value, long& last) {
  if (value == last) return;
  set_option(easy_.get(), option, value);
  last = value;
}

/// After each transfer libcurl goes through the host names that it has resolved and drops the old ones, unless they are
/// kept for good. To do that once in their lifetime is enough.
void CurlHandle::set_address_lifetime(Clock::time_point now) {
  constexpr std::chrono::seconds lifetime{60};
  const bool dropped_before = addresses_dropped_ && now - *addresses_dropped_ < lifetime;
  if (!dropped_before) {
    set_option(easy_.get(), CURLOPT_DNS_CACHE_TIMEOUT, static_cast<long>(lifetime.count()));
    addresses_dropped_ = now;
    keeps_addresses_ = false;
  } else if (!keeps_addresses_) {
    set_option(easy_.get(), CURLOPT_DNS_CACHE_TIMEOUT, -1L);
    keeps_addresses_ = true;
  }
}

HttpResponse CurlHandle::send(const HttpRequest& request, const Origin& origin, Clock::time_point deadline) {
  set_for(request, origin, deadline);
  Exchange exchange(request, origin, options_, connection_);
  exchange_ = &exchange;
  error_text_.front() = '\0';
  const CURLcode code = run(request.cancellation);

  if (callback_error_) std::rethrow_exception(callback_error_);
  const auto fail = [&](CURLcode failure, std::string_view libcurl_text) {
    connection_.hear_last_words();
    throw_transfer_error({easy_.get(), failure, libcurl_text, exchange, connection_, options_});
  };
  if (code != CURLE_OK) fail(code, error_text_.data());
  // libcurl takes a connection that ends within the headers for the end of the response.
  if (!exchange.headers_complete()) fail(CURLE_PARTIAL_FILE, {});
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  if (options_.http2) {
    long version = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_VERSION, &version);
    if (version == CURL_HTTP_VERSION_2_0) connection_.set_multiplexed();
  }
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
    if (curl_multi_poll(multi, nullptr, 0, time_to_wait(), nullptr) != CURLM_OK) return CURLE_FAILED_INIT;
  }
  int left = 0;
  const CURLMsg* const message = curl_multi_info_read(multi, &left);
  connection_.keep(easy_.get());
  return message != nullptr ? message->data.result : CURLE_FAILED_INIT;
}

/// How long libcurl may sleep, in milliseconds.
int CurlHandle::time_to_wait() const {
  const auto stalls_at = exchange_->stalls_at();
  if (!stalls_at) return longest_poll_ms;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*stalls_at - std::chrono::steady_clock::now());
  if (left.count() <= 0) throw_stalled(*exchange_);
  return static_cast<int>(std::min<std::chrono::milliseconds::rep>(left.count(), longest_poll_ms));
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
        if (handle.exchange_->request().sink != nullptr) {
          long status = 0;
          curl_easy_getinfo(handle.easy_.get(), CURLINFO_RESPONSE_CODE, &status);
          if (handle.exchange_->streams(static_cast<int>(status))) {
            handle.exchange_->pass_on(part);
            return part.size();
          }
        }
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
int CurlHandle::on_rewind(void* self, curl_off_t, int) noexcept {
  return static_cast<CurlHandle*>(self)->exchange_->rewind_body() ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
}

int CurlHandle::on_begin(void* self, char*, char*, int, int) noexcept {
  auto& handle = *static_cast<CurlHandle*>(self);
  if (!handle.exchange_->begin_sending()) return CURL_PREREQFUNC_ABORT;
  handle.connection_.carry(handle.easy_.get(), handle.header_lines_.request_id());
  return CURL_PREREQFUNC_OK;
}

CURLcode CurlHandle::on_tls_context(CURL*, void* context, void* self) noexcept {
  auto& handle = *static_cast<CurlHandle*>(self);
  auto* const tls = static_cast<SSL_CTX*>(context);
  // The same version may still be a second copy inside libcurl; its method table then has another address. Handles that
  // are made from now on use libcurl's own certificates.
  if (SSL_CTX_get_ssl_method(tls) != TLS_client_method()) {
    TrustStore::give_up_sharing();
    return CURLE_COULDNT_CONNECT;
  }
  handle.connection_.securing(tls);
  return handle.guarded(
      [&] {
        SSL_CTX_set1_cert_store(tls, handle.trust_.get());
        return CURLE_OK;
      },
      CURLE_SSL_CACERT_BADFILE);
}

int CurlHandle::on_close_socket(void* self, curl_socket_t socket) noexcept {
  static_cast<CurlHandle*>(self)->connection_.closing(socket);
#if defined(_WIN32)
  return ::closesocket(socket);
#else
  return ::close(socket);
#endif
}

curl_socket_t CurlHandle::on_open_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept {
  auto& handle = *static_cast<CurlHandle*>(self);
  if (!handle.exchange_->may_connect()) return CURL_SOCKET_BAD;
  handle.connection_.opening(*address);
#if defined(SOCK_CLOEXEC)
  // A program that the application starts must not hold our connections open.
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
#else
  return ::socket(address->family, address->socktype, address->protocol);
#endif
}

}  // namespace detail
ALLO_NAMESPACE_END
