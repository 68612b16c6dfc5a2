#include "core/core.hpp"
#include "v1/checks.hpp"
#include "v1/page_range.hpp"

#include <allo/contacts.hpp>
#include <allo/errors.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace {

// The singular is the service's own: one contact is read under /contact and changed under /contacts.
constexpr auto search_contacts = detail::get<ContactSearchResult>("/contacts");
constexpr auto get_contact = detail::get<Contact>("/contact/{id}");
constexpr auto create_contact = detail::post<Contact>("/contacts");
constexpr auto update_contact = detail::put<Contact>("/contacts/{id}");
constexpr auto get_conversation = detail::get<ConversationResult>("/contact/{id}/conversation");

}  // namespace

ContactsResource::ContactsResource(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

ContactSearchResult ContactsResource::search(const PageInput& input, const RequestOptions& options) const {
  detail::check_page(input.page, input.size);
  return core_->run(search_contacts().page(input.page, input.size), options);
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
  return core_->run(std::move(request), options);
}

Contact ContactsResource::create(const CreateContactInput& input, const RequestOptions& options) const {
  if (input.numbers.empty()) throw InvalidArgumentException("numbers is empty: a contact needs at least one");
  detail::check_number("numbers", input.numbers);
  return core_->run(create_contact().body(input), options);
}

Contact ContactsResource::update(std::string_view id, const UpdateContactInput& input,
                                 const RequestOptions& options) const {
  auto request = update_contact(id);
  const bool changes = input.name.is_present() || input.last_name.is_present() || input.job_title.is_present() ||
                       input.website.is_present() || input.emails.is_present() || input.numbers.is_present();
  if (!changes) throw InvalidArgumentException("the update sets no field");
  if (const auto* numbers = input.numbers.value()) detail::check_number("numbers", *numbers);
  return core_->run(request.body(input), options);
}

ConversationResult ContactsResource::conversation(std::string_view id, const ConversationInput& input,
                                                  const RequestOptions& options) const {
  detail::check_page(input.page, input.size);
  detail::check_number_if_set("allo_number", input.allo_number);
  return core_->run(get_conversation(id).page(input.page, input.size).query("allo_number", input.allo_number), options);
}

PageRange<ConversationEntry> ContactsResource::conversation_all(std::string_view id,
                                                                const ConversationRangeInput& input,
                                                                const RequestOptions& options) const {
  detail::check_number_if_set("allo_number", input.allo_number);
  return detail::make_range<ConversationEntry>(core_, get_conversation(id).query("allo_number", input.allo_number),
                                               detail::pull<ConversationEntry>, input.range, options);
}

ALLO_NAMESPACE_END
