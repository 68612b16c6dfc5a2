#include "json/document.hpp"

#include "json/codec.hpp"
#include "json/tokenizer.hpp"

#include <allo/version.hpp>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

constexpr TypeInfo anything{};

std::size_t size_of_mark(std::string_view text) noexcept {
  return text.substr(0, byte_order_mark.size()) == byte_order_mark ? byte_order_mark.size() : 0;
}

}  // namespace

Tokenizer default_tokenizer() noexcept { return simdjson_padding() > 0 ? Tokenizer::Simdjson : Tokenizer::Nlohmann; }

namespace {

bool decode_by_simdjson(std::string_view text, std::size_t allocated, const DecodeGoal& goal,
                        TwinOpener* twins = nullptr) {
  const std::string_view json = text.substr(size_of_mark(text));
  Decoder decoder{goal.type, goal.target, goal.root, goal.max_depth, twins};
  if (allocated >= text.size() + simdjson_padding()) return tokenize_simdjson(json, decoder);
  std::string padded;
  padded.reserve(json.size() + simdjson_padding());
  padded.assign(json);
  return tokenize_simdjson(padded, decoder);
}

}  // namespace

bool decode_in_one_pass(std::string_view text, std::size_t allocated, const DecodeGoal& goal, TwinOpener& twins) {
  if (default_tokenizer() == Tokenizer::Simdjson) return decode_by_simdjson(text, allocated, goal, &twins);
  const std::size_t skipped = size_of_mark(text);
  Decoder decoder{goal.type, goal.target, goal.root, goal.max_depth, &twins};
  return tokenize_nlohmann(text.substr(skipped), skipped, decoder);
}

void decode_document(std::string_view text, std::size_t allocated, const DecodeGoal& goal, Tokenizer tokenizer) {
  if (tokenizer == Tokenizer::Simdjson) {
    if (decode_by_simdjson(text, allocated, goal)) return;
    // What is wrong, and where, is found by one tokenizer alone, so that both report the same: this is the slow path.
    if (goal.type.reset != nullptr) goal.type.reset(goal.target);
  }
  const std::size_t skipped = size_of_mark(text);
  Decoder decoder{goal.type, goal.target, goal.root, goal.max_depth};
  if (!tokenize_nlohmann(text.substr(skipped), skipped, decoder)) {
    throw DecodeException(decoder.path(), decoder.problem(), goal.delivery);
  }
}

void reserve_padding(std::string& text) {
  const std::size_t needed = text.size() + simdjson_padding();
  if (text.capacity() < needed) text.reserve(needed);
}

std::optional<std::string> find_json_problem(std::string_view text, std::size_t max_depth) {
  Decoder decoder{anything, nullptr, {}, max_depth};
  if (tokenize_nlohmann(text, 0, decoder)) return std::nullopt;
  return decoder.problem();
}

void check_json(std::string_view text, std::size_t max_depth) {
  if (const std::optional<std::string> problem = find_json_problem(text, max_depth)) {
    throw DecodeException({}, *problem);
  }
}

}  // namespace detail
ALLO_NAMESPACE_END

ALLO_NAMESPACE_BEGIN

const char* json_tokenizer() noexcept {
  return detail::default_tokenizer() == detail::Tokenizer::Simdjson ? "simdjson" : "nlohmann";
}

ALLO_NAMESPACE_END
