#include "testing/service/resources.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {
Json list(Context& c) { return show_all(c.state.numbers, to_document<PhoneNumber>); }
}  // namespace

Resource v1_numbers() {
  return {1,
          "Number: number text? name text? country text? is_shared_number bool",
          {{"GET", "/numbers", "CONVERSATIONS_READ", list, "getNumbers", "", "", "[Number]"}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
