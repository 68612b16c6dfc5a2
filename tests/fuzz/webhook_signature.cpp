// The check of signatures against a plain restatement of its rules, and secrets against a round trip.
//
// An input whose first byte is 'k' is a secret. Any other one is three lines (id, time stamp, signatures) and a body;
// '@' and '#' among the signatures stand for the right ones under the two secrets, which no fuzzer guesses, '*' for the
// second one without its "v1,", and '|' begins another line. An 'x' in front leaves headers out and doubles others, as
// the bits of the byte behind it say.
#include "fuzz/expect.hpp"
#include "fuzz/reach.hpp"
#include "webhooks/base64.hpp"
#include "webhooks/signature.hpp"

#include <allo/errors.hpp>
#include <allo/webhook_receiver.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr std::int64_t now = 1'700'000'000;

/// The texts are those of the errors.
constexpr std::string_view refusals[] = {"the delivery has no header webhook-id",
                                         "the delivery has no header webhook-timestamp",
                                         "the delivery has no header webhook-signature",
                                         "the delivery has several headers webhook-id",
                                         "the delivery has several headers webhook-timestamp",
                                         "the header webhook-id is malformed",
                                         "the header webhook-timestamp is not a number of seconds",
                                         "the delivery's time stamp is off",
                                         "the delivery carries too many signatures",
                                         "the delivery carries no valid signature",
                                         "the signing secret is empty",
                                         "the signing secret is not valid base64",
                                         "the signing secret is shorter than 16 bytes"};

Reach& goals() {
  // Never destroyed: it reports at the very end.
  static Reach& reach = []() -> Reach& {
    Reach& made = *new Reach{"a secret with a prefix",   "a bare secret",         "the first secret signed",
                             "the second secret signed", "the only signature",    "one signature of several",
                             "the earliest time stamp",  "the latest time stamp", "an empty body",
                             "a torn signature",         "a folded list",         "several lines of signatures"};
    for (const std::string_view text : refusals) made.add(text);
    return made;
  }();
  return reach;
}

/// Ends the program for an error that says anything but one of the texts, such as a part of the input.
void mark_refusal(std::string_view text) {
  const std::string_view reason = text.substr(0, text.find_first_of(";:"));
  // By how much differs.
  constexpr std::string_view clock = "the delivery's time stamp is ";
  goals().mark(reason.substr(0, clock.size()) == clock ? "the delivery's time stamp is off" : reason);
}

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
    goals().mark(prefixed ? "a secret with a prefix" : "a bare secret");
  } catch (const allo::InvalidArgumentException& error) {
    expect(!key || key->size() < 16, "a good secret is taken");
    mark_refusal(error.what());
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

std::vector<std::string> split(const std::string& signatures) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : signatures + ' ') {
    if (c != ' ' && c != '\t') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

/// True when one of the right signatures stands in a list: as a word of its own, behind a word "v1,", and then perhaps
/// without the "v1,"; with a comma behind it where something follows.
bool has_signature(const std::vector<std::string>& words, const std::string& right) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string word = words[i];
    if (i + 1 < words.size() && word.back() == ',') word.pop_back();
    if (word == right) return true;
    if (i > 0 && words[i - 1] == "v1," && "v1," + word == right) {
      goals().mark("a torn signature");
      return true;
    }
  }
  return false;
}

/// The lines of a header as one list, as HTTP has it.
std::string joined(const std::vector<std::string>& lines) {
  std::string list;
  for (const std::string& line : lines) {
    if (!list.empty() && !line.empty()) list += list.back() == ',' ? " " : ", ";
    list += line;
  }
  return list;
}

std::vector<std::string> repeated(const std::vector<std::string>& lines, int times) {
  std::vector<std::string> result;
  for (int i = 0; i < times; ++i) result.insert(result.end(), lines.begin(), lines.end());
  return result;
}

/// How many signatures a list has: a "v1," and the word behind it are one, or two where that begins with "v1," itself.
std::size_t count_entries(const std::vector<std::string>& words) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool last = i + 1 == words.size();
    if (!last && (words[i] == "v1," || words[i] == "v1,,")) continue;
    count += i > 0 && words[i - 1] == "v1," && words[i].substr(0, 3) == "v1," ? 2 : 1;
  }
  return count;
}

