#ifndef ALLO_TESTS_JSON_BOTH_TOKENIZERS_HPP
#define ALLO_TESTS_JSON_BOTH_TOKENIZERS_HPP

#include "json/document.hpp"
#include "json/encoder.hpp"
#include "json/envelope.hpp"
#include "json/tokenizer.hpp"
#include "json/type_info.hpp"

#include <allo/contacts.hpp>
#include <allo/errors.hpp>
#include <allo/numbers.hpp>
#include <allo/webhook_events.hpp>
#include <allo/webhooks.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Decodes one input with both tokenizers, for tests and fuzzers that compare them.
namespace allo::test {

/// What became of a document: the decoded value written as JSON, or the error.
struct Outcome {
  bool accepted = false;
  std::string value{};
  std::string path{};
  std::string what{};
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// A `T` on its own.
template <class T>
struct Goal {
  using Value = T;
  const detail::TypeInfo& info() const { return detail::info_of<T>(); }
};

/// A `T` in the envelope of a response, as `Response<T>`.
template <class T>
struct Response;
template <class T>
struct Goal<Response<T>> {
  using Value = T;
  const detail::TypeInfo& info() const { return around.info(); }
  detail::Enveloped around{"data", detail::info_of<T>()};
};

template <class T>
Outcome outcome(std::string_view text, detail::Tokenizer tokenizer) {
  const Goal<T> goal;
  typename Goal<T>::Value value{};
  try {
    detail::decode_document(text, text.size(), {goal.info(), &value}, tokenizer);
  } catch (const DecodeException& error) {
    return {false, {}, error.path(), error.what()};
  }
  return {true, detail::encode_json(detail::info_of<typename Goal<T>::Value>(), &value), {}, {}};
}

/// True when simdjson takes the document on its own, without nlohmann's second opinion.
template <class T>
bool simdjson_accepts(std::string_view text) {
  if (text.substr(0, detail::byte_order_mark.size()) == detail::byte_order_mark) {
    text.remove_prefix(detail::byte_order_mark.size());
  }
  std::string padded;
  padded.reserve(text.size() + detail::simdjson_padding());
  padded.assign(text);
  const Goal<T> goal;
  typename Goal<T>::Value value{};
  detail::Decoder decoder{goal.info(), &value, {}, 128};
  return detail::tokenize_simdjson(padded, decoder);
}

struct Comparison {
  Outcome nlohmann{};
  Outcome simdjson{};
  bool same_decision = true;  ///< simdjson alone accepts and refuses what nlohmann does.
  bool agree() const { return nlohmann == simdjson && same_decision; }
};

template <class T>
Comparison compare(std::string_view text) {
  Comparison result{outcome<T>(text, detail::Tokenizer::Nlohmann), outcome<T>(text, detail::Tokenizer::Simdjson)};
  if (detail::simdjson_padding() > 0) result.same_decision = simdjson_accepts<T>(text) == result.nlohmann.accepted;
  return result;
}

}  // namespace allo::test

#endif
