#ifndef ALLO_SRC_TESTING_RENDER_HPP
#define ALLO_SRC_TESTING_RENDER_HPP

#include "testing/json.hpp"
#include "testing/state.hpp"

#include <allo/testing/quirks.hpp>

#include <optional>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Which parts of a contact an answer carries.
struct ContactExtras {
  bool engagement = false;
  bool activity = false;
};

/// Writes the account's things as the service does, quirks included.
class Renderer {
 public:
  explicit Renderer(const Quirks& quirks) : quirks_(quirks) {}

  Json number(const PhoneNumber& number) const;
  Json webhook(const Webhook& webhook) const;
  Json call(const Call& call, bool with_tags) const;
  Json message(const SmsMessage& message) const;
  Json company(const Company& company) const;
  /// A contact as search, create and update show it.
  Json contact(const Contact& contact) const;
  /// A contact as GET /contact/{id} shows it.
  Json contact_context(const Contact& contact, ContactExtras extras, Json activity) const;
  Json activity(std::string_view type, const std::string& made_by, Timestamp made_at, Json allo_number,
                Json content) const;
  /// `{"results", "metadata"}`. `flat_by_habit` is how the service writes this kind of page.
  Json page(Json results, int total_pages, int current_page, bool flat_by_habit) const;

  std::string time(Timestamp time) const;
  Json word(std::string_view text) const;
  template <class T>
  Json optional(const std::optional<T>& value) const {
    return value ? Json(*value) : Json(nullptr);
  }
  /// Sets a field that may be null, in the form that the quirks ask for.
  void put(Json& object, std::string_view name, Json value) const;
  /// Applies the quirks that concern all objects of an answer.
  Json finish(Json value) const;

 private:
  const Quirks& quirks_;
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
