#ifndef ALLO_V2_TAGS_HPP
#define ALLO_V2_TAGS_HPP

#include <allo/handle.hpp>
#include <allo/options.hpp>
#include <allo/v2/model.hpp>

#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// A tag that calls can bear. Items, filters, add_tags() and remove_tag() know it by its name.
struct Tag {
  std::string id{};     ///< Opaque, such as "tag-abc123".
  std::string name{};   ///< The key of the tag, such as "follow_up".
  std::string color{};  ///< Of the form "#RRGGBB".
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const Tag*) noexcept;
/// @}

/// The tags of the team, `/tags`. ItemsResource puts them on calls. A handle: cheap to copy, safe from any thread,
/// independent of the lifetime of the client that it came from.
class ALLO_EXPORT TagsResource : private detail::CoreHolder {
 public:
  /// Lists the tags of the team (GET /tags, scope TAGS_READ).
  /// @throws AlloApiException, TransportException, DecodeException
  std::vector<Tag> list(const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit TagsResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
