#include "base/words.hpp"
#include "core/core.hpp"
#include "json/model.hpp"
#include "v1/checks.hpp"
#include "v1/page_range.hpp"
#include "v1/tables/calls.hpp"
#include "v1/tables/page.hpp"
#include "v1/tables/sms.hpp"

#include <allo/contacts.hpp>
#include <allo/errors.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN

namespace {

constexpr detail::Word<Engagement> engagements[] = {
    {Engagement::Engaged, "ENGAGED"},
    {Engagement::Cooling, "COOLING"},
    {Engagement::Cold, "COLD"},
};

constexpr detail::Word<ActivityType> activity_types[] = {
    {ActivityType::InboundCall, "INBOUND_CALL"},
    {ActivityType::OutboundCall, "OUTBOUND_CALL"},
    {ActivityType::InboundSms, "INBOUND_SMS"},
    {ActivityType::OutboundSms, "OUTBOUND_SMS"},
};

constexpr detail::Word<ConversationEntryType> conversation_entry_types[] = {
    {ConversationEntryType::Call, "CALL"},
    {ConversationEntryType::TextMessage, "TEXT_MESSAGE"},
};

}  // namespace

ALLO_WORDS(Engagement, engagements)
ALLO_WORDS(ActivityType, activity_types)
ALLO_WORDS(ConversationEntryType, conversation_entry_types)

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<Company> : ModelTable {
  static constexpr Field fields[] = {
      field<&Company::id>("id"),
      field<&Company::name>("name"),
  };
};

template <>
struct Table<ContactActivity> : ModelTable {
  static constexpr Field fields[] = {
      field<&ContactActivity::type>("type"),
      field<&ContactActivity::made_by>("made_by"),
      field<&ContactActivity::made_at>("made_at"),
      field<&ContactActivity::allo_number>("allo_number"),
      field<&ContactActivity::content>("content"),
  };
};

template <>
struct Table<Contact> : ModelTable {
  static constexpr Field fields[] = {
      field<&Contact::id>("id"),
      field<&Contact::name>("name"),
      field<&Contact::last_name>("last_name"),
      field<&Contact::company>("company"),
      field<&Contact::job_title>("job_title"),
      field<&Contact::website>("website"),
      field<&Contact::status>("status"),
      field<&Contact::is_archived>("is_archived"),
      field<&Contact::created_at>("created_at"),
      field<&Contact::updated_at>("updated_at"),
      field<&Contact::numbers>("numbers"),
      field<&Contact::emails>("emails"),
      field<&Contact::is_whitelisted>("is_whitelisted"),
      field<&Contact::last_activity_date>("last_activity_date"),
      field<&Contact::engagement>("engagement"),
      field<&Contact::integration_data>("integration_data"),
      field<&Contact::custom_properties>("custom_properties"),
      field<&Contact::activity>("activity"),
      field<&Contact::conversation_url>("conversation_url"),
  };
};

template <>
struct Table<ConversationEntry> : ModelTable {
  static constexpr Field fields[] = {
      field<&ConversationEntry::type>("type"),
      field<&ConversationEntry::call>("call"),
      field<&ConversationEntry::message>("message"),
  };
};

template <>
struct Table<CreateContactInput> : InputTable {
  static constexpr Field fields[] = {
      field<&CreateContactInput::numbers>("numbers"),
      field<&CreateContactInput::name>("name"),
      field<&CreateContactInput::last_name>("last_name"),
      field<&CreateContactInput::job_title>("job_title"),
      field<&CreateContactInput::website>("website"),
      field<&CreateContactInput::emails>("emails", OmitEmpty),
  };
};

template <>
struct Table<UpdateContactInput> : InputTable {
  static constexpr Field fields[] = {
      field<&UpdateContactInput::name>("name"),
      field<&UpdateContactInput::last_name>("last_name"),
      field<&UpdateContactInput::job_title>("job_title"),
      field<&UpdateContactInput::website>("website"),
      field<&UpdateContactInput::emails>("emails"),
      field<&UpdateContactInput::numbers>("numbers"),
  };
};

}  // namespace detail
// clang-format on

ALLO_MODEL(Company)
ALLO_MODEL(ContactActivity)
ALLO_MODEL(Contact)
ALLO_MODEL(ConversationEntry)
ALLO_INPUT(CreateContactInput)
ALLO_INPUT(UpdateContactInput)
ALLO_PAGE_OF(Company)
ALLO_PAGE_OF(ContactActivity)
ALLO_PAGE_OF(Contact)
ALLO_PAGE_OF(ConversationEntry)
namespace {

// The singular is the service's own: one contact is read under /contact and changed under /contacts.
constexpr auto search_contacts = detail::get<ContactSearchResult>("/contacts");
constexpr auto get_contact = detail::get<Contact>("/contact/{id}");
constexpr auto create_contact = detail::post<Contact>("/contacts");
constexpr auto update_contact = detail::put<Contact>("/contacts/{id}");
constexpr auto get_conversation = detail::get<ConversationResult>("/contact/{id}/conversation");

}  // namespace

ContactSearchResult ContactsResource::search(const PageInput& input, const RequestOptions& options) const {
  detail::check_page(input.page, input.size);
  return core().run(search_contacts().page(input.page, input.size), options);
}

PageRange<Contact> ContactsResource::all(const RangeOptions& range, const RequestOptions& options) const {
  return detail::make_range<Contact>(core_, search_contacts(), detail::pull<Contact>, range, options);
}

Contact ContactsResource::get(std::string_view id, const GetContactInput& input, const RequestOptions& options) const {
  auto request = get_contact(id);
  if (input.engagement || input.activity) {
    const char* extend = !input.activity ? "engagement" : !input.engagement ? "activity" : "engagement,activity";
    request.query("extend", extend);
  }
  return core().run(std::move(request), options);
}

Contact ContactsResource::create(const CreateContactInput& input, const RequestOptions& options) const {
  if (input.numbers.empty()) throw InvalidArgumentException("numbers is empty: a contact needs at least one");
  detail::check_number("numbers", input.numbers);
  return core().run(create_contact().body(input), options);
}

Contact ContactsResource::update(std::string_view id, const UpdateContactInput& input,
                                 const RequestOptions& options) const {
  auto request = update_contact(id);
  const bool changes = input.name.is_present() || input.last_name.is_present() || input.job_title.is_present() ||
                       input.website.is_present() || input.emails.is_present() || input.numbers.is_present();
  if (!changes) throw InvalidArgumentException("the update sets no field");
  if (const auto* numbers = input.numbers.value()) detail::check_number("numbers", *numbers);
  return core().run(request.body(input), options);
}

ConversationResult ContactsResource::conversation(std::string_view id, const ConversationInput& input,
                                                  const RequestOptions& options) const {
  detail::check_page(input.page, input.size);
  detail::check_number_if_set("allo_number", input.allo_number);
  return core().run(get_conversation(id).page(input.page, input.size).query("allo_number", input.allo_number), options);
}

PageRange<ConversationEntry> ContactsResource::conversation_all(std::string_view id,
                                                                const ConversationRangeInput& input,
                                                                const RequestOptions& options) const {
  detail::check_number_if_set("allo_number", input.allo_number);
  return detail::make_range<ConversationEntry>(core_, get_conversation(id).query("allo_number", input.allo_number),
                                               detail::pull<ConversationEntry>, input.range, options);
}

ALLO_NAMESPACE_END
