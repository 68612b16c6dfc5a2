#include "testing/service/v2/common.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr const char* not_found = "SUMMARY_TEMPLATE_NOT_FOUND";

Json& find(Context& c) { return find_or_refuse(c.state.templates, c.path[0], not_found); }

Json list(Context& c) {
  return show_all(c.state.templates, [](const Json& each) { return each; });
}

/// What is left out is none: a replacement clears it.
Json whole(Context& c) {
  Json out = c.body;
  for (const char* field : {"call_context", "icon"}) out.emplace(field, nullptr);
  if (out.value("sections", Json()).is_null()) out["sections"] = Json::array();
  return out;
}

Json create(Context& c) { return create_document(c, c.state.templates, "tst-", whole(c)); }
Json get(Context& c) { return find(c); }

Json replace(Context& c) {
  Json& known = find(c);
  update_document(c, known, c.quirks.put_merges ? c.body : whole(c));
  return known;
}

Json remove(Context& c) {
  find(c);
  c.state.templates.remove(c.path[0]);
  return nullptr;
}

Json set_default(Context& c) {
  const std::string& number = c.path[0];
  if (!c.state.owns_number(number)) throw Refusal{404, "PHONE_NUMBER_NOT_FOUND", "No number of the account: " + number};
  const std::string id = c.text(c.body, "summary_template_id");
  if (!id.empty()) find_or_refuse(c.state.templates, id, not_found);
  if (id.empty()) c.state.default_templates.erase(number);
  if (!id.empty()) c.state.default_templates[number] = id;
  return {{"number", number}, {"default_summary_template_id", id.empty() ? Json(nullptr) : Json(id)}};
}

}  // namespace

Resource v2_summary_templates() {
  return {2,
          R"(
SummaryTemplateSection: title text! instructions text order int!
SummaryTemplate: id text name text call_context text? icon text? sections [SummaryTemplateSection] created_at time
  updated_at time
SummaryTemplateInput: name text! call_context text(..4000)? icon text? sections [SummaryTemplateSection](..10)
DefaultTemplate: summary_template_id text?
NumberTemplate: number text default_summary_template_id text?
)",
          {{"PUT", "/numbers/{number}/default_summary_template", "SUMMARY_TEMPLATES_WRITE", set_default,
            "setNumberDefaultSummaryTemplate", "", "DefaultTemplate", "NumberTemplate"},
           {"GET", "/summary_templates", "SUMMARY_TEMPLATES_READ", list, "listSummaryTemplates", "", "",
            "[SummaryTemplate]"},
           {"POST", "/summary_templates", "SUMMARY_TEMPLATES_WRITE", create, "createSummaryTemplate", "",
            "SummaryTemplateInput", "SummaryTemplate", 201},
           {"GET", "/summary_templates/{id}", "SUMMARY_TEMPLATES_READ", get, "getSummaryTemplate", "", "",
            "SummaryTemplate"},
           {"PUT", "/summary_templates/{id}", "SUMMARY_TEMPLATES_WRITE", replace, "updateSummaryTemplate", "",
            "SummaryTemplateInput", "SummaryTemplate"},
           {"DELETE", "/summary_templates/{id}", "SUMMARY_TEMPLATES_WRITE", remove, "deleteSummaryTemplate", "", "", "",
            204}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
