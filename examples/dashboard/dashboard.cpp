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
  contacts_changed_ = contacts_.subscribe([this] { contacts_loaded(); }, loop_);
  numbers_changed_ = numbers_.subscribe([this] { dirty_ = true; }, loop_);
  sms_changed_ = send_sms_.subscribe([this] { sent(); }, loop_);
}

std::shared_ptr<const allo::Contact> Dashboard::selected_contact() const {
  const auto page = contacts_.data();
  const auto row = static_cast<std::size_t>(row_);
  if (!page || row >= page->results.size()) return nullptr;
  return {page, &page->results[row]};
}

std::shared_ptr<const allo::PhoneNumber> Dashboard::selected_number() const {
  const auto numbers = numbers_.data();
  if (!numbers || number_ >= numbers->size()) return nullptr;
  return {numbers, &(*numbers)[number_]};
}

void Dashboard::show_page(int page) {
  page = std::clamp(page, 0, pages_ - 1);
  if (page == page_) return;
  page_ = page;
  row_ = 0;
  contacts_changed_.reset();
  contacts_ = allo::use_contacts(client_, pool_, {.page = page_, .size = page_size});
  contacts_changed_ = contacts_.subscribe([this] { contacts_loaded(); }, loop_);
  dirty_ = true;
}

void Dashboard::contacts_loaded() {
  // The selection stays on its contact, should that have moved.
  if (const auto page = contacts_.data()) {
    const auto& contacts = page->results;
    const auto found = std::find_if(contacts.begin(), contacts.end(),
                                    [this](const allo::Contact& contact) { return contact.id == conversation_of_; });
    if (found != contacts.end()) row_ = static_cast<int>(found - contacts.begin());
  }
  select(row_);
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
  if (!why.empty()) status_ = why;
  dirty_ = true;
}

bool Dashboard::press(const Key& key) {
  dirty_ = true;
  if (key.is_code && key.value == KEY_RESIZE) return true;
  problem_.clear();
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
        return write();
      default:
        return;
    }
  }
  switch (key.value) {
    case 's':
    case '\r':
    case '\n':
      return write();
    case '\t': {
      const auto numbers = numbers_.data();
      if (numbers && !numbers->empty()) number_ = (number_ + 1) % numbers->size();
      return;
    }
    case 'r':
      status_.clear();
      return refresh("");
    default:
      return;
  }
}

void Dashboard::press_in_message(const Key& key) {
  const bool erase = key.is_code ? key.value == KEY_BACKSPACE : key.value == delete_key || key.value == '\b';
  const bool sending = send_sms_.is_pending();
  std::wstring& draft = drafts_[recipient_->id];
  if (erase && !sending) {
    if (!draft.empty()) draft.pop_back();
  } else if (key.is_code ? key.value == KEY_ENTER : key.value == '\r' || key.value == '\n') {
    send();
  } else if (!key.is_code && key.value == escape_key) {
    writing_ = false;
    if (!sending) send_sms_.reset();  // the error line was read
  } else if (!key.is_code && key.value >= ' ' && !sending && draft.size() < longest_message) {
    draft += static_cast<wchar_t>(key.value);
  }
}

std::wstring Dashboard::draft() const {
  const auto contact = recipient();
  const auto found = contact ? drafts_.find(contact->id) : drafts_.end();
  return found != drafts_.end() ? found->second : std::wstring{};
}

void Dashboard::write() {
  recipient_ = selected_contact();
  sender_ = selected_number();
  if (!recipient_ || recipient_->numbers.empty()) {
    problem_ = "there is no number to send to";
  } else if (!sender_ || !sender_->number) {
    problem_ = "there is no number to send from";
  } else {
    writing_ = true;
  }
}

void Dashboard::send() {
  status_.clear();
  try {
    send_sms_.mutate({.from = *sender_->number, .to = recipient_->numbers.front(), .message = narrow(draft())});
    sending_to_ = recipient_->id;
  } catch (const allo::MutationPendingException&) {
    // Enter was pressed twice; the status line says that the message is being sent.
  }
}

void Dashboard::sent() {
  dirty_ = true;
  const auto sms = send_sms_.data();
  if (!sms) return;
  drafts_.erase(sending_to_);
  if (writing_ && recipient_->id == sending_to_) writing_ = false;
  status_ = "sent to " + printable(sms->to_number);
  if (conversation_) conversation_->refetch();
}

}  // namespace example
