#ifndef ALLO_EXPORT_HPP
#define ALLO_EXPORT_HPP

/// @file
/// Marks what the shared library exports; everything else in it is hidden.

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

#endif
