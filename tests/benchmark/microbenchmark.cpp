#include "benchmark/corpus.hpp"
#include "benchmark/raw_json.hpp"
#include "json/document.hpp"
#include "json/envelope.hpp"
#include "webhooks/signature.hpp"

#include <allo/allo.hpp>

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

/// The parts one by one, to work on them; Google Benchmark's own options apply, such as --benchmark_filter=decode.
namespace {

using allo::detail::Tokenizer;

template <class T>
void decode(benchmark::State& state, std::string document, Tokenizer tokenizer) {
  allo::detail::reserve_padding(document);
  for (auto _ : state) {
    T value;
    const allo::detail::Enveloped around{"data", allo::detail::info_of<T>()};
    allo::detail::decode_document(document, document.capacity(), {around.info(), &value}, tokenizer);
    benchmark::DoNotOptimize(value);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(document.size()));
}

constexpr const char* secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

void respond(benchmark::State& state, const std::string& document) {
  const allo::WebhookDelivery delivery = allo::make_delivery({.body = document, .secret = secret});
  allo::WebhookReceiver receiver;
  receiver.signing_secrets({secret}).on_call_received([](const auto&) {}).on_sms_received([](const auto&) {});
  for (auto _ : state) benchmark::DoNotOptimize(receiver.respond(delivery.headers, delivery.body));
}

void sign(benchmark::State& state) {
  const allo::detail::SigningKey key{secret};
  const std::string body(3600, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(key.sign("msg_1", "1614265330", body));
}

void calls_by_hand(benchmark::State& state) {
  const std::string document = allo::benchmark::calls_document();
  for (auto _ : state) benchmark::DoNotOptimize(allo::benchmark::calls_by_simdjson(document));
}

void time_stamp(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(allo::parse_iso8601("2024-01-15T10:30:00.123456Z"));
}

}  // namespace

int main(int argc, char** argv) {
  for (const auto& [tokenizer, name] :
       {std::pair{allo::detail::default_tokenizer(), std::string(allo::json_tokenizer())},
        {Tokenizer::Nlohmann, std::string("nlohmann")}}) {
    benchmark::RegisterBenchmark(("decode/calls/" + name).c_str(), decode<allo::CallSearchResult>,
                                 allo::benchmark::calls_document(), tokenizer);
    benchmark::RegisterBenchmark(("decode/contacts/" + name).c_str(), decode<allo::ContactSearchResult>,
                                 allo::benchmark::contacts_document(), tokenizer);
    benchmark::RegisterBenchmark(("decode/numbers/" + name).c_str(), decode<std::vector<allo::PhoneNumber>>,
                                 allo::benchmark::numbers_document(), tokenizer);
  }
  benchmark::RegisterBenchmark("decode/calls/simdjson_by_hand", calls_by_hand);
  benchmark::RegisterBenchmark("respond/call", respond, allo::benchmark::call_event_document());
  benchmark::RegisterBenchmark("respond/sms", respond, allo::benchmark::sms_event_document());
  benchmark::RegisterBenchmark("sign", sign);
  benchmark::RegisterBenchmark("time_stamp", time_stamp);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
