#include "testing/service/resources.hpp"

#include <algorithm>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

Person& find(Context& c) {
  Person* contact = c.state.contacts.find(c.path[0]);
  if (contact == nullptr) throw Refusal{c.quirks.contact_not_found_is_404 ? 404 : 400, "CONTACT_NOT_FOUND"};
  return *contact;
}

Json search(Context& c) { return c.paged(c.state.contacts.list(), to_document<Contact>); }

/// The latest calls and messages, newest first.
Json activity(const Context& c, const Contact& contact) {
  constexpr std::size_t most = 10;
  const auto items = items_with(c.state, contact);
  Json out = Json::array();
  for (auto item = items.rbegin(); item != items.rend() && out.size() < most; ++item) {
    const std::string way = (*item)->is_inbound() ? "INBOUND_" : "OUTBOUND_";
    Json entry = {{"type", way + ((*item)->is_call ? "CALL" : "SMS")}, {"made_at", to_iso8601((*item)->date())}};
    if (!(*item)->user_name.empty()) entry["made_by"] = (*item)->user_name;
    if ((*item)->is_call) entry["allo_number"] = (*item)->allo_number;
    if (!(*item)->is_call) entry["content"] = (*item)->message.content;
    out.push_back(std::move(entry));
  }
  return out;
}

Json get(Context& c) {
  bool engagement = false;
  bool with_activity = false;
  std::string rest = c.text(c.query, "extend");
  while (!rest.empty()) {
    const std::string word = rest.substr(0, rest.find(','));
    if (word != "engagement" && word != "activity") {
      throw wrong_field("extend", "must be a list of engagement and activity");
    }
    (word == "activity" ? with_activity : engagement) = true;
    rest.erase(0, word.size() + 1);
  }
  const Contact& contact = find(c);
  Json out = to_document(contact);
  if (!engagement) out.erase("engagement");
  out.erase("activity");
  if (with_activity) out["activity"] = activity(c, contact);
  if (out.at("integration_data").is_null()) out["integration_data"] = Json::object();
  out["conversation_url"] = "/v1/api/contact/" + contact.id + "/conversation";
  return out;
}

Json create(Context& c) {
  Person contact;
  static_cast<Contact&>(contact) = changed(Contact{}, c.body);
  contact.id = c.state.next_id("cnt_");
  contact.created_at = contact.updated_at = contact.last_activity_date = c.now;
  const Json out = to_document<Contact>(c.state.contacts.add(std::move(contact)));
  c.tell({"contact.created", out.at("id"), {}, {}});
  return out;
}

Json update(Context& c) {
  Person& contact = find(c);
  static_cast<Contact&>(contact) = changed<Contact>(contact, c.body);
  contact.updated_at = contact.last_activity_date = c.now;
  c.tell({"contact.updated", contact.id, {}, {}});
  return to_document<Contact>(contact);
}

Json conversation(Context& c) {
  auto items = items_with(c.state, find(c));
  const std::string own = c.text(c.query, "allo_number");
  const auto other = [&](const Item* item) { return !own.empty() && item->allo_number != own; };
  items.erase(std::remove_if(items.begin(), items.end(), other), items.end());
  return c.paged(items, to_entry);
}

}  // namespace

Json to_entry(const Item& item) {
  ConversationEntry entry;
  entry.type = item.is_call ? ConversationEntryType::Call : ConversationEntryType::TextMessage;
  if (item.is_call) entry.call = item.call;
  if (!item.is_call) entry.message = item.message;
  return to_document(entry);
}

Resource v1_contacts() {
  return {
      1,
      R"(
Pagination: total_pages int current_page int
PageMetadata: pagination Pagination
Company: name text? id text?
Contact: id text name text? last_name text? company Company?- job_title text? website text? status text?
  is_archived bool created_at time? updated_at time? numbers [text] is_whitelisted bool last_activity_date time?
  engagement ENGAGED|COOLING|COLD?
Activity: type INBOUND_CALL|OUTBOUND_CALL|INBOUND_SMS|OUTBOUND_SMS made_by text? made_at time allo_number text?
  content text?
ContactContext: id text name text? last_name text? numbers [text] emails [text] company Company? job_title text?
  website text? integration_data free custom_properties free? engagement ENGAGED|COOLING|COLD?- activity [Activity]?-
  conversation_url text
CreateContact: name text? last_name text? job_title text? website text? emails [email]? numbers [phone](1..)!
UpdateContact: name text? last_name text? job_title text? website text? emails [email]? numbers [phone]?
ConversationEntry: type CALL|TEXT_MESSAGE call ConversationCall? message Message?
)",
      {{"GET", "/contacts", "CONTACTS_READ", search, "searchContacts", "page int(0..)=0 size int(1..100)=10", "",
        "page Contact"},
       {"GET", "/contact/{contact_id}", "CONTACTS_READ", get, "getContactContext", "extend text", "", "ContactContext"},
       {"POST", "/contacts", "CONTACTS_READ_WRITE", create, "createContact", "", "CreateContact", "Contact"},
       {"PUT", "/contacts/{contact_id}", "CONTACTS_READ_WRITE", update, "updateContact", "", "UpdateContact",
        "Contact"},
       {"GET", "/contact/{contact_id}/conversation", "CONVERSATIONS_READ", conversation, "getContactConversation",
        "page int(0..)=0 size int(1..100)=10 allo_number phone", "", "page ConversationEntry"}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
