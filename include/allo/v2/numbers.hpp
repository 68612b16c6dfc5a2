#ifndef ALLO_V2_NUMBERS_HPP
#define ALLO_V2_NUMBERS_HPP

#include <allo/handle.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/v2/model.hpp>
#include <allo/v2/references.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// What a line of the account is.
enum class NumberType {
  Unknown,
  Number,
  SenderId,  ///< A word that messages are sent under; it has no number.
};

/// What a line of the account can carry.
enum class Capability { Unknown, Voice, Sms, Mms };

/// @{
/// The wire's text; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(NumberType value) noexcept;
ALLO_EXPORT std::string_view to_string(Capability value) noexcept;
/// @}

/// @{
/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, NumberType& value) noexcept;
ALLO_EXPORT bool from_string(std::string_view text, Capability& value) noexcept;
/// @}

/// A telephone number or a sender id of the account.
struct PhoneNumber {
  std::optional<std::string> number{};               ///< E.164; none for a sender id.
  std::optional<std::string> name{};                 ///< The label that the team gave it.
  std::optional<std::string> country{};              ///< ISO 3166-1 alpha-2, such as "FR".
  OpenEnum<NumberType> type{};                       ///< Which of the two it is.
  std::vector<OpenEnum<Capability>> capabilities{};  ///< What it can carry.
  std::vector<UserRef> users{};                      ///< Who uses it.
};

/// Which template the summaries of a number's calls follow.
struct NumberSummaryTemplate {
  std::string number{};                                      ///< E.164.
  std::optional<std::string> default_summary_template_id{};  ///< None: the service's own.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const PhoneNumber*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const NumberSummaryTemplate*) noexcept;
/// @}

/// The telephone numbers and sender ids of the account, `/numbers`. A handle: cheap to copy, safe from any thread,
/// independent of the lifetime of the client that it came from.
class ALLO_EXPORT NumbersResource : private detail::CoreHolder {
 public:
  /// Lists the numbers and the sender ids (GET /numbers, scope PHONE_NUMBERS_READ).
  /// @throws AlloApiException, TransportException, DecodeException
  std::vector<PhoneNumber> list(const RequestOptions& options = {}) const;

  /// Sets which template the summaries of a number's calls follow; no id goes back to the service's own
  /// (PUT /numbers/{number}/default_summary_template, scope SUMMARY_TEMPLATES_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for an unknown number or template),
  /// TransportException, DecodeException
  NumberSummaryTemplate set_default_summary_template(std::string_view number,
                                                     const std::optional<std::string>& summary_template_id,
                                                     const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit NumbersResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
