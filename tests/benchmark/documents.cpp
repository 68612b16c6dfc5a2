#include "benchmark/documents.hpp"

#include "benchmark/allocations.hpp"
#include "benchmark/corpus.hpp"
#include "benchmark/paired.hpp"
#include "benchmark/peer.hpp"
#include "benchmark/raw_json.hpp"
#include "benchmark/report.hpp"
#include "json/codec.hpp"
#include "json/document.hpp"
#include "json/tables/calls.hpp"
#include "json/tables/page.hpp"
#include "webhooks/signature.hpp"

#include <allo/allo.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdio>
#include <string>

namespace allo::benchmark {
namespace {

constexpr const char* secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

CallSearchResult decode_with(const std::string& padded, detail::Tokenizer tokenizer) {
  detail::Response<CallSearchResult> response;
  detail::decode_document(padded, padded.capacity(), {detail::TypeOf<detail::Response<CallSearchResult>>::info, &response}, tokenizer);
  return std::move(response.data);
}

/// What a vector of strings and structs costs at least: its strings beyond the small-string buffer, and its vectors.
std::size_t allowed_allocations(const CallSearchResult& page) {
  const std::size_t inside = std::string{}.capacity();
  std::size_t count = 7;
  const auto add = [&](const std::string& text) { count += text.size() > inside ? 1 : 0; };
  for (const Call& call : page.results) {
    count += 7;
    for (const std::string* text : {&call.id, &call.from_number, &*call.to_number, &*call.summary, &*call.tag, &*call.recording_url}) add(*text);
    for (const TranscriptLine& line : call.transcript) add(line.text);
  }
  return count;
}

void decoding() {
  std::string document = calls_document();
  detail::reserve_padding(document);
  const auto ours = [&] { decode_with(document, detail::default_tokenizer()); };
  const auto sax = [&] { decode_with(document, detail::Tokenizer::Nlohmann); };

  if (detail::default_tokenizer() == detail::Tokenizer::Simdjson) {
    const Pair pair = measure(31, 5, [&] { calls_by_simdjson(document); }, ours, thread_cpu_seconds);
    print_row("1 MB page of calls to structs, speed against simdjson by hand", pair.ratio, "", Bar::AtLeast, 0.80,
              std::to_string(static_cast<int>(static_cast<double>(document.size()) / pair.b_seconds / 1e6)) + " MB/s");
  }
  const Pair tree = measure(11, 2, [&] { calls_by_tree(document); }, sax, thread_cpu_seconds);
  print_row("the same with nlohmann's tokenizer, speed against nlohmann's tree", tree.ratio, "", Bar::AtLeast, 1.8,
            std::to_string(static_cast<int>(static_cast<double>(document.size()) / tree.b_seconds / 1e6)) + " MB/s");

  ours();
  const std::size_t before = allocations().count;
  const std::size_t live = allocations().live_bytes;
  reset_peak();
  const CallSearchResult page = decode_with(document, detail::default_tokenizer());
  const Allocations after = allocations();
  print_row("its allocations, against what its strings and vectors need",
            static_cast<double>(after.count - before) / static_cast<double>(allowed_allocations(page)), "", Bar::AtMost, 1.0,
            std::to_string(after.count - before) + " allocations");
  print_row("its peak heap, against what the result holds",
            static_cast<double>(after.peak_bytes - live) / static_cast<double>(after.live_bytes - live), "", Bar::AtMost, 1.05);

  const double our_seconds = measure(11, 3, ours, ours, thread_cpu_seconds).a_seconds;
  if (const auto php = peer_microseconds("php", "decode.php", document, 100)) {
    print_row("the same page, speed against PHP's json_decode", *php / (our_seconds * 1e6), "", Bar::AtLeast, 2.0);
  }
  if (const auto node = peer_microseconds("node", "decode.mjs", document, 200)) {
    print_row("the same page, speed against Node's JSON.parse", *node / (our_seconds * 1e6), "", Bar::None, 0);
  }
}

void signature() {
  const std::string body(3600, 'x');
  const detail::SigningKey key{secret};
  const auto check = [&] { key.sign("msg_1", "1614265330", body); };
  const auto digest = [&] {
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_Digest(body.data(), body.size(), out, &size, EVP_sha256(), nullptr);
  };
  const Pair pair = measure(41, 2000, check, digest, thread_cpu_seconds);
  print_row("HMAC of a 3.6 KB body against its plain SHA-256", pair.ratio, "", Bar::AtMost, 1.15);
}

void deliveries() {
  WebhookReceiver receiver;
  std::size_t handled = 0;
  receiver.signing_secrets({secret})
      .on_call_received([&](const CallReceivedPayload& call) { handled += call.transcriptions.size(); })
      .on_sms_received([&](const SmsReceivedPayload& sms) { handled += sms.content.size(); });

  for (const auto& [name, document] : {std::pair{std::string("4 KB call event"), call_event_document()}, {"400 B SMS event", sms_event_document()}}) {
    const WebhookDelivery delivery = make_delivery({.body = document, .secret = secret});
    const auto ours = [&] { receiver.respond(delivery.headers, delivery.body); };
    const detail::SigningKey key{secret};
    const auto floor = [&] {
      key.sign("msg_1", "1614265330", delivery.body);
      call_event_by_simdjson(delivery.body);
    };
    const bool barred = document.size() > 1000;
    const Pair pair = measure(41, 500, ours, floor, thread_cpu_seconds);
    print_row("signed " + name + " through respond, time against simdjson and HMAC alone", pair.ratio, "",
              barred ? Bar::AtMost : Bar::None, 1.5, std::to_string(pair.a_seconds * 1e6).substr(0, 4) + " us");
    if (const auto node = peer_microseconds("node", "decode.mjs", document, 20000, "signed")) {
      print_row("the same, speed against Node's JSON.parse and HMAC", *node / (pair.a_seconds * 1e6), "",
                barred ? Bar::AtLeast : Bar::None, 2.0);
    }
    if (!barred) continue;
    const double all = pair.a_seconds;
    const auto share = [&](const char* part, double seconds) {
      print_row(std::string("  of it ") + part, 100.0 * seconds / all, " %", Bar::None, 0);
    };
    const double mac = measure(21, 500, [&] { key.sign("msg_1", "1614265330", delivery.body); }, ours, thread_cpu_seconds).a_seconds;
    const double parse = measure(21, 500, [&] {
                           const WebhookEvent event = detail::decode_envelope(delivery.body, 64);
                           detail::decode_payload<CallReceivedPayload>(event);
                         }, ours, thread_cpu_seconds).a_seconds;
    share("HMAC", mac);
    share("parsing", parse);
    share("headers, base64, time stamp, dispatch", all - mac - parse);
  }
  if (handled == 0) std::printf("no handler ran\n");
}

}  // namespace

void run_document_benchmarks() {
  decoding();
  signature();
  deliveries();
}

}  // namespace allo::benchmark
