#include "base/words.hpp"
#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/tables.hpp"

#include <allo/patch.hpp>
#include <allo/v2/numbers.hpp>

ALLO_NAMESPACE_BEGIN

namespace v2 {
namespace {

/// No id and no mention of one mean the same to the service; null says it in so many words.
struct DefaultTemplateInput {
  Patch<std::string> summary_template_id{};
};

}  // namespace
}  // namespace v2

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::PhoneNumber> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::PhoneNumber::number>("number"),
      field<&v2::PhoneNumber::name>("name"),
      field<&v2::PhoneNumber::country>("country"),
      field<&v2::PhoneNumber::type>("type"),
      field<&v2::PhoneNumber::capabilities>("capabilities"),
      field<&v2::PhoneNumber::users>("users"),
  };
};

template <>
struct Table<v2::NumberSummaryTemplate> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::NumberSummaryTemplate::number>("number"),
      field<&v2::NumberSummaryTemplate::default_summary_template_id>("default_summary_template_id"),
  };
};


template <>
struct Table<v2::DefaultTemplateInput> : InputTable {
  static constexpr Field fields[] = {field<&v2::DefaultTemplateInput::summary_template_id>("summary_template_id")};
};

}  // namespace detail
// clang-format on

namespace v2 {
namespace {

constexpr detail::Word<NumberType> number_types[] = {
    {NumberType::Number, "NUMBER"},
    {NumberType::SenderId, "SENDER_ID"},
};

constexpr detail::Word<Capability> capabilities[] = {
    {Capability::Voice, "VOICE"},
    {Capability::Sms, "SMS"},
    {Capability::Mms, "MMS"},
};

}  // namespace

ALLO_WORDS(NumberType, number_types)
ALLO_WORDS(Capability, capabilities)

ALLO_MODEL(PhoneNumber)
ALLO_MODEL(NumberSummaryTemplate)

namespace {

ALLO_INPUT(DefaultTemplateInput)

constexpr auto list_numbers = detail::get<std::vector<PhoneNumber>>("/numbers");
constexpr auto set_default_template = detail::put<NumberSummaryTemplate>("/numbers/{number}/default_summary_template");

}  // namespace

std::vector<PhoneNumber> NumbersResource::list(const RequestOptions& options) const {
  return core().run(list_numbers(), options);
}

NumberSummaryTemplate NumbersResource::set_default_summary_template(
    std::string_view number, const std::optional<std::string>& summary_template_id,
    const RequestOptions& options) const {
  auto request = set_default_template(number);
  DefaultTemplateInput body;
  body.summary_template_id = null;
  if (summary_template_id) {
    check_required("summary_template_id", *summary_template_id);
    body.summary_template_id = *summary_template_id;
  }
  return core().run(request.body(body), options);
}

}  // namespace v2
ALLO_NAMESPACE_END
