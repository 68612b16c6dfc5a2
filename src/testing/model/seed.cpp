#include "testing/model/seed.hpp"

#include "testing/model/seed_text.hpp"

#include <allo/timestamp.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <ratio>
#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

using namespace std::chrono_literals;

/// Fixed instants, so that a seed gives the same account on every day: 2024-01-15T10:30:00Z.
constexpr Timestamp first_day{std::chrono::seconds{1'705'314'600}};

constexpr std::string_view main_line = "+1234567890";
constexpr std::string_view france_office = "+33199001234";

class Seeder {
 public:
  explicit Seeder(std::uint64_t seed) { state_.random = seed; }

  State team() {
    add_team();
    return std::move(state_);
  }

  State run(Timestamp now) {
    add_numbers();
    for (std::size_t i = 0; i < seed_text::people.size(); ++i) add_contact(i);
    for (std::size_t i = 0; i < 90; ++i) add_call(i);
    for (std::size_t i = 0; i < 80; ++i) add_message(i);
    note_activity();
    add_team();
    add_companies();
    move_history(now);
    return std::move(state_);
  }

 private:
  template <class List>
  const auto& pick(const List& list) {
    return list[state_.next_random() % list.size()];
  }
  bool chance(unsigned percent) { return state_.next_random() % 100 < percent; }

  void add_numbers() {
    state_.numbers = {
        {std::string{main_line}, "Main Line", "US", false},
        {std::string{france_office}, "France Office", "FR", true},
        {"+442079460123", "London Landline", "GB", false},
    };
    state_.numbers_without_sms = {"+442079460123"};
    state_.sender_ids = {{"MyCompany", true}, {"MyAgency", false}};
  }

  static std::string padded(std::size_t number, std::size_t width) {
    std::string digits = std::to_string(number);
    return std::string(width - digits.size(), '0') + digits;
  }

  /// Numbers of the ranges that the regulators keep free for fiction. Every other contact is American.
  static std::string contact_number(std::size_t index) {
    return index % 2 == 0 ? "+1202555" + padded(100 + index, 4) : "+33639980" + padded(100 + index, 3);
  }

  void add_contact(std::size_t index) {
    const auto& person = seed_text::people[index];
    Person contact;
    // The first one has the id that the service's documentation uses in its examples.
    contact.id = index == 0 ? "cnt_abc123" : state_.next_id("cnt_");
    contact.name = std::string{person.name};
    contact.last_name = std::string{person.last_name};
    if (chance(70)) {
      const std::size_t company = state_.next_random() % seed_text::companies.size();
      contact.company = Company{"com_" + padded(company + 1, 3), seed_text::companies[company]};
    }
    if (chance(60)) contact.job_title = pick(seed_text::job_titles);
    if (chance(30)) contact.website = "https://www.example.com/" + padded(index, 3);
    contact.status = "active";
    contact.created_at = first_day - std::chrono::hours{24} * (60 - static_cast<int>(index));
    contact.updated_at = contact.created_at;
    contact.numbers = {contact_number(index)};
    if (chance(80)) contact.emails = {"contact" + padded(index, 3) + "@example.com"};
    contact.is_whitelisted = chance(20);
    contact.is_archived = chance(5);
    if (index == 0) {
      contact.integration_data = JsonText{R"({"HUBSPOT":{"contact_id":"12345","deal_stage":"Negotiation"}})"};
      contact.custom_properties = JsonText{R"({"preferred_language":"English","vip_status":true})"};
    }
    state_.contacts.add(std::move(contact));
  }

  /// Calls are an hour or more apart, so that their order is plain.
  void add_call(std::size_t index) {
    const std::size_t who = index < 3 ? 0 : state_.next_random() % seed_text::people.size();
    const bool inbound = chance(60);
    Item stored;
    stored.is_call = true;
    stored.allo_number = who % 2 == 0 ? main_line : france_office;
    stored.other_number = index == 40 ? "anonymous" : contact_number(who);
    stored.user_name = pick(seed_text::team);
    Call& call = stored.call;
    call.id = stored.id = index == 0 ? "call_abc123" : state_.next_id("call_");
    call.type = inbound || index == 40 ? CallDirection::Inbound : CallDirection::Outbound;
    const bool is_inbound = *call.type == CallDirection::Inbound;
    call.from_number = is_inbound ? stored.other_number : stored.allo_number;
    call.to_number = is_inbound ? stored.allo_number : stored.other_number;
    call.start_date = first_day + std::chrono::hours{index * 5} + std::chrono::minutes{state_.next_random() % 50};
    if (index == 0 || chance(70)) {
      call.result = CallResult::Answered;
      talk(call, index == 0 ? seed_text::talks[0] : pick(seed_text::talks));
      call.tag = pick(seed_text::tags);
      call.tags = {*call.tag};
    } else {
      call.result = chance(50) ? CallResult::Voicemail : CallResult::Failed;
    }
    state_.add_item(std::move(stored));
  }

  void talk(Call& call, const seed_text::Talk& talk) {
    double second = 2.0;
    bool other_speaks = true;
    for (const std::string_view line : talk.lines) {
      const double length = 2.5 + static_cast<double>(state_.next_random() % 10) / 2;
      TranscriptLine entry;
      entry.source = other_speaks ? TranscriptSource::External
                     : chance(30) ? TranscriptSource::Agent
                                  : TranscriptSource::User;
      entry.text = std::string{line};
      entry.time = call.start_date + std::chrono::milliseconds{static_cast<long long>(second * 1000)};
      entry.start_seconds = second;
      entry.end_seconds = second + length;
      second += length + 0.5;
      other_speaks = !other_speaks;
      call.transcript.push_back(std::move(entry));
    }
    call.summary = std::string{talk.summary};
    call.length_in_minutes = 0.5 + static_cast<double>(state_.next_random() % 20) / 2;
    call.recording_url = "https://storage.withallo.com/recordings/" + call.id + ".mp3";
  }

  void add_message(std::size_t index) {
    const std::size_t who = index < 4 ? 0 : state_.next_random() % seed_text::people.size();
    const bool inbound = chance(50);
    Item stored;
    stored.id = state_.next_id("msg_");
    stored.allo_number = who % 2 == 0 ? main_line : france_office;
    stored.other_number = contact_number(who);
    SmsMessage& message = stored.message;
    message.type = inbound ? CallDirection::Inbound : CallDirection::Outbound;
    message.start_date =
        first_day + 30min + std::chrono::hours{index * 5} + std::chrono::minutes{state_.next_random() % 50};
    if (inbound) {
      message.from_number = stored.other_number;
      message.to_number = stored.allo_number;
      message.content = pick(seed_text::incoming_texts);
    } else {
      stored.user_name = pick(seed_text::team);
      message.from_number = stored.allo_number;
      message.to_number = stored.other_number;
      message.content = pick(seed_text::outgoing_texts);
    }
    state_.add_item(std::move(stored));
  }

  /// Derives what the service derives: the last activity and how lively the exchange is.
  void note_activity() {
    const Timestamp last_day = state_.messages().back()->date();
    for (Contact& contact : state_.contacts) {
      const auto items = items_with(state_, contact);
      contact.last_activity_date = contact.updated_at =
          std::max(*contact.created_at, items.empty() ? Timestamp{} : items.back()->date());
      const auto age = last_day - *contact.last_activity_date;
      contact.engagement = age < 72h ? Engagement::Engaged : age < 24h * 10 ? Engagement::Cooling : Engagement::Cold;
    }
  }

  void add_team() {
    constexpr std::array roles{"ADMIN", "MANAGER", "MEMBER", "MEMBER"};
    for (std::size_t i = 0; i < seed_text::team.size(); ++i)
      add_user(i, std::string{seed_text::team[i]}, roles[i], "ACTIVE");
    add_user(seed_text::team.size(), "Robin Vale", "MEMBER", "BLOCKED");
    constexpr std::array colors{"#2E7D32", "#1565C0", "#EF6C00", "#6A1B9A", "#C62828"};
    for (std::size_t i = 0; i < seed_text::tags.size(); ++i) {
      state_.tags.add({{"id", "tag-" + padded(i + 1, 3)}, {"name", seed_text::tags[i]}, {"color", colors[i]}});
    }
    state_.tags.add({{"id", "tag-005"}, {"name", "follow_up"}, {"color", colors[4]}});
    const Json sections =
        Json::array({{{"title", "Situation"}, {"instructions", "What the caller wants"}, {"order", 0}},
                     {{"title", "Next steps"}, {"instructions", "Who does what by when"}, {"order", 1}}});
    state_.templates.add({{"id", "tst-001"},
                          {"name", "Sales call"},
                          {"call_context", "Calls with prospects"},
                          {"icon", "📞"},
                          {"sections", sections},
                          {"created_at", to_iso8601(first_day)},
                          {"updated_at", to_iso8601(first_day)}});
    state_.default_templates[std::string{main_line}] = "tst-001";
  }

  void add_user(std::size_t index, const std::string& name, const char* role, const char* status) {
    std::string mail = name + "@example.com";
    for (char& c : mail) c = c == ' ' ? '.' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    state_.users.add({{"id", "usr-" + padded(index + 1, 3)},
                      {"name", name},
                      {"email", mail},
                      {"role", role},
                      {"status", status},
                      {"image_url", nullptr}});
  }

  void add_companies() {
    constexpr std::array industries{"Software", "Food",          "Retail", "Design",
                                    "Health",   "Manufacturing", "Health", "Real estate"};
    constexpr std::array statuses{"negotiation", "won", "proposal", "lost"};
    const std::string created = to_iso8601(first_day - 24h * 60);
    for (std::size_t i = 0; i < seed_text::companies.size(); ++i) {
      const std::string id = "com_" + padded(i + 1, 3);
      state_.companies.add({{"id", id},
                            {"name", seed_text::companies[i]},
                            {"website", "https://www.example.com/company" + padded(i + 1, 3)},
                            {"industry", industries[i]},
                            {"created_at", created},
                            {"updated_at", created}});
      state_.deals.add(
          {{"id", "dea-" + padded(i + 1, 3)},
           {"name", std::string{seed_text::companies[i]} + " rollout"},
           {"status", statuses[i % statuses.size()]},
           {"amount", 1500 * (i + 1)},
           {"currency", i % 2 == 0 ? "USD" : "EUR"},
           {"closed_at",
            statuses[i % statuses.size()] == std::string_view{"won"} ? Json(to_iso8601(first_day)) : Json(nullptr)},
           {"company_id", id},
           {"created_at", created},
           {"updated_at", created}});
    }
  }

  /// Moves all dates by whole days, so that the last item lies within the day before `now`. What came in before the
  /// last day was read.
  void move_history(Timestamp now) {
    using Days = std::chrono::duration<std::int64_t, std::ratio<86'400>>;
    const Days step = std::chrono::floor<Days>(now - state_.items.back().date());
    const auto move = [&](Timestamp& time) { time += step; };
    const auto move_text = [&](Json& document) {
      for (const char* field : {"created_at", "updated_at", "closed_at"}) {
        if (document.value(field, Json()).is_string())
          document[field] = to_iso8601(*parse_iso8601(document.at(field).get<std::string>()) + step);
      }
    };
    for (Item& item : state_.items) {
      move(item.is_call ? item.call.start_date : item.message.start_date);
      for (TranscriptLine& line : item.call.transcript) move(line.time);
    }
    for (auto& [number, activity] : state_.activity) move(*activity.last);
    for (Person& person : state_.contacts) {
      for (auto* time : {&person.created_at, &person.updated_at, &person.last_activity_date}) move(**time);
    }
    for (auto* documents : {&state_.companies, &state_.deals, &state_.templates}) {
      for (Json& document : *documents) move_text(document);
    }
    for (const Item& item : state_.items) {
      Mark& mark = state_.marks[{item.allo_number, item.other_number}];
      mark.unread = item.is_inbound() && item.date() > state_.items.back().date() - 24h;
    }
  }

  State state_;
};

}  // namespace

State empty_state(std::uint64_t seed) { return Seeder{seed}.team(); }
State seed_state(std::uint64_t seed, Timestamp now) { return Seeder{seed}.run(now); }

}  // namespace testing::detail
ALLO_NAMESPACE_END
