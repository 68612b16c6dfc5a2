#ifndef ALLO_SRC_JSON_ENCODER_HPP
#define ALLO_SRC_JSON_ENCODER_HPP

#include "json/type_info.hpp"

#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// Writes an object as JSON, as its field tables say.
/// @throws InvalidArgumentException for a string that is not UTF-8 or a time outside the calendar, naming the field.
std::string encode_json(const TypeInfo& type, const void* object);

/// Writes an object for people, without its secrets. Whatever the object holds.
std::string print_value(const TypeInfo& type, const void* object);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
