#include "benchmark/corpus.hpp"
#include "benchmark/paired.hpp"
#include "benchmark/peer.hpp"
#include "benchmark/raw_json.hpp"
#include "benchmark/report.hpp"
#include "benchmark/sections.hpp"
#include "webhooks/events.hpp"
#include "webhooks/signature.hpp"

#include <allo/webhook_receiver.hpp>

#include <openssl/evp.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace allo::benchmark {
namespace {

constexpr const char* secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

void measure_signature() {
  const std::string body(3600, 'x');
  const detail::SigningKey key{secret};
  const auto digest = [&] {
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_Digest(body.data(), body.size(), out, &size, EVP_sha256(), nullptr);
  };
  const Pair pair = measure(
      61, 1000, [&] { key.sign("msg_1", "1614265330", body); }, digest, thread_cpu_seconds);
  print_row("HMAC check of a 3.6 KB body, time against its plain SHA-256", pair.ratio, Bar::AtMost, 1.15);
}

void measure_delivery(const std::string& name, const std::string& document, bool barred) {
  std::size_t handled = 0;
  const auto listen = [&](WebhookReceiver& receiver) {
    receiver.on_call_received([&](const CallReceivedPayload& call) { handled += call.transcriptions.size(); })
        .on_sms_received([&](const SmsReceivedPayload& sms) { handled += sms.content.size(); });
  };
  WebhookReceiver unsigned_receiver;
  WebhookReceiver receiver;
  listen(unsigned_receiver);
  listen(receiver);
  receiver.signing_secrets({secret});
  const WebhookDelivery delivery = make_delivery({.body = document, .secret = secret});
  const detail::SigningKey key{secret};
  const DocumentFile file{document};

  const auto plain = [&] { unsigned_receiver.respond({}, delivery.body); };
  const auto mac = [&] { key.sign("msg_1", "1614265330", delivery.body); };
  const auto by_hand = [&] { call_event_by_simdjson(delivery.body); };
  const auto all = [&] {
    if (receiver.respond(delivery.headers, delivery.body).status != 204) std::abort();
  };
  const bool can_compare = call_event_by_simdjson(document) > 0;
  if (can_compare) {
    const Pair parse = measure(41, 500, plain, by_hand, thread_cpu_seconds);
    print_row(name + " through respond, time against simdjson alone", parse.ratio,
              rounded(parse.a_seconds * 1e6, 1) + " us");
  }
  compare_with_peer(name + " through respond, speed against Node's JSON.parse", "decode.mjs", file.path() + " 20000",
                    10000, plain);
  compare_with_peer(name + " through respond, speed against PHP's json_decode", "decode.php", file.path() + " 20000",
                    10000, plain);

  const Pair pair = measure(
      41, 500, all, [&] { mac(), by_hand(); }, thread_cpu_seconds);
  if (can_compare) {
    const std::string what = "signed " + name + ", time against simdjson and HMAC alone";
    const std::string note = rounded(pair.a_seconds * 1e6, 1) + " us";
    barred ? print_row(what, pair.ratio, Bar::AtMost, 1.5, note) : print_row(what, pair.ratio, note);
  }
  compare_with_peer("signed " + name + ", speed against Node's JSON.parse and HMAC", "decode.mjs",
                    file.path() + " 20000 signed", 10000, all, barred ? std::optional{2.0} : std::nullopt);
  compare_with_peer("signed " + name + ", speed against PHP's json_decode and hash_hmac", "decode.php",
                    file.path() + " 20000 signed", 10000, all);
  print_row("of a signed " + name + ", % for the HMAC", 100.0 * measure(21, 500, mac, all, thread_cpu_seconds).ratio);
  const auto decode = [&] { detail::decode_event(delivery.body, 64, [](WebhookTopic) { return true; }); };
  print_row("of a signed " + name + ", % for decoding envelope and payload",
            100.0 * measure(21, 500, decode, all, thread_cpu_seconds).ratio);
  if (handled == 0) std::abort();
}

}  // namespace

void measure_webhooks() {
  measure_signature();
  measure_delivery("4 KB call event", call_event_document(), true);
  measure_delivery("400 B SMS event", sms_event_document(), false);
}

}  // namespace allo::benchmark
