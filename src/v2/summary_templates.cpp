#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/tables.hpp"

#include <allo/v2/summary_templates.hpp>

#include <cstddef>
#include <string>

ALLO_NAMESPACE_BEGIN

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::SummaryTemplateSection> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::SummaryTemplateSection::title>("title"),
      field<&v2::SummaryTemplateSection::instructions>("instructions"),
      field<&v2::SummaryTemplateSection::order>("order"),
  };
};

template <>
struct Table<v2::SummaryTemplate> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::SummaryTemplate::id>("id"),
      field<&v2::SummaryTemplate::name>("name"),
      field<&v2::SummaryTemplate::call_context>("call_context"),
      field<&v2::SummaryTemplate::icon>("icon"),
      field<&v2::SummaryTemplate::sections>("sections"),
      field<&v2::SummaryTemplate::created_at>("created_at"),
      field<&v2::SummaryTemplate::updated_at>("updated_at"),
  };
};

template <>
struct Table<v2::SummaryTemplateInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::SummaryTemplateInput::name>("name"),
      field<&v2::SummaryTemplateInput::call_context>("call_context"),
      field<&v2::SummaryTemplateInput::icon>("icon"),
      field<&v2::SummaryTemplateInput::sections>("sections", OmitEmpty),
  };
};

}  // namespace detail
// clang-format on

namespace v2 {
ALLO_MODEL(SummaryTemplateSection)
ALLO_MODEL(SummaryTemplate)
ALLO_INPUT(SummaryTemplateInput)

namespace {

constexpr std::size_t longest_call_context = 4000;
constexpr std::size_t most_sections = 10;

constexpr auto list_templates = detail::get<std::vector<SummaryTemplate>>("/summary_templates");
constexpr auto create_template = detail::post<SummaryTemplate>("/summary_templates");
constexpr auto get_template = detail::get<SummaryTemplate>("/summary_templates/{id}");
constexpr auto replace_template = detail::put<SummaryTemplate>("/summary_templates/{id}");
constexpr auto remove_template = detail::del<void>("/summary_templates/{id}");

void check(const SummaryTemplateInput& input) {
  check_required("name", input.name);
  if (input.call_context) check_length("call_context", *input.call_context, longest_call_context);
  if (input.sections.size() > most_sections) refuse("sections", "has more than the 10 elements that are allowed");
  for (std::size_t i = 0; i < input.sections.size(); ++i) {
    const std::string section = "sections[" + std::to_string(i) + "]";
    check_required(section + ".title", input.sections[i].title);
    if (input.sections[i].order < 0) refuse(section + ".order", "must not be negative");
  }
}

}  // namespace

std::vector<SummaryTemplate> SummaryTemplatesResource::list(const RequestOptions& options) const {
  return core().run(list_templates(), options);
}

SummaryTemplate SummaryTemplatesResource::create(const SummaryTemplateInput& input,
                                                 const RequestOptions& options) const {
  check(input);
  return core().run(create_template().body(input), options);
}

SummaryTemplate SummaryTemplatesResource::get(std::string_view id, const RequestOptions& options) const {
  return core().run(get_template(id), options);
}

SummaryTemplate SummaryTemplatesResource::replace(std::string_view id, const SummaryTemplateInput& input,
                                                  const RequestOptions& options) const {
  check(input);
  return core().run(replace_template(id).body(input), options);
}

void SummaryTemplatesResource::remove(std::string_view id, const RequestOptions& options) const {
  core().run(remove_template(id), options);
}

}  // namespace v2
ALLO_NAMESPACE_END
