#include "testing/model/state.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

bool has_number(const Contact& contact, std::string_view number) {
  return std::find(contact.numbers.begin(), contact.numbers.end(), number) != contact.numbers.end();
}

void mend(Item& item) {
  Call& call = item.call;
  SmsMessage& message = item.message;
  mend_utf8(item.id, item.allo_number, item.other_number, call.id, call.from_number, call.to_number, call.summary,
            call.tag, call.tags, call.recording_url);
  for (TranscriptLine& line : call.transcript) mend_utf8(line.text);
  mend_utf8(message.from_number, message.sender_id, message.to_number, message.content);
}

}  // namespace

const Person* State::find_contact_by_number(std::string_view number) const {
  const auto found = std::find_if(contacts.begin(), contacts.end(),
                                  [&](const Person& contact) { return has_number(contact, number); });
  return found == contacts.end() ? nullptr : &*found;
}

Item& State::add_item(Item item) {
  mend(item);
  if (const Item* oldest = items.next_to_go()) forget(*oldest);
  Mark& mark = marks[{item.allo_number, item.other_number}];
  ++mark.items;
  if (item.is_inbound()) mark.unread = true;
  activity[item.other_number].add({1, item.date()});
  return items.add_in_order(std::move(item), [](const Item& a, const Item& b) { return a.date() < b.date(); });
}

void State::forget(const Item& item) {
  const auto mark = marks.find({item.allo_number, item.other_number});
  if (--mark->second.items == 0) marks.erase(mark);
  const auto with = activity.find(item.other_number);
  if (--with->second.interactions == 0) activity.erase(with);
}

std::size_t State::size() const {
  return numbers.size() + sender_ids.size() + contacts.size() + items.size() + webhooks.size() + companies.size() +
         deals.size() + templates.size() + partner_accounts.size();
}

std::vector<const Item*> State::calls() const {
  return items.list([](const Item& item) { return item.is_call; });
}

std::vector<const Item*> State::messages() const {
  return items.list([](const Item& item) { return !item.is_call; });
}

bool State::owns_number(std::string_view number) const {
  return std::any_of(numbers.begin(), numbers.end(), [&](const PhoneNumber& own) { return own.number == number; });
}

void Activity::add(const Activity& other) {
  interactions += other.interactions;
  if (other.last && (!last || *last < *other.last)) last = other.last;
}

Activity State::activity_of(const Person& person) const {
  Activity out;
  for (const std::string& number : person.numbers) {
    const auto found = activity.find(number);
    if (found != activity.end()) out.add(found->second);
  }
  return out;
}

Mark State::mark_of(const Item& item) const {
  const auto found = marks.find({item.allo_number, item.other_number});
  return found == marks.end() ? Mark{} : found->second;
}

void State::touch(std::string_view number, Timestamp now) {
  const Contact* known = find_contact_by_number(number);
  if (known != nullptr) contacts.find(known->id)->last_activity_date = now;
}

std::uint64_t State::next_random() {
  // SplitMix64: one word of state, so that a snapshot is a plain copy.
  random += 0x9E3779B97F4A7C15u;
  std::uint64_t z = random;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

std::string State::next_id(std::string_view prefix) {
  static constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string id{prefix};
  std::uint64_t bits = next_random();
  for (int i = 0; i < 12; ++i, bits /= alphabet.size()) id += alphabet[bits % alphabet.size()];
  return id;
}

std::string State::next_secret() {
  std::array<unsigned char, 24> bytes{};
  for (unsigned char& byte : bytes) byte = static_cast<unsigned char>(next_random() >> 32);
  std::array<unsigned char, 33> text{};
  const int length = EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(bytes.size()));
  return "whsec_" + std::string(text.begin(), text.begin() + length);
}

std::vector<const Item*> items_with(const State& state, const Contact& contact) {
  return state.items.list([&](const Item& item) { return has_number(contact, item.other_number); });
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
