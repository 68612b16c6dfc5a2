#include "testing/service/answers.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr std::string_view api_key_scheme = "Api-Key ";

/// `{"results", "metadata"}`, where a page of version 1 says how many there are.
Json page_of_v1(const Context& c, Json results, bool flat_by_habit) {
  Json out = {{"results", std::move(results)}};
  const Json numbers = {{"total_pages", c.total_pages()}, {"current_page", c.page}};
  MetadataForm form = c.quirks.metadata;
  if (form == MetadataForm::Documented) form = flat_by_habit ? MetadataForm::Flat : MetadataForm::Nested;
  if (form == MetadataForm::Nested) out["metadata"] = {{"pagination", numbers}};
  if (form == MetadataForm::Flat) out["metadata"] = numbers;
  if (form == MetadataForm::Null) out["metadata"] = nullptr;
  return out;
}

/// The quirks that concern the object around a page as well.
Json finish(Json page, const Quirks& quirks) {
  if (!quirks.camel_case && !quirks.extra_fields) return page;
  Json out = Json::object();
  for (auto& [name, value] : page.items()) {
    out[name] =
        name == "results"
            ? std::move(value)
            : shape(read_type(value.is_object() && value.contains("pagination") ? "PageMetadata" : "Pagination"), value,
                    quirks);
  }
  if (quirks.extra_fields) out[quirks.camel_case ? "fromTheFuture" : "from_the_future"] = {{"kept", false}};
  return out;
}

std::string_view type_of(int status) {
  switch (status) {
    case 401:
      return "authentication_error";
    case 402:
      return "billing_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 409:
      return "conflict_error";
    case 429:
      return "rate_limit_error";
    default:
      return status >= 500 ? "server_error" : "validation_error";
  }
}

/// Where the service has a code of its own for a field that is wrong.
struct FieldCode {
  std::string_view field;
  std::string_view code;
};
constexpr std::array<FieldCode, 10> field_codes{{{"size", "INVALID_PAGE_SIZE"},
                                                 {"page", "INVALID_PAGE_SIZE"},
                                                 {"granularity", "INVALID_GRANULARITY"},
                                                 {"action", "INVALID_ACTION"},
                                                 {"topics", "INVALID_EVENT_TYPE"},
                                                 {"ids", "BATCH_TOO_LARGE"},
                                                 {"tags", "TAGS_REQUIRED"},
                                                 {"date", "INVALID_DATE_RANGE"},
                                                 {"compare_date", "INVALID_DATE_RANGE"},
                                                 {"allo_number", "MISSING_ALLO_NUMBER"}}};

std::string code_of(const std::string& field) {
  const std::string_view name = std::string_view{field}.substr(0, field.find_first_of(".["));
  const auto* found =
      std::find_if(field_codes.begin(), field_codes.end(), [&](auto& entry) { return entry.field == name; });
  return found == field_codes.end() ? "INVALID_REQUEST_BODY" : std::string{found->code};
}

/// Version 2 writes the times of most things with their zone, those of these without.
Quirks habits_of(const Route& route, Quirks quirks) {
  if (route.version == 1 || quirks.times != TimeForm::NoZone) return quirks;
  constexpr std::array<std::string_view, 4> zoneless{"/crm/", "/dialing-queues", "/summary", "/numbers"};
  const bool bare = std::any_of(zoneless.begin(), zoneless.end(),
                                [&](std::string_view part) { return route.path.find(part) != std::string_view::npos; });
  if (!bare) quirks.times = TimeForm::Zulu;
  return quirks;
}

}  // namespace

Response success_response(const Route& route, const Context& c, Json data) {
  const bool created = route.version == 1 && route.id.substr(0, 6) == "create";
  int status = created && c.quirks.created_is_201 ? 201 : route.status;
  if (route.version == 1 && route.method == "DELETE" && c.quirks.deleted_is_204) status = 204;
  if (status == 204 || (route.version == 2 && !route.form)) {
    Response response;
    response.status = status;
    return response;
  }
  const Quirks quirks = habits_of(route, c.quirks);
  if (route.id == "createPerson" && quirks.created_is_201) status = 201;
  if (route.form && c.is_paged) {
    for (Json& item : data) item = shape(*route.form, item, quirks);
    if (route.version == 1) data = finish(page_of_v1(c, std::move(data), route.is_flat_page), c.quirks);
  } else if (route.form) {
    data = shape(*route.form, data, quirks);
  }
  Json envelope = {{"data", std::move(data)}};
  if (route.version == 2 && c.is_paged) envelope["pagination"] = c.pagination();
  if (const auto found = c.siblings.find(route.sibling); found != c.siblings.end()) {
    envelope[route.sibling] = shape(route.sibling_form, *found, quirks);
  }
  return json_response(status, envelope);
}

Response refusal_response(int version, const Refusal& refusal, const std::string& request_id) {
  if (version != 2) {
    if (refusal.bare) return json_response(refusal.status, {{"error", refusal.code}});
    if (refusal.code == "RATE_LIMITED") return json_response(refusal.status, {{"code", refusal.code}});
    return error_response(refusal.status, refusal.code, refusal.details);
  }
  const std::string code = refusal.code == "RATE_LIMITED" ? "RATE_LIMIT_EXCEEDED" : refusal.code;
  Json error = {{"type", type_of(refusal.status)},
                {"code", code},
                {"message", refusal.message.empty() ? "The request was refused: " + refusal.code : refusal.message},
                {"retryable", refusal.retryable},
                {"request_id", request_id}};
  if (!refusal.suggestion.empty()) error["suggestion"] = refusal.suggestion;
  if (refusal.retry_after) error["retry_after_seconds"] = *refusal.retry_after;
  if (refusal.details.is_array() && refusal.status != 403) {
    error["errors"] = Json::array();
    for (const Json& each : refusal.details) {
      error["errors"].push_back({{"field", each.at("field")}, {"code", "INVALID"}, {"message", each.at("message")}});
    }
    error["param"] = refusal.details.at(0).at("field");
  }
  return json_response(refusal.status, {{"error", std::move(error)}});
}

Refusal wrong_field(std::string field, std::string message) {
  return {400, "INVALID_REQUEST", field + ": " + message, Json::array({detail(field, message)})};
}

void refuse_findings(const std::vector<Finding>& findings, const Route& route) {
  if (findings.empty()) return;
  Refusal refusal = wrong_field(findings[0].field, findings[0].message);
  for (std::size_t i = 1; i < findings.size(); ++i) {
    refusal.details.push_back(detail(findings[i].field, findings[i].message));
  }
  if (route.version == 2) refusal.code = code_of(findings[0].field);
  if (route.version == 2 && route.full.find("/crm/") != std::string::npos) refusal.status = 422;
  throw refusal;
}

std::string key_of(const std::string& credentials, int version) {
  if (version == 1) return credentials;
  const bool has_scheme = credentials.compare(0, api_key_scheme.size(), api_key_scheme) == 0;
  return has_scheme ? credentials.substr(api_key_scheme.size()) : std::string{};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
