#ifndef ALLO_VERSION_HPP
#define ALLO_VERSION_HPP

/// @file
/// The version of the library: the only place where it is written down.

#include <allo/export.hpp>

/// @{
/// The version of these headers, by semantic versioning; version() tells that of the library.
#define ALLO_VERSION_MAJOR 0
#define ALLO_VERSION_MINOR 1
#define ALLO_VERSION_PATCH 0
#define ALLO_VERSION_STRING "0.1.0"
/// @}

ALLO_NAMESPACE_BEGIN

/// The version of the library that the program runs with, such as "0.1.0" (semantic versioning).
/// It differs from ALLO_VERSION_STRING when a shared library was replaced after the program was compiled.
ALLO_EXPORT const char* version() noexcept;

/// The JSON tokenizer that was built in: "nlohmann" or "simdjson".
ALLO_EXPORT const char* json_tokenizer() noexcept;

ALLO_NAMESPACE_END

#endif
