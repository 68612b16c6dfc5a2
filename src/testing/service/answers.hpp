#ifndef ALLO_SRC_TESTING_SERVICE_ANSWERS_HPP
#define ALLO_SRC_TESTING_SERVICE_ANSWERS_HPP

#include "testing/service/routes.hpp"

#include <string>
#include <vector>

/// The forms that answers have in each version of the API.
ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// An operation has given its data.
Response success_response(const Route& route, const Context& context, Json data);

/// An operation, or what comes before it, has refused.
Response refusal_response(int version, const Refusal& refusal, const std::string& request_id);

/// Refuses where there are findings. @throws Refusal
void refuse_findings(const std::vector<Finding>& findings, const Route& route);

/// The key that an Authorization header carries; empty for a form that the version does not take.
std::string key_of(const std::string& credentials, int version);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
