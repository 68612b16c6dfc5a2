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
Resource v2_analytics();
Resource v2_companies();
Resource v2_conversations();
Resource v2_deals();
Resource v2_events();
Resource v2_dialing_queue();
Resource v2_items();
Resource v2_partner_accounts();
Resource v2_people();
Resource v2_summary_templates();
Resource v2_team();
Resource v2_webhooks();

inline std::vector<Resource (*)()> resources() {
  return {v1_calls,     v1_contacts,          v1_events, v1_numbers,       v1_sms,    v1_webhooks, v2_analytics,
          v2_companies, v2_conversations,     v2_deals,  v2_dialing_queue, v2_events, v2_items,    v2_partner_accounts,
          v2_people,    v2_summary_templates, v2_team,   v2_webhooks};
}

/// A call or a message as an entry of a conversation of version 1.
Json to_entry(const Item& item);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
