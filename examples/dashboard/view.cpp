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

std::string name_of(const allo::Contact& contact) {
  std::string name = contact.name.value_or("");
  if (contact.last_name) name += (name.empty() ? "" : " ") + *contact.last_name;
  if (name.empty() && !contact.numbers.empty()) name = contact.numbers.front();
  return printable(name.empty() ? contact.id : name);
}

std::string minute_of(allo::Timestamp time) {
  std::string text = allo::to_iso8601(time).substr(0, 16);
  std::replace(text.begin(), text.end(), 'T', ' ');
  return text;
}

const char* arrow_of(allo::CallDirection direction) { return direction == allo::CallDirection::Outbound ? "→" : "←"; }

allo::Timestamp time_of(const allo::ConversationEntry& entry) {
  if (entry.message) return entry.message->start_date;
  return entry.call ? entry.call->start_date : allo::Timestamp{};
}

std::string line_of(const allo::ConversationEntry& entry) {
  if (entry.message) {
    return fmt::format("{} {} SMS  {}", minute_of(entry.message->start_date), arrow_of(entry.message->type),
                       printable(entry.message->content));
  }
  if (entry.call) {
    const allo::Call& call = *entry.call;
    return fmt::format("{} {} call {:.1f} min  {}", minute_of(call.start_date),
                       arrow_of(call.type ? call.type->value() : allo::CallDirection::Unknown), call.length_in_minutes,
                       or_dash(call.summary));
  }
  return printable(entry.type.text());
}

}  // namespace

void View::draw() {
  terminal_.clear();
  const int rows = terminal_.rows();
  if (rows < fewest_rows || terminal_.columns() < fewest_columns) {
    terminal_.text(0, 0, terminal_.columns(), "Please enlarge the terminal");
    terminal_.cursor(std::nullopt);
    terminal_.show();
    return;
  }
  const int left = std::clamp(terminal_.columns() * 2 / 5, 18, 44);
  draw_title();
  draw_contacts(1, rows - 4, left);
  draw_conversation(1, rows - 4, left + 1, terminal_.columns() - left - 1);
  draw_status(rows - 2);
  draw_keys(rows - 1);
  draw_message(rows - 3);  // last, because it places the cursor
  terminal_.show();
}

void View::draw_title() {
  std::string title = " Allo";
  if (const auto numbers = dashboard_.numbers_.data()) {
    for (const allo::PhoneNumber& number : *numbers) {
      title += fmt::format("  {} {}", or_dash(number.number), printable(number.name.value_or("")));
    }
  } else {
    title += dashboard_.numbers_.is_loading() ? "  loading the numbers…"
                                              : "  " + printable(dashboard_.numbers_.error().message());
  }
  terminal_.text(0, 0, terminal_.columns(), title, Style::Bar);
}

void View::draw_contacts(int top, int bottom, int width) {
  const allo::QueryState<allo::ContactSearchResult> state = dashboard_.contacts_.state();
  std::string heading = fmt::format("Contacts, page {} of {}", dashboard_.page_ + 1, dashboard_.pages_);
  if (state.is_loading) heading += " …";
  terminal_.text(top, 0, width, heading, Style::Bold);
  const int room = bottom - top;
  if (state.error) terminal_.text(bottom, 0, width, printable(state.error.message()), Style::Error);
  if (!state.data) return;
  const int shown = state.error ? room - 1 : room;
  const int first = std::max(0, dashboard_.row_ - shown + 1);
  const auto count = static_cast<int>(state.data->results.size());
  for (int i = 0; i < shown && first + i < count; ++i) {
    const bool selected = first + i == dashboard_.row_;
    terminal_.text(top + 1 + i, 0, width, " " + name_of(state.data->results[static_cast<std::size_t>(first + i)]),
                   selected ? Style::Selected : Style::Plain);
  }
}

void View::draw_conversation(int top, int bottom, int column, int width) {
  const auto contact = dashboard_.selected_contact();
  if (!contact || !dashboard_.conversation_) return;
  const allo::QueryState<allo::ConversationResult> state = dashboard_.conversation_->state();
  const std::string number = contact->numbers.empty() ? "" : "  " + printable(contact->numbers.front());
  terminal_.text(top, column, width, name_of(*contact) + number + (state.is_loading ? " …" : ""), Style::Bold);
  if (state.error) terminal_.text(bottom, column, width, printable(state.error.message()), Style::Error);
  if (!state.data) return;
  if (state.data->results.empty()) terminal_.text(top + 1, column, width, "nothing yet", Style::Dim);
  // The newest stand at the bottom, and are what a small terminal shows.
  std::vector<const allo::ConversationEntry*> entries;
  for (const allo::ConversationEntry& entry : state.data->results) entries.push_back(&entry);
  std::stable_sort(entries.begin(), entries.end(), [](auto* a, auto* b) { return time_of(*a) < time_of(*b); });
  const auto room = static_cast<std::size_t>(bottom - top - (state.error ? 1 : 0));
  const std::size_t first = entries.size() > room ? entries.size() - room : 0;
  for (std::size_t i = first; i < entries.size(); ++i) {
    terminal_.text(top + 1 + static_cast<int>(i - first), column, width, line_of(*entries[i]));
  }
}

void View::draw_message(int row) {
  const auto from = dashboard_.sender();
  const std::string label = fmt::format("SMS from {}: ", from ? or_dash(from->number) : "-");
  const int start = static_cast<int>(label.size());
  const int room = terminal_.columns() - start - 1;
  // A long message scrolls: its end, where the cursor is, stays in sight.
  std::wstring_view seen = dashboard_.message_;
  while (columns_of(seen) > room) seen.remove_prefix(1);
  terminal_.text(row, 0, terminal_.columns(), label + narrow(seen), dashboard_.writing_ ? Style::Bold : Style::Dim);
  if (dashboard_.writing_ && !dashboard_.send_sms_.is_pending()) {
    terminal_.cursor(std::pair{row, start + columns_of(seen)});
  } else {
    terminal_.cursor(std::nullopt);
  }
}

void View::draw_status(int row) {
  const allo::MutationState<allo::SentSms> sms = dashboard_.send_sms_.state();
  if (sms.is_pending) {
    terminal_.text(row, 0, terminal_.columns(), "sending… " + dashboard_.status_, Style::Dim);
  } else if (sms.error) {
    std::string text = "not sent: ";
    if (sms.error.delivery() == allo::DeliveryState::MaybeSent) text = "perhaps sent, check before you send it again: ";
    terminal_.text(row, 0, terminal_.columns(), text + printable(sms.error.message()), Style::Error);
  } else {
    terminal_.text(row, 0, terminal_.columns(), dashboard_.status_, Style::Good);
  }
}

void View::draw_keys(int row) {
  terminal_.text(row, 0, terminal_.columns(),
                 dashboard_.writing_ ? " Enter send   Esc back"
                                     : " ↑↓ contact   ←→ page   s write an SMS   Tab sender   r refresh   q quit",
                 Style::Bar);
}

}  // namespace example
