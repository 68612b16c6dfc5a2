#ifndef ALLO_TESTS_TESTING_ENGINE_FIXTURE_HPP
#define ALLO_TESTS_TESTING_ENGINE_FIXTURE_HPP

#include "testing/service/engine.hpp"
#include "testing/test_time.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing {

using detail::Json;

/// The engine without a network.
class EngineTest : public ::testing::Test {
 protected:
  static detail::EngineOptions options() {
    detail::EngineOptions options;
    options.standing_time = test_time;
    return options;
  }

  EngineTest() { engine.keys().add("key", detail::all_scopes()); }

  detail::Response send(const std::string& method, const std::string& path, const std::string& body = {},
                        const std::string& key = "key") {
    detail::Request request;
    request.method = method;
    request.target = "/v1/api" + path;
    request.body = body;
    request.headers = {{"Authorization", key}};
    if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    return engine.handle(request);
  }

  /// The answer's document, which must have come with `status`.
  Json expect(int status, const std::string& method, const std::string& path, const std::string& body = {}) {
    const detail::Response response = send(method, path, body);
    EXPECT_EQ(response.status, status) << method << ' ' << path << ' ' << body << '\n' << response.body;
    return Json::parse(response.body);
  }

  Json get(const std::string& path) { return expect(200, "GET", path).at("data"); }
  Json post(const std::string& path, const Json& body) { return expect(200, "POST", path, body.dump()).at("data"); }

  /// The code of the error that a request is answered with.
  std::string code(int status, const std::string& method, const std::string& path, const std::string& body = {}) {
    return expect(status, method, path, body).value("code", std::string{});
  }

  /// The fields that a 400 INVALID_REQUEST names, joined by spaces.
  std::string invalid_fields(const std::string& method, const std::string& path, const std::string& body = {}) {
    const Json answer = expect(400, method, path, body);
    EXPECT_EQ(answer.value("code", std::string{}), "INVALID_REQUEST");
    std::string fields;
    for (const Json& entry : answer.at("details")) {
      fields += (fields.empty() ? "" : " ") + entry.at("field").get<std::string>();
    }
    return fields;
  }

  detail::Engine engine{options()};
};

}  // namespace testing
ALLO_NAMESPACE_END

#endif
