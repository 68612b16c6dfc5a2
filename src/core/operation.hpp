#ifndef ALLO_SRC_CORE_OPERATION_HPP
#define ALLO_SRC_CORE_OPERATION_HPP

#include "core/url.hpp"
#include "json/codec.hpp"

#include <allo/http.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

/// How an endpoint is described, and what one call of it sends. A resource has one constant for each of its endpoints
/// and calls it:
///
///     constexpr auto get_person = get<Person>("/crm/people/{id}");
///     constexpr auto search_people = post<v2::Page<Person>>("/crm/people/search").reads().pages(PageIn::Body, 1);
///     constexpr auto remove_tag = del<void>("/conversations/items/{id}/tags/{tag}");
///
///     core().run(get_person(id), options);
///     core().run(search_people().body(input).page(input.page, input.size), options);
///     core().run(remove_tag(id, tag), options);
///
/// The result type says what the answer looks like: `{"data": T}`, a whole document such as a page of version 2 (see
/// decode_response), or nothing that anybody reads (void). Repeating, `Idempotency-Key`, pages and hooks follow from
/// the rest. Pacing follows the verb alone, as the service counts.
ALLO_NAMESPACE_BEGIN
namespace detail {

/// Where the number and the size of a page go.
enum class PageIn : unsigned char { Query, Body };

/// When a request that may have been carried out goes out again.
enum class Repetition : unsigned char {
  ByVersion,       ///< As the version of the API allows for the verb, see ApiVersion.
  UnderCallersKey  ///< It always carries a key, but only one of the caller's lets it be repeated.
};

/// What Core has to know of an endpoint, whatever its result.
struct OperationTraits {
  HttpMethod method = HttpMethod::Get;
  std::string_view route{};  ///< A literal below the base URL, with a `{name}` for each segment that the caller gives.
  bool only_reads = false;   ///< Whatever the verb; what only reads is repeated and carries no key.
  bool has_result = true;
  Repetition repetition = Repetition::ByVersion;
  PageIn page_in = PageIn::Query;
  int first_page = 0;  ///< The number of the first page.
};

/// What one call sends, whatever its result.
struct RequestParts {
  OperationTraits operation{};
  Target target;
  std::string body{};      ///< JSON, or empty for none.
  bool only_once = false;  ///< Does something else the second time: never repeated where it may have been carried out.

  /// Puts the page where the operation says that it goes.
  void add_page(int page, int size);
};

/// What one call sends: the endpoint and what the caller gave. Its members can be chained; see Core::run.
template <class Result>
class Request {
 public:
  /// @throws InvalidArgumentException as Target does.
  Request(const OperationTraits& operation, std::initializer_list<std::string_view> segments)
      : parts_{operation, Target{operation.route, segments}} {}

  /// Appends a parameter to the query, where it has a value; see Target::add for the types.
  template <class Value>
  Request&& query(std::string_view name, const Value& value) {
    parts_.target.add(name, value);
    return std::move(*this);
  }

  template <class Value>
  Request&& query(std::string_view name, const std::optional<Value>& value) {
    if (value) parts_.target.add(name, *value);
    return std::move(*this);
  }

  /// The body, by the table of its input.
  /// @throws InvalidArgumentException for a string that is not UTF-8, naming the field.
  template <class Input>
  Request&& body(const Input& input) {
    parts_.body = encode_request(input);
    return std::move(*this);
  }

  /// The page to ask for, where the operation says that it goes: behind the other members of the body, or behind what
  /// the query has so far.
  Request&& page(int number, int size) {
    parts_.add_page(number, size);
    return std::move(*this);
  }

  /// Never sends it again once it may have been carried out: a second time it would do something else.
  Request&& once() noexcept {
    parts_.only_once = true;
    return std::move(*this);
  }

  RequestParts& parts() noexcept { return parts_; }
  const RequestParts& parts() const noexcept { return parts_; }

 private:
  RequestParts parts_;
};

/// An endpoint whose answer is a `Result`. Made by the functions below.
template <class Result>
struct Operation {
  OperationTraits traits{};

  /// It only reads, though its verb says that it writes.
  constexpr Operation reads() const {
    Operation changed = *this;
    changed.traits.only_reads = true;
    return changed;
  }
  /// It gives pages, which are counted from `first`.
  constexpr Operation pages(PageIn where, int first) const {
    Operation changed = *this;
    changed.traits.page_in = where;
    changed.traits.first_page = first;
    return changed;
  }
  /// It costs money: see Repetition::UnderCallersKey.
  constexpr Operation repeats_under_callers_key() const {
    Operation changed = *this;
    changed.traits.repetition = Repetition::UnderCallersKey;
    return changed;
  }

  /// A call of it, with a text for each `{name}` of the route, in order.
  /// @throws InvalidArgumentException for one that is empty or not UTF-8, with its name.
  template <class... Segments>
  Request<Result> operator()(const Segments&... segments) const {
    return Request<Result>{traits, {std::string_view{segments}...}};
  }
};

template <class Result>
constexpr Operation<Result> operation(HttpMethod method, std::string_view route) {
  Operation<Result> made;
  made.traits.method = method;
  made.traits.route = route;
  made.traits.only_reads = method == HttpMethod::Get;
  made.traits.has_result = !std::is_void_v<Result>;
  return made;
}

template <class Result>
constexpr Operation<Result> get(std::string_view route) {
  return operation<Result>(HttpMethod::Get, route);
}
template <class Result>
constexpr Operation<Result> post(std::string_view route) {
  return operation<Result>(HttpMethod::Post, route);
}
template <class Result>
constexpr Operation<Result> put(std::string_view route) {
  return operation<Result>(HttpMethod::Put, route);
}
template <class Result>
constexpr Operation<Result> patch(std::string_view route) {
  return operation<Result>(HttpMethod::Patch, route);
}
template <class Result>
constexpr Operation<Result> del(std::string_view route) {
  return operation<Result>(HttpMethod::Delete, route);
}

}  // namespace detail
ALLO_NAMESPACE_END

#endif
