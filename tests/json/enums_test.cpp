// Every enumerator of version 1 spells its own name on the wire, and the words are those of the schema; words that
// nobody knew yet.
#include "json/support.hpp"

#include <allo/contacts.hpp>
#include <allo/webhook_events.hpp>
#include <allo/webhooks.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

namespace allo::test {
namespace {

/// The name of an enumerator as the compiler knows it; a number in its place where the enumeration has none such.
template <auto Value>
std::string name_of() {
  std::string name = __PRETTY_FUNCTION__;
  name.erase(name.find_first_of(";]", name.find("Value = ")));
  return name.substr(name.find_last_of(":)") + 1);
}

/// "TransferredAi" as "TRANSFERRED_AI".
std::string in_capitals(std::string_view name) {
  std::string word;
  for (const char c : name) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0 && !word.empty()) word += '_';
    word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return word;
}

/// The names of the enumerators behind Unknown, in their order.
template <class E, std::size_t... I>
std::vector<std::string> names_of(std::index_sequence<I...>) {
  const std::array all = {name_of<static_cast<E>(I + 1)>()...};
  const auto is_number = [](const std::string& name) { return name.find_first_not_of("0123456789") == name.npos; };
  return {all.begin(), std::find_if(all.begin(), all.end(), is_number)};
}

/// Expects of each enumerator the word that `word_of` makes of its name, there and back. Gives all words.
template <class E, class WordOf>
std::set<std::string> expect_words(const WordOf& word_of) {
  std::set<std::string> words;
  int number = 0;
  for (const std::string& name : names_of<E>(std::make_index_sequence<32>{})) {
    const E value = static_cast<E>(++number);
    const std::string word = word_of(name);
    EXPECT_EQ(to_string(value), word);
    E read = E::Unknown;
    EXPECT_TRUE(from_string(word, read)) << word;
    EXPECT_EQ(read, value) << word;
    words.insert(word);
  }
  for (const char* strange : {"NOT_KNOWN_YET", "UNKNOWN", ""}) {
    E read = static_cast<E>(number);
    EXPECT_FALSE(from_string(strange, read)) << strange;
    EXPECT_EQ(read, E::Unknown) << strange;
  }
  for (const int stranger : {0, number + 1, 1000, -1}) EXPECT_EQ(to_string(static_cast<E>(stranger)), "UNKNOWN");
  return words;
}

/// The words that the schema gives for a member of an operation.
std::set<std::string> of_schema(const char* operation, const char* member) {
  const auto schema = nlohmann::json::parse(fixture("openapi_v1.json"));
  std::istringstream text{schema.at(operation).at(member).get<std::string>().substr(std::string{"string "}.size())};
  std::set<std::string> words;
  for (std::string word; std::getline(text, word, '|');) words.insert(word);
  return words;
}

TEST(Enums, EveryEnumeratorSpellsItsNameAndTheSchemaHasNoOtherWords) {
  constexpr const char* calls = "GET /v1/api/calls";
  constexpr const char* contact = "GET /v1/api/contact/{contact_id}";
  constexpr const char* conversation = "GET /v1/api/contact/{contact_id}/conversation";
  EXPECT_EQ(expect_words<CallDirection>(in_capitals), of_schema(calls, "answer.data.results[].type"));
  EXPECT_EQ(expect_words<CallResult>(in_capitals), of_schema(calls, "answer.data.results[].result"));
  EXPECT_EQ(expect_words<TranscriptSource>(in_capitals), of_schema(calls, "answer.data.results[].transcript[].source"));
  EXPECT_EQ(expect_words<Engagement>(in_capitals), of_schema(contact, "answer.data.engagement"));
  EXPECT_EQ(expect_words<ActivityType>(in_capitals), of_schema(contact, "answer.data.activity[].type"));
  EXPECT_EQ(expect_words<ConversationEntryType>(in_capitals), of_schema(conversation, "answer.data.results[].type"));
}

TEST(Enums, TheWordsOfWebhooksAreTheirNamesToo) {
  EXPECT_EQ(expect_words<SmsType>(in_capitals), (std::set<std::string>{"MMS", "SMS"}));
  bool is_version_2 = false;  // Its topics come behind those of version 1, in the spelling "call.received".
  const auto topics = expect_words<WebhookTopic>([&](std::string_view name) {
    is_version_2 |= name == "CallReceivedV2";
    if (!is_version_2) return in_capitals(name);
    const std::size_t suffix = name.rfind("V2");
    std::string word = in_capitals(name.substr(0, suffix));
    for (char& c : word) c = c == '_' ? '.' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return word;
  });
  EXPECT_EQ(topics.size(), 17U) << "6 of version 1, 11 of version 2";
}

TEST(Enums, AnUnknownWordKeepsItsTextAndEqualsNoKnownOne) {
  const auto odd = OpenEnum<CallResult>::parse("TELEPORTED");
  EXPECT_EQ(odd, CallResult::Unknown);
  EXPECT_NE(odd, CallResult::Answered);
  EXPECT_EQ(odd.text(), "TELEPORTED");
  EXPECT_EQ(odd, OpenEnum<CallResult>::parse("TELEPORTED"));
  EXPECT_NE(odd, OpenEnum<CallResult>::parse("BEAMED"));
  EXPECT_EQ(to_string(odd), "TELEPORTED");
  std::ostringstream out;
  out << odd << ' ' << OpenEnum<CallResult>{CallResult::Closed};
  EXPECT_EQ(out.str(), "TELEPORTED CLOSED");
  EXPECT_EQ(OpenEnum<CallResult>{}.text(), "");
}

}  // namespace
}  // namespace allo::test
