#include "dashboard/view.hpp"

#include "support/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace example {

namespace {

constexpr int fewest_rows = 8;
constexpr int fewest_columns = 40;
constexpr int enough_columns = 72;  // for every word; shorter ones below

std::string name_of(const allo::Contact& contact) {
  std::string name = contact.name.value_or("");
  if (contact.last_name) name += (name.empty() ? "" : " ") + *contact.last_name;
  if (name.empty() && !contact.numbers.empty()) name = contact.numbers.front();
  return printable(name.empty() ? contact.id : name);
}

std::string number_of(const allo::Contact& contact) {
  return contact.numbers.empty() ? "" : printable(contact.numbers.front());
}

/// The time to the minute, shorter where there is less room, followed by a space; nothing where there is none.
std::string time_within(int width, allo::Timestamp time) {
  constexpr int enough_for_year = 56;
  constexpr int enough_for_day = 36;
  if (width < enough_for_day) return {};
  std::string text = allo::to_iso8601(time).substr(0, 16);
  std::replace(text.begin(), text.end(), 'T', ' ');
  return text.substr(width < enough_for_year ? 5 : 0) + " ";
}

const char* arrow_of(allo::CallDirection direction) { return direction == allo::CallDirection::Outbound ? "→" : "←"; }

allo::Timestamp time_of(const allo::ConversationEntry& entry) {
  if (entry.message) return entry.message->start_date;
  return entry.call ? entry.call->start_date : allo::Timestamp{};
}

std::string line_of(const allo::ConversationEntry& entry, int width) {
  if (entry.message) {
    return fmt::format("{}{} SMS  {}", time_within(width, entry.message->start_date), arrow_of(entry.message->type),
                       printable(entry.message->content));
  }
  if (entry.call) {
    const allo::Call& call = *entry.call;
    return fmt::format("{}{} call {:.1f} min  {}", time_within(width, call.start_date),
                       arrow_of(call.type ? call.type->value() : allo::CallDirection::Unknown), call.length_in_minutes,
                       printable(call.summary  ? *call.summary
                                 : call.result ? call.result->text()
                                               : ""));
  }
  return printable(entry.type.text());
}

}  // namespace

bool View::fits() const { return terminal_.rows() >= fewest_rows && terminal_.columns() >= fewest_columns; }

void View::draw() {
  terminal_.clear();
  if (!fits()) {
    terminal_.text(0, 0, terminal_.columns(), "Please enlarge the terminal, or press q");
    terminal_.cursor(std::nullopt);
    terminal_.show();
    return;
  }
  const int rows = terminal_.rows();
  const int left = std::clamp(terminal_.columns() * 2 / 5, 18, 44);
  draw_title();
  const int bottom = draw_errors(rows - 4);
  for (int row = 1; row <= bottom; ++row) terminal_.text(row, left, 1, "│", Style::Dim);
  draw_contacts(1, bottom, left);
  draw_conversation(1, bottom, left + 2, terminal_.columns() - left - 2);
  draw_status(rows - 2);
  draw_keys(rows - 1);
  draw_message(rows - 3);  // last, because it places the cursor
  terminal_.show();
}

void View::draw_title() {
  std::string title = " " + account_;
  if (const auto numbers = dashboard_.numbers_.data()) {
    for (const allo::PhoneNumber& number : *numbers) {
      title += fmt::format("  {} {}", or_dash(number.number), printable(number.name.value_or("")));
    }
  } else if (dashboard_.numbers_.is_loading()) {
    title += "  Loading…";
  }
  terminal_.text(0, 0, terminal_.columns(), title, Style::Bar);
}

int View::draw_errors(int bottom) {
  const auto draw_error = [&](const char* of, const allo::Failure& error) {
    if (!error) return;
    terminal_.text(bottom--, 0, terminal_.columns(), fmt::format("{}: {}", of, printable(error.message())),
                   Style::Error);
  };
  draw_error("numbers", dashboard_.numbers_.error());
  if (dashboard_.conversation_) draw_error("conversation", dashboard_.conversation_->error());
  draw_error("contacts", dashboard_.contacts_.error());
  return bottom;
}

