#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/tables.hpp"

#include <allo/v2/tags.hpp>

ALLO_NAMESPACE_BEGIN

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::Tag> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::Tag::id>("id"),
      field<&v2::Tag::name>("name"),
      field<&v2::Tag::color>("color"),
  };
};

}  // namespace detail
// clang-format on

namespace v2 {
ALLO_MODEL(Tag)

namespace {

constexpr auto list_tags = detail::get<std::vector<Tag>>("/tags");

}  // namespace

std::vector<Tag> TagsResource::list(const RequestOptions& options) const { return core().run(list_tags(), options); }

}  // namespace v2
ALLO_NAMESPACE_END
