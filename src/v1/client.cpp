#include "core/core.hpp"
#include "json/codec.hpp"

#include <allo/client.hpp>
#include <allo/errors.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace {

void check_body(HttpMethod method, std::string_view body) {
  if (body.empty()) return;
  if (method == HttpMethod::Get) throw InvalidArgumentException("body: a GET request has none");
  try {
    detail::check_json(body);
  } catch (const DecodeException& error) {
    throw InvalidArgumentException(std::string{"body is not valid JSON: "} + error.what());
  }
}

}  // namespace

AlloClient::AlloClient(AlloClientOptions options) : AlloClient(std::make_shared<detail::Core>(std::move(options))) {}

AlloClient::AlloClient(std::shared_ptr<detail::Core> core)
    : core_(std::move(core)), webhooks(core_), calls(core_), contacts(core_), sms(core_), numbers(core_) {}

bool AlloClient::test_connection(const RequestOptions& options) const noexcept {
  try {
    static_cast<void>(numbers.list(options));
    return true;
  } catch (...) {
    return false;
  }
}

JsonText AlloClient::request(HttpMethod method, std::string_view path, const QueryParameters& query,
                             std::string_view body, const RequestOptions& options) const {
  detail::Target target = detail::Target::from_path(path);
  for (const auto& [name, value] : query) target.add(name, value);
  check_body(method, body);
  std::string answer = core_->execute({method, std::move(target), std::string{body}}, options);
  if (answer.empty()) return JsonText{};
  try {
    return JsonText{std::move(answer)};
  } catch (const InvalidArgumentException& error) {
    throw DecodeException("", error.what());
  }
}

ALLO_NAMESPACE_END
