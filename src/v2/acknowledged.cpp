#include "v2/acknowledged.hpp"

#include <allo/errors.hpp>
#include <allo/json_text.hpp>

#include <optional>
#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace v2 {
namespace {

/// The code of the error that a document is; no value for any other document, or none at all.
std::optional<std::string> error_code_in(std::string body) {
  try {
    const JsonText document{std::move(body)};
    const std::optional<std::string> error = document.get("error");
    if (!error || error->empty() || error->front() != '{') return std::nullopt;
    return document.get("error.code").value_or("");
  } catch (const InvalidArgumentException&) {
    return std::nullopt;
  }
}

}  // namespace

void run_acknowledged(const detail::Core& core, detail::Request<void>&& request, const RequestOptions& options) {
  std::string body = core.execute(std::move(request.parts()), options);
  if (body.empty()) return;
  if (const std::optional<std::string> code = error_code_in(std::move(body))) {
    throw DecodeException("error", "found in an answer that reports success" + (code->empty() ? "" : ": " + *code));
  }
}

}  // namespace v2
ALLO_NAMESPACE_END
