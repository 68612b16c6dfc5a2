#include "core/core.hpp"

#include "base/http_headers_access.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "core/execution.hpp"
#include "core/redaction.hpp"
#include "core/retry.hpp"

#include <allo/errors.hpp>
#include <allo/version.hpp>

#include <algorithm>
#include <cassert>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

void check_printable(std::string_view text, const char* name) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; })) return;
  throw InvalidArgumentException(std::string{name} + " holds a character that is not printable ASCII");
}

void check_key(std::string_view key) {
  if (key.empty()) throw InvalidArgumentException("api_key is empty");
  check_printable(key, "api_key");
  if (key.front() == ' ' || key.back() == ' ') throw InvalidArgumentException("api_key begins or ends with a space");
}

/// Headers whose value is the client's or the transport's business, and what to use instead.
void check_extra_headers(const HttpHeaders& headers) {
  struct Owned {
    std::string_view name;
    std::string_view instead;
  };
  static constexpr Owned owned[] = {
      {"Authorization", "set api_key and auth_scheme"},
      {"Idempotency-Key", "set idempotency_key of the request options"},
      {"Accept", ""},
      {"Accept-Encoding", ""},
      {"Connection", ""},
      {"Content-Encoding", ""},
      {"Content-Length", ""},
      {"Content-Type", ""},
      {"Expect", ""},
      {"Host", ""},
      {"Keep-Alive", ""},
      {"Proxy-Authorization", "set the proxy of the transport"},
      {"Proxy-Connection", ""},
      {"TE", ""},
      {"Trailer", ""},
      {"Transfer-Encoding", ""},
      {"Upgrade", ""},
  };
  for (const HttpHeader header : headers) {
    for (const Owned& entry : owned) {
      if (!equal_ignoring_case(header.name, entry.name)) continue;
      std::string message = "headers: " + std::string{entry.name} + " is written by the client";
      if (!entry.instead.empty()) message += "; " + std::string{entry.instead};
      throw InvalidArgumentException(message);
    }
  }
}

void check_idempotency_key(std::string_view key) {
  if (key.size() > 255) throw InvalidArgumentException("idempotency_key is longer than 255 characters");
  check_printable(key, "idempotency_key");
}

/// For what a request has besides the headers of its client: Content-Type and X-Request-Id.
constexpr std::size_t room_for_more_headers = 96;

/// `base` without what `extra` replaces, then `extra`.
HttpHeaders merge(const HttpHeaders& base, const HttpHeaders& extra) {
  HttpHeaders merged;
  for (const HttpHeader header : base) {
    if (!extra.get(header.name)) merged.add(header.name, header.value);
  }
  for (const HttpHeader header : extra) merged.add(header.name, header.value);
  return merged;
}

}  // namespace

const Core& CoreHolder::core() const noexcept { return object_of<Core>(core_); }

Core::Core(AlloClientOptions options, const ApiVersion& api, TimeSource time)
    : options_(std::move(options)), api_(api), time_(std::move(time)) {
  assert(options_.transport);
  check_key(options_.api_key);
  options_.base_url = checked_base_url(options_.base_url);
  const bool stays_here = options_.transport && options_.transport->stays_on_this_machine();
  if (!options_.allow_insecure_http && !stays_here) check_that_nobody_reads_along(options_.base_url);
  if (options_.timeout.count() <= 0) throw InvalidArgumentException("timeout must be above 0");
  if (options_.connect_timeout.count() <= 0) throw InvalidArgumentException("connect_timeout must be above 0");
  check_policy(options_.retry);
  check_extra_headers(options_.headers);
  for (const std::string& name : options_.logged_headers) {
    if (!is_http_token(name)) throw InvalidArgumentException("logged_headers holds a text that is no header name");
  }

  HttpHeaders own;
  own.add("Authorization",
          options_.auth_scheme == AuthScheme::ApiKey ? "Api-Key " + options_.api_key : options_.api_key);
  own.add("Accept", "application/json");
  own.add("User-Agent", std::string{"allo-cpp/"} + version());
  const HttpHeaders merged = merge(own, options_.headers);
  headers_ = merged;  // A copy has no room to spare: a client is small.
  has_request_id_ = headers_.get(request_id_header).has_value();
}

