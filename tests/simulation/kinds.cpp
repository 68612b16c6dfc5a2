#include "simulation/kinds.hpp"

#include <array>
#include <cstddef>

namespace simulation {
namespace {

constexpr std::array<KindTraits, kind_count> kinds = {{
    {"v1 sms", false, false, Again::Never, true, false, false},
    {"v1 create", false, false, Again::Never, true, false, false},
    {"v1 sms, trusted key", false, false, Again::UnderKey, true, false, false},
    {"v1 update", false, false, Again::Always, false, false, false},
    {"v1 remove", false, false, Again::Always, false, false, false},
    {"v1 get", false, true, Again::Always, false, false, false},
    {"v1 walk", false, true, Again::Always, false, true, true},
    {"v2 post", true, false, Again::UnderKey, true, false, false},
    {"v2 patch", true, false, Again::UnderKey, true, false, false},
    {"v2 put", true, false, Again::UnderKey, true, false, false},
    {"v2 delete", true, false, Again::UnderKey, true, false, false},
    {"v2 append", true, false, Again::UnderKey, true, false, false},
    {"v2 clear by place", true, false, Again::Never, true, false, false},
    {"v2 account", true, false, Again::Never, true, false, false},
    {"v2 account, caller's key", true, false, Again::UnderKey, true, false, false},
    {"v2 post without key", true, false, Again::Never, true, false, false},
    {"v2 other post", true, false, Again::UnderKey, true, false, false},
    {"v2 get", true, true, Again::Always, false, false, false},
    {"v2 search", true, true, Again::Always, false, false, false},
    {"v2 batch", true, true, Again::Always, false, true, false},
    {"v2 walk by post", true, true, Again::Always, false, true, true},
    {"v2 walk by get", true, true, Again::Always, false, true, true},
    {"download", false, true, Again::Always, false, false, false},
    {"v1 outbox sms", false, false, Again::Never, true, false, false},
    {"v2 outbox post", true, false, Again::UnderKey, true, false, false},
}};

}  // namespace

const KindTraits& traits_of(Kind kind) noexcept { return kinds[static_cast<std::size_t>(kind)]; }

}  // namespace simulation
