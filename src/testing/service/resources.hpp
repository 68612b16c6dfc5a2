#ifndef ALLO_SRC_TESTING_SERVICE_RESOURCES_HPP
#define ALLO_SRC_TESTING_SERVICE_RESOURCES_HPP

#include "testing/service/routes.hpp"

#include <vector>

/// The resources of both versions of the API, each in a file of its own.
ALLO_NAMESPACE_BEGIN
namespace testing::detail {

Resource v1_calls();
Resource v1_contacts();
Resource v1_events();
Resource v1_numbers();
Resource v1_sms();
Resource v1_webhooks();

inline std::vector<Resource (*)()> resources() {
  return {v1_calls, v1_contacts, v1_events, v1_numbers, v1_sms, v1_webhooks};
}

/// A call or a message as an entry of a conversation of version 1.
Json to_entry(const Item& item);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