void View::draw_contacts(int top, int bottom, int width) {
  const allo::QueryState<allo::ContactSearchResult> state = dashboard_.contacts_.state();
  const char* what = terminal_.columns() < enough_columns ? "Page" : "Contacts, page";
  std::string heading = fmt::format("{} {} of {}", what, dashboard_.page_ + 1, dashboard_.pages_);
  if (state.data && state.is_loading) heading += " …";
  terminal_.text(top, 0, width, heading, Style::Bold);
  if (!state.data) {
    if (state.is_loading) terminal_.text(top + 1, 0, width, " Loading…", Style::Dim);
    return;
  }
  if (state.data->results.empty()) terminal_.text(top + 1, 0, width, " no contacts", Style::Dim);
  constexpr int number_width = 16;  // of E.164
  const bool numbers = width >= 2 * number_width;
  const int room = bottom - top;
  const int first = std::max(0, dashboard_.row_ - room + 1);
  const auto count = static_cast<int>(state.data->results.size());
  for (int i = 0; i < room && first + i < count; ++i) {
    const allo::Contact& contact = state.data->results[static_cast<std::size_t>(first + i)];
    const Style style = first + i == dashboard_.row_ ? Style::Selected : Style::Plain;
    const int row = top + 1 + i;
    const int name_width = numbers ? width - number_width - 1 : width;
    terminal_.text(row, 0, width, "", style);
    terminal_.text(row, 0, name_width, " " + name_of(contact), style);
    if (numbers) terminal_.text(row, name_width + 1, number_width, number_of(contact), style);
  }
}

void View::draw_conversation(int top, int bottom, int column, int width) {
  const auto contact = dashboard_.selected_contact();
  if (!contact || !dashboard_.conversation_) return;
  const allo::QueryState<allo::ConversationResult> state = dashboard_.conversation_->state();
  std::string heading = name_of(*contact) + "  " + number_of(*contact);
  if (state.data && state.is_loading) heading += " …";
  terminal_.text(top, column, width, heading, Style::Bold);
  if (!state.data) {
    if (state.is_loading) terminal_.text(top + 1, column, width, "Loading…", Style::Dim);
    return;
  }
  if (state.data->results.empty()) terminal_.text(top + 1, column, width, "nothing yet", Style::Dim);
  // The newest stand at the bottom, and are what a small terminal shows.
  std::vector<const allo::ConversationEntry*> entries;
  for (const allo::ConversationEntry& entry : state.data->results) entries.push_back(&entry);
  std::stable_sort(entries.begin(), entries.end(), [](auto* a, auto* b) { return time_of(*a) < time_of(*b); });
  const auto room = static_cast<std::size_t>(std::max(bottom - top, 0));
  const std::size_t first = entries.size() > room ? entries.size() - room : 0;
  for (std::size_t i = first; i < entries.size(); ++i) {
    terminal_.text(top + 1 + static_cast<int>(i - first), column, width, line_of(*entries[i], width));
  }
}

void View::draw_message(int row) {
  const auto from = dashboard_.sender();
  const auto to = dashboard_.recipient();
  // Where there is no room for both: whom it goes to; before it is written, the sender, which Tab changes.
  const bool both = terminal_.columns() >= enough_columns;
  std::string label = "SMS";
  if (both || !dashboard_.writing_) label += " from " + (from ? or_dash(from->number) : "-");
  if (to && (both || dashboard_.writing_)) label += " to " + number_of(*to);
  label += ": ";
  const int start = columns_of(widen(label));
  // A long message scrolls: its end, where the cursor is, stays in sight.
  const std::wstring draft = dashboard_.draft();
  std::wstring_view seen = draft;
  while (!seen.empty() && columns_of(seen) > terminal_.columns() - start - 1) seen.remove_prefix(1);
  terminal_.text(row, 0, terminal_.columns(), label + narrow(seen), dashboard_.writing_ ? Style::Bold : Style::Dim);
  if (dashboard_.writing_ && !dashboard_.send_sms_.is_pending()) {
    terminal_.cursor(std::pair{row, start + columns_of(seen)});
  } else {
    terminal_.cursor(std::nullopt);
  }
}

void View::draw_status(int row) {
  const allo::MutationState<allo::SentSms> sms = dashboard_.send_sms_.state();
  if (!dashboard_.problem_.empty()) {
    terminal_.text(row, 0, terminal_.columns(), dashboard_.problem_, Style::Error);
  } else if (sms.is_pending) {
    terminal_.text(row, 0, terminal_.columns(), "sending…", Style::Dim);
  } else if (sms.error) {
    std::string text = "not sent: ";
    if (sms.error.delivery() == allo::DeliveryState::MaybeSent) text = "perhaps sent, check before you send it again: ";
    terminal_.text(row, 0, terminal_.columns(), text + printable(sms.error.message()), Style::Error);
  } else {
    terminal_.text(row, 0, terminal_.columns(), dashboard_.status_, Style::Good);
  }
}

void View::draw_keys(int row) {
  const char* keys = " ↑↓ contact   ←→ page   s write an SMS   Tab sender   r refresh   q quit";
  if (terminal_.columns() < enough_columns) keys = " ↑↓←→  s SMS  Tab from  r reload  q quit";
  if (dashboard_.writing_) keys = " Enter send   Esc back";
  terminal_.text(row, 0, terminal_.columns(), keys, Style::Bar);
}

}  // namespace example
