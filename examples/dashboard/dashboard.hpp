#ifndef EXAMPLE_DASHBOARD_DASHBOARD_HPP
#define EXAMPLE_DASHBOARD_DASHBOARD_HPP

#include "dashboard/event_loop.hpp"
#include "dashboard/terminal.hpp"

#include <allo/hooks.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace example {

/// What the program shows and what its keys do. Everything but the loading happens on the thread of the event loop.
class Dashboard {
 public:
  /// @param pool  Runs the requests. @param loop  Runs the callbacks, on the thread that owns this object.
  Dashboard(allo::AlloClient client, allo::Executor& pool, EventLoop& loop);

  /// Takes a key; false for the one that ends the program.
  bool press(const Key& key);

  /// Loads again what may have changed. `why` goes to the status line, unless it is empty.
  void refresh(const std::string& why);

  /// True once after each change of what is to be seen.
  bool take_dirty() { return std::exchange(dirty_, false); }

  /// Contacts to a page.
  static constexpr int page_size = 12;

 private:
  friend class View;

  /// Null where there is none. What they point at is part of a snapshot, which they keep.
  std::shared_ptr<const allo::Contact> selected_contact() const;
  std::shared_ptr<const allo::PhoneNumber> selected_number() const;
  /// Whom a message would go to and come from: as of when its writing began, whatever is loaded meanwhile.
  std::shared_ptr<const allo::Contact> recipient() const { return writing_ ? recipient_ : selected_contact(); }
  std::shared_ptr<const allo::PhoneNumber> sender() const { return writing_ ? sender_ : selected_number(); }
  /// What has been written to recipient() and not been sent.
  std::wstring draft() const;
  void show_page(int page);
  void contacts_loaded();
  void select(int row);
  void open_conversation();
  void press_in_list(const Key& key);
  void press_in_message(const Key& key);
  void write();
  void send();
  void sent();

  allo::AlloClient client_;
  allo::Executor& pool_;
  EventLoop& loop_;

  allo::Query<allo::ContactSearchResult> contacts_;
  allo::Query<std::vector<allo::PhoneNumber>> numbers_;
  std::optional<allo::Query<allo::ConversationResult>> conversation_;
  allo::Mutation<allo::SendSmsInput, allo::SentSms> send_sms_;
  allo::Subscription contacts_changed_;
  allo::Subscription numbers_changed_;
  allo::Subscription conversation_changed_;
  allo::Subscription sms_changed_;

  std::string conversation_of_;  ///< The id of the contact whose conversation is shown.
  std::string status_;
  std::string problem_;                         ///< Why a key did nothing.
  std::map<std::string, std::wstring> drafts_;  ///< By the id of the contact.
  std::string sending_to_;                      ///< The id of the contact whom the last message went to.
  int page_ = 0;
  int pages_ = 1;  ///< As of the last page that was loaded.
  int row_ = 0;
  std::size_t number_ = 0;
  bool writing_ = false;
  std::shared_ptr<const allo::Contact> recipient_;
  std::shared_ptr<const allo::PhoneNumber> sender_;
  bool dirty_ = true;
};

}  // namespace example

#endif
