// The check of signatures against a plain restatement of its rules, and secrets against a round trip.
//
// An input whose first byte is 'k' is a secret. Any other one is three lines (id, time stamp, signatures) and a body;
// an
// '@' among the signatures stands for the right one, which no fuzzer guesses.
#include "fuzz/expect.hpp"
#include "webhooks/base64.hpp"
#include "webhooks/signature.hpp"

#include <allo/errors.hpp>
#include <allo/webhook_receiver.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::int64_t now = 1'700'000'000;

void check_secret(std::string_view text) {
  const auto decoded = allo::detail::base64_decode(text);
  if (decoded) {
    expect(allo::detail::base64_encode(decoded->data(), decoded->size()) == text, "base64 has one spelling");
  }
  const bool prefixed = text.substr(0, 6) == "whsec_";
  const auto key = prefixed ? allo::detail::base64_decode(text.substr(6)) : decoded;
  try {
    (void)allo::detail::SigningKey{text};
    expect(key && key->size() >= 16, "a secret that is taken is base64 of 16 bytes");
  } catch (const allo::InvalidArgumentException& error) {
    expect(!key || key->size() < 16, "a good secret is taken");
    static std::set<std::string> texts;
    texts.insert(error.what());
    expect(texts.size() <= 3, "what an error says does not depend on the secret");
  }
}

bool is_good_time(const std::string& text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos) return false;
  const std::string digits = text.substr(std::min(text.find_first_not_of('0'), text.size()));
  if (digits.size() != 10) return false;
  const std::int64_t seconds = std::stoll(digits);
  return seconds >= now - 300 && seconds <= now + 300;
}

bool is_good_id(std::string_view id) {
  for (const char c : id) {
    if (c < '!' || c > '~' || c == '.') return false;
  }
  return !id.empty() && id.size() <= 256;
}

bool has_signature(const std::string& signatures, const std::string& right) {
  std::vector<std::string> tokens;
  std::string token;
  for (const char c : signatures + ' ') {
    if (c != ' ') {
      token += c;
    } else if (!token.empty()) {
      tokens.push_back(std::move(token));
      token.clear();
    }
  }
  if (tokens.size() > allo::detail::max_signatures) return false;
  for (const std::string& each : tokens) {
    if (each == right) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static std::vector<allo::detail::SigningKey> keys = [] {
    std::vector<allo::detail::SigningKey> list;
    list.emplace_back("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    list.emplace_back("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    return list;
  }();

  const std::string_view input{reinterpret_cast<const char*>(data), size};
  if (!input.empty() && input[0] == 'k') {
    check_secret(input.substr(1));
    return 0;
  }
  std::istringstream lines{std::string{input}};
  std::string id;
  std::string timestamp;
  std::string signatures;
  std::string body;
  std::getline(lines, id);
  std::getline(lines, timestamp);
  std::getline(lines, signatures);
  std::getline(lines, body, '\0');
  for (std::string* value : {&id, &timestamp, &signatures}) {
    for (char& c : *value) {
      if ((c >= 0 && c < ' ' && c != '\t') || c == '\x7f') c = '\t';  // What HttpHeaders would refuse.
    }
  }
  const allo::detail::SignatureText right = keys[1].sign(id, timestamp, body);
  const std::string right_text{right.data(), right.size()};
  for (std::size_t at = signatures.find('@'); at != std::string::npos && signatures.size() < 4'000;
       at = signatures.find('@')) {
    signatures.replace(at, 1, right_text);
  }
  const bool good = is_good_id(id) && is_good_time(timestamp) && has_signature(signatures, right_text);
  const allo::HttpHeaders headers{
      {"webhook-id", id}, {"webhook-timestamp", timestamp}, {"webhook-signature", signatures}};
  try {
    const std::string_view verified = allo::detail::verify_signature(
        keys, headers, body, std::chrono::system_clock::time_point{std::chrono::seconds{now}}, std::chrono::minutes{5});
    expect(good, "only a good delivery verifies");
    expect(verified == id, "the id is the header's");
  } catch (const allo::WebhookSignatureException&) {
    expect(!good, "a good delivery verifies");
  }
  return 0;
}