SharedObject<Core> Core::for_version_2(BaseUrl base_url) const {
  AlloClientOptions options = options_;
  options.auth_scheme = AuthScheme::ApiKey;
  if (auto url = version_2_of(options.base_url)) {
    options.base_url = *std::move(url);
  } else if (base_url == BaseUrl::OfVersion1) {
    throw InvalidArgumentException("base_url ends in neither /v1/api nor /v2/api, so that of version 2 is not known");
  }
  return make_shared_object<Core>(std::move(options), api_2, time_);
}

void Core::execute(RequestParts request, const RequestOptions& options, ReadAnswer read, void* target) const {
  const Handle self = kept();  // A hook may destroy the client that called.
  if (options.response) *options.response = ResponseInfo{};
  const RetryPolicy& policy = options.retry ? *options.retry : options_.retry;
  const bool has_callers_key = !options.idempotency_key.empty();
  const RepetitionRules rules = repetition_rules(request, api_, policy, has_callers_key);
  HttpRequest sent = make_request(request, options, rules.makes_key);
  Execution execution{*this, request, std::move(sent), options, policy, rules};
  std::string body = execution.run();
  try {
    if (read != nullptr) {
      read(std::move(body), target);
    } else if (request.operation.method != HttpMethod::Delete && has_error_envelope(body)) {
      throw DecodeException("error", "found in an answer that reports success");
    }
  } catch (const DecodeException& error) {
    execution.throw_unreadable(error, body);
  }
}

JsonText Core::request(HttpMethod method, std::string_view path, const QueryParameters& query, std::string_view body,
                       const RequestOptions& options) const {
  RequestParts request{operation<void>(method, {}).traits, Target::from_path(path)};
  for (const auto& [name, value] : query) request.target.add(name, value);
  if (!body.empty()) {
    if (method == HttpMethod::Get) throw InvalidArgumentException("body: a GET request has none");
    try {
      check_json(body);
    } catch (const DecodeException& error) {
      throw InvalidArgumentException(std::string{"body is not valid JSON: "} + error.what());
    }
    request.body = body;
  }
  JsonText answer;
  const ReadAnswer read = [](std::string&& json, void* target) {
    decode_free_answer(std::move(json), *static_cast<JsonText*>(target));
  };
  execute(std::move(request), options, read, &answer);
  return answer;
}

HttpRequest Core::make_request(RequestParts& parts, const RequestOptions& options, bool makes_key) const {
  if (options.timeout && options.timeout->count() <= 0) throw InvalidArgumentException("timeout must be above 0");
  if (options.retry) check_policy(*options.retry);
  const OperationTraits& operation = parts.operation;
  HttpRequest request;
  request.method = operation.method;
  request.url.reserve(options_.base_url.size() + parts.target.path_and_query().size());
  request.url += options_.base_url;
  request.url += parts.target.path_and_query();
  check_extra_headers(options.headers);
  request.headers = HttpHeadersAccess::copy_with_room(headers_, room_for_more_headers);
  if (!options.headers.empty()) request.headers = merge(headers_, options.headers);
  if (!parts.body.empty()) request.headers.add("Content-Type", "application/json");
  if (!options.idempotency_key.empty()) {
    if (operation.only_reads && operation.method != HttpMethod::Get) {
      throw InvalidArgumentException("idempotency_key: this operation only reads and takes none");
    }
    check_idempotency_key(options.idempotency_key);
    request.headers.add("Idempotency-Key", options.idempotency_key);
  } else if (makes_key) {
    request.headers.add("Idempotency-Key", random_key());
  }
  request.body = std::move(parts.body);
  request.timeout = options.timeout.value_or(options_.timeout);
  request.connect_timeout = options_.connect_timeout;
  request.cancellation = options.cancellation;
  return request;
}

void Core::redact(std::string& text) const { text = without_key(text, options_.api_key); }

}  // namespace detail
ALLO_NAMESPACE_END
