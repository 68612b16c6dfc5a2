#ifndef ALLO_V2_MODEL_HPP
#define ALLO_V2_MODEL_HPP

/// @file
/// Comparing, printing and `to_string` of `<allo/model.hpp>`, for the models and inputs of version 2.

#include <allo/model.hpp>

ALLO_NAMESPACE_BEGIN
namespace v2 {

/// @{
/// Found where a program uses them on what stands in this namespace.
using allo::operator==;
/// As above.
using allo::operator!=;
using allo::operator<<;
using allo::to_string;
/// @}

}  // namespace v2
ALLO_NAMESPACE_END

#endif
