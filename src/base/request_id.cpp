#include "base/request_id.hpp"

#include "base/per_process.hpp"
#include "base/random.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

/// Spreads a number over all its bits; no two numbers become one (the finalizer of SplitMix64).
std::uint64_t spread(std::uint64_t number) noexcept {
  number = (number ^ (number >> 30U)) * 0xBF58476D1CE4E5B9U;
  number = (number ^ (number >> 27U)) * 0x94D049BB133111EBU;
  return number ^ (number >> 31U);
}

std::uint64_t random_start() noexcept {
  // Without random bytes the time tells two processes apart, but for those of the same tick.
  const auto ticks = static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
  return spread(ticks) ^ static_cast<std::uint64_t>(random_unit() * 0x1.0p53) << 11U;
}

void write_digits(std::uint64_t number, char* to) noexcept {
  static constexpr auto pairs = [] {
    std::array<std::array<char, 2>, 256> made{};
    constexpr std::string_view digits = "0123456789abcdef";
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = {digits[i >> 4U], digits[i & 0x0FU]};
    return made;
  }();
  for (int i = 0; i < 16; i += 2, number <<= 8U) std::memcpy(to + i, pairs[number >> 56U].data(), 2);
}

}  // namespace

RequestId next_request_id() noexcept {
  static const std::uint64_t start = random_start();
  static std::atomic<std::uint64_t> count{0};
  RequestId id;
  write_digits(spread(start + static_cast<std::uint64_t>(current_process())), id.data());
  write_digits(spread(start ^ count.fetch_add(1, std::memory_order_relaxed)), id.data() + 16);
  return id;
}

}  // namespace detail
ALLO_NAMESPACE_END
