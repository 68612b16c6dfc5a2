#include "client_address.hpp"

namespace example {

namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

}  // namespace

std::string TrustedProxies::client_of(const std::string& peer, std::string_view forwarded) const {
  if (!contains(peer) || trim(forwarded).empty()) return peer;
  for (;;) {
    const std::size_t comma = forwarded.rfind(',');
    const std::string entry{trim(forwarded.substr(comma == std::string_view::npos ? 0 : comma + 1))};
    if (!parse_address(entry)) return peer;
    if (!contains(entry)) return entry;
    if (comma == std::string_view::npos) return peer;
    forwarded = forwarded.substr(0, comma);
  }
}

}  // namespace example
