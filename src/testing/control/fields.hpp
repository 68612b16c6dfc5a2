#ifndef ALLO_SRC_TESTING_CONTROL_FIELDS_HPP
#define ALLO_SRC_TESTING_CONTROL_FIELDS_HPP

#include "testing/control/words.hpp"
#include "testing/model/json.hpp"
#include "testing/model/time_text.hpp"

#include <allo/testing/delivery.hpp>
#include <allo/testing/expectation.hpp>
#include <allo/testing/fault.hpp>
#include <allo/testing/journal.hpp>
#include <allo/testing/quirks.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

/// The structs of the public headers as documents: each names its fields once, and is written and read by that. What is
/// read was checked against its schema before.
ALLO_NAMESPACE_BEGIN
namespace testing::detail {

template <class Visit, class T>
using IfIs = std::enable_if_t<std::is_same_v<std::remove_const_t<T>, Visit>>;

template <class V, class T, class = IfIs<Fault, T>>
void visit(V& v, T& fault, const Fault* = nullptr) {
  v("kind", fault.kind), v("method", fault.method), v("route", fault.route), v("nth", fault.nth);
  v("times", fault.times), v("probability", fault.probability), v("status", fault.status), v("body", fault.body);
  v("only_reused_connections", fault.only_reused_connections), v("code", fault.code), v("delay_ms", fault.delay);
  v("retry_after", fault.retry_after), v("carry_out", fault.carry_out);
}

template <class V, class T, class = IfIs<Quirks, T>>
void visit(V& v, T& quirks, const Quirks* = nullptr) {
  v("metadata", quirks.metadata), v("times", quirks.times), v("optionals", quirks.optionals);
  v("envelope", quirks.envelope);
  for (const QuirkSwitch& entry : quirk_switches) v(entry.name.data(), quirks.*entry.member);
}

template <class V, class T, class = IfIs<SpokenLine, T>>
void visit(V& v, T& line, const SpokenLine* = nullptr) {
  v("source", line.source), v("text", line.text);
}

template <class V, class T, class = IfIs<IncomingCall, T>>
void visit(V& v, T& call, const IncomingCall* = nullptr) {
  v("from", call.from), v("to", call.to), v("length_in_minutes", call.length_in_minutes), v("result", call.result);
  v("summary", call.summary), v("tag", call.tag), v("transcript", call.transcript), v("recorded", call.recorded);
  v("data_collected", call.data_collected);
}

template <class V, class T, class = IfIs<IncomingSms, T>>
void visit(V& v, T& sms, const IncomingSms* = nullptr) {
  v("from", sms.from), v("to", sms.to), v("content", sms.content);
}

template <class V, class T, class = IfIs<SimulatedEvent, T>>
void visit(V& v, T& event, const SimulatedEvent* = nullptr) {
  v("topic", event.topic), v("data", event.data), v("allo_number", event.allo_number);
}

template <class V, class T, class = IfIs<ExpectedRequest, T>>
void visit(V& v, T& expected, const ExpectedRequest* = nullptr) {
  v("method", expected.method), v("route", expected.route), v("path_id", expected.path_id), v("times", expected.times);
}

template <class V, class T, class = IfIs<DeliveryAttempt, T>>
void visit(V& v, T& attempt, const DeliveryAttempt* = nullptr) {
  v("time", attempt.time), v("status", attempt.status), v("error", attempt.error);
}

template <class V, class T, class = IfIs<Delivery, T>>
void visit(V& v, T& delivery, const Delivery* = nullptr) {
  v("id", delivery.id), v("message_id", delivery.message_id), v("webhook_id", delivery.webhook_id);
  v("url", delivery.url), v("topic", delivery.topic), v("body", delivery.body), v("signed", delivery.is_signed);
  v("status", delivery.status), v("attempts", delivery.attempts), v("next_attempt", delivery.next_attempt);
}

template <class V, class T, class = IfIs<RecordedRequest, T>>
void visit(V& v, T& request, const RecordedRequest* = nullptr) {
  v("id", request.id), v("time", request.time), v("method", request.method), v("target", request.target);
  v("route", request.route), v("path_id", request.path_id), v("headers", request.headers), v("body", request.body);
  v("status", request.status), v("answer", request.answer), v("fault", request.fault),
      v("carried_out", request.carried_out);
  v("reused_connection", request.reused_connection);
}

/// Writes the fields that visit() names.
class FieldWriter {
 public:
  template <class T>
  void operator()(const char* name, const T& value) {
    document[name] = write(value);
  }
  Json document = Json::object();

  template <class T>
  static Json write(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      return to_word(value);
    } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
      return value;
    } else {
      FieldWriter writer;
      visit(writer, value);
      return std::move(writer.document);
    }
  }
  template <class T>
  static Json write(const std::optional<T>& value) {
    return value ? write(*value) : Json(nullptr);
  }
  template <class T>
  static Json write(const std::vector<T>& values) {
    Json out = Json::array();
    for (const T& value : values) out.push_back(write(value));
    return out;
  }
  template <class Rep, class Period>
  static Json write(std::chrono::duration<Rep, Period> value) {
    return value.count();
  }
  static Json write(const JsonText& value) { return Json::parse(value.str()); }
  static Json write(Timestamp value) { return time_text(value, TimeForm::Fraction); }
  static Json write(const HttpHeaders& headers) {
    Json out = Json::array();
    for (const HttpHeader header : headers) out.push_back({{"name", header.name}, {"value", header.value}});
    return out;
  }
};

/// Reads the fields that visit() names; what is absent or null is left as it is.
class FieldReader {
 public:
  explicit FieldReader(const Json& document) : document_(document) {}
  template <class T>
  void operator()(const char* name, T& target) {
    const auto found = document_.find(name);
    if (found != document_.end() && !found->is_null()) read(*found, target);
  }

 private:
  template <class T>
  static void read(const Json& value, T& target) {
    if constexpr (std::is_enum_v<T>) {
      from_string(value.get_ref<const std::string&>(), target);
    } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
      value.get_to(target);
    } else {
      FieldReader reader{value};
      visit(reader, target);
    }
  }
  template <class T>
  static void read(const Json& value, std::optional<T>& target) {
    read(value, target.emplace());
  }
  template <class T>
  static void read(const Json& values, std::vector<T>& target) {
    for (const Json& value : values) read(value, target.emplace_back());
  }
  template <class Rep, class Period>
  static void read(const Json& value, std::chrono::duration<Rep, Period>& target) {
    target = std::chrono::duration<Rep, Period>{value.get<Rep>()};
  }
  static void read(const Json& value, JsonText& target) { target = JsonText{to_text(value)}; }

  const Json& document_;
};

/// A struct as a document.
template <class T>
Json write_fields(const T& value) {
  return FieldWriter::write(value);
}
/// A document's fields over those of a struct.
template <class T>
T read_fields_of(const Json& document, T target = {}) {
  FieldReader reader{document};
  visit(reader, target);
  return target;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
