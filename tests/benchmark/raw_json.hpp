#ifndef ALLO_TESTS_BENCHMARK_RAW_JSON_HPP
#define ALLO_TESTS_BENCHMARK_RAW_JSON_HPP

#include <allo/calls.hpp>
#include <allo/v2/items.hpp>

#include <string>

/// The work of the decoder, written by hand for one document: what a program without this library would do.
namespace allo::benchmark {

/// A page of calls by nlohmann's tree.
CallSearchResult calls_by_tree(const std::string& document);

/// A page of calls by simdjson's On-Demand interface, every string written once. `document` needs no padding.
CallSearchResult calls_by_simdjson(const std::string& document);

/// A page of items of version 2 by the same.
v2::Page<v2::ConversationItem> items_by_simdjson(const std::string& document);

/// A webhook's call event by simdjson: every string read, none kept.
std::size_t call_event_by_simdjson(const std::string& document);

}  // namespace allo::benchmark

#endif
