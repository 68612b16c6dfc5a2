#ifndef ALLO_SRC_JSON_NLOHMANN_HPP
#define ALLO_SRC_JSON_NLOHMANN_HPP

/// nlohmann's parser reads numbers through the C locale and asserts that all of one was read, which does not hold where
/// the decimal point takes more than a byte, as in ps_AF. Numbers are read again from the document, see numbers.hpp.
#ifndef JSON_ASSERT
#define JSON_ASSERT(condition) static_cast<void>(0)
#endif

#include <nlohmann/json.hpp>

#endif
