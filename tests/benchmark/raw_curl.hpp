#ifndef ALLO_TESTS_BENCHMARK_RAW_CURL_HPP
#define ALLO_TESTS_BENCHMARK_RAW_CURL_HPP

#include <curl/curl.h>

#include <stdexcept>
#include <string>

namespace allo::benchmark {

/// The floor: one libcurl easy handle that keeps its options and its connection and sends the client's request under
/// the client's time-outs, with as little code as works.
class RawCurl {
 public:
  explicit RawCurl(const std::string& ca_pem = {}) : handle_(curl_easy_init()) {
    for (const char* line : {"Authorization: benchmark_key", "Accept: application/json", "User-Agent: allo-cpp/0.0.0",
                             "X-Request-Id: 0123456789abcdef0123456789abcdef"}) {
      headers_ = curl_slist_append(headers_, line);
    }
    curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(
        handle_, CURLOPT_WRITEFUNCTION, +[](char* data, size_t size, size_t items, void* to) {
          static_cast<std::string*>(to)->append(data, size * items);
          return size * items;
        });
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &body_);
    curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, 30'000L);
    curl_easy_setopt(handle_, CURLOPT_CONNECTTIMEOUT_MS, 10'000L);
    curl_easy_setopt(handle_, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(handle_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    if (!ca_pem.empty()) {
      curl_blob blob{const_cast<char*>(ca_pem.data()), ca_pem.size(), CURL_BLOB_COPY};
      curl_easy_setopt(handle_, CURLOPT_CAINFO_BLOB, &blob);
    }
  }
  RawCurl(const RawCurl&) = delete;
  RawCurl& operator=(const RawCurl&) = delete;
  ~RawCurl() {
    curl_easy_cleanup(handle_);
    curl_slist_free_all(headers_);
  }

  /// GETs `url`; the body is valid until the next call.
  const std::string& get(const std::string& url) {
    body_.clear();
    curl_easy_setopt(handle_, CURLOPT_URL, url.c_str());
    const CURLcode code = curl_easy_perform(handle_);
    if (code != CURLE_OK) throw std::runtime_error(curl_easy_strerror(code));
    return body_;
  }

  CURL* handle() { return handle_; }

 private:
  CURL* handle_;
  curl_slist* headers_ = nullptr;
  std::string body_;
};

}  // namespace allo::benchmark

#endif
