#include "testing/model/json.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {
constexpr int max_depth = 100;
}

Json parse_json(std::string_view text) {
  try {
    return Json::parse(text.begin(), text.end(), [](int depth, Json::parse_event_t, const Json&) {
      if (depth > max_depth) throw JsonError("nested deeper than " + std::to_string(max_depth) + " levels");
      return true;
    });
  } catch (const Json::exception& error) {
    throw JsonError(error.what());
  }
}

std::string to_text(const Json& document) { return document.dump(-1, ' ', false, Json::error_handler_t::replace); }

void mend_utf8(std::string& text) { text = Json::parse(to_text(Json(text))).get<std::string>(); }

void mend_utf8(std::optional<std::string>& text) {
  if (text) mend_utf8(*text);
}

void mend_utf8(std::vector<std::string>& texts) {
  for (std::string& text : texts) mend_utf8(text);
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
