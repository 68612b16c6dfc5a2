#include "core/operation.hpp"

ALLO_NAMESPACE_BEGIN
namespace detail {

void RequestParts::add_page(int page, int size) {
  if (operation.page_in == PageIn::Query) {
    target.add("page", page).add("size", size);
    return;
  }
  // The body is an object of our own writing, without spaces.
  if (body.empty()) body = "{}";
  body.pop_back();
  if (body.size() > 1) body += ',';
  body += "\"page\":" + std::to_string(page) + ",\"size\":" + std::to_string(size) + '}';
}

}  // namespace detail
ALLO_NAMESPACE_END
