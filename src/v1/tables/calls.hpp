#ifndef ALLO_SRC_V1_TABLES_CALLS_HPP
#define ALLO_SRC_V1_TABLES_CALLS_HPP

#include "json/type_info.hpp"

#include <allo/calls.hpp>

// One line per field.
// clang-format off

ALLO_NAMESPACE_BEGIN
namespace detail {

template <>
struct Table<TranscriptLine> : ModelTable {
  static constexpr Field fields[] = {
      field<&TranscriptLine::source>("source"),
      field<&TranscriptLine::text>("text"),
      field<&TranscriptLine::time>("time"),
      field<&TranscriptLine::start_seconds>("start_seconds"),
      field<&TranscriptLine::end_seconds>("end_seconds"),
  };
};

template <>
struct Table<Call> : ModelTable {
  static constexpr Field fields[] = {
      field<&Call::id>("id"),
      field<&Call::from_number>("from_number"),
      field<&Call::to_number>("to_number"),
      field<&Call::length_in_minutes>("length_in_minutes"),
      field<&Call::type>("type"),
      field<&Call::result>("result"),
      field<&Call::summary>("summary"),
      field<&Call::tag>("tag"),
      field<&Call::tags>("tags"),
      field<&Call::recording_url>("recording_url"),
      field<&Call::start_date>("start_date"),
      field<&Call::transcript>("transcript"),
  };
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
