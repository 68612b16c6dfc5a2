#include "testing/control/words.hpp"

#include <cstddef>

ALLO_NAMESPACE_BEGIN
namespace testing {

namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 5> metadata_words{"documented", "nested", "flat", "null", "absent"};
constexpr std::array<std::string_view, 4> time_words{"no_zone", "zulu", "offset", "fraction"};
constexpr std::array<std::string_view, 3> optional_words{"documented", "null", "absent"};
constexpr std::array<std::string_view, 3> envelope_words{"v1", "v1_signed", "v2_signed"};
constexpr std::array<std::string_view, 3> status_words{"pending", "delivered", "failed"};

template <class E, std::size_t N>
bool find(const std::array<std::string_view, N>& words, std::string_view word, E& value) {
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i] != word) continue;
    value = static_cast<E>(i);
    return true;
  }
  return false;
}

}  // namespace

bool from_string(std::string_view word, MetadataForm& form) { return find(metadata_words, word, form); }
bool from_string(std::string_view word, TimeForm& form) { return find(time_words, word, form); }
bool from_string(std::string_view word, OptionalForm& form) { return find(optional_words, word, form); }
bool from_string(std::string_view word, EnvelopeForm& form) { return find(envelope_words, word, form); }

std::string_view to_string(DeliveryStatus status) noexcept { return status_words[static_cast<std::size_t>(status)]; }

namespace detail {

std::string_view to_word(MetadataForm form) { return metadata_words[static_cast<std::size_t>(form)]; }
std::string_view to_word(TimeForm form) { return time_words[static_cast<std::size_t>(form)]; }
std::string_view to_word(OptionalForm form) { return optional_words[static_cast<std::size_t>(form)]; }
std::string_view to_word(EnvelopeForm form) { return envelope_words[static_cast<std::size_t>(form)]; }
std::string_view to_word(DeliveryStatus status) { return to_string(status); }

}  // namespace detail
}  // namespace testing
ALLO_NAMESPACE_END
