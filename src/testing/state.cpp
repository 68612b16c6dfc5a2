#include "testing/state.hpp"

#include <algorithm>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

const Contact* State::find_contact(std::string_view id) const {
  const auto found = contact_index_.find(std::string{id});
  return found == contact_index_.end() ? nullptr : &contacts_[found->second];
}

Contact* State::find_contact(std::string_view id) {
  return const_cast<Contact*>(std::as_const(*this).find_contact(id));
}

const Contact* State::find_contact_by_number(std::string_view number) const {
  for (const Contact& contact : contacts_) {
    if (std::find(contact.numbers.begin(), contact.numbers.end(), number) != contact.numbers.end()) return &contact;
  }
  return nullptr;
}

Contact& State::add_contact(Contact contact) {
  contact_index_.emplace(contact.id, contacts_.size());
  return contacts_.emplace_back(std::move(contact));
}

void State::add_call(StoredCall call) {
  const auto place = std::upper_bound(calls.begin(), calls.end(), call, [](const StoredCall& a, const StoredCall& b) {
    return a.call.start_date < b.call.start_date;
  });
  calls.insert(place, std::move(call));
}

void State::add_message(StoredMessage message) {
  const auto place = std::upper_bound(
      messages.begin(), messages.end(), message,
      [](const StoredMessage& a, const StoredMessage& b) { return a.message.start_date < b.message.start_date; });
  messages.insert(place, std::move(message));
}

bool State::owns_number(std::string_view number) const {
  return std::any_of(numbers.begin(), numbers.end(), [&](const PhoneNumber& own) { return own.number == number; });
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

}  // namespace testing::detail
ALLO_NAMESPACE_END
