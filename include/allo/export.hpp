#ifndef ALLO_EXPORT_HPP
#define ALLO_EXPORT_HPP

/// @file
/// Marks what the shared library exports; everything else in it is hidden.

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
