#ifndef ALLO_SRC_TESTING_CONTROL_WORDS_HPP
#define ALLO_SRC_TESTING_CONTROL_WORDS_HPP

#include <allo/testing/delivery.hpp>
#include <allo/testing/fault.hpp>
#include <allo/testing/quirks.hpp>

#include <array>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace testing {

/// The names of quirks' forms on the control endpoints; false for an unknown one.
bool from_string(std::string_view word, MetadataForm& form);
bool from_string(std::string_view word, TimeForm& form);
bool from_string(std::string_view word, OptionalForm& form);
bool from_string(std::string_view word, EnvelopeForm& form);

namespace detail {

std::string_view to_word(MetadataForm form);
std::string_view to_word(TimeForm form);
std::string_view to_word(OptionalForm form);
std::string_view to_word(EnvelopeForm form);
std::string_view to_word(DeliveryStatus status);
inline std::string_view to_word(FaultKind kind) { return to_string(kind); }

/// A quirk that is on or off.
struct QuirkSwitch {
  std::string_view name;
  bool Quirks::*member;
};

inline constexpr std::array<QuirkSwitch, 14> quirk_switches{{
    {"camel_case_created_webhook", &Quirks::camel_case_created_webhook},
    {"camel_case", &Quirks::camel_case},
    {"unknown_enum_values", &Quirks::unknown_enum_values},
    {"extra_fields", &Quirks::extra_fields},
    {"webhook_without_id", &Quirks::webhook_without_id},
    {"created_is_201", &Quirks::created_is_201},
    {"deleted_is_204", &Quirks::deleted_is_204},
    {"contact_not_found_is_404", &Quirks::contact_not_found_is_404},
    {"idempotency_keys", &Quirks::idempotency_keys},
    {"webhook_id_header", &Quirks::webhook_id_header},
    {"put_replaces", &Quirks::put_replaces},
    {"put_merges", &Quirks::put_merges},
    {"secret_on_creation_only", &Quirks::secret_on_creation_only},
    {"search_fails_late", &Quirks::search_fails_late},
}};

}  // namespace detail
}  // namespace testing
ALLO_NAMESPACE_END

#endif
