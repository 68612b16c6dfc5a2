#include "dashboard/dashboard.hpp"

#include "support/program.hpp"

#include <ncurses.h>

#include <algorithm>
#include <utility>

namespace example {

namespace {
constexpr int escape_key = 27;
constexpr int delete_key = 127;
constexpr std::size_t longest_message = 1000;
}  // namespace

Dashboard::Dashboard(allo::AlloClient client, allo::Executor& pool, EventLoop& loop)
    : client_(std::move(client)),
      pool_(pool),
      loop_(loop),
      contacts_(allo::use_contacts(client_, pool_, {.page = 0, .size = page_size})),
      numbers_(allo::use_numbers(client_, pool_)),
      send_sms_(allo::use_send_sms(client_, pool_)) {
  contacts_changed_ = contacts_.subscribe([this] { select(row_); }, loop_);
  numbers_changed_ = numbers_.subscribe([this] { dirty_ = true; }, loop_);
  sms_changed_ = send_sms_.subscribe([this] { sent(); }, loop_);
}

std::shared_ptr<const allo::Contact> Dashboard::selected_contact() const {
  const auto page = contacts_.data();
  const auto row = static_cast<std::size_t>(row_);
  if (!page || row >= page->results.size()) return nullptr;
  return {page, &page->results[row]};
}

std::shared_ptr<const allo::PhoneNumber> Dashboard::sender() const {
  const auto numbers = numbers_.data();
  if (!numbers || sender_ >= numbers->size()) return nullptr;
  return {numbers, &(*numbers)[sender_]};
}

void Dashboard::show_page(int page) {
  page = std::clamp(page, 0, pages_ - 1);
  if (page == page_) return;
  page_ = page;
  row_ = 0;
  contacts_changed_.reset();
  contacts_ = allo::use_contacts(client_, pool_, {.page = page_, .size = page_size});
  contacts_changed_ = contacts_.subscribe([this] { select(row_); }, loop_);
  dirty_ = true;
}

void Dashboard::select(int row) {
  const auto page = contacts_.data();
  const int last = page ? static_cast<int>(page->results.size()) - 1 : 0;
  if (page) pages_ = std::max(page->metadata.pagination.total_pages, 1);
  row_ = std::clamp(row, 0, std::max(last, 0));
  open_conversation();
  dirty_ = true;
}

void Dashboard::open_conversation() {
  const auto contact = selected_contact();
  if (!contact || contact->id == conversation_of_) return;
  conversation_of_ = contact->id;
  conversation_changed_.reset();
  // Replacing the query cancels the request of the one before, should it still be under way.
  conversation_ = allo::use_conversation(client_, pool_, contact->id, {.size = 50});
  conversation_changed_ = conversation_->subscribe([this] { dirty_ = true; }, loop_);
}

void Dashboard::refresh(const std::string& why) {
  contacts_.refetch();
  numbers_.refetch();
  if (conversation_) conversation_->refetch();
  status_ = why;
  dirty_ = true;
}

bool Dashboard::press(const Key& key) {
  dirty_ = true;
  if (key.is_code && key.value == KEY_RESIZE) return true;
  if (writing_) {
    press_in_message(key);
    return true;
  }
  if (!key.is_code && key.value == 'q') return false;
  press_in_list(key);
  return true;
}

void Dashboard::press_in_list(const Key& key) {
  if (key.is_code) {
    switch (key.value) {
      case KEY_UP:
        return select(row_ - 1);
      case KEY_DOWN:
        return select(row_ + 1);
      case KEY_LEFT:
      case KEY_PPAGE:
        return show_page(page_ - 1);
      case KEY_RIGHT:
      case KEY_NPAGE:
        return show_page(page_ + 1);
      case KEY_ENTER:
        writing_ = selected_contact() != nullptr;
        return;
      default:
        return;
    }
  }
  switch (key.value) {
    case 's':
    case '\r':
    case '\n':
      writing_ = selected_contact() != nullptr;
      return;
    case '\t': {
      const auto numbers = numbers_.data();
      if (numbers && !numbers->empty()) sender_ = (sender_ + 1) % numbers->size();
      return;
    }
    case 'r':
      return refresh("refreshed");
    default:
      return;
  }
}

void Dashboard::press_in_message(const Key& key) {
  const bool erase = key.is_code ? key.value == KEY_BACKSPACE : key.value == delete_key || key.value == '\b';
  const bool sending = send_sms_.is_pending();
  if (erase && !sending) {
    if (!message_.empty()) message_.pop_back();
  } else if (key.is_code ? key.value == KEY_ENTER : key.value == '\r' || key.value == '\n') {
    send();
  } else if (!key.is_code && key.value == escape_key) {
    writing_ = false;
    if (!sending) send_sms_.reset();  // the error line was read
  } else if (!key.is_code && key.value >= ' ' && !sending && message_.size() < longest_message) {
    message_ += static_cast<wchar_t>(key.value);
  }
}

void Dashboard::send() {
  const auto contact = selected_contact();
  const auto from = sender();
  status_.clear();
  if (!contact || contact->numbers.empty() || !from || !from->number) {
    status_ = "there is no number to send to or from";
    return;
  }
  try {
    send_sms_.mutate({.from = *from->number, .to = contact->numbers.front(), .message = narrow(message_)});
  } catch (const allo::MutationPendingException&) {
    status_ = "the message before is still being sent";
  }
}

void Dashboard::sent() {
  dirty_ = true;
  const auto sms = send_sms_.data();
  if (!sms) return;
  message_.clear();
  writing_ = false;
  status_ = "sent to " + printable(sms->to_number);
  if (conversation_) conversation_->refetch();
}

}  // namespace example
