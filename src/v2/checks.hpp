#ifndef ALLO_SRC_V2_CHECKS_HPP
#define ALLO_SRC_V2_CHECKS_HPP

#include <allo/open_enum.hpp>
#include <allo/patch.hpp>
#include <allo/v2/date_range.hpp>
#include <allo/v2/dialing_queue.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is refused before anything is sent. Each throws InvalidArgumentException with the name of the field.
ALLO_NAMESPACE_BEGIN
namespace v2 {

[[noreturn]] void refuse(std::string_view field, std::string_view problem);

/// A text that must be there.
void check_required(std::string_view field, std::string_view text);

/// A text that the service limits, in characters (code points).
void check_length(std::string_view field, std::string_view text, std::size_t longest);

/// A list of texts, none of them empty.
void check_each(std::string_view field, const std::vector<std::string>& texts);

/// A list with at least one element.
void check_not_empty(std::string_view field, std::size_t size);

void check_page(int page, int size);

/// Two days that exist, in order; `field` is the name of the pair.
void check_dates(std::string_view field, const DateRange& dates);

/// Where webhooks are delivered: https, or http on this machine.
void check_delivery_url(std::string_view field, std::string_view url);

/// A member of the team, where one is named.
void check_owner(const QueueOwner& owner);

/// A word that must be there; any is let through, known or not.
template <class E>
void check_word(std::string_view field, const OpenEnum<E>& word) {
  if (word.text().empty()) refuse(field, "is Unknown and has no text");
}
template <class E>
void check_word(std::string_view field, const std::optional<OpenEnum<E>>& word) {
  if (word) check_word(field, *word);
}
template <class E>
void check_word(std::string_view field, const Patch<OpenEnum<E>>& word) {
  if (word.value() != nullptr) check_word(field, *word.value());
}
template <class E>
void check_words(std::string_view field, const std::vector<OpenEnum<E>>& words) {
  check_not_empty(field, words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    check_word(std::string{field} + '[' + std::to_string(i) + ']', words[i]);
  }
}

/// A field of an update that the service cannot clear.
template <class T>
void check_not_cleared(std::string_view field, const Patch<T>& patch) {
  if (patch.is_null()) refuse(field, "cannot be cleared");
}

/// An update must change something.
template <class... Fields>
void check_changes(const Fields&... fields) {
  if (!(fields.is_present() || ...)) refuse("the update", "sets no field");
}

}  // namespace v2
ALLO_NAMESPACE_END

#endif
