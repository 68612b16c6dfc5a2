#include "benchmark/allocations.hpp"
#include "benchmark/corpus.hpp"
#include "benchmark/raw_curl.hpp"
#include "benchmark/server.hpp"
#include "json/codec.hpp"
#include "json/document.hpp"

#include <allo/allo.hpp>

#include <gtest/gtest.h>

#include <string>

/// What can be counted the same on every run, whatever else the machine does.
namespace allo::benchmark {
namespace {

template <class Work>
std::size_t allocations_of(const Work& work) {
  const std::size_t before = allocations().count;
  work();
  return allocations().count - before;
}

std::size_t beyond_small_string(const std::string& text) { return text.size() > std::string{}.capacity() ? 1 : 0; }

/// The strings of a page that need memory of their own, and 7 growth steps for each of its vectors.
std::size_t needed_by(const CallSearchResult& page) {
  std::size_t count = 7;
  for (const Call& call : page.results) {
    count += 7 + beyond_small_string(call.id) + beyond_small_string(call.from_number);
    for (const auto* text : {&call.to_number, &call.summary, &call.tag, &call.recording_url}) {
      if (*text) count += beyond_small_string(**text);
    }
    for (const TranscriptLine& line : call.transcript) count += beyond_small_string(line.text);
  }
  return count;
}

TEST(Counts, ASmallGetAllocatesLittleMoreThanLibcurl) {
  const ServerProcess server{{}};
  const AlloClient client{
      {.api_key = "benchmark_key", .base_url = server.base_url(), .transport = make_curl_transport()}};
  RawCurl raw;
  const std::string url = server.base_url() + "/numbers";
  for (int warm_up = 0; warm_up < 3; ++warm_up) {
    raw.get(url);
    ASSERT_EQ(client.numbers.list().size(), 2U);
  }
  const std::size_t floor = allocations_of([&] { raw.get(url); });
  const std::size_t ours = allocations_of([&] { client.numbers.list(); });
  RecordProperty("raw", static_cast<int>(floor));
  RecordProperty("ours", static_cast<int>(ours));
  // The buffers of nlohmann's lexer begin empty for each document and grow step by step.
  const std::size_t for_the_lexer = json_tokenizer() == std::string{"nlohmann"} ? 8 : 0;
  EXPECT_LE(ours, floor + 10 + for_the_lexer);
}

TEST(Counts, APageOfCallsAllocatesWhatItsStringsNeed) {
  const std::string document = calls_document();
  const auto decode = [&] {
    std::string body = document;
    detail::reserve_padding(body);
    return detail::decode_response<CallSearchResult>(std::move(body));
  };
  const CallSearchResult page = decode();
  ASSERT_EQ(page.results.size(), 100U);
  ASSERT_EQ(page.results[0].transcript.size(), 60U);

  std::string body = document;
  detail::reserve_padding(body);
  CallSearchResult decoded;
  const std::size_t count =
      allocations_of([&] { decoded = detail::decode_response<CallSearchResult>(std::move(body)); });
  EXPECT_LE(count, needed_by(page));
}

TEST(Counts, AClientOnASharedTransportIsSmall) {
  const auto transport = make_curl_transport();
  const auto make = [&] { return AlloClient{{.api_key = "benchmark_key", .transport = transport}}; };
  const AlloClient first = make();
  const std::size_t before = allocations().live_bytes;
  const AlloClient second = make();
  EXPECT_LE(allocations().live_bytes - before + sizeof second, 1024U);
}

}  // namespace
}  // namespace allo::benchmark
