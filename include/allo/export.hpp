#ifndef ALLO_EXPORT_HPP
#define ALLO_EXPORT_HPP

/// @file
/// Marks what the shared library exports, everything else in it is hidden; and the namespace that all of it lives in.

#if (!defined(_MSVC_LANG) && __cplusplus < 201703L) || (defined(_MSVC_LANG) && _MSVC_LANG < 201703L)
#error "allo needs C++17"
#include <allo needs C++17>  // There is no such file: the compiler stops here, and not after a hundred lines more.
#endif

/// @def ALLO_EXPORT
/// Stands before what a program may link to. Nothing where the library is linked statically (ALLO_STATIC).

#if defined(ALLO_STATIC)
#define ALLO_EXPORT
#elif defined(_WIN32)
#if defined(ALLO_BUILDING)
#define ALLO_EXPORT __declspec(dllexport)
#else
#define ALLO_EXPORT __declspec(dllimport)
#endif
#else
#define ALLO_EXPORT __attribute__((visibility("default")))
#endif

/// @{
/// Opens and closes the namespace of the library. Its inline namespace bears the numbers of the SONAME, so that two
/// versions in one process each answer with their own code.
#define ALLO_NAMESPACE_BEGIN \
  namespace allo {           \
  inline namespace abi_0_1 {
#define ALLO_NAMESPACE_END \
  }                        \
  }
/// @}

#endif
