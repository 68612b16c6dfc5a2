#ifndef ALLO_TESTS_V2_OPERATIONS_HPP
#define ALLO_TESTS_V2_OPERATIONS_HPP

#include "support/fake_transport.hpp"

#include <allo/v2.hpp>

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace allo::test {

using Json = nlohmann::ordered_json;

/// A file of tests/data/v2.
Json data_v2(const std::string& name);

/// One call of an operation, with everything set that can be set at once.
struct Operation {
  std::string name;      ///< The vendor's operationId.
  std::string verb;      ///< Of HTTP.
  std::string path;      ///< Below the base URL, with the ids of this call.
  bool only_reads;       ///< It changes nothing, whatever the verb.
  bool promises_a_body;  ///< A model or a list, not merely a 2xx.
  /// Gives the result as JSON text; "null" where there is none.
  std::function<std::string(const v2::Client&, const RequestOptions&)> run;
};

/// All operations of version 2, in the order of the vendor's file; some stand twice, with other input.
const std::vector<Operation>& operations();

/// The first call of an operation.
const Operation& operation(const std::string& name);

/// The example answer of an operation; empty where it answers without a body.
std::string example_answer(const std::string& name);

/// What `document` has must be in `kept`, with the same meaning: times in another form, null lists empty.
void expect_kept(const Json& document, const Json& kept, const std::string& path);

/// A client of version 2 on a fake transport.
struct FakeV2 : FakeClient {
  using FakeClient::FakeClient;
  v2::Client v2() const { return v2::Client{client()}; }

  /// Runs an operation on an answer.
  std::string run(const Operation& call, HttpResponse answer, const RequestOptions& request_options = {}) const {
    transport->then(std::move(answer));
    return call.run(v2(), request_options);
  }
};

}  // namespace allo::test

#endif
