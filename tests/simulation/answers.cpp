// What the service answers when it does what it was asked for.
#include "simulation/service.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>

namespace simulation {
namespace {

using allo::HttpResponse;

/// The number behind a name; 0 where there is none.
std::size_t number_in(std::string_view text, std::string_view name) {
  const auto place = text.find(name);
  std::size_t number = 0;
  if (place != std::string_view::npos) {
    text.remove_prefix(place + name.size());
    std::from_chars(text.data(), text.data() + text.size(), number);
  }
  return number;
}

/// Lets happen to the list what is planned before that page, the first time that it is asked for.
void change_list(Call& call, std::size_t page) {
  for (; call.pages_given <= page; ++call.pages_given) {
    if (call.pages_given == 0 || call.pages_given > call.plan->changes.size()) continue;
    const PlannedChange& change = call.plan->changes[call.pages_given - 1];
    const std::string name = 'p' + std::to_string(call.pages_given) + '_';
    for (int i = 0; i < change.arrive_in_front; ++i) {
      call.list.insert(call.list.begin(), Entry{name + std::to_string(i)});
    }
    for (int i = 0; i < change.arrive_behind; ++i) call.list.push_back(Entry{name + 'b' + std::to_string(i)});
    if (change.remove >= 0 && change.remove < static_cast<int>(call.list.size())) {
      const auto behind = call.list.erase(call.list.begin() + change.remove);
      std::for_each(behind, call.list.end(), [](Entry& entry) { entry.excused = true; });
    }
  }
}

/// The items of a page, without a bracket around them.
std::string shown(const Call& call, std::size_t page, std::size_t size, std::string_view field) {
  std::string text;
  for (std::size_t i = page * size; i < std::min((page + 1) * size, call.list.size()); ++i) {
    if (call.list[i].hidden) continue;
    if (!text.empty()) text += ',';
    text.append("{\"").append(field).append("\":\"").append(call.list[i].id).append("\"}");
  }
  return text;
}

/// Where no number of pages is given, a walk ends at a page that shows what came before; at the tenth in a row that
/// shows nothing new, where the service says that there is more.
void note_page(Call& call, const std::string& text) {
  if (call.plan->says == Says::TotalPages) return;
  const bool is_new = !text.empty() && std::find(call.pages.begin(), call.pages.end(), text) == call.pages.end();
  call.pages_of_nothing = is_new ? 0 : call.pages_of_nothing + 1;
  if (call.pages_of_nothing == 10) call.may_end = true;
  if (text.empty()) return;
  if (call.plan->says == Says::HasMore ? !call.pages.empty() && call.pages.back() == text : !is_new)
    call.may_end = true;
  call.pages.push_back(text);
}

std::string page_of(Call& call, const Arrival& request) {
  const bool is_in_body = call.plan->kind == Kind::Walk2;
  const bool is_version_2 = call.traits->is_version_2;
  const std::string_view where = is_in_body ? request.body : request.url;
  std::size_t page = number_in(where, is_in_body ? "\"page\":" : "page=");
  const std::size_t size = std::max<std::size_t>(number_in(where, is_in_body ? "\"size\":" : "size="), 1);
  if (is_version_2) page = std::max<std::size_t>(page, 1) - 1;
  const bool is_new = page >= call.pages_given;
  change_list(call, page);
  const std::string items = shown(call, page, size, call.plan->kind == Kind::WalkGet2 ? "contact_number" : "id");
  if (is_new) note_page(call, items);

  const std::size_t pages = (call.list.size() + size - 1) / size;
  std::string text = is_version_2 ? R"({"data":[)" : R"({"data":{"results":[)";
  text += items;
  if (!is_version_2) {
    text += "]";
    if (call.plan->says == Says::TotalPages) {
      text += R"(,"metadata":{"pagination":{"total_pages":)" + std::to_string(pages) + R"(,"current_page":)" +
              std::to_string(page) + "}}";
    }
    return text + "}}";
  }
  text += R"(],"pagination":{"page":)" + std::to_string(page + 1);
  if (call.plan->says != Says::Nothing) text += R"(,"total_pages":)" + std::to_string(pages);
  if (call.plan->says == Says::HasMore) text.append(R"(,"has_more":)").append(page + 1 < pages ? "true" : "false");
  return text + "}}";
}

/// The items of a batch, in an order of the service's own; every seventh does not exist.
std::string batch_of(std::string_view body) {
  std::string text = R"({"data":[)";
  constexpr std::string_view mark = "msg-";
  for (auto place = body.rfind(mark); place != std::string_view::npos; place = body.rfind(mark, place - 1)) {
    const std::string_view id = body.substr(place, body.find('"', place) - place);
    if (number_in(id, mark) % 7 == 6) continue;
    if (text.back() != '[') text += ',';
    text.append(R"({"id":")").append(id).append("\"}");
  }
  return text + "]}";
}

}  // namespace

HttpResponse success_of(Call& call, const Arrival& request) {
  const std::string& id = call.id;
  switch (call.plan->kind) {
    case Kind::Sms:
    case Kind::TrustedSms:
    case Kind::Outbox1:
      return {200,
              {},
              R"({"data":{"from_number":"+1234567890","sender_id":null,"to_number":"+12025550100",)"
              R"("type":"OUTBOUND","content":")" +
                  id + R"(","start_date":"2026-03-02T09:00:00"}})"};
    case Kind::Create:
    case Kind::Update:
    case Kind::Get:
      return {200, {}, R"({"data":{"id":")" + id + R"(","numbers":["+12025550100"]}})"};
    case Kind::Remove:
      return {200, {}, ""};
    case Kind::Delete2:
      return {204, {}, ""};
    case Kind::Walk:
    case Kind::Walk2:
    case Kind::WalkGet2:
      return {200, {}, page_of(call, request)};
    case Kind::Download:
      return recording_of(call, request);
    case Kind::Batch2:
      return {200, {}, batch_of(request.body)};
    case Kind::Append2:
      return {200, {}, R"({"data":{"added":[{"number_to":")" + id + R"(","position":0}],"skipped":[]}})"};
    case Kind::Clear2:
      return {200, {}, R"({"data":{"removed":1}})"};
    case Kind::Search2:
      return {200,
              {},
              R"({"data":[{"id":")" + id +
                  R"("}],"pagination":{"page":1,"size":20,"total_count":1,"total_pages":1,"has_more":false}})"};
    default:
      return {200, {}, R"({"data":{"id":")" + id + R"("}})"};
  }
}

}  // namespace simulation
