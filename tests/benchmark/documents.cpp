#include "benchmark/allocations.hpp"
#include "benchmark/corpus.hpp"
#include "benchmark/paired.hpp"
#include "benchmark/peer.hpp"
#include "benchmark/raw_json.hpp"
#include "benchmark/report.hpp"
#include "benchmark/sections.hpp"
#include "json/document.hpp"
#include "json/envelope.hpp"

#include <allo/allo.hpp>
#include <allo/v2/items.hpp>

#include <string>

namespace allo::benchmark {
namespace {

/// A document with room for the tokenizer behind it, as the transport leaves one.
std::string padded(std::string document) {
  detail::reserve_padding(document);
  return document;
}

template <class T>
T decode_with(const std::string& document, detail::Tokenizer tokenizer) {
  T value;
  const detail::Enveloped around{"data", detail::info_of<T>()};
  detail::decode_document(document, document.capacity(), {around.info(), &value}, tokenizer);
  return value;
}

/// What a vector of strings and structs costs at least: its strings beyond the small-string buffer, and its vectors.
std::size_t allowed_allocations(const CallSearchResult& page) {
  const std::size_t inside = std::string{}.capacity();
  std::size_t count = 7;
  const auto add = [&](const std::string& text) { count += text.size() > inside ? 1 : 0; };
  for (const Call& call : page.results) {
    count += 7;
    for (const std::string* text :
         {&call.id, &call.from_number, &*call.to_number, &*call.summary, &*call.tag, &*call.recording_url})
      add(*text);
    for (const TranscriptLine& line : call.transcript) add(line.text);
  }
  return count;
}

void measure_speed(const std::string& document) {
  const auto megabytes_a_second = [&](double seconds) {
    return rounded(static_cast<double>(document.size()) / seconds / 1e6) + " MB/s";
  };
  const auto ours = [&] { decode_with<CallSearchResult>(document, detail::default_tokenizer()); };
  const auto sax = [&] { decode_with<CallSearchResult>(document, detail::Tokenizer::Nlohmann); };
  const std::string by_hand = "the same page decoded, speed against simdjson by hand";
  if (detail::default_tokenizer() == detail::Tokenizer::Simdjson) {
    const Pair hand = measure(
        41, 5, [&] { calls_by_simdjson(document); }, ours, thread_cpu_seconds);
    print_row(by_hand, hand.ratio, Bar::AtLeast, 0.80, megabytes_a_second(hand.b_seconds));
    const Pair tree = measure(
        11, 2, [&] { calls_by_tree(document); }, ours, thread_cpu_seconds);
    print_row("the same, speed against nlohmann's tree", tree.ratio, megabytes_a_second(tree.a_seconds) + " the tree");
  } else {
    print_skipped(by_hand, "simdjson is not built in");
  }
  const Pair tree = measure(
      11, 2, [&] { calls_by_tree(document); }, sax, thread_cpu_seconds);
  print_row("the same with nlohmann's tokenizer, speed against nlohmann's tree", tree.ratio, Bar::AtLeast, 1.8,
            megabytes_a_second(tree.b_seconds));
  const DocumentFile file{document};
  compare_with_peer("the same, speed against Node's JSON.parse", "decode.mjs", file.path() + " 100", 50, ours);
  compare_with_peer("the same, speed against PHP's json_decode", "decode.php", file.path() + " 100", 50, ours);
}

void measure_items(const std::string& document) {
  using Items = v2::Page<v2::ConversationItem>;
  const std::string by_hand = "a page of 100 items of version 2 decoded, speed against simdjson by hand";
  if (detail::default_tokenizer() != detail::Tokenizer::Simdjson)
    return print_skipped(by_hand, "simdjson is not built in");
  const auto ours = [&] {
    Items page;
    detail::decode_document(document, document.capacity(), {detail::info_of<Items>(), &page},
                            detail::Tokenizer::Simdjson);
  };
  const Pair hand = measure(
      41, 5, [&] { items_by_simdjson(document); }, ours, thread_cpu_seconds);
  print_row(by_hand, hand.ratio, Bar::AtLeast, 0.80,
            rounded(static_cast<double>(document.size()) / hand.b_seconds / 1e6) + " MB/s");
}

void measure_memory(const std::string& document, detail::Tokenizer tokenizer, const std::string& what) {
  decode_with<CallSearchResult>(document,
                                tokenizer);  // Scratch memory that simdjson's tokenizer keeps is not counted here.
  const Allocations before = allocations();
  reset_peak();
  const CallSearchResult page = decode_with<CallSearchResult>(document, tokenizer);
  const Allocations after = allocations();
  const auto count = static_cast<double>(after.count - before.count);
  const std::size_t allowed = allowed_allocations(page);
  // What nlohmann's reader needs for a key and a string, whatever the size of the document.
  print_row(what + ", allocations against strings and vectors", count / static_cast<double>(allowed), Bar::AtMost, 1.0,
            rounded(count) + " of " + std::to_string(allowed));
  print_row(what + ", peak heap against the result's",
            static_cast<double>(after.peak_bytes - before.live_bytes) /
                static_cast<double>(after.live_bytes - before.live_bytes),
            Bar::AtMost, 1.05);
}

template <class T>
void measure_objects(const std::string& document, double objects, const std::string& what) {
  decode_with<T>(document, detail::default_tokenizer());
  const std::size_t before = allocations().count;
  const T result = decode_with<T>(document, detail::default_tokenizer());
  print_row("allocations for each " + what, static_cast<double>(allocations().count - before) / objects);
}

}  // namespace

void measure_documents() {
  const std::string calls = padded(calls_document());
  measure_speed(calls);
  measure_items(padded(items_document()));
  if (detail::default_tokenizer() == detail::Tokenizer::Simdjson)
    measure_memory(calls, detail::Tokenizer::Simdjson, "the same");
  measure_memory(calls, detail::Tokenizer::Nlohmann, "the same with nlohmann's tokenizer");
  measure_objects<CallSearchResult>(calls, 100, "call of 60 lines");
  measure_objects<ContactSearchResult>(padded(contacts_document()), 100, "contact");
  measure_objects<std::vector<PhoneNumber>>(padded(numbers_document()), 2, "number");
}

}  // namespace allo::benchmark
