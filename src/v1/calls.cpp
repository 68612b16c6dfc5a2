#include "core/core.hpp"
#include "v1/checks.hpp"
#include "v1/page_range.hpp"

#include <allo/calls.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace {

using detail::Target;

Target calls_of(const std::string& allo_number, const std::optional<std::string>& contact_number) {
  detail::check_number("allo_number", allo_number);
  detail::check_number_if_set("contact_number", contact_number);
  return Target{"/calls"}.add("allo_number", allo_number).add_if_set("contact_number", contact_number);
}

}  // namespace

CallsResource::CallsResource(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

CallSearchResult CallsResource::search(const CallSearchInput& input, const RequestOptions& options) const {
  detail::check_page(input.page, input.size);
  Target target = calls_of(input.allo_number, input.contact_number);
  return core_->fetch<CallSearchResult>({HttpMethod::Get, detail::with_page(std::move(target), input.page, input.size)},
                                        options);
}

PageRange<Call> CallsResource::all(const CallRangeInput& input, const RequestOptions& options) const {
  return detail::make_range<Call>(core_, calls_of(input.allo_number, input.contact_number), input.range, options);
}

ALLO_NAMESPACE_END
