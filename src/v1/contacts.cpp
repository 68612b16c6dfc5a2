#include "core/core.hpp"
#include "v1/checks.hpp"
#include "v1/page_range.hpp"

#include <allo/contacts.hpp>
#include <allo/errors.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace {

using detail::Target;

// The singular is the service's own: one contact is read under /contact and changed under /contacts.
constexpr std::string_view conversation_route = "/contact/{id}/conversation";

}  // namespace

ContactsResource::ContactsResource(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

ContactSearchResult ContactsResource::search(const PageInput& input, const RequestOptions& options) const {
  detail::check_page(input.page, input.size);
  return core_->fetch<ContactSearchResult>(
      {HttpMethod::Get, detail::with_page(Target{"/contacts"}, input.page, input.size)}, options);
}

PageRange<Contact> ContactsResource::all(const RangeOptions& range, const RequestOptions& options) const {
  return detail::make_range<Contact>(core_, Target{"/contacts"}, range, options);
}

Contact ContactsResource::get(std::string_view id, const GetContactInput& input, const RequestOptions& options) const {
  Target target{"/contact/{id}", id};
  if (input.engagement || input.activity) {
    const char* extend = !input.activity ? "engagement" : !input.engagement ? "activity" : "engagement,activity";
    target.add("extend", extend);
  }
  return core_->fetch<Contact>({HttpMethod::Get, std::move(target)}, options);
}

Contact ContactsResource::create(const CreateContactInput& input, const RequestOptions& options) const {
  if (input.numbers.empty()) throw InvalidArgumentException("numbers is empty: a contact needs at least one");
  detail::check_number("numbers", input.numbers);
  return core_->fetch<Contact>({HttpMethod::Post, Target{"/contacts"}, detail::encode_request(input)}, options);
}

Contact ContactsResource::update(std::string_view id, const UpdateContactInput& input,
                                 const RequestOptions& options) const {
  Target target{"/contacts/{id}", id};
  const bool changes = input.name.is_present() || input.last_name.is_present() || input.job_title.is_present() ||
                       input.website.is_present() || input.emails.is_present() || input.numbers.is_present();
  if (!changes) throw InvalidArgumentException("the update sets no field");
  if (const auto* numbers = input.numbers.value()) detail::check_number("numbers", *numbers);
  return core_->fetch<Contact>({HttpMethod::Put, std::move(target), detail::encode_request(input)}, options);
}

ConversationResult ContactsResource::conversation(std::string_view id, const ConversationInput& input,
                                                  const RequestOptions& options) const {
  detail::check_page(input.page, input.size);
  detail::check_number_if_set("allo_number", input.allo_number);
  Target target = detail::with_page(Target{conversation_route, id}, input.page, input.size);
  target.add_if_set("allo_number", input.allo_number);
  return core_->fetch<ConversationResult>({HttpMethod::Get, std::move(target)}, options);
}

PageRange<ConversationEntry> ContactsResource::conversation_all(std::string_view id,
                                                                const ConversationRangeInput& input,
                                                                const RequestOptions& options) const {
  detail::check_number_if_set("allo_number", input.allo_number);
  Target target{conversation_route, id};
  target.add_if_set("allo_number", input.allo_number);
  return detail::make_range<ConversationEntry>(core_, std::move(target), input.range, options);
}

ALLO_NAMESPACE_END