void replace_all(std::string& text, char placeholder, const std::string& by) {
  for (std::size_t at = text.find(placeholder); at != std::string::npos && text.size() < 4'000;
       at = text.find(placeholder)) {
    text.replace(at, 1, by);
  }
}

std::string sign(const allo::detail::SigningKey& key, const std::string& id, const std::string& timestamp,
                 const std::string& body) {
  const allo::detail::SignatureText text = key.sign(id, timestamp, body);
  return {text.data(), text.size()};
}

void mark_success(const std::vector<std::string>& tokens, const std::string& first, const std::string& timestamp,
                  const std::string& body) {
  goals().mark(has_signature(tokens, first) ? "the first secret signed" : "the second secret signed");
  for (const std::string& token : tokens) {
    if (token.size() == 48 && token.back() == ',') goals().mark("a folded list");
  }
  goals().mark(tokens.size() == 1 ? "the only signature" : "one signature of several");
  if (std::stoll(timestamp) == now - 300) goals().mark("the earliest time stamp");
  if (std::stoll(timestamp) == now + 300) goals().mark("the latest time stamp");
  if (body.empty()) goals().mark("an empty body");
}

void check_delivery(std::string_view input) {
  static const std::vector<allo::detail::SigningKey> keys = [] {
    std::vector<allo::detail::SigningKey> list;
    list.emplace_back("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    list.emplace_back("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    return list;
  }();
  unsigned changes = 0;
  if (input.size() >= 2 && input[0] == 'x') {
    changes = static_cast<unsigned char>(input[1]);
    input.remove_prefix(2);
  }
  std::istringstream parts{std::string{input}};
  std::string id;
  std::string timestamp;
  std::string signatures;
  std::string body;
  std::getline(parts, id);
  std::getline(parts, timestamp);
  std::getline(parts, signatures);
  std::getline(parts, body, '\0');
  for (std::string* value : {&id, &timestamp, &signatures}) {
    for (char& c : *value) {
      if ((c >= 0 && c < ' ' && c != '\t') || c == '\x7f') c = '\t';  // What HttpHeaders would refuse.
    }
  }
  const std::string first = sign(keys[0], id, timestamp, body);
  const std::string second = sign(keys[1], id, timestamp, body);
  replace_all(signatures, '#', first);
  replace_all(signatures, '@', second);
  replace_all(signatures, '*', second.substr(3));
  std::vector<std::string> lines{""};
  for (const char c : signatures) {
    if (c == '|') {
      lines.emplace_back();
    } else {
      lines.back().push_back(c);
    }
  }
  const bool twice = (changes & 32) != 0;
  if (twice) lines = repeated(lines, (changes & 4) != 0 ? 2 : 3);
  const std::vector<std::string> words = split(joined(lines));
  const bool is_signed = has_signature(words, first) || has_signature(words, second);
  const bool has_list = twice || (changes & 4) == 0;
  const bool good = (changes & 0b011011) == 0 && has_list && is_good_id(id) && is_good_time(timestamp) && is_signed &&
                    words.size() <= 2 * allo::detail::max_signatures &&
                    count_entries(words) <= allo::detail::max_signatures;
  allo::HttpHeaders headers;
  unsigned bit = 1;
  for (const auto& [name, value] : {std::pair{"webhook-id", &id}, std::pair{"webhook-timestamp", &timestamp}}) {
    if ((changes & bit) == 0) headers.add(name, *value);
    if ((changes & bit << 3) != 0) {
      headers.add(name, *value);
      headers.add(name, *value);
    }
    bit <<= 1;
  }
  for (const std::string& line : lines) {
    if (has_list) headers.add("webhook-signature", line);
  }
  try {
    const std::string_view verified = allo::detail::verify_signature(
        keys, headers, body, std::chrono::system_clock::time_point{std::chrono::seconds{now}}, std::chrono::minutes{5});
    expect(good, "only a good delivery verifies");
    expect(verified == id, "the id is the header's");
    mark_success(words, first, timestamp, body);
    if (lines.size() > 1) goals().mark("several lines of signatures");
  } catch (const allo::WebhookSignatureException& error) {
    expect(!good, "a good delivery verifies");
    mark_refusal(error.what());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  if (!input.empty() && input[0] == 'k') {
    check_secret(input.substr(1));
  } else {
    check_delivery(input);
  }
  return 0;
}
