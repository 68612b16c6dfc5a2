#ifndef ALLO_SRC_TESTING_SERVICE_CONTEXT_HPP
#define ALLO_SRC_TESTING_SERVICE_CONTEXT_HPP

#include "testing/model/state.hpp"

#include <allo/testing/quirks.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Something that happened to the account, which webhooks report.
struct Happening {
  std::string topic{};        ///< In the words of version 2, such as "call.completed".
  std::string id{};           ///< Of the call, message or contact.
  std::string allo_number{};  ///< Empty for what concerns no number.
  std::string tag{};          ///< Of tag.added and tag.removed.
};
using Tell = std::function<void(const Happening&)>;

/// Thrown by an operation that refuses; the version's own form of an error is made of it.
struct Refusal {
  int status = 400;
  std::string code{};
  std::string message{};
  Json details = nullptr;  ///< Of version 1, `[{message, field}]`.
  bool bare = false;       ///< Version 1: `{"error": code}`.
  std::string suggestion{};
  bool retryable = false;
  std::optional<int> retry_after{};  ///< Seconds.
};

/// One finding about a field, as a refusal of the version's usual form.
Refusal wrong_field(std::string field, std::string message);

/// What an operation works with.
struct Context {
  State& state;
  const Quirks& quirks;
  const Timestamp now;
  const Tell& tell;
  const int version = 1;
  Json query = Json::object();      ///< Checked, defaults filled in.
  Json body = Json::object();       ///< The same.
  std::vector<std::string> path{};  ///< What stands for the placeholders.
  std::string key{};                ///< The caller's.
  std::vector<std::string> scopes{};
  int reads_per_second = 0;
  int writes_per_second = 0;

  // What the operation says besides its data.
  bool is_paged = false;
  int page = 0;
  int size = 0;
  std::size_t total = 0;
  Json siblings = Json::object();  ///< Fields that stand beside `data`.

  /// A text of the query or the body; empty where it is absent or null.
  static std::string text(const Json& from, std::string_view field) { return std::string{text_field(from, field)}; }

  /// What holds the number and the size of the page that was asked for.
  const Json& paging() const { return query.contains("page") ? query : body; }

  /// Where the page that was asked for begins and ends in a list that is long enough.
  std::pair<std::size_t, std::size_t> range_of_page() const {
    const auto before = paging().at("page").get<std::size_t>() - (version == 1 ? 0 : 1);
    const auto step = paging().at("size").get<std::size_t>();
    return {before * step, (before + 1) * step};
  }

  /// The page of `things` that was asked for, each shown by `show(*thing)`.
  template <class T, class Show>
  Json paged(const std::vector<const T*>& things, Show show) {
    is_paged = true;
    page = paging().at("page").get<int>();
    size = paging().at("size").get<int>();
    total = things.size();
    const auto [begin, end] = range_of_page();
    Json out = Json::array();
    for (std::size_t i = begin; i < std::min(total, end); ++i) out.push_back(show(*things[i]));
    return out;
  }
  /// Where the page stands, as version 2 says it.
  Json pagination() const {
    return {{"page", page},
            {"size", size},
            {"total_count", total},
            {"total_pages", total_pages()},
            {"has_more", page < total_pages()}};
  }
  int total_pages() const {
    return static_cast<int>((total + static_cast<std::size_t>(size) - 1) / static_cast<std::size_t>(size));
  }
};

/// A list, each shown by `show(thing)`.
template <class List, class Show>
Json show_all(const List& things, Show show) {
  Json out = Json::array();
  for (const auto& thing : things) out.push_back(show(thing));
  return out;
}

/// A model with the fields of a checked body in the place of its own.
template <class Model>
Model changed(const Model& model, const Json& body) {
  Json document = to_document(model);
  document.update(body);
  return from_document<Model>(document);
}

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
