#ifndef ALLO_SRC_TESTING_SERVICE_V2_COMMON_HPP
#define ALLO_SRC_TESTING_SERVICE_V2_COMMON_HPP

#include "testing/service/resources.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// What the resources of version 2 share.
ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// One thing of a collection of documents. @throws Refusal 404 with `code`
template <class T>
T& find_or_refuse(Collection<T>& things, const std::string& id, const char* code) {
  T* found = things.find(id);
  if (found == nullptr) throw Refusal{404, code, "There is no such thing: " + id};
  return *found;
}

/// A new document of a collection: the checked body with an id and its dates.
Json& create_document(Context& c, Collection<Json>& things, std::string_view id_prefix, Json body);
/// Puts the fields of a checked body into a document.
void update_document(const Context& c, Json& document, const Json& body);

/// Refuses to take a name away. @throws Refusal
void keep_name(const Context& c);

/// `{id, name, email}` of a member of the team; of nobody that is known by that name, the first.
Json user_ref(const State& state, const std::string& name);
/// The member with this id. @throws Refusal 404 ASSIGNEE_NOT_FOUND
const Json& find_user(const State& state, const std::string& id, const std::string& email);

/// `{id, name}` of a company; null where there is none.
Json company_ref(const State& state, const std::optional<Company>& company);
/// The company that a body's `company_id` names; none for null. @throws Refusal
std::optional<Company> company_of(const Context& c, const Json& body);

/// The people of a number, as a conversation embeds them.
Json contacts_of(const State& state, const std::string& number);

/// An item as version 2 shows it.
Json item_document(const State& state, const Item& item, bool with_transcript);

/// True when `extend` asks for the transcript. @throws Refusal for anything else
bool wants_transcript(const Context& c, const Json& from);

/// The words that a search looks for at the beginnings of words, without regard to ASCII case.
class SearchWords {
 public:
  explicit SearchWords(const std::string& query);

  bool empty() const { return words_.empty(); }

  /// True when each of them begins a word of `text`.
  bool all_in(std::string_view text) const;
  /// How many words of `text` begin with one of them.
  std::size_t count_in(std::string_view text) const;

 private:
  std::vector<std::string> words_{};
};
/// True when `part` stands in `text`, without regard to ASCII case.
bool has_part(std::string_view text, std::string_view part);

/// The days of a `{from, to}`, both included; `to` may be missing. @throws Refusal for a range that is none
struct DayRange {
  Timestamp from{};
  Timestamp end{};  ///< The first moment behind it.
  bool holds(Timestamp time) const { return time >= from && time < end; }
};
DayRange read_days(const Json& range, const char* field);

/// The `filters` of a search; an empty object where there are none.
Json filters_of(const Context& c);

/// What `sort` of the CRM says; the latest activity first where it says nothing.
struct CrmOrder {
  enum class Field { Activity, Name, Created };
  Field field = Field::Activity;
  bool ascending = false;
};
CrmOrder crm_order(const Context& c);

/// Sorts things by `key_of(thing)`, which is made once for each; of equals the first stays the first. Behind the page
/// that is asked for any order will do.
template <class T, class KeyOf>
void sort_crm(const Context& c, std::vector<const T*>& things, const CrmOrder& order, KeyOf key_of) {
  struct Keyed {
    std::decay_t<decltype(key_of(*things[0]))> key;
    std::size_t place;
    const T* thing;
  };
  std::vector<Keyed> keyed;
  keyed.reserve(things.size());
  for (const T* thing : things) keyed.push_back({key_of(*thing), keyed.size(), thing});
  const auto shown = static_cast<std::ptrdiff_t>(std::min(keyed.size(), c.range_of_page().second));
  std::partial_sort(keyed.begin(), keyed.begin() + shown, keyed.end(), [&](const Keyed& a, const Keyed& b) {
    if (a.key == b.key) return a.place < b.place;
    return order.ascending ? a.key < b.key : b.key < a.key;
  });
  std::transform(keyed.begin(), keyed.end(), things.begin(), [](const Keyed& each) { return each.thing; });
}

/// What a document is sorted by, unless its latest activity is known otherwise.
std::string_view crm_key(const CrmOrder& order, const Json& document);

/// The page of documents that was asked for.
Json paged_documents(Context& c, const std::vector<Json>& documents);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
