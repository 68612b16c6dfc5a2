#include "benchmark/webhooks.hpp"

#include "benchmark/report.hpp"
#include "json/codec.hpp"
#include "webhooks/signature.hpp"

#include <allo/webhook_receiver.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

namespace allo::benchmark {

namespace {

constexpr std::size_t body_size = 4096;
const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// An inbound call with as many lines of transcript as make 4 KiB.
std::string make_call() {
  std::string head =
      R"({"topic":"CALL_RECEIVED","data":{"id":"cll_1","start_date":"2024-01-15T10:30:00Z","from_number":"+14155551234",)"
      R"("from_name":"Ada","to":"+14155550100","length_in_minutes":5.5,"length":"5m 30s","type":"INBOUND",)"
      R"("result":"ANSWERED","user_email":"u@example.com","data_collected":{"budget":12},"summary":")";
  std::string lines;
  const std::string line =
      R"({"source":"EXTERNAL","time":"2024-01-15T10:30:05Z","text":"I would like to know more about it."})";
  const std::string middle = R"(","transcriptions":[)";
  while (head.size() + middle.size() + lines.size() + line.size() + 4 < body_size)
    lines += (lines.empty() ? "" : ",") + line;
  head.append(body_size - head.size() - middle.size() - lines.size() - 3, 's');
  return head + middle + lines + "]}}";
}

/// Microseconds that one call takes, at the best of many batches: what else runs on the machine only ever adds.
template <class Work>
double microseconds(Work work) {
  constexpr int batches = 200;
  constexpr int calls = 50;
  double best = std::numeric_limits<double>::max();
  for (int batch = 0; batch < batches; ++batch) {
    const auto start = std::chrono::steady_clock::now();
    for (int call = 0; call < calls; ++call) work();
    const std::chrono::duration<double, std::micro> taken = std::chrono::steady_clock::now() - start;
    best = std::min(best, taken.count() / calls);
  }
  return best;
}

}  // namespace

void run_webhook_benchmarks() {
  const WebhookDelivery delivery = make_delivery({.body = make_call(), .secret = secret});
  WebhookReceiver receiver;
  std::size_t lines = 0;
  receiver.signing_secrets({secret}).allowed_allo_numbers({"+14155550100"}).on_call_received([&](const auto& call) {
    lines += call.transcriptions.size();
  });
  std::vector<detail::SigningKey> keys;
  keys.emplace_back(secret);
  const WebhookEvent event = detail::decode_envelope(delivery.body, 64);

  const double all = microseconds([&] {
    if (receiver.respond(delivery.headers, delivery.body).status != 204) std::abort();
  });
  const double hmac = microseconds([&] {
    detail::verify_signature(keys, delivery.headers, delivery.body, std::chrono::system_clock::now(),
                             std::chrono::hours{1});
  });
  const double envelope = microseconds([&] { lines += detail::decode_envelope(delivery.body, 64).data.str().size(); });
  const double payload =
      microseconds([&] { lines += detail::decode_payload<CallReceivedPayload>(event).transcriptions.size(); });
  const double rest = std::max(0.0, all - hmac - envelope - payload);

  const auto share = [&](const std::string& part, double time) {
    print_row("respond, signed 4 KiB call: " + part, time, "us", Bar::None, 0,
              std::to_string(static_cast<int>(100 * time / all + 0.5)) + " %");
  };
  share("all of it", all);
  share("signature", hmac);
  share("envelope", envelope);
  share("payload", payload);
  share("number, dispatch and answer", rest);
  if (lines == 0) std::abort();
}

}  // namespace allo::benchmark
