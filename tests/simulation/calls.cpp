#include "simulation/callers.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace simulation {
namespace {

using allo::HttpMethod;

/// Calls with a handle of the caller's own, which outlives the client that it came from; or with the client's, which a
/// hook of the call destroys.
template <class Handle, class Use>
void with(const Handle& handle, const Call& call, Use use) {
  if (call.plan->hook_destroys) return use(handle);
  const Handle own = handle;
  use(own);
}

// Made once, and not in the functions below: what has nothing to clean up is left sooner by an exception.
const allo::CreateContactInput new_contact = [] {
  allo::CreateContactInput input;
  input.numbers = {"+12025550100"};
  return input;
}();
const allo::UpdateContactInput contact_change = [] {
  allo::UpdateContactInput input;
  input.name = std::string{"Ada"};
  return input;
}();
const allo::v2::CreatePersonInput new_person = [] {
  allo::v2::CreatePersonInput input;
  input.numbers = {"+12025550100"};
  return input;
}();
const allo::v2::UpdatePersonInput person_change = [] {
  allo::v2::UpdatePersonInput input;
  input.name = std::string{"Ada"};
  return input;
}();
const allo::v2::CreatePartnerAccountInput new_account{"a@b.example", "Ada", "+12025550100", {"US", {}}, {}};
const allo::v2::UpdateSummaryInput new_summary{"x", {}};

void version_1(const Clients& clients, const allo::RequestOptions& options, const Call& call, Judge& judge) {
  const auto check = [&](const std::string& answered) {
    if (answered != call.id) judge.blame(&call, "gets the answer of " + answered);
  };
  switch (call.plan->kind) {
    case Kind::Create:
      return with(clients.one.contacts, call,
                  [&](const auto& contacts) { check(contacts.create(new_contact, options).id); });
    case Kind::Update:
      return with(clients.one.contacts, call,
                  [&](const auto& contacts) { check(contacts.update(call.id, contact_change, options).id); });
    case Kind::Get:
      return with(clients.one.contacts, call,
                  [&](const auto& contacts) { check(contacts.get(call.id, {}, options).id); });
    case Kind::Remove:
      return with(clients.one.webhooks, call, [&](const auto& webhooks) { webhooks.remove(call.id, options); });
    default:
      return with(clients.one.sms, call, [&](const auto& sms) {
        check(sms.send({"+1234567890", "+12025550100", call.id}, options).content);
      });
  }
}

/// Some ids stand twice, and every seventh is not there: see batch_of().
void get_many(const Clients& clients, const allo::RequestOptions& options, const Call& call, Judge& judge) {
  const auto exists = [](int id) { return id % 7 != 6; };
  std::vector<std::string> ids;
  std::vector<std::string> expected;
  for (int i = 0; i < call.plan->ids; ++i) {
    const int id = i % 10 == 9 ? i - 4 : i;
    ids.push_back("msg-" + std::to_string(id));
    if (exists(id)) expected.push_back(ids.back());
  }
  const allo::v2::ItemsResource items = clients.two.items;
  const auto got = items.get_many(ids, options);
  bool is_right = got.size() == expected.size();
  for (std::size_t i = 0; is_right && i < got.size(); ++i) is_right = got[i].id == expected[i];
  if (!is_right) judge.blame(&call, "a batch comes wrong");
}

void version_2(const Clients& clients, const allo::RequestOptions& options, const Call& call, Judge& judge) {
  const auto check = [&](const std::string& answered) {
    if (answered != call.id) judge.blame(&call, "gets the answer of " + answered);
  };
  switch (call.plan->kind) {
    case Kind::Patch2:
      return with(clients.two.items, call,
                  [&](const auto& items) { check(items.update_summary(call.id, new_summary, options).id); });
    case Kind::Put2:
      return with(clients.two.people, call,
                  [&](const auto& people) { check(people.update(call.id, person_change, options).id); });
    case Kind::Delete2:
      return with(clients.two.webhooks, call, [&](const auto& webhooks) { webhooks.remove(call.id, options); });
    case Kind::Append2:
      return with(clients.two.dialing_queue, call, [&](const auto& queue) {
        allo::v2::AppendNumbersInput input;
        input.numbers.emplace_back().number = call.id;
        check(queue.append(input, options).added.at(0).number_to);
      });
    case Kind::Clear2:
      return with(clients.two.dialing_queue, call, [&](const auto& queue) {
        if (queue.clear(allo::v2::ClearNumbersInput::by_position(0), options) != 1)
          judge.blame(&call, "clears nothing");
      });
    case Kind::Account2:
    case Kind::OwnKey2:
      return with(clients.two.partner_accounts, call,
                  [&](const auto& accounts) { check(accounts.create(new_account, options).id); });
    case Kind::Get2:
      return with(clients.two.people, call, [&](const auto& people) { check(people.get(call.id, options).id); });
    case Kind::Search2:
      return with(clients.two.people, call,
                  [&](const auto& people) { check(people.search({}, options).data.at(0).id); });
    case Kind::Batch2:
      return get_many(clients, options, call, judge);
    case Kind::Other2:
      return with(clients.two, call, [&](const auto& two) {
        const allo::JsonText answer = two.request(HttpMethod::Post, "/notes", {}, R"({"text":"x"})", options);
        check(answer.get("data.id").value_or("nobody"));
      });
    default:
      return with(clients.two.people, call, [&](const auto& people) { check(people.create(new_person, options).id); });
  }
}

}  // namespace

void make_call(const Clients& clients, const allo::RequestOptions& options, Call& call, Judge& judge) {
  if (call.plan->kind == Kind::Download) return download(clients, options, call, judge);
  if (call.traits->is_version_2) {
    version_2(clients, options, call, judge);
  } else {
    version_1(clients, options, call, judge);
  }
}

}  // namespace simulation
